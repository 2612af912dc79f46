"""German. Numbers stand in their parts ("drei und zwanzig"): a front end knows the parts, and not every compound."""

from __future__ import annotations

import re

from pipeline.script.spoken.de_tables import MONEY, NUMBERED, SHORT, UNITS
from pipeline.script.spoken.european import BEFORE, romans, rules, whole
from pipeline.script.spoken.rules import rule
from pipeline.script.spoken.words import Words

TO = " bis "
_ONES = ("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
         "siebzehn achtzehn neunzehn").split()
_TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_BIG = [
    ("", ""), ("tausend", "tausend"), ("million", "millionen"), ("milliarde", "milliarden"), ("billion", "billionen"),
    ("billiarde", "billiarden"), ("trillion", "trillionen"), ("trilliarde", "trilliarden"),
]  # fmt: skip
MONTHS = tuple("januar februar märz april mai juni juli august september oktober november dezember".split())


def _below_1000(n: int, one: str) -> str:
    hundreds, rest = divmod(n, 100)
    said = [f"{_ONES[hundreds] if hundreds > 1 else 'ein'} hundert"] if hundreds else []
    if rest == 1:
        said.append(one)
    elif rest < 20:
        said += [_ONES[rest]] if rest else []
    else:
        tens, ones = divmod(rest, 10)
        said.append(f"{_ONES[ones] if ones != 1 else 'ein'} und {_TENS[tens]}" if ones else _TENS[tens])
    return " ".join(said)


def cardinal(n: int, one: str = "eins") -> str:
    if n == 0:
        return "null"
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
        single, many = _BIG[place]
        if place == 0:
            said.append(_below_1000(group, one))
        elif place == 1:
            said.append(f"{_below_1000(group, 'ein')} tausend")
        else:
            said.append(f"eine {single}" if group == 1 else f"{_below_1000(group, 'eins')} {many}")
    return " ".join(said)


_IRREGULAR = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}


def ordinal(n: int, ending: str = "er") -> str:
    *before, last = cardinal(n).split()
    stem = _IRREGULAR.get(last) or last + ("t" if n % 100 < 20 and n % 100 else "st")
    return " ".join([*before, stem + ending])


def _year(n: int) -> str:
    if 1100 <= n < 2000:
        high, low = divmod(n, 100)
        return f"{cardinal(high)} hundert" + (f" {cardinal(low)}" if low else "")
    return cardinal(n)


def _digits(text: str) -> str:
    return " ".join(_ONES[int(c)] for c in text if c.isdecimal())


def _ratio(top: int, bottom: int) -> str:
    if bottom == 2:
        return "ein halb" if top == 1 else f"{cardinal(top)} halbe"
    return f"{cardinal(top, 'ein')} {ordinal(bottom, 'el')}"


def _clock(h: int, minute: int, second: int | None) -> str:
    hour = cardinal(h, "ein")
    if second is not None:
        return f"{hour} uhr {cardinal(minute)} minuten {cardinal(second)} sekunden"
    return f"{hour} uhr" + (f" {cardinal(minute)}" if minute else "")


def _ordinal(m: re.Match[str]) -> str | None:
    """12. followed by a small word or a noun is an ordinal; its ending follows the article before."""
    n = whole(m[1])
    if n <= 30 and not m.string[: m.start()].strip() and re.match(r"\s+[A-ZÄÖÜ]\w*\s+\w", m.string[m.end() :]):
        return f"{cardinal(n)}."  # the number of a heading or of a list's item
    before = re.search(r"(\w+)\s$", m.string[: m.start()])
    noun = re.match(r"\s+(\w+)", m.string[m.end() :])
    word = before[1].lower() if before else ""
    ending = {
        "der": "e", "die": "e", "das": "e", "dem": "en", "den": "en", "des": "en", "am": "en", "im": "en", "vom": "en",
        "zum": "en", "beim": "en", "zur": "en", "bis": "en", "seit": "em", "ein": "er", "kein": "er", "mein": "er",
        "sein": "er", "ihr": "er", "eine": "e", "einen": "en", "einem": "en", "einer": "en",
    }.get(word) or (_nominative(noun[1]) if noun else "er")  # fmt: skip
    return ordinal(n, ending)


