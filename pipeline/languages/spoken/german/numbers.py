"""German number words, in parts ("drei und zwanzig"): front ends know the parts, not every compound."""

from __future__ import annotations

_ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
).split()
_TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_BIG = [
    ("", ""), ("tausend", "tausend"), ("million", "millionen"), ("milliarde", "milliarden"), ("billion", "billionen"),
    ("billiarde", "billiarden"), ("trillion", "trillionen"), ("trilliarde", "trilliarden"),
]  # fmt: skip
_IRREGULAR = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}


def _below_1000(n: int, one: str) -> str:
    hundreds, rest = divmod(n, 100)
    words = [f"{_ONES[hundreds] if hundreds > 1 else 'ein'} hundert"] if hundreds else []
    if rest == 1:
        words.append(one)
    elif rest < 20:
        words += [_ONES[rest]] if rest else []
    else:
        tens, ones = divmod(rest, 10)
        words.append(f"{_ONES[ones] if ones != 1 else 'ein'} und {_TENS[tens]}" if ones else _TENS[tens])
    return " ".join(words)


def cardinal(n: int, one: str = "eins") -> str:
    if n == 0:
        return "null"
    if n >= 1000 ** len(_BIG):
        return " ".join(_ONES[int(c)] for c in str(n))  # no word for the group: figure by figure
    groups: list[int] = []
    while n:
        n, low = divmod(n, 1000)
        groups.append(low)
    words = []
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        single, many = _BIG[place]
        if place == 0:
            words.append(_below_1000(group, one))
        elif place == 1:
            words.append(f"{_below_1000(group, 'ein')} tausend")
        else:
            words.append(f"eine {single}" if group == 1 else f"{_below_1000(group, 'eins')} {many}")
    return " ".join(words)


def ordinal(n: int, ending: str = "er") -> str:
    *before, last = cardinal(n).split()
    stem = _IRREGULAR.get(last) or last.removesuffix("e") + ("t" if n % 100 < 20 and n % 100 else "st")
    return " ".join([*before, stem + ending])


def year(n: int) -> str:
    if 1100 <= n < 2000:
        high, low = divmod(n, 100)
        return f"{cardinal(high)} hundert" + (f" {cardinal(low)}" if low else "")
    return cardinal(n)


def digits(text: str) -> str:
    return " ".join(_ONES[int(c)] for c in text if c.isdecimal())


def ratio(top: int, bottom: int) -> str:
    if bottom == 2:
        return "ein halb" if top == 1 else f"{cardinal(top)} halbe"
    return f"{cardinal(top, 'ein')} {ordinal(bottom, 'el').removeprefix('eine ')}"
