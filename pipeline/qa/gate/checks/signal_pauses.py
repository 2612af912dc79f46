"""t-008: silence inside a line where its text has no pause for it.

A pause belongs to a mark of the text near which it lies. What no mark explains counts in full, and more where speech
falls into it at once, which no voice does. A voice that rests without marks, as people do, is granted its usual rest.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.qa.gate.checks.beyond import beyond, has_words, measures_of, usual_of
from pipeline.qa.gate.marks import worst_pause
from pipeline.qa.gate.norms import UNEXPLAINED_MS
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

UNKNOWN_MS = 250.0  # what a voice is granted whose takes are not known


def silence_inside(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """The milliseconds of the worst pause that nothing explains; a cut into speech weighs them double and more."""
    worst = worst_pause(take.spoken, measures_of(take), usual_of(take, "pause_level_db"))
    if worst is None or not has_words(take):
        return
    weight, pause, marked = worst
    usual = usual_of(take, UNEXPLAINED_MS)
    granted = usual[0] + usual[1] if usual else UNKNOWN_MS
    why = "longer than its mark has, or cut into speech" if marked else "where the text has no mark"
    found = f"{pause.ms:.0f} ms of silence {why}"
    yield from beyond("t-008", weight - granted, limits, found, start_ms=pause.at_ms, end_ms=pause.at_ms + pause.ms)


CHECKS = (TakeCheck("silence_inside", "t-008", ("signal",), Limits(500.0, 660.0), silence_inside),)
