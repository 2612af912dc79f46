"""A word said twice that the recogniser wrote once: by how much more likely its transcript is with the word doubled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.listener import Hearing
from pipeline.qa.gate.agreement import FIRST, SECOND
from pipeline.qa.gate.checks.states import finding
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

NEVER_NATS = -99.0
# Nats above the least that counts: by how much more likely the word is said twice than that.
LIMITS = Limits(flag=5.4, fail=7.2)
_LEAST_COUNTED = -10.0
_LEAST_NATS = -8.5  # one listener that is quite sure does not drown the other
_ALONE_NATS = 2.0  # what the first must be surer by where the second does not agree
# Where the decoder does not see that the sound ends, it thinks of the last word again: of 240 clean lines the likeliest
# two were such.
_LAST_NATS = 3.5
_TWICE_WRITTEN_NATS = 3.0  # and of a word that the text itself says twice: "that, that is the worst of all"


def doubled(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    first, second = take.hearings[FIRST], take.hearings.get(SECOND)
    word = _word(first)
    if word < 0 or first.words is None:
        return
    nats = first.measures.get("repeat_nats", NEVER_NATS)
    if second and second.words is not None:
        both = (nats + max(_LEAST_NATS, second.measures.get("repeat_nats", NEVER_NATS))) / 2
        nats = max(both, nats - _ALONE_NATS)
    if word == len(first.words) - 1:
        nats -= _LAST_NATS
    said = first.words[word]
    if said.text.casefold() in _twice(first):
        nats -= _TWICE_WRITTEN_NATS
    value, found = nats - _LEAST_COUNTED, f"{said.text!r} seems to be said twice"
    yield from finding("h-005", value, limits, found, said.start_ms, said.end_ms, said.text, said.text)


def _twice(hearing: Hearing) -> set[str]:
    """The words that stand beside themselves in the text."""
    should = [word.text.casefold() for word in hearing.expected]
    return {one for one, other in pairwise(should) if one == other}


def _word(hearing: Hearing) -> int:
    at = int(hearing.measures.get("repeat_word", -1.0))
    return at if hearing.words and 0 <= at < len(hearing.words) else -1


CHECKS = (
    TakeCheck(
        "word_doubled", "h-005", (FIRST,), LIMITS, doubled, "nothing: the likelihood is measured by the listener"
    ),
)
