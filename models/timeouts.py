"""How long an engine may say nothing before it counts as hung: a clock, and what it has needed so far. No process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

# Times what as many characters have taken at most; never less than this part of the patience for the first lines.
SLACK, LEAST = 10, 1 / 8
CHARACTERS = 1800  # of first lines for which the patience is doubled: an engine may be as slow as 2 characters a second


@dataclass(slots=True)
class Life:
    """What an engine's process was given, and when it was last heard. Every word counts, whichever batch it is of:
    a batch that waits while another is spoken is not silent."""

    now: Callable[[], float] = time.monotonic
    heard_at: float = 0.0
    slowest_s: float | None = None  # for a character, so far
    spoke: bool = False  # whether any line came to its end
    _sizes: dict[int, Sequence[int]] = field(default_factory=dict)  # by batch: characters of its lines
    _parts: dict[int, tuple[int, int]] = field(default_factory=dict)  # by batch: the lines that were begun last
    _part: tuple[int, float] | None = None  # characters of the lines under way, and when they were begun

    def asked(self, number: int, sizes: Sequence[int]) -> None:
        if not self._sizes:
            self.heard_at, self._part = self.now(), None  # it had nothing to do before
        self._sizes[number] = sizes

    def begun(self, number: int, first: int, last: int) -> None:
        """Lines first:last of a batch are begun: those before them have been spoken."""
        self._spoken()
        self._parts[number] = (first, last)
        self._part = (sum(self._sizes.get(number, ())[first:last]), self.heard_at)

    def heard(self) -> None:
        """A batch is answered. (The next may be under way already.)"""
        self.heard_at, self.spoke = self.now(), True

    def answered(self, number: int) -> None:
        self._sizes.pop(number, None)
        self._parts.pop(number, None)

    def under_way(self, number: int) -> tuple[int, int]:
        """The lines of a batch that were begun last; (0, 0) where none was."""
        return self._parts.get(number, (0, 0))

    def patience_s(self, most_s: float) -> float:
        """Seconds without a word: `most_s` and more for the first lines, loading included; then by experience."""
        characters = self._part[0] if self._part else max((sum(sizes) for sizes in self._sizes.values()), default=0)
        if self.slowest_s is None:
            return most_s * (1 + characters / CHARACTERS)
        return max(LEAST * most_s, SLACK * self.slowest_s * characters)

    def left_s(self, most_s: float) -> float:
        return self.heard_at + self.patience_s(most_s) - self.now()

    def _spoken(self) -> None:
        """The lines under way have been spoken; what they took is remembered."""
        self.heard_at = self.now()
        if self._part and self._part[0]:
            characters, since = self._part
            self.spoke = True
            self.slowest_s = max(self.slowest_s or 0.0, (self.heard_at - since) / characters)
        self._part = None
