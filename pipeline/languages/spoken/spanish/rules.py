"""The rules of Spanish."""

from __future__ import annotations

import re

from pipeline.languages.spoken.european.numbers import BEFORE, NUMBER, number, romans, whole
from pipeline.languages.spoken.european.quantities import unit_said
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.languages.spoken.rules import rule
from pipeline.languages.spoken.spanish import grammar, times
from pipeline.languages.spoken.spanish.cardinals import cardinal, decimals, digits, feminine, short
from pipeline.languages.spoken.spanish.ordinals import ordinal, parts, ratio
from pipeline.languages.spoken.spanish.tables import ABBREVIATIONS, ERAS, MONEY, NUMBERED, UNITS, WEEKDAYS
from pipeline.languages.spoken.stops import sentence_ends

TO = " a "
MONTHS = tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split())
_FEMININE = frozenset(
    "hora milla yarda libra onza tonelada pulgada rupia corona lira peseta hectárea caloría "
    "unidad kilocaloría kilotonelada megatonelada atmósfera".split()
)


def _counted(n: int, noun: str) -> str:
    return feminine(n) if noun.partition(" ")[0] in _FEMININE else short(cardinal(n))


def _agree(said: str, noun: str) -> str:
    """Decimals and a half before a noun: coma cero una libras, media onza."""
    if noun.partition(" ")[0].removesuffix("s") not in _FEMININE:
        return short(said)
    said = re.sub(r"medio$", "media", re.sub(r"uno$", "una", said))
    head, coma, tail = said.partition(" coma ")
    return re.sub("(ciento|quiniento)s", lambda w: w[1][:-1] + "as", re.sub("uno$", "una", head)) + coma + tail


def _date(day: int, month: int, year: str) -> str:
    link = "" if year.startswith("del ") else "de "
    return f"{'primero' if day == 1 else cardinal(day)} de {MONTHS[month - 1]}" + (f" {link}{year}" if year else "")


_MARKS = {
    ".": "punto", "@": "arroba", "/": "barra", ":": "dos puntos", "-": "guión", "_": "guión bajo",
    "?": "signo de interrogación", "=": "igual", "&": "y", "#": "almohadilla", "%": "por ciento", "+": "más",
    "~": "tilde",
}  # fmt: skip
_WORDS = Wording(
    cardinal=cardinal, counted=_counted, ratio=ratio, decimals=decimals, year=cardinal, digits=digits, date=_date,
    clock=times.clock, months=MONTHS,
    month_pattern=r"ene(?:ro|\.)|feb(?:rero|\.)|mar(?:zo|\.)|abr(?:il|\.)|mayo|may\.|jun(?:io|\.)|jul(?:io|\.)|"
                  r"ago(?:sto|\.)|sept?(?:iembre|\.)|oct(?:ubre|\.)|nov(?:iembre|\.)|dic(?:iembre|\.)",
    to="a", point="coma", minus="menos", plus="más", percent="por ciento", mixed=" y ", by="por", times="por",
    equals="es igual a",
    divided="dividido entre", per="por", marks=_MARKS,
    spell=lambda part: part if part in ("com", "net", "org", "gov", "gob") else " ".join(part),
    units=UNITS, money=MONEY, scales="millones|millón|billones|billón|trillones|mil millones", of_scale="de ",
    symbols={
        "&": "y", "%": "por ciento", "=": "igual a", "€": "euros", "$": "dólares", "£": "libras", "§": "párrafo",
        "°": "grados", "π": "pi", "‰": "por mil", "+": "más", "@": "arroba", "©": "copyright", "×": "por",
    },
    abbreviations=ABBREVIATIONS, numbered=NUMBERED,
    powers={"²": "cuadrados", "³": "cúbicos"}, power_after=True, to_power="elevado a",
    short_scales={"k": ("mil", "mil"), "M": ("millón", "millones")}, against="a",
    scaled=short, agree=_agree, of_part="de ")  # fmt: skip


def _brief(m: re.Match[str]) -> str | None:
    """12 oct 1492."""
    month = next(n for n, name in enumerate((*MONTHS, "setiembre"), 1) if name[:3] == m["m"].lower()[:3])
    if not 0 < int(m["d"]) < 32:
        return None
    end = "." if m.group().endswith(".") and sentence_ends(m.string, m.end(), "es") else ""
    return _date(int(m["d"]), 9 if month == 13 else month, cardinal(int(m["y"])) if m["y"] else "") + end


def _half_unit(m: re.Match[str]) -> str | None:
    """1 1/2 mph: una y media milla por hora; 3 3/5 m: tres y tres quintos de metro."""
    unit = unit_said(_WORDS, m["u"], 1)
    if unit is None:
        return None
    one, noun = unit[0], unit[1].partition(" ")[0]
    a, b = map(int, m["f"].split("/"))
    head = feminine(int(m["n"])) if noun in _FEMININE else cardinal(int(m["n"]))
    if (a, b) == (1, 2):
        return f"{head} y {'media' if noun in _FEMININE else 'medio'} {one}"
    return f"{head} y {ratio(a, b)} de {one}"


