"""Chinese number reading: figures that the script has left in a line, as characters.

The pipeline's spoken forms come first and know more (dates, currencies, the lexicons). What they have written out
passes unchanged; this makes sure that no figure is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
_UNITS = {
    "km": "千米",
    "cm": "厘米",
    "mm": "毫米",
    "kg": "千克",
    "mg": "毫克",
    "ml": "毫升",
    "m": "米",
    "g": "克",
    "℃": "摄氏度",
    "°C": "摄氏度",
}
_MEASURES = "个位只条张本件块名次岁天年月点层里斤米千百万亿家间座套种份"
_POWERS = ("", "万", "亿", "万亿")


def spelled(digits: str) -> str:
    """Digit by digit: 1999 -> 一九九九."""
    return "".join(DIGITS[int(d)] for d in digits)


def cardinal(digits: str) -> str:
    """As a number: 100 -> 一百, 10010 -> 一万零一十. Beyond 16 digits, or with a leading zero, digit by digit."""
    if len(digits) > 16 or (len(digits) > 1 and digits[0] == "0"):
        return spelled(digits)
    groups: list[str] = []
    rest = digits
    while rest:
        groups.insert(0, rest[-4:])
        rest = rest[:-4]
    characters = ""
    for place, group in enumerate(groups):
        words = _below_ten_thousand(group.zfill(4))
        if not words:
            continue
        if characters and (group[0] == "0" or characters.endswith("零")):
            characters = characters.rstrip("零") + "零"
        characters += words + _POWERS[len(groups) - 1 - place]
    characters = characters or "零"
    return characters[1:] if characters.startswith("一十") else characters


def _below_ten_thousand(group: str) -> str:
    characters = ""
    for digit, power in zip(group, ("千", "百", "十", ""), strict=True):
        if digit != "0":
            characters += DIGITS[int(digit)] + power
        elif characters and not characters.endswith("零"):
            characters += "零"
    return characters.rstrip("零")


def number(text: str) -> str:
    """3.5 -> 三点五; 1.2.3 -> 一点二点三."""
    whole, *parts = text.split(".")
    return "点".join([cardinal(whole), *map(spelled, parts)])


def _time(found: re.Match[str]) -> str:
    hours, minutes = found[1], found[2]
    return (
        cardinal(hours.lstrip("0") or "0")
        + "点"
        + ("" if minutes == "00" else ("零" if minutes[0] == "0" else "") + cardinal(minutes.lstrip("0") or "0") + "分")
    )


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple((re.compile(p), f) for p, f in (
    (r"(?<=\d),(?=\d{3}(?!\d))", lambda _: ""),
    (r"(?<![\d\w])[-−](?=\d)", lambda _: "负"),
    (r"([01]?\d|2[0-3]):([0-5]\d)", _time),
    (r"(\d{4})年", lambda m: spelled(m[1]) + "年"),
    (r"(\d+)/(\d+)", lambda m: f"{cardinal(m[2])}分之{cardinal(m[1])}"),
    (r"(\d+(?:\.\d+)?)[%％]", lambda m: "百分之" + number(m[1])),
    (r"(?<!\d)(1\d{10})(?!\d)", lambda m: spelled(m[1]).replace("一", "幺")),
    (rf"(?<![\d.])2(?=[{_MEASURES}])(?![月年点])", lambda _: "两"),
    (r"(\d)\s*[-~～—–]\s*(?=\d)", lambda m: m[1] + "到"),
    (r"\d+(?:\.\d+)*", lambda m: number(m[0])),
))  # fmt: skip


def with_units(text: str) -> str:
    """100km -> 一百千米. To be called before a mixed line is split, which would take km for English."""
    return _UNIT.sub(lambda m: ("负" if m[1] else "") + number(m[2]) + _UNITS[m[3]], text)


_UNIT = re.compile(r"(?<![\dA-Za-z.,/:])([-−]?)(\d+(?:\.\d+)*)\s*(km|cm|mm|kg|mg|ml|℃|°C|m|g)(?![A-Za-z0-9])")


def expanded(text: str) -> str:
    text = with_units(text)
    if not any(c.isdigit() for c in text):
        return text
    for pattern, replace in _RULES:
        text = pattern.sub(replace, text)
    return text
