"""Whether two listeners agree that something else was said: how strong the evidence of both is, in sounds.

The first hears every take, the second those on which the first found a difference. What both hear is strong, what one
hears and the other does not is most often a slip of the one: recognisers slip at different places.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from pipeline.listener import Hearing, Role
from pipeline.qa.gate.alignment import sounds_of
from pipeline.qa.gate.differences import Difference, differences, share_heard
from pipeline.qa.gate.norms import expected_length_ms, voiced_ms
from pipeline.qa.gate.records import HeardTake
from pipeline.qa.gate.sound_distance import size

FIRST: Role = "words"
SECOND: Role = "second"

# A difference of this strength, or a word that may be said twice, is worth the second listener's time.
DOUBT = 0.6
DOUBT_REPEAT_NATS = -6.6
_SURE_NATS = 8.0  # where the text is less likely than this, it is not what was said
_LEAST_SURE, _MOST_SURE = 0.25, 1.25  # what likelihood can make of a distance of sounds
_CLEARLY = 0.4  # of a region's sounds; a garbled name differs in less
_ENDINGS = frozenset({"s", "'s", "es", "d", "ed", "e"})
_LITTLE, _LITTLE_AT_START = 0.94, 0.58  # of the strength, where a word of two weak sounds is missing
_SURE_AT_EDGE = 0.8  # a word that is cut off at the end is likely, for its beginning is there
_INFLECTED = 0.6  # of the strength, where only such an ending differs
_ALONE = 0.35  # of the strength, where the second listener hears the text
# And never more than this, below what is flagged: of 5,949 clean takes of a novel the first listener stopped early, or
# said the end again, in 11, by up to 53 times the limit, and the second heard every one of them rightly. What is said
# again is another matter, for recognisers hide it, where the sound has room for it.
_MOST_ALONE = 0.95
# What both hear counts so many times what one of them heard, at most: where the first hears nothing of half a line, any
# little slip of the second lies in the same place.
_MOST_TOGETHER = 2.0
_UNASKED = 0.8  # of the strength, where there is no second listener
_SHORT = 4.0  # sounds
_NEAR = 1  # words by which two listeners may place the same difference apart


@dataclass(frozen=True, slots=True)
class Evidence:
    """A difference that the first listener heard, and how strong the evidence of both is."""

    difference: Difference
    strength: float
    alone: bool  # the second listener was asked, and heard the text


def evidence(take: HeardTake) -> tuple[Evidence, ...]:
    """What the first listener heard otherwise, weighed with what the second heard there."""
    if FIRST not in take.hearings or take.hearings[FIRST].words is None:
        return ()
    first, second = take.hearings[FIRST], take.hearings.get(SECOND)
    found = [one for one in _differences(first, take.reference_text) if not _untold(first, one)]
    others = _differences(second, take.reference_text) if second and second.words is not None else None
    return tuple(_together(take, difference, others) for difference in found)


def doubtful(take: HeardTake) -> bool:
    """Whether the second listener should hear the take, as far as the words of the first tell."""
    first = take.hearings.get(FIRST)
    if first is None or first.words is None:
        return False
    if first.measures.get("repeat_nats", -99.0) > DOUBT_REPEAT_NATS:
        return True
    return any(strength(difference) >= DOUBT for difference in _differences(first, take.reference_text))


def strength(difference: Difference) -> float:
    """How strong the evidence of one listener is: the distance in sounds, by how unlikely it holds the text."""
    if difference.kind in ("again", "loop"):
        return difference.apart  # recognisers hide what is said twice; they do not make it up
    least = _SURE_AT_EDGE if difference.kind == "missing" and difference.at_end else _LEAST_SURE
    sure = min(_MOST_SURE, max(least, -difference.nats / _SURE_NATS)) if difference.nats else 1.0
    return difference.apart * sure * min(1.0, difference.share / _CLEARLY) * _weakness(difference)


def too_short(hearing: Hearing) -> bool:
    """Whether a text has too few sounds for a recogniser to tell it from others: "Oh!", "Aye"."""
    return size(sounds_of(hearing.expected)) < _SHORT


def _weakness(difference: Difference) -> float:
    """What a difference counts less by that recognisers make by themselves: endings, and little words left out."""
    if _inflected(difference):
        return _INFLECTED
    if difference.little:
        return _LITTLE_AT_START if difference.at_start else _LITTLE
    return 1.0


def _inflected(difference: Difference) -> bool:
    """Whether a word was heard with another ending: recognisers write "Collins" for "Collins's"."""
    said, should = (text.casefold().replace("’", "'") for text in (difference.said, difference.should))
    longer, shorter = (said, should) if len(said) > len(should) else (should, said)
    return bool(shorter) and longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS


def least_heard(take: HeardTake) -> float:
    """How much of the text both listeners miss: by the one that hears more of it, its share that was heard."""
    heard = [take.hearings[role] for role in (FIRST, SECOND) if role in take.hearings]
    return max((_share(hearing) for hearing in heard if hearing.words is not None), default=1.0)


def _untold(hearing: Hearing, difference: Difference) -> bool:
    """Whether it says nothing, for the text is too short: what is said in its place, not what is said beside it."""
    return too_short(hearing) and difference.kind in ("missing", "replaced")


def _together(take: HeardTake, difference: Difference, others: tuple[Difference, ...] | None) -> Evidence:
    own = strength(difference)
    if others is None:
        return Evidence(difference, own * _UNASKED, alone=False)
    there = max((strength(other) for other in others if _same_place(difference, other)), default=0.0)
    both = min((own * there) ** 0.5, _MOST_TOGETHER * there)
    alone = own * _ALONE
    said_again = difference.kind in ("again", "loop") and not too_short(take.hearings[FIRST])
    if not said_again or not _has_room(take, difference):
        alone = min(_MOST_ALONE, alone)
    return Evidence(difference, max(both, alone), alone=both < alone)


def _has_room(take: HeardTake, difference: Difference) -> bool:
    """Whether the sound is as long as if the words were said again, halfway at least; True where that is unknown."""
    expected_ms, first = expected_length_ms(take.norms, take.spoken), take.hearings[FIRST]
    if expected_ms is None or expected_ms <= 0 or "signal" not in take.hearings:
        return True
    more = size(sounds_of((first.words or ())[slice(*difference.heard)])) / size(sounds_of(first.expected))
    return voiced_ms(take.hearings["signal"].measures) >= expected_ms * (1 + more / 2)


def _same_place(one: Difference, other: Difference) -> bool:
    return one.expected[0] - _NEAR <= other.expected[1] and other.expected[0] <= one.expected[1] + _NEAR


def _differences(hearing: Hearing, reference_text: str) -> tuple[Difference, ...]:
    return _cached(_Same(hearing), reference_text)


def _share(hearing: Hearing) -> float:
    return share_heard(hearing)


class _Same:
    """A hearing as a key of a cache, by its identity: all checks ask for the same one after another."""

    __slots__ = ("hearing",)

    def __init__(self, hearing: Hearing):
        self.hearing = hearing

    def __hash__(self) -> int:
        return id(self.hearing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.hearing is self.hearing


@functools.lru_cache(maxsize=64)
def _cached(hearing: _Same, reference_text: str) -> tuple[Difference, ...]:
    return differences(hearing.hearing, reference_text)
