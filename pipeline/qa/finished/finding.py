"""Finds the lines of a script in a stretch of sound by what was heard of it.

Words that were heard are matched with the script's in order; a boundary between two lines lies in the longest pause
between the last matched word of the one and the first of the other. A line of which no word is matched is looked for
where it should be, by its expected length; where there is no room for it, it is not there.
"""

from __future__ import annotations

import bisect
import difflib
import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.qa.finished.quiet import Span
from pipeline.qa.finished.records import ScriptLine

_UNITS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|[\p{L}\p{M}\p{N}]+")
SLACK_MS = 300  # a recogniser's word times are no better
# In a longer run, words that are more than a hundredth of it anchor nothing: 20,000 words take 0.26 s. With all of them
# 5,000 take 0.18 s, and it grows with the square.
MANY = 10_000
ROOM = 0.35  # of its expected length that a line of which nothing is matched must find


@dataclass(frozen=True, slots=True)
class HeardUnit:
    """A word that was heard, or a character of Chinese and Japanese, with its time in the stretch."""

    text: str
    start_ms: int
    end_ms: int


def units_of(text: str) -> list[str]:
    """A text as it is compared: words without case, accents and marks; characters where words are not spaced."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [unit.casefold() for unit in _UNITS.findall(plain.replace("'", "").replace("’", ""))]


def find_lines(
    lines: Sequence[ScriptLine], heard: Sequence[HeardUnit], pauses: Sequence[Span], length_ms: int
) -> list[Span | None]:
    """Where each line lies in the stretch, up to the boundaries with its neighbours; None where it is not there."""
    seen = _matched(lines, [_outside(word, pauses) for word in heard])
    edges = [0, *_boundaries(lines, seen, pauses, length_ms), length_ms]
    spans: list[Span | None] = []
    for i, line in enumerate(lines):
        start, end = edges[i], edges[i + 1]
        there = seen[i] is not None or _loud_ms(start, end, pauses) >= ROOM * line.expected_ms
        spans.append((start, end) if there and end > start else None)
    return spans


def _matched(lines: Sequence[ScriptLine], heard: Sequence[HeardUnit]) -> list[Span | None]:
    """The first and last time of the words of each line that were heard; None where none was."""
    script = [(unit, i) for i, line in enumerate(lines) for unit in units_of(line.spoken)]
    texts = [one.text for one in heard]
    matcher = difflib.SequenceMatcher(None, [unit for unit, _ in script], texts, autojunk=len(texts) > MANY)
    seen: list[Span | None] = [None] * len(lines)
    for block in matcher.get_matching_blocks():
        # A single word that agrees far from all others is chance.
        if block.size == 1 and len(script[block.a][0]) < 4 and len(lines) > 1:
            continue
        for offset in range(block.size):
            line, word = script[block.a + offset][1], heard[block.b + offset]
            known = seen[line]
            seen[line] = (min(known[0], word.start_ms), max(known[1], word.end_ms)) if known else _span(word)
    return seen


def _outside(word: HeardUnit, pauses: Sequence[Span]) -> HeardUnit:
    """A word whose times do not lie in a pause: a recogniser lets the first begin where its passage does."""
    at = bisect.bisect_right(pauses, (word.start_ms, word.start_ms)) - 1
    start = max(word.start_ms, pauses[at][1]) if at >= 0 else word.start_ms
    at = bisect.bisect_left(pauses, (word.end_ms, word.end_ms)) - 1
    end = min(word.end_ms, pauses[at][0]) if at >= 0 and pauses[at][1] > word.end_ms else word.end_ms
    return HeardUnit(word.text, start, max(start, end))


def _span(word: HeardUnit) -> Span:
    return word.start_ms, word.end_ms


def _boundaries(
    lines: Sequence[ScriptLine], seen: Sequence[Span | None], pauses: Sequence[Span], length_ms: int
) -> list[int]:
    """The time between each line and the next."""
    out: list[int] = []
    known = [i for i, span in enumerate(seen) if span]
    ends = [-1, *known, len(lines)]
    for left, right in itertools.pairwise(ends):
        lower = seen[left][1] if left >= 0 else 0  # type: ignore[index]
        upper = seen[right][0] if right < len(lines) else length_ms  # type: ignore[index]
        first, last = max(left, 0), min(right, len(lines) - 1)
        if first == last:
            continue
        out += _between(lines, list(range(left + 1, right)), lower, upper, pauses, left >= 0, right < len(lines))
    return out


def _between(
    lines: Sequence[ScriptLine],
    unseen: Sequence[int],
    lower: int,
    upper: int,
    pauses: Sequence[Span],
    has_left: bool,
    has_right: bool,
) -> list[int]:
    """Boundaries in a stretch between two matched lines, in which none of the lines `unseen` was matched."""
    near = [pause for pause in pauses if lower - SLACK_MS < _middle(pause) < upper + SLACK_MS]
    if not unseen:
        return [_middle(max(near, key=_length))] if near else [(lower + upper) // 2]
    expected = [lines[i].expected_ms for i in unseen]
    room = max(0, upper - lower)
    if _loud_ms(lower, upper, pauses) < ROOM * sum(expected):  # they are not there
        at = _middle(max(near, key=_length)) if near else (lower + upper) // 2
        return [at] * (len(unseen) - 1 + has_left + has_right)
    scale = room / max(1, sum(expected))
    marks = [lower, *(lower + round(scale * sum(expected[: i + 1])) for i in range(len(expected)))]
    wanted = marks[0 if has_left else 1 : None if has_right else -1]
    out: list[int] = []
    for mark in wanted:
        free = [pause for pause in near if not out or _middle(pause) > out[-1]]
        at = _middle(min(free, key=lambda pause: abs(_middle(pause) - mark))) if free else mark
        out.append(max(at, out[-1] if out else 0))
    return out


def _loud_ms(start: int, end: int, pauses: Sequence[Span]) -> int:
    """How much of a stretch is no pause."""
    return max(0, end - start) - sum(max(0, min(end, b) - max(start, a)) for a, b in pauses)


def _middle(pause: Span) -> int:
    return (pause[0] + pause[1]) // 2


def _length(pause: Span) -> int:
    return pause[1] - pause[0]
