"""English. Order matters: the first rule that takes a place keeps it."""

from __future__ import annotations

from pipeline.languages.spoken.english import abbreviations as en_abbreviations
from pipeline.languages.spoken.english import capitals as en_capitals
from pipeline.languages.spoken.english import figures as en_figures
from pipeline.languages.spoken.english import old_books as en_old_books
from pipeline.languages.spoken.english import places as en_places
from pipeline.languages.spoken.english import roman as en_roman
from pipeline.languages.spoken.english import streets as en_streets
from pipeline.languages.spoken.english import symbols as en_symbols
from pipeline.languages.spoken.rules import RewriteRule

RULES: tuple[RewriteRule, ...] = (
    *en_roman.PLACES, *en_old_books.RULES, *en_streets.RULES, *en_figures.RULES, *en_roman.RULES,
        *en_abbreviations.RULES, *en_symbols.RULES,
    *en_capitals.RULES)  # fmt: skip
TO = en_places.between
