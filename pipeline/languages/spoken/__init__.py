"""How a text is said: replacements with their ranges and rules, so that what changed can be counted and explained.

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
from pipeline.languages.spoken.rules import RewriteRule, To, folded, found, needed
from pipeline.records import Replacement

_WIDE = re.compile("[Ａ-Ｚａ-ｚ０-９]+")
# Not initials ("C. S. Lewis"), and of the letters only those that number the first chapters.
_NUMBERED_HEADING = re.compile(rf"\s*(?![CDLM]\b)({NUMERAL})(?:[.:]|\s?[–—-])\s+(?=\S)(?![A-Z]\.)")
_SPACES = re.compile(r"\s+")
# A rule of stars, a torn file: a run of signs that is no word, in which rules' needs would be sought from each sign.
_LONG = re.compile(r"(?<![!-~])[!-~]{2000,}")


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """`text` as said; `replacements` are ranges of the text as written, in order and without overlap."""

    text: str
    replacements: tuple[Replacement, ...]


@functools.lru_cache(maxsize=16)
def _rules(module: str, unspaced: bool, within: str | None) -> tuple[Sequence[RewriteRule], To]:
    """A language's rules, as far as they can apply `within` a text, and its word between the ends of a range."""
    # Loaded when a book speaks it: six languages' tables take longer to read than a chapter.
    if not module:
        return (), ""
    language = importlib.import_module(module)
    if within is None:
        return language.RULES, language.TO
    flat = folded(within)
    # A run of 2,000 signs fills a thousand from a thousandth on: to look for one in a novel takes 0.2 ms so, else 28.
    if any(len(flat[at : at + 1000].split(maxsplit=1)) < 2 for at in range(0, len(flat) - 999, 1000)):
        flat = _LONG.sub(lambda run: f"{run[0][:200]} {run[0][-200:]}", flat)
    return needed(language.RULES, closed(flat) if unspaced else flat), language.TO


def spoken(text: str, language: str, fixed: Iterable[Replacement] = (), within: str | None = None) -> SpokenForm:
    """The spoken form of a line.

    Args:
        text: as written.
        language: BCP 47.
        fixed: what is decided already (lexicon, ruby, directions): no rule touches these ranges.
        within: a longer text that `text` is of, a chapter say: its lines share the choice of rules, in half the time.
    """
    flat = folded(text)
    known = record_of(language)
    rules = _rules(known.rules(language), known.unspaced, within)
    if known.unspaced and SPACED.search(flat):  # a space between a figure and a word is the typesetter's: 2 个
        out = _found_closed(flat, *rules, list(fixed))
    else:
        out = found(flat, *rules, fixed)
    if flat is not text and _WIDE.search(text):
        out += [
            Replacement(m.start(), m.end(), flat[m.start() : m.end()], "width")
            for m in _WIDE.finditer(text)
            if not any(r.start < m.end() and m.start() < r.end for r in out)
        ]
    return apply(text, out)


def _found_closed(text: str, rules: Sequence[RewriteRule], to: To, fixed: list[Replacement]) -> list[Replacement]:
    """What rules find once the typesetter's spaces are gone; these are said as nothing."""
    without = Closed(text)
    mine = [without.closed(r) for r in fixed]
    theirs = [without.written(r) for r in found(without.text, rules, to, mine) if not any(r is m for m in mine)]
    # A place in the middle of a fixed range has no way back: what overlaps one is left as it is written.
    out = [*fixed, *(r for r in theirs if not any(f.start < r.end and r.start < f.end for f in fixed))]
    gaps = [
        Replacement(gap, gap + 1, "", "spacing") for gap in without.gaps if not any(r.start <= gap < r.end for r in out)
    ]
    return [*out, *gaps]


def numeral_heading(text: str, language: str) -> SpokenForm | None:
    """A heading that is a Roman numeral ("IV.") or begins with one ("I. The Beginning") has it said as its number."""
    match = re.fullmatch(rf"\s*({NUMERAL})\.?\s*", text) or _NUMBERED_HEADING.match(text)
    if not match or not record_of(language).spoken:
        return None
    number = spoken(str(roman(match[1])), language).text
    return spoken(text, language, [Replacement(match.start(1), match.end(1), number, "roman numeral")])


def apply(text: str, replacements: Iterable[Replacement]) -> SpokenForm:
    """The text with its replacements made; `replacements` do not overlap."""
    ordered = tuple(sorted(replacements, key=lambda r: r.start))
    out, at = [], 0
    for r in ordered:
        out += [text[at : r.start], r.spoken]
        at = r.end
    out.append(text[at:])
    return SpokenForm(_SPACES.sub(" ", "".join(out)).strip(), ordered)
