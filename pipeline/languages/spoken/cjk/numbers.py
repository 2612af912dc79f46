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
    said, gap = "", False
    groups = _groups(n)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = gap or bool(said)
            continue
        if said and (gap or group < 1000):
            said += "零"
        said += ("两" if group == 2 and place and not said else _zh_group(group, first=not said or place > 0)) + _BIG[
            place
        ]
        gap = False
    return said


def _zh_group(n: int, *, first: bool) -> str:
    out, zero = "", False
    for place in (3, 2, 1, 0):
        digit = n // 10**place % 10
        if not digit:
            zero = bool(out)
            continue
        if zero:
            out += "零"
        zero = False
        if place == 1 and digit == 1 and first and not out:
            out += "十"
        elif digit == 2 and place == 3:
            out += "两千"
        else:
            out += ZH[digit] + _SMALL[place]
    return out


def ja_cardinal(n: int) -> str:
    """百, not 一百; 千, but 一千万 and 一千億."""
    if n < 0:
        return "マイナス" + ja_cardinal(-n)
    if n == 0:
        return "〇"
    if n >= 10**20:
        return "".join(JA[int(c)] for c in str(n))
    said = ""
    groups = _groups(n)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        for small in (3, 2, 1, 0):
            digit = group // 10**small % 10
            if digit:
                bare = small and digit == 1 and not (small == 3 and place)
                said += ("" if bare else JA[digit]) + _SMALL[small]
        if group:
            said += _BIG_JA[place]
    return said


def _groups(n: int) -> list[int]:
    out = []
    while n:
        n, low = divmod(n, 10_000)
        out.append(low)
    return out


def zh_digits(text: str, *, one: str = "一") -> str:
    return "".join(one if c == "1" else ZH[int(c)] for c in text if c.isdecimal())


def zh_number(text: str) -> str:
    """Figures with commas, decimals and a sign; figures with a nought before them one by one."""
    sign, text = ("负", text[1:]) if text[:1] in "-−" else ("正" if text[:1] == "+" else "", text.lstrip("+"))
    whole, point, rest = text.replace(",", "").partition(".")
    said = zh_digits(whole) if len(whole) > 1 and whole[0] == "0" else zh_cardinal(int(whole or 0))
    return sign + said + (f"点{zh_digits(rest)}" if point and rest else "")


def ja_number(text: str) -> str:
    sign, text = ("マイナス", text[1:]) if text[:1] in "-−" else ("プラス" if text[:1] == "+" else "", text.lstrip("+"))
    whole, point, rest = text.replace(",", "").partition(".")
    digits = "".join(JA[int(c)] for c in whole)
    said = digits if len(whole) > 1 and whole[0] == "0" else ja_cardinal(int(whole or 0))
    return sign + said + (f"点{''.join(JA[int(c)] for c in rest)}" if point and rest else "")
