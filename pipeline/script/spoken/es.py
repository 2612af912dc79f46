"""Spanish."""

from __future__ import annotations

import re

from pipeline.script.spoken import electronic
from pipeline.script.spoken.es_cardinals import cardinal, decimals, digits, feminine, short
from pipeline.script.spoken.es_ordinals import ordinal, ratio
from pipeline.script.spoken.es_tables import ABBREVIATIONS, MONEY, UNITS, ZONES
from pipeline.script.spoken.european import BEFORE, NUMBER, number, romans, rules, whole
from pipeline.script.spoken.rules import rule
from pipeline.script.spoken.words import Words

TO = " a "
MONTHS = tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split())
_FEMININE = frozenset("hora milla yarda libra onza tonelada pulgada rupia corona lira peseta".split())


def _counted(n: int, noun: str) -> str:
    return feminine(n) if noun.partition(" ")[0] in _FEMININE else short(cardinal(n)) if n < 100 else cardinal(n)


def _date(day: int, month: int, year: str) -> str:
    link = "" if year.startswith("del ") else "de "
    return f"{'primero' if day == 1 else cardinal(day)} de {MONTHS[month - 1]}" + (f" {link}{year}" if year else "")


def _clock(h: int, minute: int, second: int | None) -> str:
    if second is not None and (second or minute):
        def many(n: int, noun: str) -> str:
            return noun + ("" if n == 1 else "s")

        return (f"{feminine(h)} {many(h, 'hora')} {short(cardinal(minute))} {many(minute, 'minuto')} y "
                f"{short(cardinal(second))} {many(second, 'segundo')}")
    said = {0: "", 30: " y media"}.get(minute, f" y {cardinal(minute)}")
    return feminine(h) + said


def _time(m: re.Match[str]) -> str | None:
    h, minute = int(m["h"]), int(m["m"] or 0)
    half = (m["p"] or "").replace(".", "").replace(" ", "").lower()
    said = _clock(h, minute, int(m["s"]) if m["s"] else None)
    if half:
        said += {"am": " de la mañana", "pm": " de la tarde" if h % 12 < 8 else " de la noche"}[half]
    if m["z"]:
        zone = m["z"].lower()
        name = re.match(r"[a-z]+", zone)
        said += " " + (ZONES.get(name[0]) or " ".join(name[0])) if name else ""
        if offset := re.search(r"([+-])(\d{1,2})(?::(\d{2}))?", zone):
            hours = int(offset[2])
            said += f" {'más' if offset[1] == '+' else 'menos'} {feminine(hours) if hours == 1 else cardinal(hours)}"
            said += f" {cardinal(int(offset[3]))}" if offset[3] else ""
    return said


_MARKS = {
    ".": "punto", "@": "arroba", "/": "barra", ":": "dos puntos", "-": "guion", "_": "guion bajo",
    "?": "signo de interrogación", "=": "igual", "&": "y", "#": "almohadilla", "%": "por ciento", "+": "más",
    "~": "tilde",
}  # fmt: skip
_WORDS = Words(
    cardinal=cardinal, counted=_counted, ratio=ratio, decimals=decimals, year=cardinal, digits=digits, date=_date,
    clock=_clock, months=MONTHS,
    month_pattern=r"ene(?:ro|\.)|feb(?:rero|\.)|mar(?:zo|\.)|abr(?:il|\.)|mayo?\.?|jun(?:io|\.)|jul(?:io|\.)|"
                  r"ago(?:sto|\.)|sept?(?:iembre|\.)|oct(?:ubre|\.)|nov(?:iembre|\.)|dic(?:iembre|\.)",
    to="a", point="coma", minus="menos", plus="más", percent="por ciento", mixed=" y ", by="por", times="por",
    equals="es igual a",
    divided="dividido entre", per="por", marks=_MARKS,
    spell=lambda part: part if part in ("com", "net", "org") or electronic.is_word(part)
    else " ".join(part),
    units=UNITS, money=MONEY, scales="millones|millón|billones|billón|trillones|mil millones", of_scale="de ",
    symbols={
        "&": "y", "%": "por ciento", "=": "igual a", "€": "euros", "$": "dólares", "£": "libras", "§": "párrafo",
        "°": "grados", "+": "más", "@": "arroba", "©": "copyright", "×": "por",
    },
    abbreviations=ABBREVIATIONS, numbered={
        "núm": "número", "n°": "número", "nº": "número", "n.º": "número", "pp": "páginas", "pág": "página",
        "págs": "páginas", "p": "página", "cap": "capítulo", "vol": "volumen", "art": "artículo", "fig": "figura",
        "t": "tomo",
    },
    powers={"²": "cuadrados", "³": "cúbicos"}, power_after=True, to_power="elevado a",
    short_scales={"k": ("mil", "mil"), "M": ("millón", "millones")}, against="a")  # fmt: skip


