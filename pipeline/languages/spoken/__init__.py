"""Spoken forms (text normalisation): a text with the replacements that make it speakable, each with its range and rule.

A language's rules are a module with RULES and TO, which its record names.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.languages import record_of
from pipeline.languages.spoken.cjk.patterns import SPACED, Closed, closed
from pipeline.languages.spoken.numerals import NUMERAL, roman
from pipeline.languages.spoken.rules import RewriteRule, To, applicable, folded, replacements
from pipeline.records import Replacement

_WIDE = re.compile("[Ａ-Ｚａ-ｚ０-９]+")
# Not initials ("C. S. Lewis"), and of the letters only those that number the first chapters.
_NUMBERED_HEADING = re.compile(rf"\s*(?![CDLM]\b)({NUMERAL})(?:[.:]|\s?[–—-])\s+(?=\S)(?![A-Z]\.)")
_SPACES = re.compile(r"\s+")
# A long run of characters without a space (a line of stars, a damaged file): guards would be tried at each of them.
_LONG = re.compile(r"(?<![!-~])[!-~]{2000,}")


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """A text as it is said; `replacements` are ranges of the text as written, in order and without overlap."""

    text: str
    replacements: tuple[Replacement, ...]


@functools.lru_cache(maxsize=16)
def _rules(module: str, unspaced: bool, within: str | None) -> tuple[Sequence[RewriteRule], To]:
    """The rules of a module that can apply `within` a text (all, where it is None), and the word for ranges."""
    # Imported at first use: the tables of all languages take longer to load than a chapter to read.
    if not module:
        return (), ""
    language = importlib.import_module(module)
    if within is None:
        return language.RULES, language.TO
    flat = folded(within)
    # A run of 2,000 characters fills a slice of 1,000: looking at slices takes 0.2 ms per novel, the pattern 28.
    if any(len(flat[at : at + 1000].split(maxsplit=1)) < 2 for at in range(0, len(flat) - 999, 1000)):
        flat = _LONG.sub(lambda run: f"{run[0][:200]} {run[0][-200:]}", flat)
    return applicable(language.RULES, closed(flat) if unspaced else flat), language.TO


def spoken(text: str, language: str, fixed: Iterable[Replacement] = (), within: str | None = None) -> SpokenForm:
    """The spoken form of a text.

    Args:
        text: as written.
        language: BCP 47.
        fixed: replacements made before (lexicon, ruby, directions); no rule changes these ranges.
        within: the longer text that `text` is part of, such as its chapter: its lines share the choice of rules, which
            halves the time.
    """
    flat = folded(text)
    known = record_of(language)
    rules = _rules(known.rules(language), known.unspaced, within)
    if known.unspaced and SPACED.search(flat):  # a space between a figure and a word is the typesetter's: 2 个
        made = _closed_up(flat, *rules, list(fixed))
    else:
        made = replacements(flat, *rules, fixed)
    if flat is not text and _WIDE.search(text):
        made += [
            Replacement(m.start(), m.end(), flat[m.start() : m.end()], "width")
            for m in _WIDE.finditer(text)
            if not any(r.start < m.end() and m.start() < r.end for r in made)
        ]
    return apply(text, made)


def _closed_up(text: str, rules: Sequence[RewriteRule], to: To, fixed: list[Replacement]) -> list[Replacement]:
    """Replacements in a text without its typesetter's spaces, which are replaced by nothing."""
    without = Closed(text)
    mine = [without.closed(r) for r in fixed]
    theirs = [without.written(r) for r in replacements(without.text, rules, to, mine) if not any(r is m for m in mine)]
    # Offsets inside a fixed range cannot be mapped back: replacements that overlap one are dropped.
    made = [*fixed, *(r for r in theirs if not any(f.start < r.end and r.start < f.end for f in fixed))]
    gaps = [
        Replacement(gap, gap + 1, "", "spacing")
        for gap in without.gaps
        if not any(r.start <= gap < r.end for r in made)
    ]
    return [*made, *gaps]


def numeral_heading(text: str, language: str) -> SpokenForm | None:
    """The spoken form of a heading that is or begins with a Roman numeral ("IV.", "I. The Beginning"), else None."""
    match = re.fullmatch(rf"\s*({NUMERAL})\.?\s*", text) or _NUMBERED_HEADING.match(text)
    if not match or not record_of(language).spoken:
        return None
    number = spoken(str(roman(match[1])), language).text
    return spoken(text, language, [Replacement(match.start(1), match.end(1), number, "roman numeral")])


def apply(text: str, replacements: Iterable[Replacement]) -> SpokenForm:
    """The spoken form that results from replacements, which do not overlap."""
    ordered = tuple(sorted(replacements, key=lambda r: r.start))
    parts, done = [], 0
    for r in ordered:
        parts += [text[done : r.start], r.spoken]
        done = r.end
    parts.append(text[done:])
    return SpokenForm(_SPACES.sub(" ", "".join(parts)).strip(), ordered)
