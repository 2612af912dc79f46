"""The rules of Italian: number words from CLDR, the shared European rules, and its own."""

from __future__ import annotations

import functools
import re

from pipeline.languages.spoken import cldr
from pipeline.languages.spoken.european.numbers import BEFORE, romans, whole
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.italian import grammar
from pipeline.languages.spoken.italian.tables import (
    ABBREVIATIONS,
    MONEY,
    MONTH,
    MONTHS,
    NUMBERED,
    RAISED,
    RULERS,
    SAINTS,
    UNITS,
)
from pipeline.languages.spoken.rules import rule
from pipeline.languages.spoken.stops import sentence_ends

TO = " a "
_I = re.IGNORECASE
cardinal = functools.partial(cldr.words, "it")
digits = functools.partial(cldr.digits, "it")


def ordinal(n: int, *, feminine: bool = False) -> str:
    return cldr.words("it", n, "ordinal-feminine" if feminine else "ordinal-masculine")


def _counted(n: int, noun: str) -> str:
    if n != 1:
        return cardinal(n)
    return grammar.one(noun.partition(" ")[0])


def _ratio(a: int, b: int) -> str:
    if (a, b) == (1, 2):
        return "un mezzo"
    if b == 2:
        return f"{cardinal(a)} mezzi"
    if b > 100 and b % 100:
        return f"{cardinal(a)} su {cardinal(b)}"
    return f"un {ordinal(b)}" if a == 1 else f"{cardinal(a)} {ordinal(b)[:-1]}i"


def _date(day: int, month: int, year: str) -> str:
    return f"{'primo' if day == 1 else cardinal(day)} {MONTHS[month - 1]}" + (f" {year}" if year else "")


def _clock(h: int, minute: int, second: int | None) -> str:
    hour = "una" if h == 1 else cardinal(h)
    words = hour + (f" e {'un' if minute == 1 else cardinal(minute)}" if minute else "")
    return f"{words} e {cardinal(second)} secondi" if second else words


_WORDS = Wording(
    cardinal=cardinal, counted=_counted, ratio=_ratio, decimals=functools.partial(cldr.decimals, "it"), year=cardinal,
    digits=digits, date=_date, clock=_clock, months=MONTHS, month_pattern=MONTH, to="a", point="virgola", minus="meno",
    plus="più", percent="per cento", mixed=" e ", by="per", times="per", equals="uguale", divided="diviso", per="per",
    marks={
        ".": "punto", "@": "chiocciola", "/": "barra", ":": "due punti", "-": "trattino", "_": "trattino basso",
        "?": "punto interrogativo", "=": "uguale", "&": "e commerciale", "#": "cancelletto", "%": "per cento",
        "+": "più", "~": "tilde",
    },
    spell=lambda part: part if part in ("com", "net", "org", "gov", "it") else " ".join(part),
    units=UNITS, money=MONEY, scales="milioni|milione|miliardi|miliardo|bilioni", of_scale="di ",
    symbols={
        "&": "e", "%": "per cento", "=": "uguale", "€": "euro", "$": "dollari", "£": "sterline", "§": "paragrafo",
        "°": "gradi", "π": "pi greco", "‰": "per mille", "+": "più", "@": "chiocciola", "©": "copyright", "×": "per",
    },
    abbreviations=ABBREVIATIONS, numbered=NUMBERED, powers={"²": "quadrato|quadrati", "³": "cubo|cubi"},
    power_after=True, to_power="alla", against="a", half="mezzo", of_part="di ",
    and_cents=" e ",
    scaled=lambda said: re.sub("uno$", "un", said),
)  # fmt: skip


def _raised(m: re.Match[str]) -> str:
    return RAISED[m.group().lower()]


def _ordered(m: re.Match[str]) -> str:
    return ordinal(whole(m[1]), feminine=m[2] in ("ª", "a"))


def _reigned(m: re.Match[str], n: int) -> str:
    """Luigi XIV, Elisabetta I, Papa Giovanni XXIII."""
    she = m["w"].endswith("a") and m["w"] not in ("Andrea", "Luca", "Nicola")
    return f"{m['w']} {ordinal(n, feminine=she)}"


def _in_order(m: re.Match[str], n: int) -> str:
    """capitolo IV, scena III, secolo XVI."""
    words = ordinal(n, feminine=grammar.is_feminine(m["w"].lower()))
    return f"{m['w']} {words}"


def _before_noun(m: re.Match[str]) -> str | None:
    """1 casa: una casa; 1.000.000 abitanti: un milione di."""
    n, noun = whole(m["n"]), m["w"]
    if n == 1:
        article = grammar.one(noun)
        return article if article == "un'" else f"{article} "
    return f"{cardinal(n)} di " if n >= 10**6 and n % 10**6 == 0 else None


def _era(m: re.Match[str]) -> str:
    words = "avanti Cristo" if m.group()[0].lower() == "a" else "dopo Cristo"
    return words + ("." if m.group().endswith(".") and sentence_ends(m.string, m.end(), "it") else "")