def _half_unit(m: re.Match[str]) -> str | None:
    """1 1/2 mph: una y media milla por hora; 3 3/5 m: tres y tres quintos de metro."""
    one = UNITS[m["u"]][0]
    noun = one.split()[0]
    a, b = map(int, m["f"].split("/"))
    n = int(m["n"])
    head = feminine(n) if noun in _FEMININE else cardinal(n)
    if (a, b) == (1, 2):
        return f"{head} y {'media' if noun in _FEMININE else 'medio'} {one}"
    return f"{head} y {ratio(a, b)} de {one}"


def _one_unit(m: re.Match[str]) -> str | None:
    """1,01 mph: una coma cero una millas por hora: the decimals follow the noun."""
    one, many = UNITS[m["u"]]
    said = number(_WORDS, m["n"])
    if one.split()[0] in _FEMININE:
        said = re.sub(r"\buno?\b|veintiún\b", lambda w: "veintiuna" if w[0].startswith("v") else "una",
        said).replace("cientos", "cientas").replace("quinientos", "quinientas")
    else:
        said = re.sub(r"\buno$", "un", said)
    return f"{said} {many}"


def _before_noun(m: re.Match[str]) -> str | None:
    """21 años: veintiún; 200 casas: doscientas."""
    noun = re.match(r" (\w+)", m.string[m.end() :])
    if not noun or noun[1] in ("por", "que", "con", "para", "del", "los", "las", "millones", "mil", "antes", "después",
    "más"):
        return None
    n = int(m[1])
    return feminine(n) if noun[1].endswith("as") or (noun[1].endswith("a") and n == 1) else short(cardinal(n))


def _in_order(m: re.Match[str], n: int) -> str:
    ordered = m["w"].lower() in ("capítulo", "acto", "libro") and n < 11
    return f"{m['w']} {ordinal(n, 'º') if ordered else cardinal(n)}"


_SMALL_UNITS = "|".join(sorted((re.escape(u) for u in UNITS), key=len, reverse=True))
_KINGS = ("Felipe|Carlos|Alfonso|Fernando|Juan|Isabel|Luis|Enrique|Pío|Juan Pablo|Benedicto|Pedro|Sancho|Jaime|"
          "Napoleón|Guillermo|Jorge|Eduardo|Francisco|León|Gregorio|Catalina|Nicolás|Alejandro|Pablo")
