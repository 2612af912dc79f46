"""Rules for money, measures, fractions and pairs of years, in languages with a decimal comma."""

from __future__ import annotations

import re

from pipeline.languages.spoken.european.numbers import BEFORE, NUMBER, agreeing, number, of_scale, scaled, whole
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.rules import RewriteRule, rule
from pipeline.languages.spoken.stops import sentence_ends

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6),
}  # fmt: skip
_I = re.IGNORECASE


def _money(w: Wording, language: str) -> list[RewriteRule]:
    cased = "|".join(sorted(map(re.escape, w.money), key=len, reverse=True))
    codes = "|".join(sorted(map(re.escape, {code.lower() for code in w.money}), key=len, reverse=True))

    def named(code: str) -> tuple[str, str, str, str] | None:
        # Any case for ISO 4217 (20 usd); "33ff" is a page and those after it, not francs.
        return w.money.get(code) or w.money.get(code.lower()) or (w.money.get(code.upper()) if len(code) == 3 else None)

    def say(m: re.Match[str]) -> str | None:
        words = amount(m)
        ends = words is not None and m.group()[-1] == "." and sentence_ends(m.string, m.end(), language)
        return f"{words}." if ends else words  # 5 kr.

    def amount(m: re.Match[str]) -> str | None:
        if not (names := named(m["c"])):
            return None
        one, many, cent, cents = names
        scale, figures = m["s"] or "", m["n"]
        if re.fullmatch(r"\d+\.\d\d", figures):
            figures = figures.replace(".", ",")  # $3.50, as its country writes it
        if scale:
            counted = w.noun(10**6, one, many)
            return f"{scaled(w, figures)} {scale} {of_scale(w, counted)}{counted}"
        head, _, tail = figures.partition(",")
        tail = tail.rstrip("0") if len(tail) != 2 else tail
        n = whole(head)
        of = of_scale(w, many) if n and n % 10**6 == 0 else ""
        if not tail or not int(tail):
            return f"{w.counted(n, one)} {of}{w.noun(n, one, many)}"
        if len(tail) > 2:
            counted = w.noun(None, one, many)
            return f"{agreeing(w, number(w, figures.rstrip('0')), counted)} {counted}"
        part = int(f"{tail}0"[:2])
        words = f"{w.counted(n, one)} {of}{w.noun(n, one, many)}{w.and_cents}" if n else ""
        return f"{words}{w.counted(part, cent)} {w.noun(part, cent, cents)}"

    def short_scale(m: re.Match[str]) -> str:
        many = w.money[m["c"]][1]
        scale = w.short_scales[m["s"]][0 if m["n"] in ("1", "1,0") else 1]
        return f"{scaled(w, m['n'])} {scale} {'' if scale in ('mil', 'mille') else of_scale(w, many)}{many}"

    scale = rf"(?: (?P<s>{w.scales})(?: de| d')?)?(?!\w)"
    figures = rf"(?P<n>\d+\.\d\d(?!\d|[.,]\d)|{NUMBER})"
    return [
        rule(
            "money",
            rf"{BEFORE}(?P<n>{NUMBER}) ?(?P<s>{'|'.join(w.short_scales) or '(?!)'})\.? ?(?P<c>{cased})(?!\w)",
            short_scale,
        ),
        rule("money", rf"(?<![\w$])(?<!\d )(?P<c>{codes}) ?{figures}{scale}", say, flags=_I),
        rule(
            "money",
            rf"{BEFORE}{figures}(?:,(?:[–—]|--?))?(?: (?P<s>{w.scales}))?"
            rf" ?(?P<c>{codes})(?!\w)",
            say,
            flags=_I,
        ),
    ]


def unit_said(w: Wording, text: str, n: int | None) -> tuple[str, str] | None:
    """(words, first noun) of a unit after n things (None: more than one)."""
    above, slash, below = text.partition("/")
    if slash and (names := w.units.get(text)):
        return w.noun(n, *names), names[0]  # km/h: chilometri all'ora
    power = {"2": "²", "3": "³"}.get(above[-1:], above[-1:]) if above not in w.units else ""
    above = above[:-1] if power in w.powers and power else above
    names = w.units.get(above)
    if names is None and above:
        return None
    noun = w.noun(n, *names) if names else ""
    if power in w.powers and power:
        one, _, many = w.powers[power].rpartition("|")
        square = (one or many.removesuffix("s")) if n == 1 else many
        noun = f"{noun} {square}" if w.power_after else f"{w.powers[power]} {noun}"
    if slash:
        under = unit_said(w, below, 1)
        if under is None:
            return None
        noun = f"{noun} {w.per} {under[0]}".strip()
    return noun, names[0] if names else ""