_NOT_NOUNS = "di|del|della|dei|delle|e|ed|o|a|al|alla|in|su|per|con|da|dal|che|è|era|sono|non|fu|più"
_IN_YEAR = r"(?:(?<=\b[nd]el )|(?<=\b(?:dal|sul) )|(?<=\b[iI]l )|(?<=\b[aA]l ))"
_DECADES = {20: "venti", 30: "trenta", 40: "quaranta", 50: "cinquanta", 60: "sessanta", 70: "settanta", 80: "ottanta",
            90: "novanta"}  # fmt: skip
RULES = rules(
    _WORDS, "it",
    phones=(
        rule("telephone", r"(?<![\w.,])3\d\d[ /-]?\d{6,7}(?!\w|[.,]\d)", lambda m: digits(m.group()),
             r"3\d\d[ /-]?\d{6}"),
    ),
    first=(
        rule("abbreviation", rf"(?<![\w.])(?:{'|'.join(re.escape(short) for short in RAISED)})(?!\w)", _raised,
             r"\.[a-z]", _I),
        rule("abbreviation", rf"\bS\. ?(?=(?:{SAINTS})\b)", "san ", r"S\. ?[A-Z]"),
        rule("abbreviation", r"\bS\. ?(?=[AEIOU][a-z]+[oa]\b)", "sant'", r"S\. ?[AEIOU]"),
        rule("abbreviation", r"\bS\. ?(?=[A-Z][a-z]+a\b)", "santa ", r"S\. ?[A-Z]"),
        rule("abbreviation", r"\bSS\. (?=[A-Z])", "santi ", r"SS\."),
        rule("money", r"\bL\. ?(\d{1,3}(?:\.\d{3})+|\d+)(?!\w|[.,]\d)",
             lambda m: f"{cardinal(whole(m[1]))} lire", r"L\. ?\d"),
        rule("ordinal", r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)\.?(º|°|ª)(?! ?[CFNSEO]\b)(?=\s[^\W\d_]{2}|[.,;:!?)]|$)",
             _ordered, "[º°ª]"),
        rule("date", rf"\b(?P<m>{MONTH}) (?P<y>\d{{4}})(?!\w|[.,:]\d)",
             lambda m: f"{MONTHS[[n[:3] for n in MONTHS].index(m['m'][:3].lower())]} {cardinal(int(m['y']))}"
             if m["m"].endswith(".") else None, flags=_I),
        rule("decade", r"(?<=\banni )['’](\d0)(?!\d)", lambda m: _DECADES.get(int(m[1])), r"['’]\d0"),
        # Years and centuries without their thousand: nel '43, l'arte del '500.
        rule("date", rf"{_IN_YEAR}['’](\d\d|[2-9]00)(?!\w|['’])", lambda m: cardinal(int(m[1])), r"['’]\d\d"),
        rule("date", r"(?<=l)['’](\d\d)(?!\w|['’])", lambda m: f"’{cardinal(int(m[1]))}", r"['’]\d\d"),
        rule("time", r"(?:(?<=\bore )|(?<=lle )|(?<=\b[Ll]e ))(?P<h>[01]?\d|2[0-4])[.,:](?P<m>[0-5]\d)"
                     r"(?!\w|[.,:]\d)(?! ?[%€$£])",
             lambda m: _clock(int(m["h"]), int(m["m"]), None)),
        rule("time", r"(?:(?<=\b[Ll]e )|(?<=lle ))1(?! ?(?:%|[^\W\d_]{1,3}\b|[.,:]\d))(?!\w)", "una"),
        rule("time", rf"{BEFORE}h (?P<h>[01]?\d|2[0-4])(?:[.:](?P<m>[0-5]\d))?(?!\w|[.,:]\d)",
             lambda m: f"ore {_clock(int(m['h']), int(m['m'] or 0), None)}", r"h \d"),
    ),
    before_numbers=(
        romans(rf"\b(?P<w>{RULERS}) (?P<n>[IVXL]+)\b(?![’']\w)", _reigned),
        # In small letters three at least: "da parte i soldi", "in quella parte vi era".
        romans(r"\b(?P<w>secolo|secoli|capitolo|tomo|volume|libro|parte|atto|scena|canto|sezione|titolo|articolo|"
               r"lezione|tavola|quadro) (?P<n>(?-i:[IVXLC]+|[ivxlc]{3,}))\b(?![’']\w)", _in_order, _I),
        romans(r"(?<![\w.])(?P<n>[IVXL]+)(?= (?:secolo|congresso|centenario|anniversario|municipio|capitolo|atto|libro|"
               r"canto|reggimento|governo|concilio)\b)", lambda _, n: ordinal(n)),
        romans(r"(?<![\w.])(?P<n>[IVXL]+)(?= (?:edizione|legislatura|dinastia|[Gg]uerra|divisione|legione|brigata|"
               r"scena|parte|repubblica)\b)", lambda _, n: ordinal(n, feminine=True)),
        romans(r"\bsec\. (?P<n>[IVX]+)\b", lambda _, n: f"secolo {ordinal(n)}"),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("date", r"(?<=[\dIVXLC] )(?:[ad]\. ?C\b\.?)(?!\w)", _era, r"[ad]\. ?C"),
        rule("number", rf"(?<![\w.,:/-])(?P<n>1|\d{{1,3}}(?:\.\d{{3}}){{2,}}) (?=(?P<w>[a-zàèéìòù]{{3,}})\b)"
                       rf"(?!(?:{_NOT_NOUNS})\b)", _before_noun),
    ))  # fmt: skip