def _ordinal_roman(m: re.Match[str], n: int) -> str:
    before = re.search(r"\b(\w+)\s$", m.string[: m.start()])
    noun = re.match(r"\s+(\w+)", m.string[m.end() :])
    word = before[1].lower() if before else ""
    ending = {"der": "e", "die": "e", "das": "e"}.get(word) or (
        "en" if word in ("dem", "den", "des", "am", "im", "vom", "zum", "zur") else _nominative(noun[1]) if noun
        else "er")
    return ordinal(n, ending)


def _date(day: int, month: int, year: str) -> str:
    return f"{ordinal(day)} {MONTHS[month - 1]}" + (f" {year}" if year else "")


_MARKS = {
    ".": "punkt", "@": "at", "/": "slash", ":": "doppelpunkt", "-": "bindestrich", "_": "unterstrich",
    "?": "fragezeichen", "=": "gleichheitszeichen", "&": "und", "#": "raute", "%": "prozent", "+": "plus", "~": "tilde",
}  # fmt: skip


def _spell(part: str) -> str:
    if part in ("gmail",):
        return "g mail"
    known = part in ("com", "de", "net", "org", "info", "at", "amazon", "google")
    return part if known or len(part) > 5 else " ".join(part)


_WORDS = Words(
    cardinal=cardinal, counted=lambda n, _: cardinal(n, "ein"), ratio=_ratio, decimals=_digits, year=_year,
    digits=_digits,
    date=_date, clock=_clock, months=MONTHS,
    month_pattern=r"jan(?:uar|\.)?|jän(?:ner|\.)|feb(?:ruar|\.)?|märz|mär\.?|apr(?:il|\.)?|mai|juni?\.?|juli?\.?|"
                  r"aug(?:ust|\.)?|sept?(?:ember|\.)?|okt(?:ober|\.)?|nov(?:ember|\.)?|dez(?:ember|\.)?",
    to="bis", point="komma", minus="minus", plus="plus", percent="prozent", mixed=" ", by="mal", times="mal",
    equals="gleich",
    divided="geteilt durch", per="pro", marks=_MARKS, spell=_spell, units=UNITS, money=MONEY,
    scales="millionen|million|milliarden|milliarde|billionen|billion|mio\\.?|mrd\\.?|tausend", of_scale="",
    symbols={
        "&": "und", "%": "prozent", "=": "gleich", "€": "euro", "$": "dollar", "£": "pfund", "§": "paragraph",
        "°": "grad", "+": "plus", "@": "at", "©": "copyright", "×": "mal",
    },
    abbreviations=SHORT, numbered=NUMBERED, powers={"²": "quadrat", "³": "kubik"}, to_power="hoch",
    short_scales={"Mio": ("Million", "Millionen"), "Mrd": ("Milliarde", "Milliarden")}, against="zu")  # fmt: skip


def _on_the(m: re.Match[str]) -> str | None:
    """am 12. Januar 2003, vom 3.10.1990: the dative."""
    name = (m["m"] or "").lower()[:3]
    month = next((n for n, full in enumerate(MONTHS, 1) if full[:3] == name), 1) if name else int(m["n"])
    if not (1 <= int(m["d"]) <= 31 and 1 <= month <= 12):
        return None
    return f"{ordinal(int(m['d']), 'en')} {MONTHS[month - 1]}" + (f" {_year(int(m['y']))}" if m["y"] else "")


