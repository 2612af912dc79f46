"""Informal writing, whose sentences may begin with small letters, as in messages."""

from __future__ import annotations

import re

from pipeline.languages.spoken.numerals import is_roman
from pipeline.script.splitting.words import SplittingWords, short_words

# What stands before a stop in the middle of a sentence in other languages: Otto II., M. de, 63 a. de C.
_SMALL_STOP = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[.?]\s+[a-z]")
_OTHER_STOP = re.compile(r"(?<![^\W\d_])([^\W\d_]*[a-zß-öø-ÿ]{2})[.?]\s+[a-z]")
# An exclamation is none: older books write "Oh! what a day".
_SMALL_START = re.compile(r"[.?](?<=[^\W\d_].)\s+[a-z]")


def is_informal(text: str, words: SplittingWords) -> bool:
    """Whether at least as many sentences of a paragraph begin with small letters as with capitals."""
    if _SMALL_START.search(text) is None:
        return False
    pattern = _SMALL_STOP if words.has.careless else _OTHER_STOP
    small = sum(stop[1].lower() not in short_words() and not is_roman(stop[1]) for stop in pattern.finditer(text))
    return small > 0 and small >= len(re.findall(r"[.!?]\s+[A-Z]", text)) and (small > 1 or text[:1].islower())


def is_ordinary(word: str, words: SplittingWords) -> bool:
    """A word that nobody abbreviates: before a small letter, only informal writing puts a full stop there."""
    known_short = word in short_words() or word in words.ending or word in words.numbered
    return (
        len(word) > 3
        and word.isalpha()
        and not known_short
        and re.search("[aeiouy]", word) is not None
        and not re.search("[^aeiouy]{4}$", word)
    )
