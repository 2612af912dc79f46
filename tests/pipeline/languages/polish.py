"""Polish, added by this file and one line (test_adding.py): nothing of the product knows it."""

from __future__ import annotations

import functools

from pipeline.languages.record import Dialogue, Headings, Language, Letters, Splitting
from pipeline.languages.spoken import cldr
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording

LANGUAGES = (
    Language(
        tag="pl",
        name="Polish",
        codes="pol",
        called={"pl": "polish polski"},
        letters=Letters(
            own="ęłąóśżźćń", common="i w nie na się że z do to jest jak ale po co tak za od jego był przez już tylko"
        ),
        splitting=Splitting(
            titles="prof dr pan ul al św ks np tzn tzw m.in por",
            numbered="nr str s t r",
            ending="itd itp r w",
            starters="a i ale on ona to nie jak gdy kiedy potem po w na z do czy co kto tak był była",
            ordinal_stops=True,
        ),
        dialogue=Dialogue(verbs="powiedział|powiedziała|zapytał|zapytała|odpowiedział|odpowiedziała", dash=True),
        conjunctions="i oraz ale że który która",
        headings=Headings(chapter="rozdział", part="część|tom"),
        titles={"preface": "przedmowa|słowo wstępne"},
        spoken="tests.pipeline.languages.polish",
        decimal_comma=True,
    ),
)

MONTHS = tuple(
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
)
TO = " do "
_cardinal = functools.partial(cldr.words, "pl")
_digits = functools.partial(cldr.digits, "pl")


def _counted(n: int, noun: str) -> str:
    return _cardinal(n, "cardinal-feminine" if noun.endswith("a") else "numbering")


def _date(day: int, month: int, year: str) -> str:
    return f"{_cardinal(day)} {MONTHS[month - 1]} {year}".strip()


def _clock(h: int, minute: int, second: int | None) -> str:
    return " ".join([_cardinal(h), *(_cardinal(n) for n in (minute, second) if n)])


WORDING = Wording(
    cardinal=_cardinal, counted=_counted, ratio=lambda a, b: f"{_cardinal(a)} przez {_cardinal(b)}",
    decimals=functools.partial(cldr.decimals, "pl"), year=_cardinal, digits=_digits, date=_date, clock=_clock,
    months=MONTHS, month_pattern="|".join(MONTHS), to="do", point="przecinek", minus="minus", plus="plus",
    percent="procent", mixed=" i ", by="na", times="razy", equals="równa się", divided="podzielone przez", per="na",
    marks={".": "kropka", "@": "małpa", "/": "ukośnik", ":": "dwukropek", "-": "myślnik", "_": "podkreślenie"},
    spell=" ".join,
    # one; few, many, and behind a number with decimals
    units={"h": ("godzina", "godziny|godzin|godziny"), "km": ("kilometr", "kilometry|kilometrów|kilometra"),
           "l.": ("rok", "lata|lat|roku")},
    money={"zł": ("złoty", "złote|złotych|złotego", "grosz", "grosze|groszy|grosza")},
    scales="milionów|miliony|milion", of_scale="", symbols={"&": "i", "%": "procent", "§": "paragraf"},
    abbreviations={"np": "na przykład", "prof": "profesor", "ul": "ulica", "dr": "doktor", "itd": "i tak dalej"},
    numbered={"nr": "numer", "str": "strona"}, against="do", plural=functools.partial(cldr.plural, "pl"),
)  # fmt: skip
RULES = rules(WORDING, "pl")
