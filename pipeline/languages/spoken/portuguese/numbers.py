"""Portuguese number words of one country: cardinals, ordinals, fractions, dates and times, from CLDR's data."""

from __future__ import annotations

import functools

from pipeline.languages.spoken import cldr
from pipeline.languages.spoken.portuguese import grammar
from pipeline.languages.spoken.portuguese.tables import MONTHS


class Numbers:
    """Numbers of one country's Portuguese."""

    def __init__(self, locale: str):
        self._locale = locale
        self.digits = functools.partial(cldr.digits, locale)
        self.decimals = functools.partial(cldr.decimals, locale)

    def cardinal(self, n: int, kind: str = "numbering") -> str:
        return cldr.words(self._locale, n, kind).replace("um mil milhões", "mil milhões")  # as Portugal says it

    def feminine(self, n: int) -> str:
        return self.cardinal(n, "cardinal-feminine")

    def ordinal(self, n: int, *, feminine: bool = False) -> str:
        return self.cardinal(n, "ordinal-feminine" if feminine else "ordinal-masculine")

    def counted(self, n: int, noun: str) -> str:
        return self.feminine(n) if grammar.is_feminine(noun.partition(" ")[0]) else self.cardinal(n)

    def in_order(self, n: int, *, feminine: bool = False) -> str:
        """The number of a king, a century or a chapter: an ordinal up to ten, then a cardinal."""
        return self.ordinal(n, feminine=feminine) if n <= 10 else self.cardinal(n)

    def ratio(self, a: int, b: int) -> str:
        named = {2: "meio", 3: "terço", 100: "centésimo", 1000: "milésimo"}.get(b)
        if (a, b) == (1, 2):
            return "meio"
        if named is None and b <= 10:
            named = self.ordinal(b)
        if named is None:
            over = f"{self.cardinal(b)} avos" if b < 100 else f"sobre {self.cardinal(b)}"
            return f"{self.cardinal(a)} {over}"
        return f"{self.cardinal(a)} {named}{'' if a == 1 else 's'}"

    def date(self, day: int, month: int, year: str) -> str:
        of = "" if year.startswith("del ") else "de "
        words = f"{'primeiro' if day == 1 else self.cardinal(day)} de {MONTHS[month - 1]}"
        return f"{words} {of}{year}" if year else words

    def clock(self, h: int, minute: int, second: int | None) -> str:
        words = self.feminine(h) + (f" e {self.cardinal(minute)}" if minute else "")
        return f"{words} e {self.cardinal(second)} segundos" if second else words
