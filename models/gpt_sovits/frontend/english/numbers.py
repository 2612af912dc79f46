"""English number reading: figures and signs that the script has left in a line, as words; words pass unchanged."""

from __future__ import annotations

import re
from collections.abc import Callable

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_POWERS = ("", " thousand", " million", " billion", " trillion", " quadrillion")
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SIGNS = {"&": " and ", "%": " percent ", "+": " plus ", "=": " equals ", "@": " at ", "£": " pounds ", "€": " euros ",
          "$": " dollars ", "°": " degrees ", "×": " times ", "÷": " divided by ", "#": " number ", "½": " one half ",
          "¼": " one quarter ", "¾": " three quarters ", "§": " section ", "¥": " yen ", "π": " pi "}  # fmt: skip


def cardinal(digits: str) -> str:
    """123 -> one hundred twenty-three; beyond 18 digits, digit by digit."""
    if len(digits) > 18:
        return " ".join(_ONES[int(d)] for d in digits)
    value = int(digits)
    if value < 1000:
        return _below_thousand(value)
    parts: list[str] = []
    for power, name in enumerate(_POWERS):
        if group := value // 1000**power % 1000:
            parts.insert(0, _below_thousand(group) + name)
    return " ".join(parts)


def _below_thousand(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + ("-" + _ONES[value % 10] if value % 10 else "")
    rest = value % 100
    return _ONES[value // 100] + " hundred" + (" " + _below_thousand(rest) if rest else "")


def ordinal(digits: str) -> str:
    head, joint, last = re.fullmatch(r"(.*?)([ -]?)(\w+)", cardinal(digits)).groups()  # type: ignore[union-attr]
    last = _IRREGULAR.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head}{joint}{last}"


def year(digits: str) -> str:
    """1999 -> nineteen ninety-nine; 2005 -> two thousand five; 1900 -> nineteen hundred."""
    value = int(digits)
    if value % 1000 < 10 or not 1000 < value < 3000:
        return cardinal(digits)
    high, low = value // 100, value % 100
    tail = "hundred" if not low else ("oh " + _ONES[low] if low < 10 else _below_thousand(low))
    return f"{_below_thousand(high)} {tail}"


def _money(found: re.Match[str]) -> str:
    unit, cent = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent")}[found[1]]
    whole = f"{cardinal(found[2])} {unit}{'s' if found[2] != '1' else ''}"
    if not found[3] or int(found[3]) == 0:
        return whole
    cents = "pence" if cent == "penny" and int(found[3]) != 1 else cent + ("s" if int(found[3]) != 1 else "")
    return f"{whole} and {cardinal(found[3])} {cents}"


def _clock(found: re.Match[str]) -> str:
    minutes = int(found[2])
    tail = " o'clock" if not minutes else " oh " + _ONES[minutes] if minutes < 10 else " " + _below_thousand(minutes)
    return cardinal(found[1]) + tail


_PARTS = {"2": "half", "4": "quarter"}


def _fraction(found: re.Match[str]) -> str:
    """3/4 -> three quarters; 5 1/2 -> five and one half. 24/7 and dates stay numbers."""
    whole, above, below = found[1], found[2], found[3]
    if int(above) >= int(below):
        return f"{whole or ''}{cardinal(above)} {cardinal(below)}"
    part = _PARTS.get(below) or ordinal(below)
    if above != "1":
        part = "halves" if part == "half" else part + "s"
    return (f"{cardinal(whole.strip())} and " if whole else "") + f"{cardinal(above)} {part}"


def _telephone(found: re.Match[str]) -> str:
    """A telephone number, digit by digit with a pause between the groups."""
    groups = re.findall(r"\d+", found[0])
    return ", ".join(" ".join("oh" if d == "0" else _ONES[int(d)] for d in group) for group in groups)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple((re.compile(p), f) for p, f in (
    (r"(?<![\w.,/+-])(?:\+?1[ -])?(?:\(\d{3}\) ?|\d{3}-)?\d{3}-\d{4}(?![\w-])", _telephone),
    (r"(?<![\w./,-])(\d+ )?(\d{1,2})/(\d{1,3})(?![\w/])(?!\.\d)", _fraction),
    (r"(?<![\d$£€])\d{1,3}(?:,\d{3})+(?![\d.,]*\d)", lambda m: cardinal(m[0].replace(",", ""))),
    (r"(?<=\d),(?=\d{3}(?!\d))", lambda _: ""),
    (r"([$£€])(\d+)(?:\.(\d\d))?(?![\d.]*\d)", _money),
    (r"\b([01]?\d|2[0-3]):([0-5]\d)\b", _clock),
    (r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(m[1])),
    (r"\b(1[1-9]\d\d|20\d\d)s\b", lambda m: re.sub(r"y$", "ies", year(m[1]))),
    (r"(?<![\d.,])(1[1-9]\d\d|20\d\d)(?![\d.]*\d)", lambda m: year(m[1])),
    (r"(?<![\w.])[-−](?=\d)", lambda _: "minus "),
    (r"(\d)\s*[–—-]\s*(?=\d)", lambda m: m[1] + " to "),
    (r"(\d+)\.(\d+)", lambda m: f"{cardinal(m[1])} point {' '.join(_ONES[int(d)] for d in m[2])}"),
    (r"\d+", lambda m: f" {cardinal(m[0])} "),
))  # fmt: skip


def expanded(text: str) -> str:
    if any(c.isdigit() for c in text):
        for pattern, replace in _RULES:
            text = pattern.sub(replace, text)
    for sign, words in _SIGNS.items():
        if sign in text:
            text = text.replace(sign, words)
    return re.sub(r"\s+", " ", text).strip()


SIGNS = frozenset(_SIGNS)
