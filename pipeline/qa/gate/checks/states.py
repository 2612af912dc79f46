"""From a score and limits to a finding."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.qa.gate.records import FAIL, FLAG, Limits, State, TakeFinding


def finding(
    code: str,
    value: float,
    limits: Limits,
    found: str,
    start_ms: int = -1,
    end_ms: int = -1,
    said: str = "",
    should: str = "",
) -> Iterator[TakeFinding]:
    """The finding where `value` reaches a limit; none below. More is worse."""
    reached = [limit for limit in (limits.flag, limits.fail) if limit is not None and value >= limit]
    if not reached:
        return
    state: State = FAIL if limits.fail is not None and value >= limits.fail else FLAG
    first = min(limit for limit in (limits.flag, limits.fail) if limit is not None)
    score = value / first if first > 0 else 1.0 + value - first
    yield TakeFinding(code, found, state, round(score, 3), start_ms, end_ms, said, should)
