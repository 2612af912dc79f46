"""The rules of German."""

from __future__ import annotations

import re

from pipeline.languages.spoken import electronic
from pipeline.languages.spoken.european.numbers import BEFORE, romans, whole
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.german import dates, grammar
from pipeline.languages.spoken.german.dates import MONTH, MONTHS
from pipeline.languages.spoken.german.numbers import cardinal, digits, ordinal, ratio, year
from pipeline.languages.spoken.german.tables import MONEY, NUMBERED, SHORT, UNITS, WEEKDAYS, ZONES
from pipeline.languages.spoken.rules import rule
from pipeline.languages.spoken.stops import sentence_ends

TO = " bis "


def _clock(h: int, minute: int, second: int | None) -> str:
    hour = cardinal(h, "ein")
    if second is not None:
        return f"{hour} uhr {cardinal(minute)} minuten {cardinal(second)} sekunden"
    return f"{hour} uhr" + (f" {cardinal(minute)}" if minute else "")


def _ordinal(m: re.Match[str]) -> str | None:
    """12. before a word is an ordinal; its ending follows the article before and the noun after."""
    n, before, after = whole(m[1]), m.string[: m.start()], m.string[m.end() :]
    listed = not before.strip(" •‣▪*–-") or before.rstrip()[-1] in ":•‣▪"
    if n <= 30 and listed and re.match(r"\s+[A-ZÄÖÜ]\w*\s+\w", after):
        return f"{cardinal(n)}."  # the number of a heading or of a list's item
    decided = grammar.decided(before)
    ends = sentence_ends(m.string, m.end(), "de")
    if not decided and (ends or 1000 <= n < 2100) and before.strip(" (–—-„«»\"“‚‘'["):
        return f"{cardinal(n)}." if ends and not 1000 <= n < 2100 else None
    last = "." if ends and before.strip() else ""
    words = ordinal(n, grammar.ending(before, "" if ends else after))
    return (words.removeprefix("eine ") if decided else words) + last  # der millionste


def _ordinal_roman(m: re.Match[str], n: int) -> str:
    return ordinal(n, grammar.ending(m.string[: m.start()], m.string[m.end() :]))


def _regnal(m: re.Match[str], n: int) -> str | None:
    """Otto III.: der Dritte, and in every other case."""
    if n >= 40:
        return None
    article, ending = grammar.regnal(m.string[: m.start()], m["w"])
    return f"{m['w']} {article} {ordinal(n, ending)}" + ("." if sentence_ends(m.string, m.end(), "de") else "")


def _date(day: int, month: int, of: str) -> str:
    return f"{ordinal(day)} {MONTHS[month - 1]}" + (f" {of}" if of else "")


_MARKS = {
    ".": "punkt", "@": "at", "/": "slash", ":": "doppelpunkt", "-": "bindestrich", "_": "unterstrich",
    "?": "fragezeichen", "=": "gleichheitszeichen", "&": "und", "#": "raute", "%": "prozent", "+": "plus", "~": "tilde",
}  # fmt: skip


def _spell(part: str) -> str:
    return part if part in electronic.TOP_LEVEL else " ".join(part)


# Of what is measured and paid.
_SHE = re.compile(r"(?:stunde|minute|sekunde|tonne|kalorie|meile|unze|krone|mark|rupie|kopeke|lira|million)$")


def _counted(n: int, thing: str) -> str:
    return cardinal(n, "eine" if n == 1 and _SHE.search(thing) else "ein")


_WORDS = Wording(
    cardinal=cardinal, counted=_counted, ratio=ratio, decimals=digits, year=year, digits=digits, date=_date,
    clock=_clock, months=MONTHS, month_pattern=MONTH, to="bis", point="komma", minus="minus", plus="plus",
    percent="prozent", mixed=" ", by="mal", times="mal", equals="gleich", divided="geteilt durch", per="pro",
    marks=_MARKS, spell=_spell, units=UNITS, money=MONEY,
    scales="millionen|million|milliarden|milliarde|billionen|billion|mio\\.?|mrd\\.?|tausend", of_scale="",
    symbols={
        "&": "und", "%": "prozent", "=": "gleich", "€": "euro", "$": "dollar", "£": "pfund", "§": "paragraph",
        "°": "grad", "+": "plus", "@": "at", "©": "copyright", "×": "mal", "‰": "promille", "π": "pi",
    },
    abbreviations=SHORT, numbered=NUMBERED, powers={"²": "quadrat", "³": "kubik"}, to_power="hoch",
    short_scales={
        "Mio": ("Million", "Millionen"), "Mrd": ("Milliarde", "Milliarden"), "Tsd": ("Tausend", "Tausend"),
        "Mill": ("Million", "Millionen"),
    }, against="zu", whole=lambda n: cardinal(n, "ein"), slash_dates=False,
    scaled=lambda said: re.sub("^eins$", "eine", said))  # fmt: skip


