"""What the checks of the signal share: a value that grows with what is wrong, compared with the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.qa.gate.norms import ENOUGH, SPREAD
from pipeline.qa.gate.records import HeardTake, Limits, State, TakeFinding

LEAST_LIMIT = 1e-6


def beyond(
    code: str, value: float, limits: Limits, found: str, *, start_ms: float = -1, end_ms: float = -1
) -> Iterator[TakeFinding]:
    """A finding where `value` reaches a limit; its score is the value by the limit to flag, or to fail."""
    fails = limits.fail is not None and value >= limits.fail
    if not fails and (limits.flag is None or value < limits.flag):
        return
    limit = limits.flag if limits.flag is not None else limits.fail
    score = value / max(LEAST_LIMIT, limit or 0)
    state: State = "fail" if fails else "flag"
    yield TakeFinding(code, found, state, round(score, 3), round(start_ms), round(end_ms))


def measures_of(take: HeardTake) -> Mapping[str, float]:
    return take.hearings["signal"].measures


def usual_of(take: HeardTake, name: str) -> tuple[float, float] | None:
    """What is usual for the voice, and how far half of its takes lie from it; None where too few takes taught it."""
    figures = take.norms.figures
    if take.norms.takes < ENOUGH or name not in figures:
        return None
    return figures[name], figures.get(name + SPREAD, 0.0)


def speech_ms(take: HeardTake) -> float:
    """How much speech is in it; infinite where its signal was not measured, or not for that."""
    signal = take.hearings.get("signal")
    return signal.measures.get("speech_ms", float("inf")) if signal else float("inf")


def has_words(take: HeardTake) -> bool:
    return any(map(str.isalnum, take.spoken))
