"""Rules for number signs of Chinese and Japanese: Ⅷ, ①, ⑴, 第II卷, ヘンリーVIII世."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from pipeline.languages.spoken.numerals import NUMERAL, roman
from pipeline.languages.spoken.rules import RewriteRule, rule

_SIGNS = re.compile("[Ⅰ-ⅿ①-⒇㈠-㈩㊀-㊉]")
_LATIN = re.compile("[IVXLC]")


def rules(cardinal: Callable[[int], str]) -> tuple[RewriteRule, ...]:
    """Rules for one language, whose numbers `cardinal` says."""

    def sign(m: re.Match[str]) -> str | None:
        plain = unicodedata.normalize("NFKC", m.group()).strip("()")
        if plain.isdecimal():
            return cardinal(int(plain))
        if plain.isascii() and plain.isalpha():
            return cardinal(roman(plain)) if re.fullmatch(NUMERAL, plain.upper()) else None
        return plain  # ideographs in circles

    def latin(m: re.Match[str]) -> str:
        return cardinal(roman(m["n"]))

    return (
        rule("roman numeral", "[Ⅰ-ⅿ]+|[①-⒇㈠-㈩㊀-㊉]", sign, _SIGNS),
        rule("roman numeral", rf"(?<=第)(?P<n>{NUMERAL})(?![A-Za-z])", latin, _LATIN),
        rule(
            "roman numeral",
            r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(?P<n>(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3}))(?![A-Za-z])",
            latin,
            _LATIN,
        ),
        rule("roman numeral", rf"(?<![A-Za-z])(?P<n>{NUMERAL})(?=[世卷章部期级級型回幕])", latin, _LATIN),
    )
