"""English references to verses of the Bible."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, ordinal
from pipeline.languages.spoken.english.tables import BOOKS, FULL_BOOKS
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.languages.spoken.rules import rule


def _verse(m: re.Match[str]) -> str | None:
    """1 Cor. 13:4-8: First Corinthians thirteen, four to eight."""
    book = BOOKS.get(m["b"], m["b"])
    if not m["c"].isdecimal() and not is_roman(m["c"].upper()):
        return None
    chapter = int(m["c"]) if m["c"].isdecimal() else roman(m["c"])
    first = f"{ordinal(int(m['n']) if m['n'].isdecimal() else len(m['n'])).capitalize()} " if m["n"] else ""
    to = f" to {cardinal(int(m['to']))}" if m["to"] else ""
    verse = f", {cardinal(int(m['v']))}{to}" if m["v"] else ""
    return f"{first}{book} {cardinal(chapter)}{verse}"


_COLON = re.compile(r"\d:\d")

RULES = (
    rule(
        "verse reference",
        r"(?<!\w)(?:(?P<n>[1-3]|I{1,3}) )"
        rf"?(?P<b>{'|'.join(sorted({*BOOKS, *FULL_BOOKS}, key=len, reverse=True))})"
        r"\.? (?P<c>\d{1,3}):(?P<v>\d{1,3})(?:[-–](?P<to>\d{1,3}))?(?![\w:])",
        _verse,
        _COLON,
    ),
    rule(
        "verse reference",
        r"(?<!\w)(?P<n>[1-3]) (?P<b>Cor|Sam|Kgs|Chron|Chr|Thess|Tim|Pet|Jn|Corinthians|Samuel|"
        r"Kings|Chronicles|Thessalonians|Timothy|Peter|John)\.? (?P<c>\d{1,3})(?P<v>(?!))"
        r"?(?P<to>(?!))?(?![\w:])",
        _verse,
        r"\d [CSKTPJ]",
    ),
    rule(
        "verse reference",
        r"(?<!\w)(?:(?P<n>[1-3]|I{1,3}) )"
        rf"?(?P<b>{'|'.join(sorted({*BOOKS, *FULL_BOOKS}, key=len, reverse=True))})"
        r"\.? (?P<c>[ivxlc]+)[.:,] ?(?P<v>\d{1,3})(?:[-–](?P<to>\d{1,3}))?(?![\w:])",
        _verse,
        r"[ivxlc][.:,] ?\d",
    ),
    rule(
        "verse reference",
        r"\b(?P<b>Pss?)\.? (?P<n>(?!))?(?P<c>\d{1,3}|[ivxlc]+)(?P<v>(?!))?(?P<to>(?!))?(?!\w)",
        _verse,
        r"Pss?\b",
    ),
)
