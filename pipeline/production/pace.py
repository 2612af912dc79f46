"""How long a run will still take: by the plan at first, by its own pace when there is one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

TRUSTED = 0.1  # share of the work after which a run's own pace counts alone


@dataclass(slots=True)
class Pace:
    expected_s: float  # of the whole run, by the plan
    now: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.now()

    def left_ms(self, share: float) -> int | None:
        """Milliseconds left when `share` (0 to 1) of this run's work is done; None where nothing is known."""
        gone = self.now() - self.started
        trust = min(1.0, share / TRUSTED)
        whole = (1 - trust) * self.expected_s + (trust * gone / share if share else 0.0)
        # Slower than planned, and too early for a pace of its own: a number would be a guess.
        return round(1000 * (whole - gone)) if whole > gone or share >= 1 else None
