"""What is usual for a voice, learned from takes of which up to half may be wrong.

Every measure of the signal has its usual value: the middle of the shortest range that holds half of the takes. A median
would lie between the two where half of the takes are 10 dB softer. The usual voice is the mean direction of those takes
that are most like each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.qa.gate.records import HeardTake, Norms

ENOUGH = 20  # takes from which norms are worth a comparison
MOST_VOICES = 400  # directions that are compared with each other
MS_PER_SOUND, MS_PER_CHARACTER = "ms_per_sound", "ms_per_character"


def learned(takes: Sequence[HeardTake]) -> Norms:
    """The norms of a voice: `takes` counts those with sound, which taught it."""
    sounding = [take for take in takes if "signal" in take.hearings and take.hearings["signal"].measures]
    names = dict.fromkeys(name for take in sounding for name in take.hearings["signal"].measures)
    figures = {
        name: usual([float(m[name]) for take in sounding if name in (m := take.hearings["signal"].measures)])
        for name in names
    }
    figures |= _paces(sounding)
    return Norms(
        len(sounding), figures, _direction([t.hearings["speaker"].speaker for t in sounding if "speaker" in t.hearings])
    )


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
    ordered = np.sort(np.asarray(values, np.float64))
    half = (len(ordered) + 1) // 2
    widths = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
    first = int(np.argmin(widths))
    return round(float(ordered[first : first + half].mean()), 4)


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
