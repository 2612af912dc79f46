"""Number words and plural classes by CLDR's data, for languages that have no number words of ours (unicode-rbnf)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

MOST = 10**15  # beyond it CLDR has no words in most languages; such a number is read figure by figure


@functools.cache
def _engine(locale: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine  # 180 ms, which only books in such a language need to spend

    return RbnfEngine.for_language(locale)


@functools.lru_cache(maxsize=4096)
def words(locale: str, number: int, kind: str = "numbering") -> str:
    """A number in words; `kind` is one of CLDR's rule sets: numbering, cardinal-feminine, ordinal-masculine ..."""
    if number >= MOST:
        return digits(locale, str(number))
    return str(_engine(locale).format_number(number, ruleset_names=[f"spellout-{kind}"]).text)


@functools.lru_cache(maxsize=4096)
def plural(locale: str, number: int | None) -> str:
    """CLDR's class of a counted noun: one, few, many, other; None is a number with decimals."""
    from decimal import Decimal

    from unicode_rbnf.plural_rules import get_plural_category

    return str(get_plural_category(locale, Decimal("1.5") if number is None else number))


def decimals(locale: str, figures: str) -> str:
    """Figures behind the decimal comma: noughts one by one, then up to three as one number, more one by one."""
    noughts = len(figures) - len(figures.lstrip("0"))
    rest = figures[noughts:]
    parts = [rest] if 0 < len(rest) <= 3 else list(rest)
    return " ".join(words(locale, int(part)) for part in [*figures[:noughts], *parts])


def digits(locale: str, text: str) -> str:
    """Figure by figure."""
    return " ".join(words(locale, int(figure)) for figure in text if figure.isdecimal())
