"""Words missing, added, replaced, said again, and words of the reference clip: what was said beside what should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.qa.gate.agreement import FIRST, Evidence, evidence
from pipeline.qa.gate.checks.states import finding
from pipeline.qa.gate.differences import Kind
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

COST = "an alignment of words by their sounds, where they differ: below a millisecond"
# In sounds, weighed by likelihood: agreement.py.
LIMITS = Limits(flag=1.4, fail=1.6)


def missing(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("missing", take):
        yield from _finding("h-002", one, limits, f"{one.difference.should!r} is not said")


def added(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("added", take):
        yield from _finding("h-003", one, limits, f"{one.difference.said!r} is said and not in the text")


def replaced(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("replaced", take):
        said, should = one.difference.said, one.difference.should
        yield from _finding("h-004", one, limits, f"{said!r} is said for {should!r}")


def again(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("again", take):
        yield from _finding("h-005", one, limits, f"{one.difference.said!r} is said again")


def leaked(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("leaked", take):
        yield from _finding("h-006", one, limits, f"{one.difference.said!r} is of the reference clip's text")


def looped(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    for one in _of("loop", take):
        yield from _finding("h-007", one, limits, f"{one.difference.said!r} is said again and again")


def _of(kind: Kind, take: HeardTake) -> list[Evidence]:
    return [one for one in evidence(take) if one.difference.kind == kind]


def _finding(code: str, one: Evidence, limits: Limits, found: str) -> Iterator[TakeFinding]:
    difference = one.difference
    if one.alone or difference.little:  # what one hears and the other does not, and "the", are for a person to decide
        limits = replace(limits, fail=None)
    yield from finding(
        code,
        one.strength,
        limits,
        found,
        start_ms=difference.start_ms,
        end_ms=difference.end_ms,
        said=difference.said,
        should=difference.should,
    )


CHECKS = (
    TakeCheck("words_missing", "h-002", (FIRST,), Limits(1.25, 1.6), missing, COST),
    TakeCheck("words_added", "h-003", (FIRST,), LIMITS, added, COST),
    TakeCheck("words_replaced", "h-004", (FIRST,), LIMITS, replaced, COST),
    TakeCheck("words_again", "h-005", (FIRST,), LIMITS, again, COST),
    TakeCheck("reference_leaked", "h-006", (FIRST,), LIMITS, leaked, COST),
    TakeCheck("words_looped", "h-007", (FIRST,), LIMITS, looped, COST),
)
