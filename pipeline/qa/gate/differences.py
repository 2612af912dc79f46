"""What a listener heard differently from the text: missing, added, replaced, said again; with the evidence for each.

The evidence is of two kinds. `apart` is how far the sounds of a region are from each other. `nats` is what the listener
answers when it is shown the text in that place: how much more likely the text is than what it wrote. A name that is
spelled otherwise is near in sound, and its own spelling not absurd; a word that is not there is both far and absurd.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pipeline.listener import Hearing
from pipeline.qa.gate.alignment import Region, Words, align, sounds_of
from pipeline.qa.gate.sound_distance import distance, size

# missing, added, replaced; again: said twice; loop: three times and more; leaked: of the reference clip's text.
Kind = Literal["missing", "added", "replaced", "again", "loop", "leaked"]

_ALIKE = 0.45  # of the sounds: what is said again is alike, not equal
_MOSTLY = 0.5  # one side of a region is this much smaller than the other: words are missing, or were added
_LONG = 6  # letters
_LITTLE = 2.0  # sounds
_LEAKED_WORDS = 3  # in order: fewer stand in any text
_LEAKED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Difference:
    """A region in which a listener heard something else than the text.

    Attributes:
        expected, heard: half-open ranges of words.
        apart: the distance of their sounds, in sounds; `share`: of the sounds of the longer side.
        nats: how much more likely the text in this place is than what was heard; 0 where it was not weighed.
        at_start, at_end: whether the line's first, or last, word is in it.
        little: nothing but a word of two weak sounds is missing ("the").
    """

    kind: Kind
    expected: tuple[int, int]
    heard: tuple[int, int]
    apart: float
    share: float
    nats: float
    said: str
    should: str
    start_ms: int
    end_ms: int
    at_start: bool = False
    at_end: bool = False
    little: bool = False


def differences(hearing: Hearing, reference_text: str = "") -> tuple[Difference, ...]:
    """The regions whose sounds differ, in order."""
    words = hearing.words or ()
    return tuple(
        _difference(hearing, region, reference_text) for region in align(hearing.expected, words) if region.cost
    )


def spelled_otherwise(hearing: Hearing) -> tuple[tuple[str, str], ...]:
    """What was written otherwise and sounds the same: what was heard, and what the text has."""
    words = hearing.words or ()
    return tuple(
        (text_of(words[slice(*region.heard)]), text_of(hearing.expected[slice(*region.expected)]))
        for region in align(hearing.expected, words)
        if not region.cost
    )


def share_heard(hearing: Hearing) -> float:
    """How much of the text's sounds was heard in its place: 0 to 1."""
    whole = size(sounds_of(hearing.expected))
    lost = sum(
        min(region.cost, size(sounds_of(hearing.expected[slice(*region.expected)])))
        for region in align(hearing.expected, hearing.words or ())
    )
    return 1 - lost / whole if whole else 1.0


def text_of(words: Words) -> str:
    joint = "" if all(_unspaced(word.text) for word in words) else " "
    return joint.join(word.text for word in words)


def _unspaced(text: str) -> bool:
    return bool(text) and "\u3040" <= text[0] <= "\u9fff"


def _difference(hearing: Hearing, region: Region, reference_text: str) -> Difference:
    words = hearing.words or ()
    should, said = hearing.expected[slice(*region.expected)], words[slice(*region.heard)]
    start_ms, end_ms = _times(words, region.heard)
    largest = max(size(sounds_of(should)), size(sounds_of(said)))
    apart = min(region.cost, _spelt_apart(should, said))
    return Difference(
        _kind(hearing, region, reference_text),
        region.expected,
        region.heard,
        apart,
        apart / largest,
        hearing.measures.get(f"mend_{region.heard[0]}_{region.heard[1]}_nats", 0.0),
        text_of(said),
        text_of(should),
        start_ms,
        end_ms,
        at_start=bool(should) and region.expected[0] == 0,
        at_end=bool(should) and region.expected[1] == len(hearing.expected),
        little=not said and largest < _LITTLE,
    )


def _spelt_apart(should: Words, said: Words) -> float:
    """The distance of the letters of long words: "ne plus ultra" has other sounds than "Nepluultra", and nearly its
    letters. Infinite where either is short: then letters say nothing."""
    one, other = ("".join(word.text for word in words).casefold() for words in (should, said))
    if min(len(one), len(other)) < _LONG:
        return float("inf")
    return distance(tuple(one), tuple(other))


def _kind(hearing: Hearing, region: Region, reference_text: str) -> Kind:
    words = hearing.words or ()
    should, said = sounds_of(hearing.expected[slice(*region.expected)]), sounds_of(words[slice(*region.heard)])
    if size(said) <= size(should) * _MOSTLY:
        return "missing"
    if size(should) > size(said) * _MOSTLY:
        return "replaced"
    if leaked(text_of(words[slice(*region.heard)]), reference_text):
        return "leaked"
    times = times_said(words, region.heard)
    return "loop" if times > 2 else "again" if times == 2 else "added"


def times_said(words: Words, added: tuple[int, int]) -> int:
    """How often in a row the words of a range are said, beginning or ending there: 1 where they are said once."""
    start, end = added
    most = 1
    for length in range(1, end - start + 1):
        unit = sounds_of(words[end - length : end])
        first = end
        while first - length >= 0 and _alike(unit, sounds_of(words[first - length : first])):
            first -= length
        last = end
        while last + length <= len(words) and _alike(unit, sounds_of(words[last : last + length])):
            last += length
        # A unit counts where it explains most of what was added, beside its first saying.
        if (last - first) // length > 1 and (min(last, end) - max(first, start)) * 2 > end - start:
            most = max(most, (last - first) // length)
    return most


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(one) and distance(one, other) <= _ALIKE * max(size(one), size(other))


@functools.lru_cache(maxsize=256)
def leaked(said: str, reference_text: str) -> bool:
    """Whether most of what was said stands, in order, in the text of the reference clip."""
    heard, reference = _plain(said), _plain(reference_text)
    if len(heard) < _LEAKED_WORDS or not reference:
        return False
    blocks = SequenceMatcher(None, heard, reference, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    return common >= max(_LEAKED_WORDS, _LEAKED_SHARE * len(heard))


def _plain(text: str) -> list[str]:
    """Words in lower case; characters where the script has no spaces."""
    return re.findall(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+", text.casefold().replace("’", "'").replace("'", ""))


def _times(words: Words, heard: tuple[int, int]) -> tuple[int, int]:
    """Where it is heard; where nothing is, the moment between the words around."""
    inside: Sequence[int] = range(*heard)
    if inside:
        return words[inside[0]].start_ms, words[inside[-1]].end_ms
    before = words[heard[0] - 1].end_ms if heard[0] else 0
    after = words[heard[0]].start_ms if heard[0] < len(words) else before
    return before, max(before, after)
