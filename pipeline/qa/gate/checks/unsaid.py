"""Nothing of the line is said: silence, noise, another line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.qa.gate.agreement import FIRST, least_heard, too_short
from pipeline.qa.gate.checks.states import finding
from pipeline.qa.gate.differences import text_of
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

# The share of the text's sounds that neither listener heard.
LIMITS = Limits(flag=0.5, fail=0.6)


def unsaid(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    hearing = take.hearings[FIRST]
    if hearing.words is None or not hearing.expected or (too_short(hearing) and hearing.words):
        return
    said = text_of(hearing.words)
    what = f"{said!r} is said" if said else "nothing is said"
    should = text_of(hearing.expected)
    yield from finding("h-001", 1 - least_heard(take), limits, what, 0, take.duration_ms, said, should)


CHECKS = (TakeCheck("unsaid", "h-001", (FIRST,), LIMITS, unsaid, "nothing beyond the alignment"),)