def _on_the_day(m: re.Match[str]) -> str | None:
    """den 24.12., der 1.5.: a day of a month without its year."""
    if not (1 <= int(m["d"]) <= 31 and 1 <= int(m["n"]) <= 12):
        return None
    before = re.search(r"(\w+)\s$", m.string[: m.start()])
    word = before[1].lower() if before else ""
    dative = word in ("am", "vom", "zum", "dem", "den", "des", "ab", "seit", "bis")
    if not dative and word not in ("der", "und", "oder"):
        return None  # "3.2. Das Problem" counts sections
    end = "." if not m.string[m.end() :].strip() else ""
    ending = "en" if dative else "e" if word == "der" else "er"
    return f"{ordinal(int(m['d']), ending)} {MONTHS[int(m['n']) - 1]}{end}"


def _time_unit(m: re.Match[str]) -> str:
    one, many = {"Std": ("Stunde", "Stunden"), "Min": ("Minute", "Minuten"), "Sek": ("Sekunde", "Sekunden")}[m[2]]
    return f"eine {one}" if m[1] == "1" else f"{cardinal(int(m[1]))} {many}"


# Endings and words that tell a noun's gender.
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|liga|ion|tät|ik|ur|in|ie|e|anz|enz)$|^(?:Frau|Stadt|Nacht|Hand|Tür|"
                       r"Wand|Welt|Zeit|Uhr|Zahl|Mark)$")
_NEUTER = re.compile(r"(?:chen|lein|ment|um|jahrhundert|jahr|kapitel|buch|mal|bild|haus|kind|stück|halbjahr|quartal|"
                     r"gebot|jahrtausend|jh)$", re.I)


def _nominative(noun: str) -> str:
    return "e" if _FEMININE.search(noun) else "es" if _NEUTER.search(noun) else "er"


