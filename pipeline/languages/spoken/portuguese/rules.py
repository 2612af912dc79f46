"""The rules of Brazilian Portuguese; `portuguese_of` makes those of another country."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.languages.spoken.european.numbers import BEFORE, romans, whole
from pipeline.languages.spoken.european.rules import rules
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.portuguese import grammar
from pipeline.languages.spoken.portuguese.numbers import Numbers
from pipeline.languages.spoken.portuguese.tables import (
    ABBREVIATIONS,
    MONEY,
    MONTH,
    MONTHS,
    NUMBERED,
    RULERS,
    SAINTS,
    UNITS,
)
from pipeline.languages.spoken.rules import RewriteRule, rule
from pipeline.languages.spoken.stops import sentence_ends

TO = " a "
_I = re.IGNORECASE
_DECADES = {20: "vinte", 30: "trinta", 40: "quarenta", 50: "cinquenta", 60: "sessenta", 70: "setenta", 80: "oitenta",
            90: "noventa"}  # fmt: skip


def _wording(numbers: Numbers, units: Mapping[str, tuple[str, str]]) -> Wording:
    return Wording(
        cardinal=numbers.cardinal, counted=numbers.counted, ratio=numbers.ratio, decimals=numbers.decimals,
        year=numbers.cardinal, digits=numbers.digits, date=numbers.date, clock=numbers.clock, months=MONTHS,
        month_pattern=MONTH, to="a", point="vírgula", minus="menos", plus="mais", percent="por cento", mixed=" e ",
        by="por", times="vezes", equals="é igual a", divided="dividido por", per="por",
        marks={
            ".": "ponto", "@": "arroba", "/": "barra", ":": "dois pontos", "-": "hífen", "_": "sublinhado",
            "?": "ponto de interrogação", "=": "igual", "&": "e comercial", "#": "cerquilha", "%": "por cento",
            "+": "mais", "~": "til",
        },
        spell=lambda part: part if part in ("com", "net", "org", "gov", "pt") else " ".join(part),
        units=units, money=MONEY, scales="milhões|milhão|bilhões|bilhão|trilhões|trilhão|mil milhões", of_scale="de ",
        symbols={
            "&": "e", "%": "por cento", "=": "igual a", "€": "euros", "$": "dólares", "£": "libras", "§": "parágrafo",
            "°": "graus", "π": "pi", "‰": "por mil", "+": "mais", "@": "arroba", "©": "copyright", "×": "vezes",
        },
        abbreviations=ABBREVIATIONS, numbered=NUMBERED, powers={"²": "quadrados", "³": "cúbicos"}, power_after=True,
        to_power="elevado a", against="a", half="meio", of_part="de ", and_cents=" e ",
    )  # fmt: skip


class _Phrases(Numbers):
    """Functions that give the words for matches of the rules."""

    def reigned(self, m: re.Match[str], n: int) -> str:
        """D. João VI, Luís XIV, D. Maria II."""
        she = m["w"].endswith(("a", "Isabel", "Leonor", "Elizabeth", "Elisabete"))
        title = ("dona " if she else "dom ") if m["d"] else ""
        return f"{title}{m['w']} {self.in_order(n, feminine=she)}"

    def part(self, m: re.Match[str], n: int) -> str:
        return f"{m['w']} {self.in_order(n, feminine=grammar.is_feminine(m['w'].lower()))}"

    def before_noun(self, m: re.Match[str]) -> str | None:
        """2 casas: duas; 1.000.000 habitantes: um milhão de."""
        n = whole(m["n"])
        she = grammar.feminine(m.string[m.end("n") :])
        if she is None or m["n"][0] == "0":
            return None
        words = self.feminine(n) if she else self.cardinal(n)
        if n >= 10**6 and n % 10**6 == 0:
            return f"{words} de"
        return words if words != self.cardinal(n) else None

    def ordered(self, m: re.Match[str]) -> str:
        return self.ordinal(whole(m[1]), feminine=m[2] in ("ª", "a"))

    def telephone(self, m: re.Match[str]) -> str:
        return self.digits(m.group())

    def hours(self, m: re.Match[str]) -> str:
        """8h, 15h30, 15h30min."""
        h, minute = int(m["h"]), int(m["m"] or 0)
        words = self.clock(h, minute, None)
        return words if minute else f"{words} hora{'' if h == 1 else 's'}"

    def era(self, m: re.Match[str]) -> str:
        words = "antes de Cristo" if m.group()[0].lower() == "a" else "depois de Cristo"
        return words + ("." if m.group().endswith(".") and sentence_ends(m.string, m.end(), "pt") else "")

    def title(self, m: re.Match[str]) -> str:
        """D. Ana: dona; D. Carlos: dom."""
        she = m["w"].endswith(("a", "Isabel", "Leonor", "Inês", "Beatriz", "Carmo"))
        return f"{'dona' if she else 'dom'} {m['w']}"


def _phones(words: _Phrases) -> tuple[RewriteRule, ...]:
    return (
        rule("telephone", r"(?<![\w.,])\(?\d\d\)? ?9?\d{4}-\d{4}(?!\w|[.,-]\d)", words.telephone,
             r"\d{4}-\d{4}"),
        rule("telephone", r"(?<![\w.,-])9\d{4}-\d{4}(?!\w|[.,-]\d)", words.telephone, r"\d{4}-\d{4}"),
        rule("telephone", r"(?<![\w.,])(?:2\d \d{3} \d{4}|9\d\d \d{3} \d{3})(?!\w|[.,]?\d| ?[€$%]| [a-zà-ÿ])",
             words.telephone, r"\d \d{3} \d{3}"),
    )  # fmt: skip


def _first(words: _Phrases) -> tuple[RewriteRule, ...]:
    return (
        rule("ordinal", r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)\.?(º|°|ª)(?! ?[CFNSEO]\b)"
                        r"(?=\s[^\W\d_]{2}|[.,;:!?)]|$)", words.ordered, "[º°ª]"),
        rule("date", rf"\b(?P<m>{MONTH}) (?:de )?(?P<y>\d{{4}})(?!\w|[.,:]\d)",
             lambda m: f"{MONTHS[[n[:3] for n in MONTHS].index(m['m'][:3].lower())]} de "
             f"{words.cardinal(int(m['y']))}", flags=_I),
        rule("decade", r"(?<=\banos )['’]?(\d0)(?!\d|\w)", lambda m: _DECADES.get(int(m[1])), r"\d0"),
        rule("time", rf"{BEFORE}(?P<h>[01]?\d|2[0-4]) ?h(?:(?P<m>[0-5]\d)(?: ?min)?)?(?!\w)(?! e \d+ ?m)", words.hours,
             r"\d ?h"),
        rule("time", r"(?<=\b[àÀ]s )(?P<h>[01]?\d|2[0-4])(?= horas\b|[,;.!?)]|$)(?![.,]\d)",
             lambda m: words.feminine(int(m["h"]))),
    )  # fmt: skip


def _before_numbers(words: _Phrases) -> tuple[RewriteRule, ...]:
    return (
        romans(rf"\b(?P<d>D\. )?(?P<w>{RULERS}) (?P<n>[IVXL]+)\b", words.reigned),
        romans(r"\b(?P<w>séculos?|capítulo|tomo|volume|livro|parte|ato|acto|cena|canto|secção|seção|título) "
               r"(?P<n>(?-i:[IVXLC]+|[ivxlc]{3,}))\b", words.part, _I),  # not "cena vi"
        romans(r"\bséc\. (?P<n>[IVX]+)\b", lambda _, n: f"século {words.in_order(n)}"),
        romans(r"(?<![\w.])(?P<n>[IVXL]+)(?= (?:congresso|centenário|aniversário|concílio|campeonato|festival)\b)",
               lambda _, n: words.ordinal(n)),
        romans(r"(?<![\w.])(?P<n>[IVXL]+)(?= (?:edição|legislatura|dinastia|[Gg]uerra|divisão|república|"
               r"cimeira)\b)",
               lambda _, n: words.ordinal(n, feminine=True)),
        romans(r"^(?P<n>[IVXLC]{2,})\.?$", lambda _, n: words.cardinal(n)),
        rule("abbreviation", rf"\bS\. ?(?=(?:{SAINTS})\b)", "são ", r"S\. ?[A-Z]"),
        rule("abbreviation", r"\bD\. ?(?P<w>[A-ZÁÉÍÓÚÂÊÔÃÕ][a-zà-ÿ]+)", words.title, r"D\. ?[A-ZÁ]"),
        rule("date", r"(?<=[\dIVXLC] )(?:[ad]\. ?C\b\.?)(?!\w)", words.era, r"[ad]\. ?C"),
        rule("number", r"(?<![\w.,:/-])(?P<n>\d{1,3}(?:\.\d{3})+|\d+)(?= [a-zà-ÿ])", words.before_noun),
    )  # fmt: skip


def portuguese_of(locale: str, units: Mapping[str, tuple[str, str]] = UNITS) -> tuple[RewriteRule, ...]:
    """The rules, with the numbers of CLDR's locale (pt, pt_PT)."""
    words = _Phrases(locale)
    return rules(
        _wording(words, units), "pt", first=_first(words), before_numbers=_before_numbers(words), phones=_phones(words)
    )


RULES = portuguese_of("pt")
