"""Scheduler for continuous batching: assigns waiting lines to batch slots. Pure Python, no tensors.

    waiting -> prefilled into a free slot -> decoded to its end -> the slot takes the next waiting line

continuous_batching.py drives it with what it reads from the device. bench/schedule.py drives it with known lengths, to
simulate a book before it is spoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.gpt_sovits.t2s.slots import Move, round_up

CPU_SLOTS, GPU_SLOTS = 16, 128  # lines in flight, where the manifest's `rows` does not say
# Lines of a pass per slot. A slot whose line has finished takes the next; only a pass's end leaves slots idle, and the
# sound of a pass is held in memory: 1,024 lines are some 750 MB (bench/schedule.py prints the shares of busy slots).
GPU_LINES_PER_SLOT, CPU_LINES_PER_SLOT = 8, 4
# Front-end processes beside a GPU: each makes 10,000 characters/s of Chinese or Japanese, 50 times that of English.
GPU_HELPERS = 2


@dataclass(slots=True)
class Slot:
    """What the host knows about a slot: its line, and how many positions of the cache it filled at the last sync."""

    index: int | None = None  # None: free
    length: int = 0


class Scheduler:
    """Waiting lines, the slots and who holds them.

    Args:
        sizes: phones of each line; the longest are started first.
        lengths: positions of the cache that each line fills on entering.
        slots: the largest batch.
        sync_every: decode steps between two looks of the host at the device.
        halving: halve the batch and nothing between, where each batch size is captured as a CUDA graph of its own;
            else the batch shrinks to the number of busy slots.
    """

    def __init__(
        self, sizes: Sequence[int], lengths: Sequence[int], slots: int, sync_every: int, halving: bool = False
    ) -> None:
        self.lengths = lengths
        self.sync_every = sync_every
        self.halving = halving
        # Popped from the end, so longest first: those that run longest start earliest, and neighbours in a prefill
        # need little padding.
        self.waiting = sorted(range(len(sizes)), key=lambda i: (sizes[i], i))
        self.slots = [Slot() for _ in range(self._batch_size_for(len(sizes), slots))]

    @property
    def unfinished(self) -> bool:
        """Whether a line is still waiting or being decoded."""
        return bool(self.waiting) or any(slot.index is not None for slot in self.slots)

    @property
    def batch_size(self) -> int:
        """Slots that a decode step computes, busy or not."""
        return len(self.slots)

    def admit(self) -> list[tuple[int, int]]:
        """Gives each free slot a waiting line. -> (slot, line) pairs to be prefilled."""
        free = [number for number, slot in enumerate(self.slots) if slot.index is None][: len(self.waiting)]
        admitted = [(number, self.waiting.pop()) for number in free]
        for number, index in admitted:
            self.slots[number] = Slot(index, self.lengths[index])
        return admitted

    def compact(self) -> list[Move]:
        """Shrinks the batch when nothing waits and at most half of its slots are busy. -> moves of lines into it."""
        busy = sum(slot.index is not None for slot in self.slots)
        if self.waiting or 2 * busy > self.batch_size:
            return []
        smaller = self._batch_size_for(max(busy, 1), self.batch_size)
        free = (number for number in range(smaller) if self.slots[number].index is None)
        moves = [
            Move(number, next(free))
            for number in range(smaller, self.batch_size)
            if self.slots[number].index is not None
        ]
        for move in moves:
            self.slots[move.target] = self.slots[move.source]
        del self.slots[smaller:]
        return moves

    def _batch_size_for(self, busy: int, most: int) -> int:
        """The batch size, of `most` at most, for so many busy slots."""
        if not self.halving:
            return min(most, busy)
        while most % 2 == 0 and most >= 2 * busy:
            most //= 2
        return most

    def span(self) -> int:
        """Positions to attend to until the next sync: more than any busy slot will hold by then."""
        return round_up(max(slot.length for slot in self.slots if slot.index is not None) + self.sync_every + 1)

    def sync(self, active: Sequence[bool | int], lengths: Sequence[int]) -> list[tuple[int, int]]:
        """Takes what the device reports of every slot and frees the finished ones. -> their (slot, line)."""
        finished = []
        for number, (slot, speaks, length) in enumerate(zip(self.slots, active, lengths, strict=True)):
            slot.length = length
            if slot.index is not None and not speaks:
                finished.append((number, slot.index))
                slot.index = None
        return finished
