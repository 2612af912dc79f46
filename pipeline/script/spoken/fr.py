"""French."""

from __future__ import annotations

import re

from pipeline.script.spoken.european import BEFORE, romans, rules, whole
from pipeline.script.spoken.rules import rule
from pipeline.script.spoken.words import Words

TO = " à "
_ONES = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
         "dix-huit dix-neuf").split()
_TENS = "_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_BIG = ["", "mille", "million", "milliard", "billion", "billiard", "trillion"]
MONTHS = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())


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
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        said = _below_100(rest)
        return said if last else said.removesuffix("s") if said == "quatre-vingts" else said
    head = "cent" if hundreds == 1 else f"{_ONES[hundreds]} cent"
    return f"{head} {_below_100(rest)}" if rest else head + ("s" if hundreds > 1 and last else "")


def cardinal(n: int) -> str:
    if n == 0:
        return "zéro"
    groups: list[int] = []
    while n:
        n, low = divmod(n, 1000)
        groups.append(low)
    if len(groups) > len(_BIG):
        return " ".join(_ONES[int(c)] for c in "".join(f"{g:03}" for g in reversed(groups)))
    said = []
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if place == 0:
            said.append(_below_1000(group, last=True))
        elif place == 1:
            said.append("mille" if group == 1 else f"{_below_1000(group, last=False)} mille")
        else:
            said.append(f"{_below_1000(group, last=True)} {_BIG[place]}{'s' if group > 1 else ''}")
    return " ".join(said)


def ordinal(n: int, *, feminine: bool = False) -> str:
    if n == 1:
        return "première" if feminine else "premier"
    said = cardinal(n)
    if said.endswith(("quatre-vingts", "cents")) or re.search(r"(?:million|milliard|billion)s$", said):
        said = said[:-1]
    if said.endswith("cinq"):
        return said + "uième"
    if said.endswith("neuf"):
        return said[:-1] + "vième"
    return said.removesuffix("e") + "ième"


def _digits(text: str) -> str:
    return " ".join(_ONES[int(c)] for c in text if c.isdecimal())


def _decimals(text: str) -> str:
    noughts = len(text) - len(text.lstrip("0"))
    rest = text[noughts:]
    return " ".join(["zéro"] * noughts + ([cardinal(int(rest))] if rest and len(rest) <= 3 else [_digits(rest)] if rest
    else [

    ]))


def _ratio(top: int, bottom: int) -> str:
    name = {2: "demi", 3: "tiers", 4: "quart"}.get(bottom) or ordinal(bottom)
    return f"{cardinal(top)} {name}{'s' if top > 1 and not name.endswith('s') else ''}"


def _clock(h: int, minute: int, second: int | None) -> str:
    hour = "minuit" if h in (0, 24) and second is None else f"{_feminine(h)} heure{'s' if h > 1 else ''}"
    said = hour + (f" {_feminine(minute)}" if minute else "")
    return said + (f" et {_feminine(second)} seconde{'s' if second > 1 else ''}" if second else "")


def _feminine(n: int) -> str:
    return re.sub(r"\bun$", "une", cardinal(n))


def _date(day: int, month: int, year: str) -> str:
    return f"{'premier' if day == 1 else cardinal(day)} {MONTHS[month - 1]}" + (f" {year}" if year else "")


