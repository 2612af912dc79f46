"""How batches are scheduled on devices: split where whole ones would leave some idle, the largest first.

Policy only, no process: pool.py follows it, and its test runs it against a simulated clock.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

MAX_PARTS = 4  # per batch: smaller parts would leave an engine's slots idle at their ends


def split_batch(sizes: Sequence[int], devices: int) -> list[list[int]]:
    """Indices of a batch's lines, round-robin by size in as many parts as pay, so that each has lines of every length.

    One device gets batches whole. Several share each: a book is a dozen batches, and a dozen on eight devices would
    take as long as sixteen.
    """
    parts = min(devices, MAX_PARTS, len(sizes))
    if parts <= 1:
        return [list(range(len(sizes)))]
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    return [order[first::parts] for first in range(parts)]


def least_loaded(loads: Sequence[int], in_flight: Sequence[int], limit: int) -> int:
    """The device with the smallest load, among those with fewer than `limit` batches in flight."""
    return min((i for i, count in enumerate(in_flight) if count < limit), key=lambda i: (loads[i], i))


class PrioritySemaphore:
    """A semaphore with `places`: of those who wait, the largest is admitted first; of equals, who came first."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: list[tuple[int, int]] = []
        self._tickets = 0
        self._changed = threading.Condition()

    @contextmanager
    def place(self, size: int) -> Iterator[None]:
        """Blocks until there is a place for a batch of this size, and frees it afterwards."""
        with self._changed:
            mine = (-size, self._tickets)
            self._tickets += 1
            heapq.heappush(self._waiting, mine)
            self._changed.wait_for(lambda: self._free and self._waiting[0] == mine)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        with self._changed:
            return len(self._waiting)