def _measures(w: Wording) -> list[RewriteRule]:
    # Any short word may be a unit: the table is asked, for a list of them all compiles and matches five times slower.
    names = rf"°(?: ?[CFKcf]\b)?|[^\W\d_]{{1,{max(map(len, w.units))}}}"
    unit = rf"(?:{names})?[²³]?(?:(?<=m)[23])?(?:/(?:{names})[²³]?)?"

    def say(m: re.Match[str]) -> str | None:
        if not m["u"].strip("²³"):
            return None
        plain = "," not in m["n"] and not m["f"] and not m["s"]
        spelled = unit_said(w, m["u"], whole(m["n"]) if plain else None)
        if spelled is None:
            return None
        if len(m["u"]) == 1 and m.string[m.start("u") - 1] == "-" and m["u"].isupper():
            return None  # 133-A is no current
        n = whole(m["n"]) if "," not in m["n"] else 0
        amount = w.counted(n, spelled[1]) if plain or (m["f"] and "," not in m["n"]) else scaled(w, m["n"])
        sign = f"{w.minus} " if m["g"] else ""
        if m["f"]:
            a, b = map(int, m["f"].split("/"))
            amount = f"{amount}{w.mixed}{w.half if w.half and (a, b) == (1, 2) else w.ratio(a, b)}"
        elif not plain and not m["s"]:
            amount = agreeing(w, amount, spelled[1])
        of = of_scale(w, spelled[0]) if m["s"] or (plain and n and n % 10**6 == 0) else ""
        return f"{sign}{amount}{' ' + m['s'] if m['s'] else ''} {of}{spelled[0]}"

    def part(m: re.Match[str]) -> str | None:
        spelled = unit_said(w, m["u"], 1)
        if not spelled:
            return None
        a, b = int(m["a"]), int(m["b"])
        of = w.of_part if (a, b) != (1, 2) else ""
        of = w.elided if of and w.elided and spelled[0][0] in "aeiouéèh" else of
        words = w.ratio(a, b) if (a, b) != (1, 2) else agreeing(w, w.ratio(a, b), spelled[0])
        return f"{w.minus + ' ' if m['g'] else ''}{words} {of}{spelled[0]}"

    def per(m: re.Match[str]) -> str | None:
        """pro kg, 3 €/kg, 20 Euro/m²."""
        spelled = unit_said(w, m["u"], 1)
        return f" {w.per} {spelled[0]}" if spelled else None

    def per_many(m: re.Match[str]) -> str | None:
        """5 l/100 km."""
        above, below = unit_said(w, m["u"], None), unit_said(w, m["v"], None)
        if not above or not below:
            return None
        return f"{number(w, m['n'])} {above[0]} {w.per} {w.cardinal(int(m['k']))} {below[0]}"

    after_per = r"(?:[kmcdhµμ]?[gmlL]|[kM]?Wh|min|ha|hl)[²³]?"
    return [
        rule(
            "measure",
            rf"(?:(?<=[€$£¥₣])|(?<=\b(?:EUR|CHF|USD|Mio|Mrd))|(?<=\bEuros)|(?<=\b(?:Euro|euro|Mark))|"
            rf"(?<=\beuros)) ?/ ?(?P<u>(?:{names})[²³]?)(?!\w)",
            per,
            "/",
        ),
        rule("measure", rf"{BEFORE}(?P<n>{NUMBER}) ?(?P<u>{names})/(?P<k>\d+) ?(?P<v>{names})(?!\w)", per_many, r"/\d"),
        rule("measure", rf" {w.per} (?P<u>{after_per})(?!\w)(?<=\w\w|.[²³])", per, rf" {w.per} {after_per}(?!\w)"),
        rule(
            "measure",
            rf"(?<![\w.,/])(?P<g>-)?(?P<n>{NUMBER})(?: (?P<f>\d/\d+))?(?: (?P<s>{w.scales}))"
            rf"?[ -]?(?P<u>{unit})(?![\w/²³])",
            say,
        ),
        rule("measure", rf"(?<![\w.,/])(?P<g>-)?(?P<a>\d+)/(?P<b>\d+) ?(?P<u>{names})(?![\w/])", part),
        rule(
            "percent",
            rf"(?<![\w.,])(-?{NUMBER}) ?%",
            lambda m: (w.whole(1) if w.whole and m[1] == "1" else number(w, m[1])) + f" {w.percent}",
        ),
    ]


def _years(w: Wording) -> list[RewriteRule]:
    def say(m: re.Match[str]) -> str | None:
        """1848/49: two years in a row, or a few."""
        later = 0 < (int(m[2]) - int(m[1][2:])) % 100 < 20
        return f"{w.year(int(m[1]))} {w.cardinal(int(m[2])) if m[2][0] != '0' else w.digits(m[2])}" if later else None

    return [rule("year", r"(?<![\w.,:/-])((?:1[1-9]|20)\d\d)/(\d\d)(?!\w|[.,:/-]\d)", say, "/")]


def _fraction(w: Wording) -> list[RewriteRule]:
    def say(m: re.Match[str]) -> str | None:
        if int(m["b"].replace(".", "")) < 2 or m["b"][0] == "0":
            return None
        head = f"{w.minus} " if m["g"] else ""
        return head + (mixed(m["w"]) if m["w"] else "") + part(m["w"], int(m["a"]), int(m["b"].replace(".", "")))

    def part(head: str | None, a: int, b: int) -> str:
        return w.half if head and w.half and (a, b) == (1, 2) else w.ratio(a, b)

    def mixed(text: str) -> str:
        return f"{w.whole(int(text)) if w.whole else number(w, text)}{w.mixed}"

    def vulgar(m: re.Match[str]) -> str:
        return (mixed(m[1]) if m[1] else "") + part(m[1], *VULGAR[m[2]])

    return [
        rule(
            "fraction",
            r"(?<![\w./])(?P<g>-)?(?:(?P<w>\d+) )?(?P<a>\d{1,3})/(?P<b>\d{1,3}(?:\.\d{3})+|\d{1,9})(?![\w/])",
            say,
        ),
        rule("fraction", rf"(?<![\d.,])(?:(\d+) ?)?([{''.join(VULGAR)}])", vulgar, f"[{''.join(VULGAR)}]"),
    ]


def rules(w: Wording, language: str) -> list[RewriteRule]:
    return [*_money(w, language), *_measures(w), *_years(w), *_fraction(w)]
