"""Spanish cardinal numbers."""

from __future__ import annotations

import re

ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve"
).split()
TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()
_BIG = [("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"), ("cuatrillón", "cuatrillones")]


def _below_1000(n: int) -> str:
    if n == 100:
        return "cien"
    hundreds, rest = divmod(n, 100)
    said = [HUNDREDS[hundreds]] if hundreds else []
    if rest:
        said.append(ONES[rest] if rest < 30 else TENS[rest // 10] + (f" y {ONES[rest % 10]}" if rest % 10 else ""))
    return " ".join(said)


def _below_million(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    said = []
    if thousands:
        said.append("mil" if thousands == 1 else f"{short(_below_1000(thousands))} mil")
    if rest:
        said.append(_below_1000(rest))
    return " ".join(said)


def cardinal(n: int) -> str:
    if n == 0:
        return "cero"
    low, said, place = n % 10**6, [], 0
    n //= 10**6
    if low:
        said.append(_below_million(low))
    while n and place < len(_BIG):
        n, group = divmod(n, 10**6)
        if group:
            said.append(f"un {_BIG[place][0]}" if group == 1 else f"{short(_below_million(group))} {_BIG[place][1]}")
        place += 1
    return " ".join(reversed(said))


def short(said: str) -> str:
    """Before a noun: un, veintiún."""
    return re.sub(r"\bveintiuno$", "veintiún", re.sub(r"\buno$", "un", said))


def feminine(n: int) -> str:
    """Before a feminine noun; millions stay masculine (doscientos millones una libras)."""
    high, low = n - n % 10**6, n % 10**6
    said = re.sub(r"cientos\b", "cientas", cardinal(low)).replace("quinientos", "quinientas")
    said = re.sub(r"uno$", "una", said)
    return said if not high else cardinal(high) + (f" {said}" if low else "")


def digits(text: str) -> str:
    return " ".join(ONES[int(c)] for c in text if c.isdecimal())


def decimals(text: str) -> str:
    """In pairs, as Spanish reads them; a pair with a nought in front figure by figure."""
    if len(text) == 3 and text[0] != "0":
        return cardinal(int(text))
    if len(text) == 1 or text[0] == "0" or len(text) % 2:
        pairs = [text] if len(text) == 1 else [*text]
        if len(text) % 2 and len(text) > 1 and text[0] != "0":
            pairs = [text[:2], *(text[i : i + 2] for i in range(2, len(text), 2))]
    else:
        pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    out = []
    for pair in pairs:
        if len(pair) == 2 and pair[0] != "0":
            out.append(cardinal(int(pair)))
        else:
            out.append(digits(pair))
    return " ".join(out)
