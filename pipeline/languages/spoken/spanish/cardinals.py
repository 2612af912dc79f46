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
_NAMED = 10 ** (6 * (len(_BIG) + 1))  # numbers below it have words


def _below_1000(n: int) -> str:
    if n == 100:
        return "cien"
    hundreds, rest = divmod(n, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest:
        words.append(ONES[rest] if rest < 30 else TENS[rest // 10] + (f" y {ONES[rest % 10]}" if rest % 10 else ""))
    return " ".join(words)


def _below_million(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    words = []
    if thousands:
        words.append("mil" if thousands == 1 else f"{short(_below_1000(thousands))} mil")
    if rest:
        words.append(_below_1000(rest))
    return " ".join(words)


def cardinal(n: int) -> str:
    """In words; figure by figure from where Spanish has no word for the group."""
    if n == 0:
        return "cero"
    if n >= _NAMED:
        return digits(str(n))
    low, words = n % 10**6, []
    n //= 10**6
    if low:
        words.append(_below_million(low))
    for one, many in _BIG:
        n, group = divmod(n, 10**6)
        if group:
            words.append(f"un {one}" if group == 1 else f"{short(_below_million(group))} {many}")
    return " ".join(reversed(words))


def short(said: str) -> str:
    """The form of a number before a noun: un, veintiún."""
    return re.sub(r"\bveintiuno$", "veintiún", re.sub(r"\buno$", "un", said))


def feminine(n: int) -> str:
    """The form of a number before a feminine noun; millions stay masculine (doscientos millones una libras)."""
    if n >= _NAMED:
        return digits(str(n))
    high, low = n - n % 10**6, n % 10**6
    words = re.sub(r"cientos\b", "cientas", cardinal(low)).replace("quinientos", "quinientas")
    words = re.sub(r"uno$", "una", words)
    return words if not high else cardinal(high) + (f" {words}" if low else "")


def digits(text: str) -> str:
    return " ".join(ONES[int(c)] for c in text if c.isdecimal())


def decimals(text: str) -> str:
    """Decimals in pairs, as Spanish reads them; a pair that begins with a nought is read digit by digit."""
    if len(text) == 3 and text[0] != "0":
        return cardinal(int(text))
    if len(text) == 1 or text[0] == "0" or len(text) % 2:
        pairs = [text] if len(text) == 1 else [*text]
        if len(text) % 2 and len(text) > 1 and text[0] != "0":
            pairs = [text[:2], *(text[i : i + 2] for i in range(2, len(text), 2))]
    else:
        pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    parts = []
    for pair in pairs:
        if len(pair) == 2 and pair[0] != "0":
            parts.append(cardinal(int(pair)))
        else:
            parts.append(digits(pair))
    return " ".join(parts)
