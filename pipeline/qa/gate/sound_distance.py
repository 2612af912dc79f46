"""How far apart two runs of sounds are: edit distance in which sounds that recognisers confuse cost less.

It knows phones (IPA), letters, pinyin and kana by what they are made of, and needs no list of a language's sounds.
"""

from __future__ import annotations

import functools

Sounds = tuple[str, ...]

NEAR = 0.5  # two vowels, or a consonant and its neighbour
TONE = 0.3  # a syllable with another tone
_VOWELS = frozenset("aeiouyæɑɐɒɔəɚɛɜɪʊʌAIOWYQ") | frozenset("ᅡᅢᅣᅤᅥᅦᅧᅨᅩᅪᅫᅬᅭᅮᅯᅰᅱᅲᅳᅴᅵ")
_ALIKE = (
    "sz",
    "td",
    "pb",
    "kgɡc",
    "fvw",
    "θð",
    "ʃʒ",
    "ʧʤ",
    "mnŋ",
    "ðd",
    "θf",
    "lɹr",
    "sʃ",
    "zʒ",
    "tʧ",
    "dʤ",
    "θt",
    "bv",
    "θs",
    "ʃʧ",
    "hx",
)
_NEAR = frozenset(frozenset((a, b)) for group in _ALIKE for a in group for b in group if a != b)
_NEAR_INITIALS = frozenset(
    frozenset(pair)
    for pair in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("zh", "j"), ("ch", "q"), ("sh", "x"))
)


def cost(one: str, other: str) -> float:
    """What it costs to hear one sound for another: 0 to 1."""
    if one == other:
        return 0.0
    if one[-1].isdigit() and other[-1].isdigit():  # a final of pinyin with its tone
        return TONE if one[:-1] == other[:-1] else NEAR if one[:-1].rstrip("g") == other[:-1].rstrip("g") else 1.0
    pair = frozenset((one, other))
    if pair in _NEAR or pair in _NEAR_INITIALS or (one in _VOWELS and other in _VOWELS):
        return NEAR
    return 1.0


def weight(sound: str) -> float:
    """What it costs to miss a sound, or to hear one too many. Weak sounds come and go."""
    return NEAR if sound in "əhɪʰ" else 1.0


@functools.lru_cache(maxsize=50_000)
def distance(one: Sounds, other: Sounds) -> float:
    """Edit distance between two runs of sounds."""
    if one == other:
        return 0.0
    row = [0.0]
    for sound in other:
        row.append(row[-1] + weight(sound))
    for sound in one:
        lost, previous = weight(sound), row
        row = [previous[0] + lost]
        for at, heard in enumerate(other):
            row.append(min(previous[at] + cost(sound, heard), previous[at + 1] + lost, row[at] + weight(heard)))
    return row[-1]


def size(sounds: Sounds) -> float:
    """The distance to silence."""
    return sum(map(weight, sounds))
