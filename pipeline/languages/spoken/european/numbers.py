"""Rules for figures with a decimal comma and thousands points, and for Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.languages.spoken.rules import EXPONENT, RewriteRule, exponent, rule

_GROUPED = r"(?:\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)"
NUMBER = rf"{_GROUPED}(?:,\d+)?"
BEFORE = r"(?:(?<![\w.,:/-])|(?<=\.\.))"
AFTER = r"(?!\w|[.,]\d)"


def whole(text: str) -> int:
    return int(re.sub(r"[. ]", "", text))


def number(w: Wording, text: str) -> str:
    """Figures with a sign, groups and decimals."""
    sign, text = (f"{w.minus} ", text[1:]) if text[:1] in "-+" and text[0] == "-" else ("", text.lstrip("+"))
    head, comma, tail = text.partition(",")
    figures = re.sub(r"[. ]", "", head)
    spelled = (len(figures) > 1 and figures[0] == "0" and not comma) or len(figures) > 24
    words = w.digits(figures) if spelled else w.cardinal(int(figures or 0))
    return sign + words + (f" {w.point} {w.decimals(tail)}" if tail else "")


def scaled(w: Wording, amount: str) -> str:
    """The number of millions: eine Million, un millón."""
    return w.scaled(number(w, amount)) if w.scaled else number(w, amount)


def agreeing(w: Wording, said: str, noun: str) -> str:
    return w.agree(said, noun) if w.agree else said


def of_scale(w: Wording, noun: str) -> str:
    """Between a million and what there is a million of: de, d'."""
    return w.elided if w.elided and noun[0] in "aeiouéèh" else w.of_scale


_POINT = re.compile(r"\d\.\d")


def number_rules(w: Wording) -> list[RewriteRule]:
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
        return (
            f" {w.marks['.']} ".join(w.digits(p) if len(p) > 1 and p[0] == "0" else w.cardinal(int(p)) for p in parts)
            + end
        )

    operators = {"+": w.plus, "-": w.minus, "=": w.equals, "×": w.times, "x": w.by, "÷": w.divided}

    def raised(m: re.Match[str]) -> str:
        n = exponent(m.group())
        return f" {w.to_power} {f'{w.minus} ' if n < 0 else ''}{w.cardinal(abs(n))}"

    return [
        rule("power", rf"{EXPONENT}|(?<=[\w)])[²³]", raised, "[⁰¹²³⁴-⁹]"),
        rule(
            "score",
            r"(?<![\w:.,])(\d{1,3}):(\d{1,3})(?!\w|[.,:]\d)",
            lambda m: f"{w.cardinal(int(m[1]))} {w.against} {w.cardinal(int(m[2]))}",
            r"\d:\d",
        ),
        rule("arithmetic", r"(?<=\d) ?x ?(?=\d+ ?=)", f" {w.times} ", "="),
        rule("arithmetic", r"(?<=\d) ?/ ?(?=\d+ ?=)", f" {w.divided} ", "="),
        rule("arithmetic", r"(?<=\d) [*·] (?=\d)", f" {w.times} ", "[*·]"),
        rule(
            "arithmetic",
            r"(?<=\d) ?([+=×÷]|x(?= ?\d)) ?(?=\d)|(?<=\d) ?(-) ?(?=\d+ ?=)|(?<=\d) (-) (?=\d)",
            lambda m: f" {operators[m[1] or m[2] or m[3]]} ",
        ),
        rule("range", r"(?<=\d) ?[–—] ?(?=\d)|(?<=\d)-(?=\d+(?!\w)(?!-))", f" {w.to} "),
        rule("number", r"(?<![\w.,])\d+(?:\.\d+)+(?!\w|[.,]\d)(?:\.(?=\s+\w))?", pointed, _POINT),
        rule("number", r"(?<![\w.,])-?\d+,\d+(?=[^\W\d_])", lambda m: number(w, m.group()) + " "),
        rule("number", rf"(?<![\w.,])-?{NUMBER}(?= (?:{w.scales})(?!\w))", lambda m: scaled(w, m.group())),
        rule("number", rf"(?<![\w.,])-?{NUMBER}(?![\w])(?![.,]\d)", lambda m: number(w, m.group())),
        rule("number", r"\d+", glued),
    ]


_NUMERAL = re.compile(
    r"[IVXLCDM](?<!\w.)[IVXLCDM]*(?:ers?|res?|ères?|èmes?|es?|ᵉ)?(?!\w)|"
    r"[ivxlcdm](?<!\w.)[ivxlcdm]*(?!\w)"
)


def romans(pattern: str, say: Callable[[re.Match[str], int], str | None], flags: int = 0) -> RewriteRule:
    """A rule for Roman numerals: group `n` holds them."""

    def spoken(m: re.Match[str]) -> str | None:
        return say(m, roman(m["n"])) if is_roman(m["n"].upper()) else None

    return rule("roman numeral", pattern, spoken, _NUMERAL, flags)
