"""Remaining time of a run: estimated from the plan at first, then from the pace of the run itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

TRUSTED = 0.1  # share of the work after which the plan's estimate no longer counts


@dataclass(slots=True)
class Pace:
    expected_s: float  # of the whole run, by the plan
    now: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.now()

    def left_ms(self, share: float) -> int | None:
        """Milliseconds left when `share` (0 to 1) of this run's work is done; None where no estimate is possible."""
        elapsed = self.now() - self.started
        trust = min(1.0, share / TRUSTED)
        whole = (1 - trust) * self.expected_s + (trust * elapsed / share if share else 0.0)
        # The run is slower than planned and too young to have a pace: any number would be a guess.
        return round(1000 * (whole - elapsed)) if whole > elapsed or share >= 1 else None
