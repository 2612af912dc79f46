"""The words and functions that a language provides for the shared rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.languages.spoken import electronic


@dataclass(frozen=True)
class Wording:
    """The words of one language, and the functions that inflect them.

    Units and money: one, many (money also: one hundredth, hundredths); `noun` says how more than two forms are written.
    """

    cardinal: Callable[[int], str]
    counted: Callable[[int, str], str]  # before a noun: ein Meter, una hora
    ratio: Callable[[int, int], str]
    decimals: Callable[[str], str]
    year: Callable[[int], str]
    digits: Callable[[str], str]
    date: Callable[[int, int, str], str]  # day, month, year as said or ""
    clock: Callable[[int, int, int | None], str]
    months: tuple[str, ...]
    month_pattern: str
    to: str
    point: str
    minus: str
    plus: str
    percent: str
    mixed: str  # between a whole number and a fraction
    by: str
    times: str
    equals: str
    divided: str
    per: str
    marks: Mapping[str, str]
    spell: Callable[[str], str]
    units: Mapping[str, tuple[str, str]]
    money: Mapping[str, tuple[str, str, str, str]]
    scales: str
    of_scale: str  # "dos millones de euros"
    symbols: Mapping[str, str]
    abbreviations: Mapping[str, str]
    numbered: Mapping[str, str] = field(default_factory=dict)
    # "²": "quadrat "; behind its unit: "carrés", or one|many where these differ by more than an s
    powers: Mapping[str, str] = field(default_factory=dict)
    power_after: bool = False
    to_power: str = ""  # before an exponent: 10⁶, x³
    short_scales: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # before a currency: 2,5 M€
    elided: str = ""  # of_scale before a vowel: millions d'euros
    against: str = ""  # between the two figures of a result: 3:2
    whole: Callable[[int], str] | None = None  # before a fraction, where that is not the cardinal: ein ein halb
    host: Callable[[str], str | None] = electronic.word  # a name in an address, where it is no spelling
    agree: Callable[[str, str], str] | None = None  # decimals before a noun: coma cero una libras
    slash_dates: bool = True  # 12/04, 31/12/99 are days
    half: str = ""  # after a whole number, where it is not the ratio: deux et demi
    of_part: str = ""  # tres cuartos de litro
    scaled: Callable[[str], str] | None = None  # a number before a scale, where it changes: eine Million, un millón
    and_cents: str = " "  # between euros and cents: tre euro e cinquanta centesimi
    plural: Callable[[int | None], str] | None = None  # CLDR's class of a counted noun, where there are more than two

    def noun(self, number: int | None, one: str, many: str) -> str:
        """A noun as it is counted; None is a number with decimals. `many` may hold few|many|other."""
        if self.plural is None or "|" not in many:
            return one if number == 1 else many
        few, several, *rest = many.split("|")
        return {"one": one, "few": few, "many": several}.get(self.plural(number), rest[0] if rest else several)
