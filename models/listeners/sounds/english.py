"""English words as phones: the embedded voice's dictionary and network for unknown words, one word at a time."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from models.hibari import as_misaki

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_STRESS = re.compile("[ˈˌːʰʲ\u0303\u0329 ]")
# What the dictionary tells apart and listeners do not: schwas, the flap, glottal stops, weak "i".
_SAME = str.maketrans(
    {"ɐ": "ə", "ᵊ": "ə", "ᵻ": "ɪ", "T": "t", "ɾ": "t", "ʔ": "t", "ʌ": "ə", "ɒ": "ɑ", "ɔ": "ɑ", "ɜ": "ə"}
)


def units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    for word in _WORD.finditer(text):
        yield word.start(), word.end(), word[0], _sounds(word[0].replace("’", "'"))


def sounds_of_ipa(ipa: str) -> tuple[str, ...]:
    return _split(as_misaki(ipa))


@functools.lru_cache(maxsize=100_000)
def _sounds(word: str) -> tuple[str, ...]:
    # Words in capitals are spelled by the front end if it does not know them; nobody shouts letters.
    text = word.capitalize() if word.isupper() and len(word) > 4 else word
    return _split(_g2p()(text)) or _split(_g2p()(text.lower()))


def _split(phonemes: str) -> tuple[str, ...]:
    return tuple(c for c in _STRESS.sub("", phonemes).translate(_SAME) if c.isalpha())


@functools.cache
def _g2p() -> Any:
    from hibari.g2p import G2P  # half a second: not while planning

    return G2P()
