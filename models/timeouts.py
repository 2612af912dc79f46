"""The timeout of a worker that has stopped answering, by how long lines have taken so far. A clock, no process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

# A part of a batch may take this many times as long per character as the slowest part so far; never less than this
# share of the timeout for the first lines.
SLACK, LEAST = 10, 1 / 8
# The timeout for the first lines is doubled per so many characters: an engine may be as slow as 2 characters a second.
CHARACTERS = 1800


@dataclass(slots=True)
class IdleTimer:
    """What a worker was given, and when it last answered.

    A message about any batch restarts the clock: a batch that waits while another is spoken is not idle.
    """

    now: Callable[[], float] = time.monotonic
    last_message_at: float = 0.0
    slowest_s_per_character: float | None = None  # so far
    has_spoken: bool = False  # whether any line was finished
    _sizes: dict[int, Sequence[int]] = field(default_factory=dict)  # by batch: characters of its lines
    _begun: dict[int, tuple[int, int]] = field(default_factory=dict)  # by batch: the lines begun last
    _part: tuple[int, float] | None = None  # characters of the part that is spoken now, and when it was begun

    def batch_sent(self, number: int, sizes: Sequence[int]) -> None:
        if not self._sizes:
            self.last_message_at, self._part = self.now(), None  # it had nothing to do before
        self._sizes[number] = sizes

    def part_begun(self, number: int, first: int, last: int) -> None:
        """Lines first:last of a batch are begun, so the part before them is finished: what it took is remembered."""
        self.last_message_at = self.now()
        if self._part and self._part[0]:
            characters, since = self._part
            self.has_spoken = True
            self.slowest_s_per_character = max(
                self.slowest_s_per_character or 0.0, (self.last_message_at - since) / characters
            )
        self._begun[number] = (first, last)
        self._part = (sum(self._sizes.get(number, ())[first:last]), self.last_message_at)

    def batch_answered(self) -> None:
        """A batch is in the store. (The next may be with the engine already.)"""
        self.last_message_at, self.has_spoken = self.now(), True

    def forget(self, number: int) -> None:
        self._sizes.pop(number, None)
        self._begun.pop(number, None)

    def in_progress(self, number: int) -> tuple[int, int]:
        """The lines of a batch that were begun last, as first:last; (0, 0) where none was."""
        return self._begun.get(number, (0, 0))

    def timeout_s(self, first_s: float) -> float:
        """Seconds without a message: `first_s` and more for the first lines, loading included; then by experience."""
        characters = self._part[0] if self._part else max((sum(sizes) for sizes in self._sizes.values()), default=0)
        if self.slowest_s_per_character is None:
            return first_s * (1 + characters / CHARACTERS)
        return max(LEAST * first_s, SLACK * self.slowest_s_per_character * characters)

    def remaining_s(self, first_s: float) -> float:
        return self.last_message_at + self.timeout_s(first_s) - self.now()
