"""What German, French and Spanish share: figures with a decimal comma and thousands points, days before months.

A language fills in `Words` (words.py); its own file adds what it does its own way before or after these rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.script.spoken import electronic, european_words
from pipeline.script.spoken.numerals import is_roman, roman
from pipeline.script.spoken.rules import EXPONENT, Rule, exponent, rule
from pipeline.script.spoken.words import Words

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6),
}  # fmt: skip
_GROUPED = r"(?:\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)"
NUMBER = rf"{_GROUPED}(?:,\d+)?"
BEFORE = r"(?:(?<![\w.,:/-])|(?<=\.\.))"
AFTER = r"(?!\w|[.,]\d)"
_I = re.IGNORECASE


def whole(text: str) -> int:
    return int(re.sub(r"[. ]", "", text))


def number(w: Words, text: str) -> str:
    """Figures with a sign, groups and decimals."""
    sign, text = (f"{w.minus} ", text[1:]) if text[:1] in "-+" and text[0] == "-" else ("", text.lstrip("+"))
    head, comma, tail = text.partition(",")
    figures = re.sub(r"[. ]", "", head)
    spelled = (len(figures) > 1 and figures[0] == "0" and not comma) or len(figures) > 24
    said = w.digits(figures) if spelled else w.cardinal(int(figures or 0))
    return sign + said + (f" {w.point} {w.decimals(tail)}" if tail else "")


def _scaled(w: Words, amount: str) -> str:
    """The number of millions: eine Million, un millón."""
    return w.scaled(number(w, amount)) if w.scaled else number(w, amount)


def _agreeing(w: Words, said: str, noun: str) -> str:
    return w.agree(said, noun) if w.agree else said


def _of(w: Words, noun: str) -> str:
    """Between a million and what there is a million of: de, d'."""
    return w.elided if w.elided and noun[0] in "aeiouéèh" else w.of_scale


def _month(w: Words, text: str) -> int:
    stem = text.rstrip(".").lower()
    for n, name in enumerate(w.months, start=1):
        if name.startswith(stem) or stem.startswith(name[:4]):
            return n
    return next(n for n, name in enumerate(w.months, start=1) if name[:3] == stem[:3])


def _dates(w: Words) -> list[Rule]:
    def numeric(day: str, month: str, year: str) -> str | None:
        if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return None
        return w.date(int(day), int(month), w.year(int(year)) if year else "")

    return [
        rule("date", rf"{BEFORE}(\d{{4}})([/-])(\d{{1,2}})\2(\d{{1,2}}){AFTER}", lambda m: numeric(m[4], m[3], m[1])),
        rule("date", rf"{BEFORE}(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){AFTER}", lambda m: numeric(m[1], m[3], m[4])),
        rule("date", rf"{BEFORE}(?P<d>\d{{1,2}})(?:\.|er|º|°)? (?:de )?(?P<m>{w.month_pattern})(?!\w)"
                     rf"(?:,? ?(?P<de>de |del )?(?P<y>\d{{4}}){AFTER})?",
             lambda m: w.date(int(m["d"]), _month(w, m["m"]), (m["de"] or "") * (m["de"] == "del ")
             + w.year(int(m["y"])) if m["y"] else "") if 1 <= int(m["d"]) <= 31 else None, flags=_I),
    ]


def _money(w: Words) -> list[Rule]:
    cased = "|".join(sorted(map(re.escape, w.money), key=len, reverse=True))
    codes = "|".join(sorted(map(re.escape, {code.lower() for code in w.money}), key=len, reverse=True))

    def named(code: str) -> tuple[str, str, str, str] | None:
        # Any case for ISO 4217 (20 usd); "33ff" is a page and those after it, not francs.
        return w.money.get(code) or w.money.get(code.lower()) or (w.money.get(code.upper()) if len(code) == 3 else None)

    def say(m: re.Match[str]) -> str | None:
        if not (names := named(m["c"])):
            return None
        one, many, cent, cents = names
        scale, amount = m["s"] or "", m["n"]
        if re.fullmatch(r"\d+\.\d\d", amount):
            amount = amount.replace(".", ",")  # $3.50, as its country writes it
        if scale:
            return f"{_scaled(w, amount)} {scale} {_of(w, many)}{many}"
        head, _, tail = amount.partition(",")
        tail = tail.rstrip("0") if len(tail) != 2 else tail
        n = whole(head)
        if not tail or not int(tail):
            of = _of(w, many) if n and n % 10**6 == 0 else ""
            return f"{w.counted(n, one)} {of}{one if n == 1 else many}"
        if len(tail) > 2:
            return f"{_agreeing(w, number(w, amount.rstrip('0')), many)} {many}"
        part = int(f"{tail}0"[:2])
        said = f"{w.counted(n, one)} {one if n == 1 else many} " if n else ""
        return f"{said}{w.counted(part, cent)} {cent if part == 1 else cents}"

    def short_scale(m: re.Match[str]) -> str:
        many = w.money[m["c"]][1]
        scale = w.short_scales[m["s"]][0 if m["n"] in ("1", "1,0") else 1]
        return f"{_scaled(w, m['n'])} {scale} {'' if scale in ('mil', 'mille') else _of(w, many)}{many}"

    scale = rf"(?: (?P<s>{w.scales})(?: de| d')?)?(?!\w)"
    return [
        rule("money", rf"{BEFORE}(?P<n>{NUMBER}) ?(?P<s>{'|'.join(w.short_scales) or '(?!)'})\.? ?(?P<c>{cased})(?!\w)",
             short_scale),
        rule("money", rf"(?<![\w$])(?P<c>{codes}) ?(?P<n>\d+\.\d\d(?![\d.,])|{NUMBER}){scale}", say, flags=_I),
        rule("money", rf"{BEFORE}(?P<n>\d+\.\d\d(?![\d.,])|{NUMBER})(?:,(?:[–—]|--?))?(?: (?P<s>{w.scales}))?"
                      rf" ?(?P<c>{codes})(?!\w)", say, flags=_I),
    ]