def _time_unit(m: re.Match[str]) -> str:
    one, many = {"Std": ("Stunde", "Stunden"), "Min": ("Minute", "Minuten"), "Sek": ("Sekunde", "Sekunden")}[m[2]]
    return f"eine {one}" if m[1] == "1" else f"{cardinal(int(m[1]))} {many}"


def _half(m: re.Match[str]) -> str | None:
    """½ Stunde: eine halbe Stunde."""
    one = grammar.indefinite(m.string[: m.start()], m["w"])
    if one is None:
        return None
    ending = {"ein": "er" if grammar.gender(m["w"]) == "m" else "es", "eine": "e"}.get(one, "en")
    return f"{one} halb{ending}"


def _years(m: re.Match[str]) -> str:
    """1848/49, 1914-18, 1848/1849."""
    link = " " if m[2].strip() == "/" else " bis "
    return f"{year(int(m[1]))}{link}{year(int(m[3])) if m[3][0] != '0' else f'null {cardinal(int(m[3]))}'}"


def _weekdays(m: re.Match[str]) -> str:
    """Mo.–Fr., Sa. und So., Fr., 3. Mai."""
    return re.sub(
        r"[^\W\d_]{2}\b\.?",
        lambda w: WEEKDAYS.get(w[0].rstrip("."), w[0]),
        re.sub(r" ?[-–—] ?", " bis ", m.group().replace("/", " ")),
    )