def _one_unit(m: re.Match[str]) -> str | None:
    """1,01 mph: una coma cero una millas por hora: the decimals follow the noun."""
    if m["u"] not in UNITS or "," not in m["n"]:
        return None
    many = UNITS[m["u"]][1]
    words = number(_WORDS, m["n"])
    return f"{_agree(words, many)} {many}"


def _before_noun(m: re.Match[str]) -> str | None:
    """21 años: veintiún; 200 casas: doscientas; 1.000.000 habitantes: un millón de."""
    n, after = whole(m["n"]), m.string[m.end("n") :]
    she = grammar.feminine(m.string[: m.start()], after)
    if she is None or m["n"][0] == "0":
        return None
    words = feminine(n) if she else short(cardinal(n))
    if n >= 10**6 and n % 10**6 == 0:
        return f"{words} de"
    return words if words != cardinal(n) else None


def _thousands(m: re.Match[str]) -> str | None:
    """200 mil mujeres: doscientas mil."""
    she = grammar.feminine("", f" {m['w']}")
    return feminine(int(m[1])) if she and int(m[1]) != 1 else short(cardinal(int(m[1])))


def _half(m: re.Match[str]) -> str:
    """½ hora: media hora; 2 1/2 horas: dos horas y media."""
    she = grammar.is_feminine(m["w"])
    half = "media" if she else "medio"
    if not m["n"]:
        return f"{half} {m['w']}"
    n = int(m["n"])
    thing = m["w"].removesuffix("s") if n == 1 else m["w"]
    return f"{feminine(n) if she else short(cardinal(n))} {thing} y {half}"


def _suffixed(m: re.Match[str]) -> str | None:
    """2.º, 3er, 4to; 2a and 28° only where they are no flat and no degrees."""
    around = re.search(r"\b(?:el|la|los|las|un|una|del|al|su|sus|mi|tu)\s[«“\"(]?$", m.string[: m.start()], re.I)
    alone = m.string.strip(" .") == m.group().strip(" .")
    noun = re.match(
        r" (?!de\b|en\b|y\b|a\b|o\b|bajo\b|sobre\b|al\b|con\b|norte|sur|este|oeste|latitud|longitud|"
        r"cent[íi]grados|celsius|fahrenheit)[a-záéíóúñ]{3,}",
        m.string[m.end() :],
    )
    fits = {"no": 9, "na": 9, "ma": 7, "mo": 7, "va": 8, "vo": 8}.get(m[2]) == int(m[1][-1])
    if m[2] in ("o", "a", "no", "na", "ma", "va", "mo", "vo") and not (alone or around or noun or fits):
        return None
    if m[2] == "°" and not (alone or noun or (around and not re.match(r" ?[CFNSEO\d]", m.string[m.end() :]))):
        return None
    return ordinal(whole(m[1]), m[2])


def _reigned(m: re.Match[str], n: int) -> str:
    """Isabel II: segunda; Alfonso XIII: trece."""
    she = m["w"] in ("Isabel", "Leonor") or m["w"].endswith("a")
    return f"{m['w']} {ordinal(n, 'ª' if she else 'º') if n <= 10 else cardinal(n)}"


def _era(m: re.Match[str]) -> str:
    """44 a. C., siglo V a. n. e., 79 dc."""
    words = ERAS[re.sub(r"[. ]|de ", "", m.group().lower())]
    return words + ("." if m.group().endswith(".") and sentence_ends(m.string, m.end(), "es") else "")


def _centuries(m: re.Match[str]) -> str | None:
    """ss. XVI-XVII."""
    if not (is_roman(m[1]) and is_roman(m[2])):
        return None
    return f"siglos {cardinal(roman(m[1]))} {'y' if ' y ' in m.group() else 'a'} {cardinal(roman(m[2]))}"


def _in_order(m: re.Match[str], n: int) -> str:
    ordered = m["w"].lower() in ("capítulo", "acto", "libro") and n < 11
    return f"{m['w']} {ordinal(n, 'º') if ordered else cardinal(n)}"