def _unit(w: Words, text: str, n: int | None) -> tuple[str, str] | None:
    """(words, first noun) of a unit after n things (None: more than one)."""
    above, slash, below = text.partition("/")
    power = {"2": "²", "3": "³"}.get(above[-1:], above[-1:]) if above not in w.units else ""
    above = above[:-1] if power in w.powers and power else above
    names = w.units.get(above)
    if names is None and above:
        return None
    noun = names[0 if n == 1 else 1] if names else ""
    if power in w.powers and power:
        square = w.powers[power].removesuffix("s") if n == 1 else w.powers[power]
        noun = f"{noun} {square}" if w.power_after else f"{w.powers[power]} {noun}"
    if slash:
        under = _unit(w, below, 1)
        if under is None:
            return None
        noun = f"{noun} {w.per} {under[0]}".strip()
    return noun, names[0] if names else ""


def _measures(w: Words) -> list[Rule]:
    # Any short word may be a unit: the table is asked, for a list of them all compiles and matches five times slower.
    names = rf"°(?: ?[CFK]\b)?|[^\W\d_]{{1,{max(map(len, w.units))}}}"
    unit = rf"(?:{names})?[²³]?(?:(?<=m)[23])?(?:/(?:{names})[²³]?)?"

    def say(m: re.Match[str]) -> str | None:
        if not m["u"].strip("²³"):
            return None
        plain = "," not in m["n"] and not m["f"] and not m["s"]
        found = _unit(w, m["u"], 1 if plain and whole(m["n"]) == 1 else None)
        if found is None:
            return None
        if len(m["u"]) == 1 and m.string[m.start("u") - 1] == "-" and m["u"].isupper():
            return None  # 133-A is no current
        n = whole(m["n"]) if "," not in m["n"] else 0
        amount = w.counted(n, found[1]) if plain or (m["f"] and "," not in m["n"]) else _scaled(w, m["n"])
        sign = f"{w.minus} " if m["g"] else ""
        if m["f"]:
            a, b = map(int, m["f"].split("/"))
            amount = f"{amount}{w.mixed}{w.half if w.half and (a, b) == (1, 2) else w.ratio(a, b)}"
        elif not plain and not m["s"]:
            amount = _agreeing(w, amount, found[1])
        of = _of(w, found[0]) if m["s"] or (plain and n and n % 10**6 == 0) else ""
        return f"{sign}{amount}{' ' + m['s'] if m['s'] else ''} {of}{found[0]}"

    def part(m: re.Match[str]) -> str | None:
        found = _unit(w, m["u"], 1)
        if not found:
            return None
        a, b = int(m["a"]), int(m["b"])
        of = w.of_part if (a, b) != (1, 2) else ""
        of = w.elided if of and w.elided and found[0][0] in "aeiouéèh" else of
        said = w.ratio(a, b) if (a, b) != (1, 2) else _agreeing(w, w.ratio(a, b), found[0])
        return f"{w.minus + ' ' if m['g'] else ''}{said} {of}{found[0]}"

    def per(m: re.Match[str]) -> str | None:
        """pro kg, 3 €/kg, 20 Euro/m²."""
        found = _unit(w, m["u"], 1)
        return f" {w.per} {found[0]}" if found else None

    def per_many(m: re.Match[str]) -> str | None:
        """5 l/100 km."""
        above, below = _unit(w, m["u"], None), _unit(w, m["v"], None)
        if not above or not below:
            return None
        return f"{number(w, m['n'])} {above[0]} {w.per} {w.cardinal(int(m['k']))} {below[0]}"

    after_per = r"(?:[kmcdhµμ]?[gmlL]|[kM]?Wh|min|ha|hl)[²³]?"
    return [
        rule("measure", rf"(?:(?<=[€$£¥₣])|(?<=\b(?:EUR|CHF|USD|Mio|Mrd))|(?<=\bEuros)|(?<=\b(?:Euro|euro|Mark))|"
                        rf"(?<=\beuros)) ?/ ?(?P<u>(?:{names})[²³]?)(?!\w)", per, "/"),
        rule("measure", rf"{BEFORE}(?P<n>{NUMBER}) ?(?P<u>{names})/(?P<k>\d+) ?(?P<v>{names})(?!\w)", per_many, r"/\d"),
        rule("measure", rf" {w.per} (?P<u>{after_per})(?!\w)(?<=\w\w|.[²³])", per, rf" {w.per} {after_per}(?!\w)"),
        rule("measure", rf"(?<![\w.,/])(?P<g>-)?(?P<n>{NUMBER})(?: (?P<f>\d/\d+))?(?: (?P<s>{w.scales}))"
                        rf"?[ -]?(?P<u>{unit})(?![\w/²³])", say),
        rule("measure", rf"(?<![\w.,/])(?P<g>-)?(?P<a>\d+)/(?P<b>\d+) ?(?P<u>{names})(?![\w/])", part),
        rule("percent", rf"(?<![\w.,])(-?{NUMBER}) ?%", lambda m: (w.whole(1) if w.whole and m[1] == "1" else
             number(w, m[1])) + f" {w.percent}"),
    ]


