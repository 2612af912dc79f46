"""Alignment of what should be said with what was heard, word by word, by sounds.

Words may be joined or split ("some one", "someone"): up to three words on either side stand for each other where their
sounds agree. What differs is gathered in regions; a region that sounds alike is a matter of spelling.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from pipeline.listener import Word
from pipeline.qa.gate.sound_distance import Sounds, distance, size

Words = tuple[Word, ...]
_WIDEST = 3  # words on a side that stand for each other
_LONGEST = 24  # sounds of such a group: beyond it words are compared one by one
_LONG_WORD = 6  # letters
_JOIN = 0.05  # what a joint costs: of equal ways the one with single words is taken


@dataclass(frozen=True, slots=True)
class Region:
    """Words that should be there, and what was heard in their place; either may be empty.

    `cost` is the distance of their sounds; `before` and `after` are the indices of the words around, in both lists.
    """

    expected: tuple[int, int]  # half-open ranges of words
    heard: tuple[int, int]
    cost: float


@functools.lru_cache(maxsize=512)
def align(expected: Words, heard: Words) -> tuple[Region, ...]:
    """The regions in which two runs of words differ in writing or in sound, in order."""
    first = _common(expected, heard)
    last = _common(expected[first:][::-1], heard[first:][::-1])
    should, said = expected[first : len(expected) - last], heard[first : len(heard) - last]
    regions: list[Region] = []
    for one, other, cost in _steps(should, said):
        a, b = (first + one[0], first + one[1]), (first + other[0], first + other[1])
        if cost == 0 and _written(expected[slice(*a)]) == _written(heard[slice(*b)]):
            continue
        if regions and regions[-1].expected[1] == a[0] and regions[-1].heard[1] == b[0] and (cost and regions[-1].cost):
            a, b, cost = (regions[-1].expected[0], a[1]), (regions[-1].heard[0], b[1]), cost + regions[-1].cost
            regions.pop()
        regions.append(Region(a, b, cost))
    return tuple(regions)


def sounds_of(words: Words) -> Sounds:
    return tuple(sound for word in words for sound in word.sounds)


def _written(words: Words) -> str:
    return "".join(word.text for word in words).casefold()


def _common(one: Words, other: Words) -> int:
    """How many words at the beginning are equal."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a.sounds != b.sounds or a.text.casefold() != b.text.casefold():
            break
        count += 1
    return count


def _steps(one: Words, other: Words) -> list[tuple[tuple[int, int], tuple[int, int], float]]:
    """The cheapest way through both: ranges of words that stand for each other, and the distance of their sounds."""
    rows, columns = len(one) + 1, len(other) + 1
    best = [
        [(0.0, 0, 0, 0.0)] * columns for _ in range(rows)
    ]  # cost, words of each side in the last step, its distance
    for i in range(rows):
        for j in range(columns):
            if i or j:
                best[i][j] = min(_ways(one, other, best, i, j))
    steps = []
    i, j = rows - 1, columns - 1
    while i or j:
        _, a, b, apart = best[i][j]
        steps.append(((i - a, i), (j - b, j), apart))
        i, j = i - a, j - b
    return steps[::-1]


def _spelt_apart(one: str, other: str) -> float:
    """The distance of two long words' letters: of a word that it does not know a dictionary guesses the sounds, and
    guesses "spiralise" and "spiralize" apart."""
    if min(len(one), len(other)) < _LONG_WORD:
        return float("inf")
    return distance(tuple(one.casefold()), tuple(other.casefold()))


def _ways(
    one: Words, other: Words, best: list[list[tuple[float, int, int, float]]], i: int, j: int
) -> list[tuple[float, int, int, float]]:
    ways = []
    if i:
        apart = size(one[i - 1].sounds)
        ways.append((best[i - 1][j][0] + apart, 1, 0, apart))
    if j:
        apart = size(other[j - 1].sounds)
        ways.append((best[i][j - 1][0] + apart, 0, 1, apart))
    cheapest = min(ways)[0]
    for a in range(1, min(_WIDEST, i) + 1):
        should = sounds_of(one[i - a : i])
        for b in range(1, min(_WIDEST, j) + 1):
            said = sounds_of(other[j - b : j])
            before = best[i - a][j - b][0] + _JOIN * (a + b - 2)
            # Two runs are at least as far apart as their sizes: nine of ten need not be compared.
            if before + (0 if a == b == 1 else abs(size(should) - size(said))) > cheapest:
                continue
            if a + b > 2 and len(should) + len(said) > _LONGEST:
                continue
            apart = distance(should, said)
            if a == b == 1:
                apart = min(apart, _spelt_apart(one[i - 1].text, other[j - 1].text))
            ways.append((before + apart, a, b, apart))
            cheapest = min(cheapest, before + apart)
    return ways