_SMALL_UNITS = r"°(?: ?[CFcf]\b)?|[^\W\d_]{1,3}"
# What halves are counted of.
_MEASURED = (
    "(?:horas?|años?|mes(?:es)?|días?|semanas?|siglos?|minutos?|kilos?|gramos?|litros?|metros?|kilómetros?|"
    "leguas?|millas?|pies|pulgadas?|varas?|libras?|onzas?|arrobas?|tazas?|vasos?|docenas?|cucharad(?:it)?as?|"
    "botellas?)"
)
_CODES = "|".join(sorted((re.escape(c) for c in MONEY if not c.isalpha() and "/" not in c), key=len, reverse=True))
_SAINTS = (
    "Juan|Pedro|Pablo|José|Francisco|Antonio|Miguel|Martín|Lorenzo|Agustín|Ignacio|Sebastián|Fernando|Isidro|"
    "Jerónimo|Bernardo|Benito|Andrés|Marcos|Mateo|Lucas|Esteban|Jorge|Roque|Vicente|Nicolás|Felipe|Javier"
)
_KINGS = (
    "Felipe|Carlos|Alfonso|Fernando|Juan|Isabel|Luis|Enrique|Pío|Juan Pablo|Benedicto|Pedro|Sancho|Jaime|"
    "Napoleón|Guillermo|Jorge|Eduardo|Francisco|León|Gregorio|Catalina|Nicolás|Alejandro|Pablo|Ramiro|Ordoño|"
    "García|Bermudo|Urraca|Berenguer|Ramón|Martín|Manuel|José|Federico|Otón|Clemente|Urbano|Inocencio|Bonifacio|"
    "Sixto|Julio|Adriano|Teodosio|Ricardo|Jacobo|María|Ana|Margarita|Leopoldo|Alberto|Balduino|Óscar|Gustavo|"
    "Cristián|Haakon|Iván|Darío|Ramsés|Ptolomeo|Cleopatra|Victoria|Leonor|Juana|Blanca|Sancha|Carlota|Cristina"
)
RULES = rules(
    _WORDS, "es",
    phones=(
        rule("telephone", r"\b1-800-[a-zA-Z0-9-]+", lambda m: "uno ochocientos " + " ".join(digits(p) if p.isdecimal()
             else p for p in m.group()[6:].split("-"))),
        rule("telephone", r"(?<!\w)\+(\d{1,3})([ -]?\(?\d[\d ()-]{5,}\d)(?!\w)",
             lambda m: f"más {cardinal(int(m[1])) if len(m[1]) < 3 else digits(m[1])} {digits(m[2])}", r"\+\d"),
        rule("telephone", r"(?<![\w.,])[6-9]\d\d \d{3} \d{3}(?!\w|[.,]?\d| [a-záéíóú\d]| ?[€$%])",
             lambda m: digits(m.group())),
    ),
    first=(
        rule("ordinal", r"(?<![\w.,])(\d{1,3}(?:[. ]\d{3})+|\d+)\.?(º|°|ª|ᵉʳ|er|ero|ro|era|ra|do|da|to|ta|mo|ma|vo|va|"
                        r"no|na|o|a)(?!\w)", _suffixed),
        rule("date", rf"\b(?:{'|'.join(WEEKDAYS)})\.(?=,? \d{{1,2}} (?:de )?(?:{_WORDS.month_pattern}))",
             lambda m: WEEKDAYS[m.group()[:-1].lower()], r"\. \d|\., \d", re.IGNORECASE),
        rule("date", rf"{BEFORE}(?P<d>\d{{1,2}}) (?P<m>ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)\b\.?"
                     r"(?: (?P<y>\d{4})(?!\w|[.,:]\d))?", _brief, flags=re.I),
        rule("date", rf"\b(?P<m>{_WORDS.month_pattern}) (?P<d>\d{{1,2}})(?:,? (?P<y>\d{{4}}))?(?!\w|[.,:]\d)",
             lambda m: _date(int(m["d"]), next(n for n, name in enumerate(MONTHS, 1) if name[:3] == m["m"].lower()[:3]),
             cardinal(int(m["y"])) if m["y"] else "") if 0 < int(m["d"]) < 32 else None, flags=re.IGNORECASE),
        rule("time", r"(?<=\b[Ll]as )(\d{1,2}) (?:y )?(1/2|1/4|½|¼)(?![\w/])", lambda m: f"{feminine(int(m[1]))} y "
             + ("media" if m[2] in ("1/2", "½") else "cuarto"), r"1/[24]|[½¼]"),
        *times.RULES,
        rule("money", r"\b(?P<n>\d{2,})(?P<c>hkd|usd|eur)\b", lambda m: f"{cardinal(int(m['n']))} {MONEY[m['c']][1]}",
             flags=re.IGNORECASE),
        rule("fraction", r"(?<![\w.,/])(\d+)/(\d+)(?= partes?\b)", lambda m: parts(int(m[1]), int(m[2]))),
        rule("fraction", rf"(?<![\w.,/])(?<!\d )(?:(?P<n>\d+) ?)?(?<!\d)(?:1/2|½) (?P<w>{_MEASURED})\b", _half,
             r"1/2|½"),
        rule("money", rf"(?<=llones de )(?P<c>{_CODES})(?!\w)", lambda m: MONEY[m["c"]][1], r"[$€£¥₩₧]"),
        rule("acronym", r"\bip\b", "i p", r"\bip\b"),
        rule("abbreviation", r"\bc/u\b", "cada uno", r"c/u", re.IGNORECASE),
        rule("abbreviation", r"\b[cC]/\s?(?=[A-ZÁÉÍÓÚÑ])", "calle ", "[cC]/"),
        rule("abbreviation", r"(?<=\by )ss?\.", lambda m: "siguientes" + (
            "." if sentence_ends(m.string, m.end(), "es") else ""), r"y ss?\."),
        rule("abbreviation", r"\bs/n\b", "sin número", "s/n"),
        rule("abbreviation", r"\bn\.os\s?(?=\d)", "números ", r"n\.os"),
        rule("abbreviation", r"\b(h|ca?)\. (?=\d{3,4}\b)", lambda m: "hacia " if m[1] == "h" else "circa ",
             r"[hca]\. \d"),
        rule("abbreviation", rf"\bS\. (?=(?:{_SAINTS})\b)", "san ", r"S\. "),
        rule("measure", rf"(?<![\w.,])(?P<n>\d+) (?P<f>\d/\d+) (?P<u>(?:{_SMALL_UNITS})[²³]?)(?!\w)", _half_unit),
        rule("measure", rf"(?<![\w.,])(?P<n>{NUMBER}) (?P<u>{_SMALL_UNITS})(?![\w/²³])", _one_unit, r"\d,\d"),
    ),
    before_numbers=(
        romans(rf"\b(?P<w>{_KINGS}) (?P<n>[IVXL]+)\b", _reigned),
        romans(r"\b(?P<w>siglos?|año|capítulo|tomo|volumen|libro|parte|acto|escena|canto|sección) "
               r"(?P<n>[IVXLCDM]+|[ivxlcdm]+)\b", _in_order, re.IGNORECASE),
        romans(r"\b(?P<w>(?i:el|la|los|las|su|del|al)) (?P<n>[IVXL]{2,}|[VX]|I(?= [A-Z]))"
               r"(?= (?:[a-z]|[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2}))",
               lambda m, n: f"{m['w']} {ordinal(n, 'ª' if m['w'].lower().startswith('la') else 'er')}"),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("roman numeral", r"\bss?\. ([IVX]+) ?(?:[-–]|a|al|y) ?([IVX]+)\b", _centuries,
             r"s\. [IVX]"),
        romans(r"(?<![\w.])(?P<n>[IVXL]{2,}|[VX])(?= (?P<w>aniversario|congreso|edición|asamblea|"
               r"jornadas?|festival|concurso|feria|encuentro|campeonato|simposio|centenario|premio|cumbre|legislatura|dinastía|república|guerra|torneo|juegos))",
               lambda m, n: ordinal(n, "ª" if grammar.is_feminine(m["w"]) else "er")),
        romans(r"(?<=\b[eE]l )(?!vi\b)(?P<n>[ivx]{2,})(?= [a-z])", lambda _, n: ordinal(n, "er")),
        romans(r"\bs\. (?P<n>[IVX]+)\b", lambda _, n: f"siglo {cardinal(n)}"),
        rule("abbreviation", r"\bDa\.(?= [A-ZÁÉÍÓÚ])|^da\.(?= )", "doña", r"[Dd]a\."),
        rule("abbreviation", r"\bFr\.(?= [A-ZÁÉ])", "fray", r"Fr\."),
        rule("number", r"(?<=\b[Ll]a )1(?= (?:y|menos) (?:\d|media|cuarto)| de la (?:mañana|tarde|noche|madrugada)|"
                       r"[,;:!?)…]|\.?$|\.\s)", "una"),
        rule("number", r"(?:(?<=\b[Ll]as )|(?<=\b[uU]nas ))(\d+)(?!\w|[.,:]\d|\s?[h%€°º]|\s(?![oyua]\s\d)[a-z\d])",
             lambda m: feminine(int(m[1])) if m[1][0] != "0" else None),
        rule("number", r"(?<![\w.,])(\d+)(?= mil (?P<w>[a-záéíóúñ]{3,}))", _thousands),
        rule("number", r"(?<![\w.,:/-])(?P<n>\d{1,3}(?:[. ]\d{3})+|\d+)(?= [a-záéíóúñ])", _before_noun),
        rule("date", r"(?<=[\dIVXLC] )(?:[ad]\. ?(?:de )?(?:j\. ?)?c\b\.?|[ad]\. ?n\. ?e\b\.?|n\. ?e\.|"
                     r"a\. ?e\. ?c\b\.?|e\. ?c\.|[ad]c\b|a?ec\b|ane\b)(?!\w)", _era,
             r"(?i:[\divxlc] (?:[aden]\.|[ade][cen]))", re.I),
    ))  # fmt: skip
