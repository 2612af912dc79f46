"""The checks of takes: one module per kind, all of them listed in `TAKE_CHECKS`."""

from pipeline.qa.gate.records import TakeCheck

TAKE_CHECKS: tuple[TakeCheck, ...] = ()
