"""Words as folded letters, for languages without a front end of their own: no accents, doubled letters or case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_MARK = re.compile(r"[\u0300-\u036f'’ʼ]")
_DOUBLED = re.compile(r"(.)\1+")
# What sounds alike in most languages that are written so.
_ALIKE = (
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "k"),
    ("ß", "s"),
    ("æ", "e"),
    ("œ", "e"),
    ("ae", "e"),
    ("oe", "e"),
    ("ø", "o"),
    ("y", "i"),
)


def units(text: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    for word in _WORD.finditer(text):
        yield word.start(), word.end(), word[0], folded(word[0])


def sounds_of_ipa(ipa: str) -> tuple[str, ...]:
    return folded("".join(c for c in ipa if c.isalpha()))


def folded(word: str) -> tuple[str, ...]:
    # Hangul falls into its letters here, which compare better than syllables.
    letters = unaccented(word.casefold())
    for written, as_ in _ALIKE:
        letters = letters.replace(written, as_)
    return tuple(_DOUBLED.sub(r"\1", letters))


def unaccented(text: str) -> str:
    return _MARK.sub("", unicodedata.normalize("NFKD", text))


def is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or "豈" <= character <= "﫿" or character >= "\U00020000"
