"""What is usual for a voice, learned from takes of which up to half may be wrong.

Every measure of the signal has its usual value: the middle of the shortest range that holds half of the takes, and its
spread: half the width of that range. A median would lie between the two where half of the takes are 10 dB softer. The
usual voice is the mean direction of those takes that are most like each other. The usual length is a line through the
takes' lengths by their characters and marks, drawn through the half that lies closest to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.qa.gate.likeness import away
from pipeline.qa.gate.marks import MARKS, worst_pause
from pipeline.qa.gate.records import HeardTake, Norms

ENOUGH = 20  # takes from which norms are worth a comparison
MOST_VOICES = 400  # directions that are compared with each other
MS_PER_SOUND, MS_PER_CHARACTER = "ms_per_sound", "ms_per_character"
SPREAD = "_spread"
# Of one place in one take: no voice has a usual one.
OF_A_PLACE = re.compile(r"pause\d\d_|copy_|loop_")
LENGTH = ("length_ms", "length_ms_per_character", "length_ms_per_mark")
UNEXPLAINED_MS = "unexplained_pause_ms"
NATURALNESS: Final = "naturalness"
SPEAKER_AWAY = "speaker_away"  # see likeness.py
MANY = 1.2  # half of the takes lie farther from their middle than one voice does: several speakers have no norm
TRIMS = 12  # rounds of the regression, each on the half that fits best


def learned(takes: Sequence[HeardTake]) -> Norms:
    """The norms of a voice: `takes` counts those with sound, which taught it. None of takes by several speakers.

    Whose voice it is, and how natural it usually sounds, takes as many hearings as the rest: where a budget lets
    listeners hear a handful, which are the oddest lines, these are not what is usual.
    """
    sounding = [take for take in takes if "signal" in take.hearings and take.hearings["signal"].measures]
    names = dict.fromkeys(name for take in sounding for name in take.hearings["signal"].measures)
    figures: dict[str, float] = {}
    for name in names:
        if not OF_A_PLACE.match(name):
            values = [float(m[name]) for take in sounding if name in (m := take.hearings["signal"].measures)]
            figures[name], figures[name + SPREAD] = usual(values), spread(values)
    figures |= _paces(sounding) | _length(sounding) | _rests(sounding)
    scores = [take.hearings[NATURALNESS].naturalness for take in sounding if NATURALNESS in take.hearings]
    if len(rated := [score for score in scores if score is not None]) >= ENOUGH:
        figures |= {NATURALNESS: usual(rated), NATURALNESS + SPREAD: spread(rated)}
    voices = [voice for take in sounding if (voice := take.hearings.get("speaker")) and voice.speaker]
    direction = _direction([voice.speaker for voice in voices]) if len(voices) >= ENOUGH else ()
    distances = [distance for voice in voices if (distance := away(voice, direction)) is not None]
    if distances and usual(distances) > MANY:
        return Norms()
    if distances:
        figures |= {SPEAKER_AWAY: usual(distances), SPEAKER_AWAY + SPREAD: spread(distances)}
    return Norms(len(sounding), figures, direction)


def expected_length_ms(norms: Norms, spoken: str) -> float | None:
    """The sound of speech without its pauses, as the voice usually takes for this text; None where that is unknown."""
    if norms.takes < ENOUGH or LENGTH[0] not in norms.figures:
        return None
    return float(np.dot(_of_text(spoken), [norms.figures[name] for name in LENGTH]))


def _of_text(spoken: str) -> tuple[float, float, float]:
    """What a length is made of: a constant, characters, and marks between words (not at the end)."""
    inside = spoken.rstrip(" .,;:!?…—–。、，；：！？」』”’'\")")
    return 1.0, float(sum(map(str.isalnum, spoken))), float(len(MARKS.findall(inside)))


def voiced_ms(measures: Mapping[str, float]) -> float:
    """From the first to the last sound, without the pauses: a stop inside a line rests longer than a comma."""
    return measures.get("speech_ms", 0.0) - measures.get("pause_total_ms", 0.0)


def _length(takes: Sequence[HeardTake]) -> dict[str, float]:
    """The regression of speech on text, and how far half of the takes lie from it, as a share."""
    rows = [(*_of_text(t.spoken), voiced_ms(t.hearings["signal"].measures)) for t in takes]
    known = np.asarray([row for row in rows if row[1] and row[3]], np.float64).reshape(-1, 4)
    if len(known) < ENOUGH:
        return {}
    texts, lengths = known[:, :3], known[:, 3]
    scale = 1 / (200 + lengths)  # a long line may be off by more
    pace = np.median(lengths / np.maximum(texts[:, 1], 1))
    found = np.array([0.0, pace, 0.0])
    for _ in range(TRIMS):
        away = np.abs(texts @ found - lengths) * scale
        kept = np.argsort(away, kind="stable")[: max(ENOUGH // 2, (len(known) * 6) // 10)]
        weighted = texts[kept] * scale[kept, None]
        # A little towards the plain pace: a book of equal lines does not tell marks from characters.
        gram = weighted.T @ weighted
        ridge = np.diag(0.01 * np.diag(gram) * [1, 0, 1] + 1e-9)
        target = weighted.T @ (lengths[kept] * scale[kept]) + ridge @ [0.0, pace, 200.0]
        found = np.linalg.solve(gram + ridge, target)
    away = np.abs(texts @ found - lengths) / np.maximum(lengths, 200)
    return dict(zip(LENGTH, (round(float(x), 3) for x in found), strict=True)) | {
        "length" + SPREAD: round(float(np.median(np.sort(away)[: max(1, len(away) * 7 // 10)])), 4)
    }


def _rests(takes: Sequence[HeardTake]) -> dict[str, float]:
    """How long a voice usually rests where its text has no mark."""
    worst = [worst_pause(take.spoken, take.hearings["signal"].measures) for take in takes]
    values = [one[0] if one else 0.0 for one in worst]
    return {UNEXPLAINED_MS: usual(values), UNEXPLAINED_MS + SPREAD: spread(values)} if values else {}


def _paces(takes: Sequence[HeardTake]) -> dict[str, float]:
    """Milliseconds of the whole take per character, and per sound (phone, syllable) where a listener tells them."""
    sounds, characters = [], []
    for take in takes:
        if letters := sum(map(str.isalnum, take.spoken)):
            characters.append(take.duration_ms / letters)
        expected = take.hearings["words"].expected if "words" in take.hearings else ()
        if number := sum(len(word.sounds) for word in expected):
            sounds.append(take.duration_ms / number)
    found = {MS_PER_SOUND: sounds, MS_PER_CHARACTER: characters}
    return {name: usual(values) for name, values in found.items() if values}


def usual(values: Sequence[float]) -> float:
    """The mean of the shortest range that holds half of the values."""
    first, half, ordered = _shortest_half(values)
    return round(float(ordered[first : first + half].mean()), 4)


def spread(values: Sequence[float]) -> float:
    """Half the width of that range."""
    first, half, ordered = _shortest_half(values)
    return round(float(ordered[first + half - 1] - ordered[first]) / 2, 4)


def _shortest_half(values: Sequence[float]) -> tuple[int, int, NDArray[np.float64]]:
    ordered = np.sort(np.asarray(values, np.float64))
    half = (len(ordered) + 1) // 2
    widths = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
    return int(np.argmin(widths)), half, ordered


def _direction(voices: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The mean direction of the half that lies closest around one of them."""
    known = [voice for voice in voices if voice]
    if not known:
        return ()
    vectors: NDArray[np.float64] = np.asarray(known, np.float64)
    some = vectors[:: max(1, len(vectors) // MOST_VOICES)]
    likeness = some @ vectors.T
    half = (len(vectors) + 1) // 2
    nearest = np.sort(likeness, axis=1)[:, -half:].sum(axis=1)
    centre = likeness[int(np.argmax(nearest))]
    mean = vectors[np.argsort(-centre, kind="stable")[:half]].mean(axis=0)
    return tuple(round(float(x), 6) for x in mean / np.linalg.norm(mean))
