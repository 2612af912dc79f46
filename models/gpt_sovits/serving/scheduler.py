"""Which line sits in which row, and for how long: the host's half of continuous batching, without any tensor.

    queue -> a free row -> said to its end -> the row's next line

batching.py drives it with what it reads from the device; schedule.py drives it with lengths that it knows, to see
what a book costs before it is spoken. Both run these lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROWS_OF_A_CPU, ROWS_OF_A_GPU = 16, 128  # lines in flight, where the manifest does not say
# Lines of a pass for each row. A row that has finished takes the next; only a pass's end leaves rows idle, and the
# sound of a pass has to lie somewhere: 1,024 lines are some 750 MB (schedule.py has the shares of busy rows).
LINES_A_ROW, LINES_A_ROW_OF_A_CPU = 8, 4
HELPERS_OF_A_GPU = 2  # each makes 10,000 characters a second of Chinese or Japanese, 50 times that of English
SPAN = 128  # lengths are rounded up to it: few distinct shapes, at most 127 positions of waste


def rounded(length: int, unit: int = SPAN) -> int:
    return -(-length // unit) * unit


@dataclass(slots=True)
class Seat:
    """What the host knows about a row: whose it is, and how full it was at the last look."""

    index: int | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A line changes its row, so that the busy rows are the first ones."""

    source: int
    target: int


class Seating:
    """`sizes`: the line's phones, by which the queue is sorted; `lengths`: positions it fills on entering.

    `halving`: batches are halved and nothing between, where every size is captured by itself; else cut to measure.
    """

    def __init__(
        self, sizes: Sequence[int], lengths: Sequence[int], rows: int, look_every: int, halving: bool = False
    ) -> None:
        self.lengths = lengths
        self.look_every = look_every
        self.halving = halving
        # longest first: those that run longest start earliest, and neighbours in a prefill need little padding
        self.queue = sorted(range(len(sizes)), key=lambda i: (sizes[i], i))
        self.seats = [Seat() for _ in range(self._height(rows, len(sizes)))]

    @property
    def going(self) -> bool:
        return bool(self.queue) or any(seat.index is not None for seat in self.seats)

    @property
    def rows(self) -> int:
        """In play: a batch's height."""
        return len(self.seats)

    def refill(self) -> list[tuple[int, int]]:
        """(row, line) of everyone who sits down now."""
        free = [row for row, seat in enumerate(self.seats) if seat.index is None][: len(self.queue)]
        entering = [(row, self.queue.pop()) for row in free]
        for row, index in entering:
            self.seats[row] = Seat(index, self.lengths[index])
        return entering

    def shrink(self) -> list[Move]:
        """At the end, when half of the rows or fewer still speak, the others stop costing."""
        busy = sum(seat.index is not None for seat in self.seats)
        height = self.rows
        if self.queue or 2 * busy > height:
            return []
        height = self._height(height, max(busy, 1))
        free = (row for row in range(height) if self.seats[row].index is None)
        moves = [Move(row, next(free)) for row in range(height, self.rows) if self.seats[row].index is not None]
        for move in moves:
            self.seats[move.target] = self.seats[move.source]
        del self.seats[height:]
        return moves

    def _height(self, height: int, busy: int) -> int:
        """Rows in play where so many are busy."""
        if not self.halving:
            return min(height, busy)
        while height % 2 == 0 and height >= 2 * busy:
            height //= 2
        return height

    def span(self) -> int:
        """Positions to attend to until the next look: more than any busy row will hold by then."""
        return rounded(max(seat.length for seat in self.seats if seat.index is not None) + self.look_every + 1)

    def look(self, active: Sequence[bool | int], lengths: Sequence[int]) -> list[tuple[int, int]]:
        """What the device says of every row in play -> (row, line) of everyone who has finished."""
        finished = []
        for row, (seat, speaks, length) in enumerate(zip(self.seats, active, lengths, strict=True)):
            seat.length = length
            if seat.index is not None and not speaks:
                finished.append((row, seat.index))
                seat.index = None
        return finished
