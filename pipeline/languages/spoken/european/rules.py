"""All rules that languages with a decimal comma share: German, French, Spanish, Italian, Portuguese.

A language fills in a `Wording`; its own file adds what it does its own way before or after these rules.
"""

from __future__ import annotations

import re

from pipeline.languages.spoken import electronic
from pipeline.languages.spoken.european import quantities, words
from pipeline.languages.spoken.european.numbers import AFTER, BEFORE, number_rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.rules import RewriteRule, rule

_I = re.IGNORECASE


def _month(w: Wording, text: str) -> int:
    stem = text.rstrip(".").lower()
    for n, name in enumerate(w.months, start=1):
        if name.startswith(stem) or stem.startswith(name[:4]):
            return n
    return next(n for n, name in enumerate(w.months, start=1) if name[:3] == stem[:3])


def _dates(w: Wording) -> list[RewriteRule]:
    def numeric(day: str, month: str, year: str) -> str | None:
        if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return None
        return w.date(int(day), int(month), w.year(int(year)) if year else "")

    def short(m: re.Match[str]) -> str | None:
        """31/12/99, 12/04: with a nought, or a year."""
        if not w.slash_dates or (m[3] is None and "0" not in (m[1][0], m[2][0])):
            return None
        day = numeric(m[1], m[2], "")
        if day is None or m[3] is None:
            return day
        return w.date(int(m[1]), int(m[2]), w.digits(m[3]) if m[3][0] == "0" else w.cardinal(int(m[3])))

    return [
        rule("date", rf"{BEFORE}(\d{{1,2}})/(\d{{1,2}})(?:/(\d\d))?(?!\w|[.,:/-]\d)(?! ?=)", short, "/"),
        rule("date", rf"{BEFORE}(\d{{4}})([/-])(\d{{1,2}})\2(\d{{1,2}}){AFTER}", lambda m: numeric(m[4], m[3], m[1])),
        rule("date", rf"{BEFORE}(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){AFTER}", lambda m: numeric(m[1], m[3], m[4])),
        rule(
            "date",
            rf"{BEFORE}(?P<d>\d{{1,2}})(?:\.|er|º|°)? (?:de )?(?P<m>{w.month_pattern})(?!\w)"
            rf"(?:,? ?(?P<de>de |del )?(?P<y>\d{{4}}){AFTER})?",
            lambda m: (
                w.date(
                    int(m["d"]),
                    _month(w, m["m"]),
                    (m["de"] or "") * (m["de"] == "del ") + w.year(int(m["y"])) if m["y"] else "",
                )
                if 1 <= int(m["d"]) <= 31
                else None
            ),
            flags=_I,
        ),
    ]


def _telephone(w: Wording) -> list[RewriteRule]:
    def dialled(m: re.Match[str]) -> str:
        """Figure by figure, but for the country's code: +49."""
        country = re.match(r"\+(\d\d)(?=\D)", m.group())
        if country:
            return f"{w.plus} {w.cardinal(int(country[1]))} {w.digits(m.group()[3:])}"
        return f"{w.plus + ' ' if m.group()[0] == '+' else ''}{w.digits(m.group())}"

    return [
        rule(
            "telephone",
            r"(?<=[Tt][eé]l[.:] )(?!0\d(?:[. ]\d\d){4})\+?\d[\d /.-]{4,}\d(?!\w)",
            lambda m: f"{w.plus + ' ' if m.group()[0] == '+' else ''}{w.digits(m.group())}",
        ),
        rule(
            "telephone",
            electronic.IP,
            lambda m: (
                None
                if re.fullmatch(r"\d{1,3}(?:\.\d{3}){3}", m.group()) and m.group().endswith("000")
                else f" {w.marks['.']} ".join(map(w.digits, m.group().split(".")))
            ),
        ),
        rule(
            "telephone",
            r"(?<![\w-])(?:\(0\d+\) ?[\d -]{5,}\d|\+\d{1,3} ?(?:\(\d+\) ?)?[\d -]{6,}\d|"
            r"0\d{2,5}[/ -]\d{4,}(?:-\d+)?|"
            r"(?<!\d )0\d{2,4}(?: \d{2,4}){2,4}|"
            r"00\d\d(?:[ /-]\d{2,}){1,4}|\d{3}-\d{3}-\d{3,4}(?:-\d{4})?|"
            r"\(\d{3}\) ?\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4}|(?!(?:1[5-9]|20)\d\d-(?:1[5-9]|20)\d\d)"
            r"\d{4}-\d{4})(?![\w-])",
            dialled,
        ),
    ]


def _addresses(w: Wording) -> list[RewriteRule]:
    def say(m: re.Match[str]) -> str:
        return electronic.say(m.group(), w.marks, w.digits, w.spell, w.host)

    return [
        rule(name, pattern, say, electronic.ANY)
        for name, pattern in (
            ("web address", electronic.URL),
            ("e-mail address", electronic.MAIL),
            ("web address", electronic.DOMAIN),
            ("file name", electronic.FILE),
            ("web address", electronic.HANDLE),
        )
    ]


def rules(
    w: Wording,
    language: str,
    first: tuple[RewriteRule, ...] = (),
    before_numbers: tuple[RewriteRule, ...] = (),
    phones: tuple[RewriteRule, ...] = (),
) -> tuple[RewriteRule, ...]:
    clock = rule(
        "time",
        r"(?<![\w:.,])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!:?\d)",
        lambda m: w.clock(int(m["h"]), int(m["m"]), int(m["s"]) if m["s"] else None),
    )
    return (
        *_addresses(w),
        *phones,
        *_telephone(w),
        *first,
        *_dates(w),
        clock,
        *quantities.rules(w, language),
        *before_numbers,
        *number_rules(w),
        *words.rules(w, language),
    )
