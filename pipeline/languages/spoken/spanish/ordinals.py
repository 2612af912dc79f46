"""Spanish ordinals and fractions."""

from __future__ import annotations

import re

from pipeline.languages.spoken.spanish.cardinals import cardinal, short

_ONES = "_ primero segundo tercero cuarto quinto sexto séptimo octavo noveno".split()
_TEENS = (
    "décimo undécimo duodécimo decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo "
    "decimonoveno"
).split()
_TENS = "_ _ vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo".split()
_HUNDREDS = (
    "_ centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo "
    "octingentésimo noningentésimo"
).split()


def ordinal(n: int, ending: str = "º") -> str:
    """ending: º ° masculine, ª ra da feminine, ᵉʳ er before a masculine noun."""
    words = _masculine(n)
    if ending in ("ª", "ra", "era", "da", "ta", "ma", "va", "na", "a"):
        words = re.sub("(cient|quinient)osmil", r"\1asmil", words)
        return " ".join(re.sub("o$", "a", word) for word in words.split())
    if ending in ("ᵉʳ", "er"):
        return re.sub(r"(primer|tercer)o$", r"\1", words)
    return words


def _masculine(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    words = []
    if thousands:
        head = short(cardinal(thousands)).replace(" y ", "i").replace(" ", "")
        words.append("milésimo" if thousands == 1 else f"{head}milésimo")
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        words.append(_HUNDREDS[hundreds])
    if 10 <= rest < 20:
        words.append(_TEENS[rest - 10])
    elif rest:
        tens, ones = divmod(rest, 10)
        if tens == 2 and ones:
            words.append(("vigesimo" + _ONES[ones]).replace("oo", "o"))  # one word up to thirty
        else:
            words += [_TENS[tens]] if tens else []
            words += [_ONES[ones]] if ones else []
    return " ".join(words)


def parts(top: int, bottom: int) -> str | None:
    """A fraction before "partes": tres cuartas, una tercera."""
    if not 1 < bottom < 100:
        return None
    if bottom == 2:
        return "media" if top == 1 else None
    stem = cardinal(bottom).replace(" y ", "i").translate(str.maketrans("éó", "eo"))
    one = ordinal(bottom, "ª") if bottom <= 10 else re.sub("uno$", "un", re.sub("a$", "", stem)) + "ava"
    words = re.sub("uno$", "una", cardinal(top))
    return f"{words} {one}{'s' if top > 1 else ''}"


def ratio(top: int, bottom: int) -> str:
    named = {
        2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno",
        10: "décimo", 100: "centésimo", 1_000_000: "millonésimo",
    }.get(bottom)  # fmt: skip
    if bottom == 2 and top == 1:
        return "medio"
    if named is None and bottom < 100:
        stem = cardinal(bottom).replace(" y ", "i").replace("é", "e").replace("ó", "o")
        named = re.sub("a$", "", re.sub("uno$", "un", stem)) + "avo"
        named = named.replace("taiavo", "tavo").replace("eavo", "eavo")
    if named is None and bottom % 1000 == 0 and bottom < 10**9:
        head, many = (bottom // 10**6, "millonésimo") if bottom % 10**6 == 0 else (bottom // 1000, "milésimo")
        simple = head in (1, 10, 100) or head < 10
        named = ("" if head == 1 else cardinal(head).replace(" ", "")) + many if simple else None
    if named is None and bottom % 100 == 0 and bottom < 1000:
        named = _HUNDREDS[bottom // 100]
    if named is None:
        return f"{cardinal(top)} sobre {cardinal(bottom)}"
    return f"{short(cardinal(top))} {named}{'s' if top > 1 else ''}"
