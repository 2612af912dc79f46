"""French number words."""

from __future__ import annotations

import re

_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf"
).split()
_TENS = "_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_BIG = ["", "mille", "million", "milliard", "billion", "billiard", "trillion"]


def _below_100(n: int) -> str:
    if n < 20:
        return _ONES[n]
    tens, ones = divmod(n, 10)
    if tens in (7, 9):
        ones += 10
    if ones == 0:
        return "quatre-vingts" if tens == 8 else _TENS[tens]
    if ones in (1, 11) and tens < 8:
        return f"{_TENS[tens]} et {_ONES[ones]}"
    return f"{_TENS[tens]}-{_ONES[ones]}"


def _below_1000(n: int, last: bool) -> str:
    """The number before mille, where vingt and cent take no s."""
    hundreds, rest = divmod(n, 100)
    tail = _below_100(rest)
    if not last and tail == "quatre-vingts":
        tail = "quatre-vingt"
    if not hundreds:
        return tail
    head = "cent" if hundreds == 1 else f"{_ONES[hundreds]} cent"
    return f"{head} {tail}" if rest else head + ("s" if hundreds > 1 and last else "")


def cardinal(n: int) -> str:
    if n == 0:
        return "zéro"
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
        if place == 0:
            words.append(_below_1000(group, last=True))
        elif place == 1:
            words.append("mille" if group == 1 else f"{_below_1000(group, last=False)} mille")
        else:
            words.append(f"{_below_1000(group, last=True)} {_BIG[place]}{'s' if group > 1 else ''}")
    return " ".join(words)


def ordinal(n: int, *, feminine: bool = False) -> str:
    if n == 1:
        return "première" if feminine else "premier"
    words = cardinal(n)
    if words.endswith(("quatre-vingts", "cents")) or re.search(r"(?:million|milliard|billion)s$", words):
        words = words[:-1]
    if words.endswith("cinq"):
        return words + "uième"
    if words.endswith("neuf"):
        return words[:-1] + "vième"
    return words.removesuffix("e") + "ième"


def digits(text: str) -> str:
    return " ".join(_ONES[int(c)] for c in text if c.isdecimal())


def decimals(text: str) -> str:
    noughts = len(text) - len(text.lstrip("0"))
    rest = text[noughts:]
    words = [] if not rest else [cardinal(int(rest))] if len(rest) <= 3 else [digits(rest)]
    return " ".join(["zéro"] * noughts + words)


def ratio(top: int, bottom: int) -> str:
    name = {2: "demi", 3: "tiers", 4: "quart"}.get(bottom) or ordinal(bottom)
    return f"{cardinal(top)} {name}{'s' if top > 1 and not name.endswith('s') else ''}"


def feminine(n: int) -> str:
    return re.sub(r"\bun$", "une", cardinal(n))
