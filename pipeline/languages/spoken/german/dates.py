"""German days: their ending follows the article, the preposition or the weekday before (am ersten, der erste)."""

from __future__ import annotations

import re

from pipeline.languages.spoken.european.numbers import BEFORE
from pipeline.languages.spoken.german import grammar
from pipeline.languages.spoken.german.numbers import cardinal, ordinal, year
from pipeline.languages.spoken.rules import RewriteRule, rule
from pipeline.languages.spoken.stops import sentence_ends

MONTHS = tuple("januar februar märz april mai juni juli august september oktober november dezember".split())
MONTH = (
    r"jan(?:uar|\.)?s?|jän(?:ners?|\.)|feb(?:ruars?|r\.|\.)?|märz|mär\.?|apr(?:ils?|\.)?|mais?|juni?s?|jun\.|"
    r"juli?s?|jul\.|aug(?:usts?|\.)?|sept?(?:embers?|\.)?|okt(?:obers?|\.)?|nov(?:embers?|\.)?|dez(?:embers?|\.)?"
)
_I = re.IGNORECASE


_WEEKDAY = re.compile(r"\b(?:am|vom|zum|bis|ab)\s+(?:Mon|Diens|Donners|Frei|Sams|Sonn|Mitt)\w+, $", re.IGNORECASE)


def _said(m: re.Match[str], day: int, month: int, of: int | None, written: str = "") -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    before = m.string[: m.start()]
    ending = "en" if _WEEKDAY.search(before) else grammar.ending(before, "", "m")
    genitive = "s" if written.endswith("s") and len(written) > 4 and month != 7 else ""
    return f"{ordinal(day, ending)} {MONTHS[month - 1]}{genitive}" + (f" {year(of)}" if of is not None else "")


def _named(m: re.Match[str]) -> str | None:
    """12. Januar 2003."""
    name = m["m"].lower()
    month = next(n for n, full in enumerate(MONTHS, 1) if full[:3] == name[:3].replace("ä", "a" if n == 1 else "ä"))
    end = "." if name.endswith(".") and not m["y"] and sentence_ends(m.string, m.end(), "de") else ""
    words = _said(m, int(m["d"]), month, int(m["y"]) if m["y"] else None, name)
    return words and words + end


def _figures(m: re.Match[str]) -> str | None:
    """3.10.1990, 3. 10. 1990."""
    return _said(m, int(m["d"]), int(m["n"]), int(m["y"]))


def _short_year(m: re.Match[str]) -> str | None:
    """3.10.90: only as a day, for 3.10.12 may be a section."""
    words = _said(m, int(m["d"]), int(m["n"]), None)
    return words and f"{words} {cardinal(int(m['y'])) if m['y'][0] != '0' else 'null ' + cardinal(int(m['y'][1]))}"


_DAY_WORDS = frozenset("am vom zum dem den des ab seit bis der und oder".split())


def _without_year(m: re.Match[str]) -> str | None:
    """den 24.12., der 1.5.: a day of a month without its year."""
    word = grammar.article(m.string[: m.start()])
    if word not in _DAY_WORDS:
        return None  # "3.2. Das Problem" counts sections
    words = _said(m, int(m["d"]), int(m["n"]), None)
    return words and words + ("." if sentence_ends(m.string, m.end(), "de") else "")


RULES: tuple[RewriteRule, ...] = (
    rule("date", rf"{BEFORE}(?P<d>\d{{1,2}})\. ?(?P<m>{MONTH})(?:(?!\w)|(?<=\.))"
                 r"(?:,? ?(?P<y>\d{4})(?!\w|[.,]\d))?", _named, flags=_I),
    rule("date", rf"{BEFORE}(?P<d>\d{{1,2}})\. ?(?P<n>\d{{1,2}})\. ?(?P<y>1\d{{3}}|20\d\d|\d{{4}})(?!\w|[.,]\d)",
         _figures, r"\d\. ?\d"),
    rule("date", rf"{BEFORE}(?<=\b[aAvVzZdD][omue][mnsr] )(?P<d>\d{{1,2}})\.(?P<n>\d{{1,2}})\.(?P<y>\d\d)(?!\w|[.,]\d)",
         _short_year, r"\d\.\d"),
    rule("date", rf"{BEFORE}(?P<d>\d{{1,2}})\. ?(?P<n>\d{{1,2}})\.(?!\d)(?! ?\d)", _without_year, r"\d\. ?\d"),
)  # fmt: skip
