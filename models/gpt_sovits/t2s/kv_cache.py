"""Keys and values of every layer, for a fixed number of rows, in buffers that stay where they are.

A row holds its phonemes, its prompt tokens and what it has generated, from position 0 on, without gaps; what lies
behind that the attention mask hides. Nothing is concatenated, so a step reads and writes
the same addresses every time: a CUDA graph per (rows, span) is captured over it (steps.py).

Memory is 2 x layers x hidden x bytes a position: 96 KiB in fp32 and 48 KiB in fp16 at full size (SPEC 2.7).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models.gpt_sovits.serving.scheduler import Move, rounded


class StaticCache:
    """`keys` and `values`: (layers, rows, heads, length, width of a head)."""

    def __init__(self, keys: Tensor, values: Tensor) -> None:
        self.keys = keys
        self.values = values

    @classmethod
    def empty(
        cls, layers: int, rows: int, heads: int, length: int, width: int, device: torch.device, dtype: torch.dtype
    ) -> StaticCache:
        shape = (layers, rows, heads, rounded(length), width)
        return cls(*(torch.zeros(shape, device=device, dtype=dtype) for _ in range(2)))

    @property
    def length(self) -> int:
        return int(self.keys.shape[3])

    @property
    def bytes(self) -> int:
        return 2 * int(self.keys.numel() * self.keys.element_size())

    def first(self, rows: int) -> StaticCache:
        """A view of the first rows."""
        return StaticCache(self.keys[:, :rows], self.values[:, :rows])

    def grow(self, length: int) -> bool:
        """Room for `length` positions; what is there stays. -> whether the buffers have moved.

        By half at least, so that copying stays rare.
        """
        if length <= self.length:
            return False
        length = rounded(max(length, 3 * self.length // 2))
        for name in ("keys", "values"):
            old = getattr(self, name)
            new = old.new_zeros(*old.shape[:3], length, old.shape[4])
            new[:, :, :, : old.shape[3]] = old
            setattr(self, name, new)
        return True

    def move(self, moves: Sequence[Move]) -> None:
        """Rows change places, each into one that nobody needs."""
        for move in moves:
            self.keys[:, move.target] = self.keys[:, move.source]
            self.values[:, move.target] = self.values[:, move.source]

    def fill(self, layer: int, rows: Tensor, keys: Tensor, values: Tensor) -> None:
        """The first positions of `rows` (n) from keys and values (n, heads, P, width), and zeros behind them.

        The mask hides what an earlier line left there, unless that was NaN: one line that overflowed would silence
        every later one of its row.
        """
        for buffer, new in ((self.keys, keys), (self.values, values)):
            buffer[layer, rows, :, : new.shape[2]] = new
            buffer[layer, rows, :, new.shape[2] :] = 0