def _years(w: Words) -> list[Rule]:
    def say(m: re.Match[str]) -> str | None:
        """1848/49: two years in a row, or a few."""
        later = 0 < (int(m[2]) - int(m[1][2:])) % 100 < 20
        return f"{w.year(int(m[1]))} {w.cardinal(int(m[2])) if m[2][0] != '0' else w.digits(m[2])}" if later else None

    return [rule("year", r"(?<![\w.,:/-])((?:1[1-9]|20)\d\d)/(\d\d)(?!\w|[.,:/-]\d)", say, "/")]


def _fraction(w: Words) -> list[Rule]:
    def say(m: re.Match[str]) -> str | None:
        if int(m["b"].replace(".", "")) < 2:
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
        rule("fraction",
             r"(?<![\w./])(?P<g>-)?(?:(?P<w>\d+) )?(?P<a>\d{1,3})/(?P<b>\d{1,3}(?:\.\d{3})+|\d{1,9})(?![\w/])", say),
        rule("fraction", rf"(?<![\d.,])(?:(\d+) ?)?([{''.join(VULGAR)}])", vulgar, f"[{''.join(VULGAR)}]"),
    ]


def _telephone(w: Words) -> list[Rule]:
    return [
        rule("telephone", r"(?<=[Tt][eé]l[.:] )(?!0\d(?:[. ]\d\d){4})\+?\d[\d /.-]{4,}\d(?!\w)",
             lambda m: f"{w.plus + ' ' if m.group()[0] == '+' else ''}{w.digits(m.group())}"),
        rule("telephone", electronic.IP, lambda m: None if re.fullmatch(r"\d{1,3}(?:\.\d{3}){3}", m.group())
             and m.group().endswith("000") else f" {w.marks['.']} ".join(map(w.digits, m.group().split(".")))),
        rule("telephone", r"(?<![\w-])(?:\(0\d+\) ?[\d -]{5,}\d|\+\d{1,3} ?(?:\(\d+\) ?)?[\d -]{6,}\d|"
                          r"0\d{2,5}[/ -]\d{4,}(?:-\d+)?|0\d{2,4}(?: \d{2,4}){2,4}|\d{3}-\d{3}-\d{3,4}(?:-\d{4})?|"
                          r"\(\d{3}\) ?\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4}|(?!(?:1[5-9]|20)\d\d-(?:1[5-9]|20)\d\d)"
                          r"\d{4}-\d{4})(?![\w-])",
             lambda m: f"{w.plus + ' ' if m.group()[0] == '+' else ''}{w.digits(m.group())}"),
    ]


def _addresses(w: Words) -> list[Rule]:
    def say(m: re.Match[str]) -> str:
        return electronic.say(m.group(), w.marks, w.digits, w.spell, w.host)

    return [rule(name, pattern, say, electronic.ANY) for name, pattern in (
        ("web address", electronic.URL), ("e-mail address", electronic.MAIL), ("web address", electronic.DOMAIN),
        ("file name", electronic.FILE), ("web address", electronic.HANDLE))]