_RULERS = r"[A-ZÄÖÜ][\wäöüß]+"
RULES = rules(
    _WORDS, "de",
    first=(
        rule("date", rf"{BEFORE}(?P<d>\d{{1,2}})\. ?(?P<n>\d{{1,2}})\.(?P<y>(?!))?(?P<m>(?!))?(?!\d)(?! ?\d)",
             _on_the_day, r"\d\. ?\d"),
        rule("date", rf"(?<=\b[dD]e[mn] )(?P<d>\d{{1,2}})\. ?(?P<m>{_WORDS.month_pattern})(?!\w)(?P<n>(?!))"
                     r"?(?: ?(?P<y>\d{4})(?!\w))?", _on_the, flags=re.IGNORECASE),
        rule("measure", r"(?<![\w.,])(\d+) ?(Std|Min|Sek)\.", lambda m: _time_unit(m), r"(?:Std|Min|Sek)\."),
        rule("abbreviation", r"\b([Mm])(ax|in)\.(?=\s*\d)", lambda m: m[1] + {
            "ax": "aximal", "in": "indestens",
        }[m[2]], r"[Mm](?:ax|in)\."),
        rule("year", r"(?<![\w.,:/-])(1[1-9]\d\d) ?[-–] ?((?:1[1-9]|20)\d\d)(?![\w.,:/-]|[.,]\d)",
             lambda m: f"{_year(int(m[1]))} bis {_year(int(m[2]))}"),
        rule("abbreviation", r"(?<=\d) ?ff?\.(?=[\s,;)]|$)", " folgende", r"\d ?ff?\."),
        rule("abbreviation", r"(?<=[a-zäöüß])str\.(?!\w)", "straße", r"str\."),
        rule("number", r"(?<=, )(?!\d+000)(\d{5})(?= [A-ZÄÖÜ][a-zäöüß]+)", lambda m: _digits(m[1]), r"\d{5}"),
        rule("number", r"(?<![\w.,])1(?= ([A-ZÄÖÜ][a-zäöüß]+))", lambda m: "eine" if _FEMININE.search(m[1]) else "ein",
             r"1 [A-ZÄÖÜ]"),
        rule("date", rf"(?:(?<=\b[aA]m )|(?<=\b[vVzZ][ou]m ))(?P<d>\d{{1,2}})\. ?(?:(?P<m>{_WORDS.month_pattern})"
                     r"(?!\w)|(?P<n>\d{1,2})\.)(?: ?(?P<y>\d{4})(?!\w))?", _on_the, flags=re.IGNORECASE),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])[.:](?P<m>[0-5]\d)(?:[.:](?P<s>[0-5]\d))? uhr\b",
             lambda m: _clock(int(m["h"]), int(m["m"]), int(m["s"]) if m["s"] else None), flags=re.IGNORECASE),
        rule("number", r"(?<![\w.,])\d(?:,\d){2,}(?![\w])",
             lambda m: " , ".join(f"{_ONES[int(a)]} komma {_ONES[int(b)]}" if i else _ONES[int(a)] for i, (a,
             b) in enumerate([(m.group()[0], "0"), *[(m.group()[k], m.group()[k + 2]) for k in range(2,
             len(m.group()) - 1, 4)]]))),
        rule("decade", r"(?<![\w.,])(\d{2,4})(ern?)\b", lambda m: f"{_year(int(m[1]))}{m[2]}"),
    ),
    before_numbers=(
        rule("ordinal", r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)\.(?=\s+[a-zäöü]|\s+[A-ZÄÖÜ][\wäöüß]+|$)(?!\d)",
             lambda m: _ordinal(m) if m.end() < len(m.string) or not m.string[: m.start()].strip()
             or re.match(r"\d\S*$|de[mnrs] \S+$", m.string) else None),
        rule("ordinal", r"(?:(?<=\bder )|(?<=\bdie )|(?<=\bdas )|(?<=\bam )|(?<=\bdem )|(?<=\bden )|(?<=\bzum )|"
                        r"(?<=\bvom ))(\d{1,3})\.(?=[,;:)!?]|\s[-–]|$)", lambda m: None
             if m.string.strip().startswith(m[1]) else _ordinal(m)),
        rule("ordinal", r"(?<![\w.,])(\d{1,2})\.(?=\s[A-ZÄÖÜ]{2,}\b)", lambda m: ordinal(int(m[1]), "er")),
        romans(r"(?<![\w.])(?<!Band )(?<!Buch )(?<!Teil )(?P<n>[IVX]+)\.(?=\s"
               r"(?:Teil|Jahrhundert|Jh|Kapitel|Akt|Aufzug|Band|Buch|Weltkrieg|"
               r"Abschnitt|Gesang|Klasse|Armee|Korps|Aufl|Szene))", lambda m, n: _ordinal_roman(m, n)),
        rule("ordinal", r"(?<![\w.,])(\d+)-?(?:s?te([rsnm]?))\b", lambda m: ordinal(int(m[1]), f"e{m[2]}")),
        romans(r"\b(?P<w>Kapitel|Band|Buch|Teil|Akt|Szene|Abschnitt|Artikel|Gesang|Aufzug) (?P<n>[IVXLC]+)"
               r"(?P<e>\.(?=\s+[A-ZÄÖÜ„»]|$))?\b", lambda m, n: f"{m['w']} {cardinal(n)}"),
        romans(rf"\b(?P<w>{_RULERS}) (?P<n>[IVXL]+)\.(?!\w)", lambda m, n: f"{m['w']} der {ordinal(n, 'e')}" if n < 40
               else None),
        romans(r"\b(?P<w>Kapitel|Band|Buch|Teil|Akt|Szene|Weltkrieg|Abschnitt|Artikel|Gesang) (?P<n>[IVXLC]+)\b\.?",
               lambda m, n: f"{m['w']} {cardinal(n)}"),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("year", r"(?<![\w.,:/-])(1[1-9]\d{2})(?![\w])(?![.,]\d)(?!\s(?:meter|euro|mark|mann|menschen|soldaten|"
                     r"jahre|stück|einwohner))", lambda m: _year(int(m[1])) if re.search(
                         r"[A-Za-zäöüß(,;–-]\s?$|\b(?:geb|gest|ca|verh|hrsg)\. $|^$",
             m.string[: m.start()]) and m.string.strip() != m[1] else None, flags=re.IGNORECASE),
    ))  # fmt: skip
