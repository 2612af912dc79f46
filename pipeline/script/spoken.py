"""How a text is said: replacements with their ranges and rules, so that what changed can be counted and explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.records import Replacement


@dataclass(frozen=True, slots=True)
class Spoken:
    """`text` as said; `replacements` are ranges of the text as written, in order and without overlap."""

    text: str
    replacements: tuple[Replacement, ...]


# A rule: its name, where it may apply, and what is said there (None: nothing is changed).
_Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | None]]

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_NUMERAL = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def roman(text: str) -> int:
    """The number of a well-formed Roman numeral."""
    values = [_ROMAN[c] for c in text.upper()]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def _capitals(match: re.Match[str]) -> str | None:
    # Shouted words: engines spell what they do not know in capitals. Acronyms (no vowel, or short) stay.
    word = match.group()
    if len(word) < 4 or not re.search("[AEIOUY]", word) or re.fullmatch(_ROMAN_NUMERAL, word):
        return None
    return word[0] + word[1:].lower()


_ENGLISH: tuple[_Rule, ...] = (
    ("roman numeral", re.compile(rf"\b(chapter|book|part|volume|vol\.|act|scene|canto|section)\s+({_ROMAN_NUMERAL})\b\.?", re.IGNORECASE),
     lambda m: f"{'volume' if m[1].lower() == 'vol.' else m[1]} {roman(m[2])}" if m[2].isupper() else None),
    ("capitals", re.compile(r"\b[A-Z]{4,}\b"), _capitals),
    ("symbol", re.compile(r"\s*(?:&|＆)\s*"), lambda m: " and "),
    ("symbol", re.compile(r"(?<=\w)_(?=\W|$)|(?<!\w)_(?=\w)"), lambda m: ""),
)  # fmt: skip
_RULES: dict[str, tuple[_Rule, ...]] = {"en": _ENGLISH}


def spoken(text: str, language: str, fixed: Iterable[Replacement] = ()) -> Spoken:
    """The spoken form of a line.

    Args:
        text: as written.
        language: BCP 47.
        fixed: what is decided already (lexicon, ruby): no rule touches these ranges.
    """
    found = sorted(fixed, key=lambda r: r.start)
    for name, pattern, say in _RULES.get(language.split("-")[0].lower(), ()):
        for match in pattern.finditer(text):
            said = say(match)
            if said is not None and not any(r.start < match.end() and match.start() < r.end for r in found):
                found.append(Replacement(match.start(), match.end(), said, name))
    return apply(text, found)


def numeral_heading(text: str, language: str) -> Spoken | None:
    """A heading that is a Roman numeral and nothing else ("IV", "IV.") is said as its number."""
    match = re.fullmatch(rf"\s*({_ROMAN_NUMERAL})\.?\s*", text)
    if not match or language.split("-")[0].lower() not in ("en", "de", "fr", "es"):
        return None
    return apply(text, [Replacement(match.start(1), match.end(), str(roman(match[1])), "roman numeral")])


def apply(text: str, replacements: Iterable[Replacement]) -> Spoken:
    ordered = tuple(sorted(replacements, key=lambda r: r.start))
    out, at = [], 0
    for r in ordered:
        out += [text[at : r.start], r.spoken]
        at = r.end
    return Spoken(re.sub(r"\s+", " ", "".join([*out, text[at:]])).strip(), ordered)