_POINT = re.compile(r"\d\.\d")


def _numbers(w: Words) -> list[Rule]:
    def glued(m: re.Match[str]) -> str:
        """Figures that touch letters: A380, 16G."""
        figures = m.group()
        left = " " if m.start() and m.string[m.start() - 1].isalpha() else ""
        right = " " if m.string[m.end() : m.end() + 1].isalpha() else ""
        counted = len(figures) < 4 and figures[0] != "0"
        return left + (w.cardinal(int(figures)) if counted else w.digits(figures)) + right

    def pointed(m: re.Match[str]) -> str | None:
        """Versions and sections (4.2.0, 2.1.3.), which group no thousands."""
        parts = m.group().rstrip(".").split(".")
        if all(len(part) == 3 for part in parts[1:]) and parts[0] != "0":
            return None
        end = "." if m.group().endswith(".") and m.start() else ""
        return f" {w.marks['.']} ".join(w.digits(p) if len(p) > 1 and p[0] == "0" else w.cardinal(int(p))
                                       for p in parts) + end

    operators = {"+": w.plus, "-": w.minus, "=": w.equals, "×": w.times, "x": w.by, "÷": w.divided}
    def raised(m: re.Match[str]) -> str:
        n = exponent(m.group())
        return f" {w.to_power} {f'{w.minus} ' if n < 0 else ''}{w.cardinal(abs(n))}"

    return [
        rule("power", rf"{EXPONENT}|(?<=[\w)])[²³]", raised, "[⁰¹²³⁴-⁹]"),
        rule("score", r"(?<![\w:.,])(\d{1,3}):(\d{1,3})(?!\w|[.,:]\d)",
             lambda m: f"{w.cardinal(int(m[1]))} {w.against} {w.cardinal(int(m[2]))}", r"\d:\d"),
        rule("arithmetic", r"(?<=\d) ?x ?(?=\d+ ?=)", f" {w.times} ", "="),
        rule("arithmetic", r"(?<=\d) ?/ ?(?=\d+ ?=)", f" {w.divided} ", "="),
        rule("arithmetic", r"(?<=\d) [*·] (?=\d)", f" {w.times} ", "[*·]"),
        rule("arithmetic", r"(?<=\d) ?([+=×÷]|x(?= ?\d)) ?(?=\d)|(?<=\d) ?(-) ?(?=\d+ ?=)|(?<=\d) (-) (?=\d)",
             lambda m: f" {operators[m[1] or m[2] or m[3]]} "),
        rule("range", r"(?<=\d) ?[–—] ?(?=\d)|(?<=\d)-(?=\d+(?!\w)(?!-))", f" {w.to} "),
        rule("number", r"(?<![\w.,])\d+(?:\.\d+)+(?!\w|[.,]\d)(?:\.(?=\s+\w))?", pointed, _POINT),
        rule("number", r"(?<![\w.,])-?\d+,\d+(?=[^\W\d_])", lambda m: number(w, m.group()) + " "),
        rule("number", rf"(?<![\w.,])-?{NUMBER}(?= (?:{w.scales})(?!\w))", lambda m: _scaled(w, m.group())),
        rule("number", rf"(?<![\w.,])-?{NUMBER}(?![\w])(?![.,]\d)", lambda m: number(w, m.group())),
        rule("number", r"\d+", glued),
    ]


_NUMERAL = re.compile(r"[IVXLCDM](?<!\w.)[IVXLCDM]*(?:ers?|res?|ères?|èmes?|es?|ᵉ)?(?!\w)|"
                      r"[ivxlcdm](?<!\w.)[ivxlcdm]*(?!\w)")


def romans(pattern: str, say: Callable[[re.Match[str], int], str | None], flags: int = 0) -> Rule:
    """A rule for Roman numerals: group `n` holds them."""
    def spoken(m: re.Match[str]) -> str | None:
        return say(m, roman(m["n"])) if is_roman(m["n"].upper()) else None

    return rule("roman numeral", pattern, spoken, _NUMERAL, flags)


def rules(w: Words, language: str, first: tuple[Rule, ...] = (), before_numbers: tuple[Rule, ...] = (),
          phones: tuple[Rule, ...] = ()) -> tuple[Rule, ...]:
    clock = rule("time", r"(?<![\w:.,])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!:?\d)",
    lambda m: w.clock(int(m["h"]), int(m["m"]), int(m["s"]) if m["s"] else None))
    return (*_addresses(w), *phones, *_telephone(w), *first, *_dates(w), clock, *_money(w), *_measures(w),
            *_years(w), *_fraction(w), *before_numbers, *_numbers(w), *european_words.rules(w, language))
