"""The rules of English in order: the first rule that matches a place keeps it."""

from __future__ import annotations

from pipeline.languages.spoken.english import (
    abbreviations,
    capitals,
    figures,
    old_books,
    places,
    roman,
    streets,
    symbols,
)
from pipeline.languages.spoken.rules import RewriteRule

RULES: tuple[RewriteRule, ...] = (
    *roman.PLACES, *old_books.RULES, *streets.RULES, *figures.RULES, *roman.RULES,
        *abbreviations.RULES, *symbols.RULES,
    *capitals.RULES)  # fmt: skip
TO = places.between
