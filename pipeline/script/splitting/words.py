"""The words of a language by which sentences are split: its record's `Splitting`, compiled once."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.languages import record_of
from pipeline.languages.record import Splitting


@dataclass(frozen=True, slots=True)
class SplittingWords:
    """A language's `Splitting` as sets and patterns."""

    has: Splitting
    titles: frozenset[str]
    numbered: frozenset[str]
    ending: frozenset[str]
    starters: frozenset[str]
    small: frozenset[str]
    uncounted: frozenset[str]
    letters: frozenset[str]
    also: dict[str, re.Pattern[str]]
    when: re.Pattern[str] | None
    said: re.Pattern[str] | None


@functools.lru_cache(maxsize=16)
def words_of(primary: str) -> SplittingWords:
    """The words of a language; empty ones for a language whose record has none."""
    has = record_of(primary).splitting or Splitting()
    return SplittingWords(
        has,
        frozenset(has.titles.split()),
        frozenset(has.numbered.split()),
        frozenset(has.ending.split()),
        frozenset(has.starters.split()),
        frozenset(has.small.split()),
        frozenset(has.uncounted.split()),
        frozenset(has.letters.split()),
        {title: re.compile(pattern) for title, pattern in has.also.items()},
        re.compile(has.when, re.IGNORECASE) if has.when else None,
        re.compile(has.said) if has.said else None,
    )


@functools.cache
def short_words() -> frozenset[str]:
    """English words with a stop that ends no sentence, abbreviations and Roman numerals of volumes among them."""
    english = words_of("en")
    numerals = "i ii iii iv v vi vii viii ix x cent".split()
    return english.titles | english.numbered | english.ending | frozenset(numerals)
