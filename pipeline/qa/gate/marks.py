"""Pauses against the marks of a text: which silence inside a take is explained by a comma or a stop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.audio.measures.pauses import Pause, pauses_in

# Marks at which a voice may rest; not those inside numbers and words.
MARKS = re.compile(r"[,;:.!?…—–()。、，；：！？「」『』“”](?!\d)")
NEAR, NEAR_MS = 0.06, 350.0  # of the line's speech: how far a pause may lie from where its mark is expected
LONG_MS = 1100.0  # a pause at a mark counts beyond this only
CUT_MS = 5.0  # speech that falls or rises by 20 dB in less was cut; 700 natural pauses: none falls so fast
CUT = 2.5  # what a pause weighs into which speech is cut, or whose noise is not the voice's
HIGHER_DB = 9.0  # so much louder than the voice's own pauses; softer is no sign, for long ones are digital silence
AT_ONCE_MS, AT_A_MARK = 1.0, 0.9  # speech begins like that after one pause in sixty
BEGINS_AT_ONCE = 1.5  # where only the speech behind begins at once, as a stop or a vowel may


def worst_pause(
    spoken: str, measures: Mapping[str, float], usual_db: tuple[float, float] | None = None
) -> tuple[float, Pause, bool] | None:
    """The pause that is explained least: its unexplained milliseconds, weighted; and whether a mark is near.

    None where the take has no pause. `usual_db`: the level of the voice's own pauses and its spread, if known.
    """
    pauses = pauses_in(measures)
    if not pauses:
        return None
    explained = _explained(spoken, pauses, measures["head_silence_ms"], measures["speech_ms"])
    weights = [_weight(pause, marked, usual_db) for pause, marked in zip(pauses, explained, strict=True)]
    worst = max(range(len(pauses)), key=weights.__getitem__)
    return weights[worst], pauses[worst], explained[worst]


def _weight(pause: Pause, marked: bool, usual_db: tuple[float, float] | None) -> float:
    if 0 <= pause.fall_ms < CUT_MS or _is_foreign(pause, usual_db):
        return pause.ms * CUT
    if marked:
        return pause.ms * AT_A_MARK if 0 <= pause.rise_ms < AT_ONCE_MS else max(0.0, pause.ms - LONG_MS)
    return pause.ms * (BEGINS_AT_ONCE if 0 <= pause.rise_ms < CUT_MS else 1.0)


def _is_foreign(pause: Pause, usual_db: tuple[float, float] | None) -> bool:
    """Whether the noise of another room than the voice's own fills it."""
    return usual_db is not None and pause.level_db > usual_db[0] + usual_db[1] + HIGHER_DB


def _explained(spoken: str, pauses: Sequence[Pause], start_ms: float, speech_ms: float) -> list[bool]:
    """Which pauses lie near a mark. Each mark explains one, the longest pause first."""
    if not MARKS.search(spoken):  # a transcript without any marks does not tell where its speaker rests
        return [True] * len(pauses)
    total = max(1, sum(map(str.isalnum, spoken)))
    places = {sum(map(str.isalnum, spoken[: mark.start()])) / total for mark in MARKS.finditer(spoken)}
    free = sorted(place for place in places if 0 < place < 1)
    voiced = max(1.0, speech_ms - sum(pause.ms for pause in pauses))
    near = NEAR + NEAR_MS / voiced
    out = [False] * len(pauses)
    for index in sorted(range(len(pauses)), key=lambda i: -pauses[i].ms):
        pause = pauses[index]
        before = sum(other.ms for other in pauses if other.at_ms < pause.at_ms)
        place = (pause.at_ms - start_ms - before) / voiced
        closest = min(free, key=lambda mark: abs(mark - place), default=None)
        if closest is not None and abs(closest - place) <= near:
            free.remove(closest)
            out[index] = True
    return out
