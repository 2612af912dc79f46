"""English. Order matters: the first rule that takes a place keeps it."""

from __future__ import annotations

from pipeline.script.spoken import (
    en_abbreviations,
    en_capitals,
    en_figures,
    en_old_books,
    en_places,
    en_roman,
    en_streets,
    en_symbols,
)
from pipeline.script.spoken.rules import Rule

RULES: tuple[Rule, ...] = (
    *en_roman.PLACES, *en_old_books.RULES, *en_streets.RULES, *en_figures.RULES, *en_roman.RULES,
        *en_abbreviations.RULES, *en_symbols.RULES,
    *en_capitals.RULES)  # fmt: skip
TO = en_places.between
