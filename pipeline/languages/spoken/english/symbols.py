"""Rules for signs in English: those that are said as words, and those that are dropped."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import number
from pipeline.languages.spoken.english.tables import SYMBOLS
from pipeline.languages.spoken.rules import EXPONENT, exponent, rule

_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def _compared(m: re.Match[str]) -> str | None:
    if "<" in m.string and ">" in m.string:
        return None  # a tag
    words = SYMBOLS[m.group().strip()]
    alone = m.start() == 0 or m.string[m.start() - 1] == " "
    return f" {words.removeprefix('is ') if alone else words} "


def _slash(m: re.Match[str]) -> str | None:
    return None if re.match(r"or\b", m.string[m.end() :]) and m.string[: m.start()].endswith("and") else " slash "


def _symbol(m: re.Match[str]) -> str:
    words = SYMBOLS[m.group()]
    following = m.string[m.end() : m.end() + 1]
    left = "" if m.start() == 0 or m.string[m.start() - 1] in " ([{\"“‘'«„‚»¿¡—–-…" else " "
    right = "" if not following or following in " ,.;:!?)]" else " "
    return f"{left}{words}{right}" if words else "" if not right else " "


RULES = (
    rule("symbol", r"(?<=\d) ?[x×] ?(?=\d)", " by "),
    rule("symbol", r"(?<=\d) ?\* ?(?=\d)", " times ", r"\*"),
    rule(
        "subscript",
        "(?<=[A-Za-z)])[₀-₉]+(?=([A-Z])?)",
        lambda m: f" {number(m.group().translate(_LOWERED))}" + (" " if m[1] else ""),
        "[₀-₉]",
    ),
    rule("power", EXPONENT, lambda m: f" to the power of {number(str(exponent(m.group())))}", "[⁰¹²³⁴-⁹]"),
    rule("power", r"(?<=\w)[²³]", lambda m: " squared" if m.group() == "²" else " cubed", "[²³]"),
    rule(
        "alternative",
        r"\b([Hh]e/she|[Ss]he/he|[Hh]is/hers?|[Hh]im/her|[Hh]er/his)\b",
        lambda m: m[1].replace("/", " or "),
        "/h|/s",
    ),
    rule("symbol", r"(?<=\d)\s?[<>]\s?(?=\d)|(?<!\S)[<>](?=\d)|(?<=\w)[<>](?=[\d.])", _compared, "[<>]"),
    rule("symbol", r"#(?=\d)", "number ", "#"),
    rule("symbol", r"\b([Nn])[°º]s?\.? ?(?=\d)", lambda m: "Number " if m[1] == "N" else "number ", r"[Nn][°º]"),
    rule("symbol", r"(?:§ ?§|§(?= ?\d+\S* ?(?:[-–,&]|and ) ?\d)) ?(?=\w)", "sections ", "§"),
    rule("symbol", r"¶ ?¶ ?(?=\w)", "paragraphs ", "¶"),
    rule("symbol", r"(?<=\b[A-G])#(?!\w)", " sharp", "[A-G]#"),
    rule("symbol", r"(?<=\w)/(?=\w)", _slash, "/"),
    rule("symbol", r"(?<=[\w,.;:!?’”]) / (?=\w)", ", ", " / "),
    rule("symbol", r"\s*&\s*", " and ", "&"),
    rule("symbol", r"(?<!\w)[*_]+(?=\w)|(?<=\w)[*_]+(?!\w)", "", r"[*_]"),
    rule(
        "symbol",
        rf"[{re.escape(''.join(c for c in SYMBOLS if c not in '<>~&'))}]|(?<= )[<>](?= )|~(?=\s?\w)",
        _symbol,
        rf"[{re.escape(''.join(SYMBOLS))}]",
    ),
    rule("ligature", r"[ﬀ-ﬆ]", lambda m: _LIGATURES[m.group()], "[ﬀ-ﬆ]"),
)