_FEMININE = frozenset("heure minute seconde tonne livre milliseconde".split())
_UNITS = {
    "m": ("mètre", "mètres"), "km": ("kilomètre", "kilomètres"), "cm": ("centimètre", "centimètres"),
    "mm": ("millimètre", "millimètres"), "kg": ("kilogramme", "kilogrammes"), "g": ("gramme", "grammes"),
    "mg": ("milligramme", "milligrammes"), "l": ("litre", "litres"), "L": ("litre", "litres"),
    "ml": ("millilitre", "millilitres"), "cl": ("centilitre", "centilitres"), "t": ("tonne", "tonnes"),
    "min": ("minute", "minutes"), "s": ("seconde", "secondes"), "ms": ("milliseconde", "millisecondes"),
    "h": ("heure", "heures"), "V": ("volt", "volts"), "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"),
    "kWh": ("kilowattheure", "kilowattheures"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("mégahertz", "mégahertz"), "ha": ("hectare", "hectares"), "°C": ("degré Celsius", "degrés Celsius"),
    "°": ("degré", "degrés"), "Go": ("gigaoctet", "gigaoctets"), "Mo": ("mégaoctet", "mégaoctets"),
    "Ko": ("kilooctet", "kilooctets"), "To": ("téraoctet", "téraoctets"), "dB": ("décibel", "décibels"),
    "ft": ("pied", "pieds"),
}  # fmt: skip
_MONEY = {
    "€": ("euro", "euros", "centime", "centimes"), "EUR": ("euro", "euros", "centime", "centimes"),
    "$": ("dollar", "dollars", "cent", "cents"), "US$": ("dollar américain", "dollars américains", "cent", "cents"),
    "£": ("livre", "livres", "penny", "pence"), "¥": ("yen", "yens", "sen", "sen"),
    "FF": ("franc", "francs", "centime", "centimes"), "CHF": ("franc suisse", "francs suisses", "centime", "centimes"),
    "USD": ("dollar américain", "dollars américains", "cent", "cents"),
}  # fmt: skip
_SHORT = {
    "mm": "messieurs", "mr": "monsieur", "mrs": "madame", "mme": "madame", "mmes": "mesdames", "mlle": "mademoiselle",
    "mlles": "mesdemoiselles", "mᵐᵉ": "madame", "mᵐᵉˢ": "mesdames", "mˡˡᵉ": "mademoiselle", "mˡˡᵉˢ": "mesdemoiselles",
    "dr": "docteur", "dʳ": "docteur", "dʳᵉ": "docteure", "dʳˢ": "docteurs", "dʳᵉˢ": "docteures", "pr": "professeur",
    "prof": "professeur", "st": "saint", "ste": "sainte", "etc": "et cetera", "cf": "confer", "p. ex": "par exemple",
    "p.ex": "par exemple", "c.-à-d": "c'est-à-dire", "env": "environ", "apr. j.-c": "après Jésus-Christ",
    "av. j.-c": "avant Jésus-Christ", "j.-c": "Jésus-Christ", "bd": "boulevard", "boul": "boulevard",
    "cie": "compagnie", "mgr": "monseigneur", "éd": "édition", "tél": "téléphone", "janv": "janvier", "févr": "février",
    "sept": "septembre", "oct": "octobre", "nov": "novembre", "déc": "décembre", "s.v.p": "s'il vous plaît",
}  # fmt: skip
_NUMBERED = {
    "n°": "numéro", "nº": "numéro", "no": "numéro", "p": "page", "pp": "pages", "t": "tome", "vol": "volume",
    "chap": "chapitre", "art": "article", "fig": "figure", "§": "paragraphe",
}  # fmt: skip
_WORDS = Words(
    cardinal=cardinal, counted=lambda n, noun: _feminine(n) if noun in _FEMININE else cardinal(n), ratio=_ratio,
    decimals=_decimals,
    year=cardinal, digits=_digits, date=_date, clock=_clock, months=MONTHS,
    month_pattern=r"janv(?:ier|\.)|févr(?:ier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|août|sept(?:embre|\.)|"
                  r"oct(?:obre|\.)|nov(?:embre|\.)|déc(?:embre|\.)",
    to="à", point="virgule", minus="moins", plus="plus", percent="pour cent", mixed=" et ", by="sur", times="fois",
    equals="égale",
    divided="divisé par", per="par",
    marks={
        ".": "point", "@": "arobase", "/": "barre oblique", ":": "deux points", "-": "tiret", "_": "tiret bas",
        "?": "point d'interrogation", "=": "égal", "&": "et", "#": "dièse", "%": "pour cent", "+": "plus", "~": "tilde",
    },
    spell=lambda part: part if len(part) > 3 or part in ("com", "net", "org") else " ".join(part), units=_UNITS,
    money=_MONEY,
    scales="millions|million|milliards|milliard|billions|billion", of_scale="d'euros".replace("d'euros", "de "),
    symbols={
        "&": "et", "%": "pour cent", "=": "égale", "€": "euros", "$": "dollars", "£": "livres", "§": "paragraphe",
        "°": "degrés", "+": "plus", "@": "arobase", "©": "copyright", "×": "fois",
    },
    abbreviations=_SHORT, numbered=_NUMBERED, powers={"²": "carrés", "³": "cubes"}, power_after=True,
    to_power="puissance",
    short_scales={
        "k": ("mille", "mille"), "M": ("million", "millions"), "Md": ("milliard", "milliards"),
        "Mds": ("milliard", "milliards"),
    }, against="à", elided="d'")  # fmt: skip


