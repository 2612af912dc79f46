"""Spanish words as sounds, by the rules of its spelling: b and v, ll and y, or c, s and z are one sound to most people,
h is none, and of words that sound alike a recogniser writes the one that it knows (vellorí, bellorí)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from models.listeners.sounds import letters

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
# Tried in order at each letter of a word in lower case without accents; a letter that no rule names is its own sound.
_SPELLINGS = (
    ("ʧ", "ch"),
    ("ʝ", "ll|y(?=[aeiou])|^hi(?=[aeo])"),
    ("s", "^ps|^x|s?c(?=[ei])|[zsç]"),
    ("k", "qu(?=[ei])|[ckq]"),
    ("ɡ", "gu(?=[ei])|g(?![ei])"),
    ("x", "g|j"),
    ("ks", "x"),
    ("b", "[bv]"),
    ("ɲ", "ñ"),
    ("u", "[üw]"),
    ("i", "y"),
    ("", "h"),
)
_SPELLED = re.compile("|".join(f"({pattern})" for _, pattern in _SPELLINGS))
_VOWELS = frozenset("aeiou")
_DOUBLED = re.compile(r"([^aeiour])\1+")


def units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    last = ""
    for word in _WORD.finditer(text):
        sounds = _sounds(word[0])
        # Of two equal vowels that meet one is said: "deste" is "de este", and the a of "iba a ir" is not heard.
        if sounds and sounds[0] == last in _VOWELS:
            sounds = sounds[1:]
        last = sounds[-1] if sounds else last
        yield word.start(), word.end(), word[0], sounds


def sounds_of_ipa(ipa: str) -> tuple[str, ...]:
    return letters.sounds_of_ipa(ipa)


@functools.lru_cache(maxsize=100_000)
def _sounds(word: str) -> tuple[str, ...]:
    plain = "".join(c if c in "ñü" else letters.unaccented(c) for c in unicodedata.normalize("NFC", word.casefold()))
    spelled = _SPELLED.sub(lambda found: _SPELLINGS[(found.lastindex or 1) - 1][0], plain)
    return tuple(_DOUBLED.sub(r"\1", spelled))
