"""The checks of takes: one module per kind, all of them listed in `TAKE_CHECKS`.

A check of the signal is one number that grows with what is wrong, and is compared with its limits: see beyond.py.
"""

from pipeline.qa.gate.checks import (
    doubled,
    engine,
    signal_edges,
    signal_faults,
    signal_length,
    signal_pauses,
    speaker,
    unsaid,
    unsure,
    words,
)
from pipeline.qa.gate.records import TakeCheck

TAKE_CHECKS: tuple[TakeCheck, ...] = (
    *engine.CHECKS,
    *signal_length.CHECKS,
    *signal_edges.CHECKS,
    *signal_pauses.CHECKS,
    *signal_faults.CHECKS,
    *speaker.CHECKS,
    *unsaid.CHECKS,
    *words.CHECKS,
    *doubled.CHECKS,
    *unsure.CHECKS,
)
