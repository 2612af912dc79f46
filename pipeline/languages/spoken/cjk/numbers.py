"""Chinese and Japanese numbers in ideographs, which every front end of these languages reads."""

from __future__ import annotations

ZH = "零一二三四五六七八九"
JA = "〇一二三四五六七八九"
_SMALL = ["", "十", "百", "千"]
_BIG = ["", "万", "亿", "兆", "京"]
_BIG_JA = ["", "万", "億", "兆", "京"]


def zh_cardinal(n: int) -> str:
    """Two thousand is 两千, a lone two hundred 两百, but 二百一十九; ten is 十 at the front alone."""
    if n < 0:
        return "负" + zh_cardinal(-n)
    if n == 0:
        return "零"
    if n >= 10**20:
        return zh_digits(str(n))
    if n == 200:
        return "两百"
    words, gap = "", False
    groups = _groups(n)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = gap or bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += (
            "两" if group == 2 and place and not words else _zh_group(group, first=not words or place > 0)
        ) + _BIG[place]
        gap = False
    return words


def _zh_group(n: int, *, first: bool) -> str:
    parts, zero = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if not digit:
            zero = bool(parts)
            continue
        if zero:
            parts += "零"
        zero = False
        if place == 1 and digit == 1 and first and not parts:
            parts += "十"
        elif digit == 2 and place == 3:
            parts += "两千"
        else:
            parts += ZH[digit] + _SMALL[place]
    return parts


def ja_cardinal(n: int) -> str:
    """百, not 一百; 千, but 一千万 and 一千億."""
    if n < 0:
        return "マイナス" + ja_cardinal(-n)
    if n == 0:
        return "〇"
    if n >= 10**20:
        return "".join(JA[int(c)] for c in str(n))
    words = ""
    groups = _groups(n)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        for small in (3, 2, 1, 0):
            digit = group // 10**small % 10
            if digit:
                bare = small and digit == 1 and not (small == 3 and place)
                words += ("" if bare else JA[digit]) + _SMALL[small]
        if group:
            words += _BIG_JA[place]
    return words


def _groups(n: int) -> list[int]:
    parts = []
    while n:
        n, low = divmod(n, 10_000)
        parts.append(low)
    return parts


def zh_digits(text: str, *, one: str = "一") -> str:
    return "".join(one if c == "1" else ZH[int(c)] for c in text if c.isdecimal())


def zh_number(text: str) -> str:
    """Figures with commas, decimals and a sign; figures with a nought before them one by one."""
    sign, text = ("负", text[1:]) if text[:1] in "-−" else ("正" if text[:1] == "+" else "", text.lstrip("+"))
    whole, point, rest = text.replace(",", "").partition(".")
    words = zh_digits(whole) if len(whole) > 1 and whole[0] == "0" else zh_cardinal(int(whole or 0))
    return sign + words + (f"点{zh_digits(rest)}" if point and rest else "")


def ja_number(text: str) -> str:
    sign, text = ("マイナス", text[1:]) if text[:1] in "-−" else ("プラス" if text[:1] == "+" else "", text.lstrip("+"))
    whole, point, rest = text.replace(",", "").partition(".")
    digits = "".join(JA[int(c)] for c in whole)
    words = digits if len(whole) > 1 and whole[0] == "0" else ja_cardinal(int(whole or 0))
    return sign + words + (f"点{''.join(JA[int(c)] for c in rest)}" if point and rest else "")
