"""What is no fault: words that were only written otherwise, and takes that could not be judged by what was heard."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.qa.gate.agreement import FIRST, too_short
from pipeline.qa.gate.differences import differences, spelled_otherwise, text_of
from pipeline.qa.gate.records import INCONCLUSIVE, PASS, HeardTake, Limits, TakeCheck, TakeFinding


def quirks(take: HeardTake, _: Limits) -> Iterator[TakeFinding]:
    hearing = take.hearings[FIRST]
    for said, should in spelled_otherwise(hearing) if hearing.words is not None else ():
        yield TakeFinding("h-010", f"{should!r} is written {said!r}", PASS, 0.0, said=said, should=should)


def inconclusive(take: HeardTake, _: Limits) -> Iterator[TakeFinding]:
    hearing = take.hearings[FIRST]
    if hearing.words is None:
        yield TakeFinding("h-011", f"the listener does not know the language {take.language!r}", INCONCLUSIVE, 0.0)
    elif not hearing.expected:
        yield TakeFinding("h-011", "the line has no words", INCONCLUSIVE, 0.0)
    elif too_short(hearing) and hearing.words and differences(hearing):
        said, should = text_of(hearing.words), text_of(hearing.expected)
        found = f"the line is too short to tell {said!r} from {should!r}"
        yield TakeFinding("h-011", found, INCONCLUSIVE, 0.0, said=said, should=should)


CHECKS = (
    TakeCheck("written_otherwise", "h-010", (FIRST,), Limits(), quirks, "nothing beyond the alignment"),
    TakeCheck("inconclusive", "h-011", (FIRST,), Limits(), inconclusive, "nothing beyond the alignment"),
)
