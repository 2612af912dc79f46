"""English. Order matters: the first rule that takes a place keeps it."""

from __future__ import annotations

from pipeline.script.spoken import en_abbreviations, en_figures
from pipeline.script.spoken.rules import Rule

RULES: tuple[Rule, ...] = (*en_figures.RULES, *en_abbreviations.RULES)
TO = " to "