def _days(m: re.Match[str]) -> str:
    said = [cardinal(int(d)) for d in re.split(r"[/-]", m["d"])]
    year = f" {cardinal(int(m['y']))}" if m["y"] else ""
    return f"{' '.join(said)} {m['m']}{year}"


def _nth(m: re.Match[str], n: int) -> str | None:
    known = n == 1 or m["e"] in ("e", "ᵉ", "ème")
    return ordinal(n, feminine=m["e"].startswith("re")) if known else None


def _counted(m: re.Match[str], n: int) -> str:
    first = n == 1 and m["w"].lower() in ("chapitre", "livre", "tome", "acte", "chant")
    return f"{m['w']} {'premier' if first else cardinal(n)}"


_KINGS = ("Louis|Charles|Henri|François|Philippe|Napoléon|Jean|Pie|Jean-Paul|Benoît|Léon|Guillaume|Édouard|Georges|"
          "Élisabeth|Catherine|Alexandre|Nicolas|Frédéric|Robert|Clovis|Paul|Grégoire|Innocent|Urbain")
RULES = rules(
    _WORDS, "fr",
    first=(
        rule("date",
             rf"{BEFORE}(?P<d>\d{{1,2}}(?:[/-]\d{{1,2}})+) (?P<m>{_WORDS.month_pattern})(?: (?P<y>\d{{4}}))?(?!\w)",
             _days),
        rule("date", rf"{BEFORE}(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])(?![\w.,])", lambda m: _date(int(m[1]),
             int(m[2]), "")),
        rule("decade", r"\b(\d0)s\b", lambda m: {
            "50": "fifties", "60": "sixties", "70": "seventies", "80": "eighties", "90": "nineties",
        }.get(m[1])),
        rule("telephone", r"(?<![\w.,])0\d(?:[. -]\d\d){4}(?![\w-])", lambda m: " ".join(cardinal(int(p)) if p[0] != "0"
             else _digits(p) for p in re.findall(r"\d\d", m.group())), r"0\d[. -]\d"),
        rule("time", r"(?<![\w.,:/])(?<!\d-)(?P<h>[01]?\d|2[0-4]) ?h(?: ?(?P<m>[0-5]\d))?(?![\w])",
             lambda m: _clock(int(m["h"]), int(m["m"] or 0), None)),
    ),
    before_numbers=(
        rule("ordinal",
             r"(?<![\w.,])(\d{1,3}(?: \d{3})+|\d+)(ers?|res?|ères?|ère|ᵉʳ|ʳᵉ|es?|èmes?|ème|ᵉ|nde?|ds?)(?!\w)",
             lambda m: ordinal(whole(m[1]), feminine=m[2] in ("re", "ère", "res", "ères", "ʳᵉ", "nde")) + ("s"
             if m[2].endswith("s") else "")),
        romans(rf"\b(?P<w>{_KINGS}) (?P<n>[IVXL]+)(?:er)?\b",
               lambda m, n: f"{m['w']} {'premier' if n == 1 else cardinal(n)}"),
        romans(r"\b(?P<n>[IVX]+)(?P<e>ers?|res?|e|ᵉ|ème)s?(?= \w|[,.;)]|$)", _nth),
        romans(r"(?i:\b(?P<w>chapitre|livre|tome|volume|partie|acte|scène|chant|section|annexe)) "
               r"(?P<n>[IVXLC]+|[ivx]+)\b", _counted),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("abbreviation", r"\b(St|Ste|Sts)(?=[ -][A-ZÉÈ])", lambda m: {
            "St": "saint", "Ste": "sainte", "Sts": "saints",
        }[m[1]], r"\bSte?s?\b"),
        rule("abbreviation", r"\b(bd|av)\.? (?=[A-ZÉÈ])(?!J\.)", lambda m: {
            "bd": "boulevard ", "av": "avenue ",
        }[m[1]], r"\b(?:bd|av)\b"),
        rule("abbreviation", r"\b(Mme|Mmes|Mlle|Mlles|Dr|Pr|Mgr|Me)(?= [A-ZÉÈ])", lambda m: {
            "Me": "maître",
        }.get(m[1]) or _SHORT[m[1].lower()], "M|Dr|Pr"),
        rule("abbreviation", r"\bM\.(?=\s(?:[A-ZÉÈ]|d[e’']|le ))", "monsieur", r"M\."),
    ))  # fmt: skip