_DAYS = "|".join(WEEKDAYS)
_RULERS = r"[A-ZÄÖÜ][\wäöüß]+"
_KEPT = r"(?P<e>\.(?=\s+[A-ZÄÖÜ„»]|$))?"
RULES = rules(
    _WORDS, "de",
    first=(
        *dates.RULES,
        rule("date", rf"\b(?:{_DAYS})\b\.?(?: ?[-–—/,] ?(?:{_DAYS})\b\.?| (?:und|bis|oder) (?:{_DAYS})\b\.?)+|"
                     rf"(?<=\b[Aa][mb] )(?:{_DAYS})\.|\b(?:{_DAYS})\.(?=,? ?(?:den |dem )?\d{{1,2}}\.)", _weekdays,
             rf"(?:{_DAYS})\b"),
        rule("measure", r"(?<![\w.,])(\d+) ?(Std|Min|Sek)\.", lambda m: _time_unit(m), r"(?:Std|Min|Sek)\."),
        rule("abbreviation", r"\b([Mm])(ax|in)\.(?=\s*\d)", lambda m: m[1] + {
            "ax": "aximal", "in": "indestens",
        }[m[2]], r"[Mm](?:ax|in)\."),
        rule("year", r"(?<![\w.,:/-])(1[1-9]\d\d)( ?[-–] ?)((?:1[1-9]|20)\d\d)(?![\w/-]|[.,:]\d)", _years),
        rule("year", r"(?<![\w.,:/-])((?:1[1-9]|20)\d\d)( ?[/–-] ?)(\d\d|(?:1[1-9]|20)\d\d)(?![\w/-]|[.,:]\d)",
             lambda m: _years(m) if int(m[3]) > int(m[1][-len(m[3]) :]) or m[3] == "00" else None),
        rule("abbreviation", r"(?<=\d) ?ff?\.(?=[\s,;)]|$)", " folgende", r"\d ?ff?\."),
        rule("abbreviation", r"(?<=[a-zäöüß])str\.(?!\w)", "straße", r"str\."),
        rule("number", r"(?<=, )(?!\d+000)(\d{5})(?= [A-ZÄÖÜ][a-zäöüß]+)", lambda m: digits(m[1]), r"\d{5}"),
        rule("time", r"(?<![\w.,:/-])1(?= Uhr)", "ein", r"1 Uhr"),
        rule("fraction", r"(?<![\w.,/])(?<!\d )(?:1/2|½)(?= (?P<w>[A-ZÄÖÜ][a-zäöüß]+))", _half, r"1/2|½"),
        rule("number", r"(?<![\w.,:/-])1 (Mio|Mrd)\.?(?!\w)(?! ?[€$£])", lambda m: {
            "Mio": "eine Million", "Mrd": "eine Milliarde",
        }[m[1]], r"1 M"),
        rule("number", r"(?<![\w.,:/-])(?<!\d )1(?= (?!(?:Hz|Pa|Wh|Nm|Pf)\b)(?:[a-zäöüß]+e[rnms]? )?"
                       r"([A-ZÄÖÜ][a-zäöüß]+))",
             lambda m: grammar.indefinite(m.string[: m.start()], m[1]), r"1 [A-ZÄÖÜa-zäöü]"),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4])[.:](?P<m>[0-5]\d)(?:[.:](?P<s>[0-5]\d))? ?uhr\b",
             lambda m: _clock(int(m["h"]), int(m["m"]), int(m["s"]) if m["s"] else None), flags=re.IGNORECASE),
        rule("time", rf"(?<=[Uu]hr )(?:{ZONES})\b", lambda m: " ".join(m.group()), rf"(?:{ZONES})\b", re.IGNORECASE),
        rule("number", r"(?<![\w.,])\d(?:,\d){2,}(?![\w])(?![.,]\d)",
             lambda m: ", ".join(cardinal(int(n)) for n in m.group().split(","))),
        rule("decade", r"(?<![\w.,])(\d{2,4})-?(ern?)\b", lambda m: f"{year(int(m[1]))}{m[2]}"),
    ),
    before_numbers=(
        rule("ordinal", r"(?<![\w.,:])(\d{1,3}(?:\.\d{3})+|\d+)\."
                        r"(?=\s+[a-zäöü]|\s+[„»\"“(]?[A-ZÄÖÜ][\wäöüß]+|$)(?!\d)", _ordinal),
        rule("ordinal", r"(?<![\w.,:])(\d{1,4})\.(?=[,;:)!?»«“”\"’‘\]…]|\s?[-–—/&])",
             lambda m: _ordinal(m) if grammar.decided(m.string[: m.start()])
             or grammar.noun(m.string[m.end() :]) else None),
        rule("range", r"(?<=\d\.) ?[–—-] ?(?=\d{1,4}\.[\s)])", " bis "),
        rule("ordinal", r"(?<![\w.,:])(\d{1,2})\.(?=\s[A-ZÄÖÜ]{2,}\b)", lambda m: ordinal(int(m[1]), "er")),
        romans(r"(?<![\w.])(?<!Band )(?<!Buch )(?<!Teil )(?P<n>[IVX]+)\.(?=\s"
               r"(?:Teil|Jahrhundert|Jh|Kapitel|Akt|Aufzug|Band|Buch|Weltkrieg|"
               r"Abschnitt|Gesang|Klasse|Armee|Korps|Aufl|Szene|Internationale|Republik|Reich|Weltkongress))",
               lambda m, n: _ordinal_roman(m, n)),
        rule("ordinal", r"(?<![\w.,:])(\d+)-?(?:s?te([rsnm]?))\b", lambda m: ordinal(int(m[1]), f"e{m[2]}")),
        romans(r"\b(?P<w>Kapitel|Band|Buch|Teil|Akt|Szene|Abschnitt|Artikel|Gesang|Aufzug) (?P<n>[IVXLC]+)"
               rf"{_KEPT}\b", lambda m, n: f"{m['w']} {cardinal(n)}"),
        romans(rf"\b(?P<w>{_RULERS}) (?P<n>[IVXL]+)\.(?!\w)", _regnal),
        romans(r"\b(?P<w>Kapitel|Band|Buch|Teil|Akt|Szene|Weltkrieg|Abschnitt|Artikel|Gesang) (?P<n>[IVXLC]+)\b\.?",
               lambda m, n: f"{m['w']} {cardinal(n)}" + (
                   "." if m.group()[-1] == "." and sentence_ends(m.string, m.end(), "de") else "")),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: cardinal(n)),
        rule("year", r"(?<![\w.,:/-])(1[1-9]\d{2})(?![\w])(?![.,:]\d)(?!\s(?:meter|euro|mark|mann|menschen|soldaten|"
                     r"jahre|stück|einwohner))", lambda m: year(int(m[1])) if re.search(
                         r"[A-Za-zäöüß(\[{,;:–—…*!?¿¡„“”\"‚‘’'«»-]\s?$|\b(?:geb|gest|ca|verh|hrsg)\. $|^$",
             m.string[: m.start()]) and (m.string.strip() != m[1] or m[1] > "15") else None, flags=re.IGNORECASE),
    ))  # fmt: skip
