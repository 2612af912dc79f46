"""The checks of takes: one module per kind, all of them listed in `TAKE_CHECKS`."""

from pipeline.qa.gate.checks import doubled, unsaid, unsure, words
from pipeline.qa.gate.records import TakeCheck

TAKE_CHECKS: tuple[TakeCheck, ...] = (*unsaid.CHECKS, *words.CHECKS, *doubled.CHECKS, *unsure.CHECKS)
