"""English number words. Tens and units stand apart ("twenty three") because front ends look single words up."""

from __future__ import annotations

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = ["", "thousand", "million", "billion", "trillion", "quadrillion"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip


def cardinal(n: int, *, with_and: bool = True) -> str:
    if n < 0:
        return f"minus {cardinal(-n, with_and=with_and)}"
    if n >= 10**18:
        return digits(str(n))
    if n < 100:
        return _below_100(n)
    groups: list[int] = []
    while n:
        n, low = divmod(n, 1000)
        groups.append(low)
    words = [f"{_below_1000(low, with_and and i == 0)} {SCALES[i]}".strip() for i, low in enumerate(groups) if low]
    words.reverse()
    if with_and and len(groups) > 1 and 0 < groups[0] < 100:
        words.insert(-1, "and")
    return " ".join(words)


def _below_100(n: int) -> str:
    if n < 20:
        return ONES[n]
    return TENS[n // 10] + (f" {ONES[n % 10]}" if n % 10 else "")


def _below_1000(n: int, with_and: bool) -> str:
    if n < 100:
        return _below_100(n)
    rest = n % 100
    return f"{ONES[n // 100]} hundred" + (f"{' and' if with_and else ''} {_below_100(rest)}" if rest else "")


def ordinal(n: int) -> str:
    *before, last = cardinal(n, with_and=False).split()
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return " ".join([*before, last])


def year(n: int) -> str:
    """A year of four figures, read in pairs except in the first years of a millennium."""
    if n < 1000 or n > 9999 or (n % 1000) < 10:
        return cardinal(n, with_and=False)
    high, low = divmod(n, 100)
    if low == 0:
        return f"{_below_100(high)} hundred"
    return f"{_below_100(high)} {'oh ' if low < 10 else ''}{_below_100(low)}"


def digits(text: str, zero: str = "zero") -> str:
    return " ".join(zero if c == "0" else ONES[int(c)] for c in text if c.isdecimal())


def number(text: str, *, with_and: bool = True) -> str:
    """Figures with thousands commas and decimals: 1,234.50 or .5."""
    sign, text = ("minus ", text[1:]) if text[:1] == "-" else ("", text)
    whole, point, rest = text.replace(",", "").partition(".")
    if whole and ((len(whole) > 1 and whole[0] == "0" and not point) or len(whole) > 12):
        words = digits(whole)
    else:
        words = cardinal(int(whole), with_and=with_and) if whole else ""
    return sign + f"{words} {'point ' + digits(rest) if point and rest else ''}".strip()


def plural(word: str) -> str:
    """The plural of a spoken ordinal or number: thirds, twenties."""
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("x") else "s")
