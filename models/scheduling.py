"""How batches are shared among devices: cut where a batch each would leave some idle, the longest first.

Policy only, no process: worker.py works by it, and its test runs it against a clock of its own.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

MOST_PIECES = 4  # of a batch: smaller ones would leave an engine's rows idle at their ends


def dealt(sizes: Sequence[int], devices: int) -> list[list[int]]:
    """Indices of a batch's lines in as many pieces as pay: like cards, so that each piece has lines of every length.

    One device gets batches whole. Several share each: a book is a dozen batches, and a dozen on eight devices would
    take as long as sixteen.
    """
    pieces = min(devices, MOST_PIECES, len(sizes))
    if pieces <= 1:
        return [list(range(len(sizes)))]
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    return [order[at::pieces] for at in range(pieces)]


def least_loaded(loads: Sequence[int], under_way: Sequence[int], most: int) -> int:
    """The device with least to do, among those with room for one more."""
    return min((i for i, count in enumerate(under_way) if count < most), key=lambda i: (loads[i], i))


class Turns:
    """Room for so many at once; among those who wait, the largest goes first, and of equals who came first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: list[tuple[int, int]] = []
        self._tickets = 0
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, size: int) -> Iterator[None]:
        with self._changed:
            mine = (-size, self._tickets)
            self._tickets += 1
            heapq.heappush(self._waiting, mine)
            self._changed.wait_for(lambda: self._room and self._waiting[0] == mine)
            heapq.heappop(self._waiting)
            self._room -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._room += 1
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        with self._changed:
            return len(self._waiting)