RULES = rules(
    _WORDS, "es",
    first=(
        rule("telephone", r"\b1-800-[a-zA-Z0-9-]+", lambda m: "uno ochocientos " + " ".join(digits(p) if p.isdecimal()
             else p for p in m.group()[6:].split("-"))),
        rule("telephone", r"(?<![\w])\+(\d{1,3}) (?=9 ?\d|\d{3} \d{4}-)([\d ]+-\d+)",
             lambda m: f"más {cardinal(int(m[1]))} {digits(m[2])}"),
        rule("date", rf"\b(?P<m>{_WORDS.month_pattern}) (?P<d>\d{{1,2}})(?:,? (?P<y>\d{{4}}))?(?![\w.,:])",
             lambda m: _date(int(m["d"]), next(n for n, name in enumerate(MONTHS, 1) if name[:3] == m["m"].lower()[:3]),
             cardinal(int(m["y"])) if m["y"] else "") if 0 < int(m["d"]) < 32 else None, flags=re.IGNORECASE),
        rule("date", rf"{BEFORE}(\d{{1,3}}(?:\.\d{{3}})|\d{{1,4}}) (a|d)\. ?c\.(?!\w)",
             lambda m: f"{cardinal(whole(m[1]))} {'antes' if m[2].lower() == 'a' else 'después'} de cristo",
             flags=re.IGNORECASE),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))(?::(?P<s>[0-5]\d))?(?: ?h\b\.?)"
                     r"?(?: ?(?P<p>[ap]\. ?m\b\.?|[ap]m\b))?(?: (?P<z>(?:[ecmp][sd]t|gmt|utc|pyt|art|clt|cot)"
                     r"(?:[+-]\d{1,2}(?::\d{2})?)?))?(?![\w:])(?!,\d)(?! ?%)", lambda m: _time(m)
             if re.search(r"[:h]|[ap]\.? ?m", m.group(), re.IGNORECASE) or m.string.strip() == m.group()
             or re.search(r"\blas? $", m.string[: m.start()]) else None, flags=re.IGNORECASE),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])(?P<m>(?!))?(?P<s>(?!))? ?(?:h (?P<z>(?:gmt|utc|[ecmp][sd]t)"
                     r"(?:[+-]\d{1,2}(?::\d{2})?)?)(?P<p>(?!))?)(?!\w)", _time, flags=re.IGNORECASE),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4]) h (?P<m>[0-5]?\d) min(?: (?P<s>[0-5]?\d) se?g?\b)?",
             lambda m: f"{feminine(int(m['h']))} horas {cardinal(int(m['m']))} minutos"
             + (f" y {cardinal(int(m['s']))} segundos" if m["s"] else ""), flags=re.IGNORECASE),
        rule("money", r"\b(?P<n>\d{2,})(?P<c>hkd|usd|eur)\b", lambda m: f"{cardinal(int(m['n']))} {MONEY[m['c']][1]}",
             flags=re.IGNORECASE),
        rule("measure", rf"(?<![\w.,])(?P<n>\d+) (?P<f>\d/\d+) (?P<u>{_SMALL_UNITS})(?!\w)", _half_unit),
        rule("measure", rf"(?<![\w.,])(?P<n>{NUMBER.replace('(?:,', '(?=[.,])(?:,')}) (?P<u>{_SMALL_UNITS})(?!\w)|"
                        r"(?<![\w.,])(?P<n2>(?!))", lambda m: _one_unit(m) if "," in m["n"] else None),
    ),
    before_numbers=(
        rule("ordinal", r"(?<![\w.,])(\d{1,3}(?:[. ]\d{3})+|\d+)\.?(º|°|ª|ᵉʳ|er|ro|ra|do|da)(?!\w)",
             lambda m: ordinal(whole(m[1]), m[2])),
        romans(rf"\b(?P<w>{_KINGS}) (?P<n>[IVXL]+)\b", lambda m, n: f"{m['w']} "
               f"{ordinal(n, 'ª' if m['w'] in ('Isabel', 'Catalina') else 'º') if n <= 10 else cardinal(n)}"),
        romans(r"\b(?P<w>siglos?|año|capítulo|tomo|volumen|libro|parte|acto|escena|canto|sección) "
               r"(?P<n>[IVXLCDM]+|[ivxlcdm]+)\b", _in_order, re.IGNORECASE),
        romans(r"\b(?P<w>el|la|los|las|su|del|al) (?P<n>[IVXL]{2,}|[VX])(?= [a-z])",
               lambda m, n: f"{m['w']} {ordinal(n, 'ª' if m['w'].startswith('la') else 'º')}"),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        romans(r"\bs\. (?P<n>[IVX]+)\b", lambda _, n: f"siglo {cardinal(n)}"),
        rule("abbreviation", r"\bDa\.(?= [A-ZÁÉÍÓÚ])|^da\.(?= )", "doña", r"[Dd]a\."),
        rule("abbreviation", r"\bFr\.(?= [A-ZÁÉ])", "fray", r"Fr\."),
        rule("number", r"(?<![\w.,])(\d*(?:1|[2-9]\d\d))(?= (?P<w>[a-záéíóúñ]{3,}))", _before_noun),
        rule("abbreviation", r"(?<=\w )ec\b", "era común", r"\bec\b"),
    ))  # fmt: skip
