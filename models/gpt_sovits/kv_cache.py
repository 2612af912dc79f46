"""Keys and values of every layer, for a fixed number of rows, in buffers that stay where they are.

A row holds its phonemes, its prompt tokens and what it has generated, from position 0 on, without gaps; what lies
behind that the attention mask hides. Nothing is concatenated, so a step reads and writes
the same addresses every time: a CUDA graph per (rows, span) can be captured over it.

Memory is 2 x layers x hidden x bytes a position: 96 KiB in fp32 and 48 KiB in fp16 at full size (SPEC 2.7).
"""

from __future__ import annotations

import torch
from torch import Tensor

SPAN = 128  # lengths are rounded up to it: few distinct shapes, at most 127 positions of waste


def rounded(length: int, unit: int = SPAN) -> int:
    return -(-length // unit) * unit


class StaticCache:
    def __init__(self, layers: int, rows: int, heads: int, length: int, width: int, device: torch.device,
                 dtype: torch.dtype) -> None:
        """`length`: positions a row can hold at first; `width`: of one head."""
        shape = (layers, rows, heads, rounded(length), width)
        self.keys = torch.zeros(shape, device=device, dtype=dtype)
        self.values = torch.zeros(shape, device=device, dtype=dtype)

    @property
    def rows(self) -> int:
        return int(self.keys.shape[1])

    @property
    def length(self) -> int:
        return int(self.keys.shape[3])

    @property
    def bytes(self) -> int:
        return 2 * int(self.keys.numel() * self.keys.element_size())

    def grow(self, length: int) -> None:
        """Room for `length` positions; what is there stays. Doubles, so that copying stays rare."""
        if length <= self.length:
            return
        length = rounded(max(length, 3 * self.length // 2))
        for name in ("keys", "values"):
            old = getattr(self, name)
            new = old.new_zeros(*old.shape[:3], length, old.shape[4])
            new[:, :, :, :old.shape[3]] = old
            setattr(self, name, new)

    def keep(self, rows: Tensor) -> None:
        """Only these rows, in this order: for the end of a job, when most rows have nothing left to say."""
        self.keys = self.keys[:, rows]
        self.values = self.values[:, rows]

    def fill(self, layer: int, rows: Tensor, keys: Tensor, values: Tensor) -> None:
        """The first positions of `rows` (n) from keys and values (n, heads, P, width), and zeros behind them.

        The mask hides what an earlier line left there, unless that was NaN: one line that overflowed would silence
        every later one of its row.
        """
        for buffer, new in ((self.keys, keys), (self.values, values)):
            buffer[layer, rows, :, :new.shape[2]] = new
            buffer[layer, rows, :, new.shape[2]:] = 0

    def append(self, layer: int, everyone: Tensor, positions: Tensor, keys: Tensor, values: Tensor) -> None:
        """One position of each row: keys, values (rows, heads, width) at positions (rows); everyone = 0 .. rows-1."""
        self.keys[layer][everyone, :, positions] = keys
        self.values[layer][everyone, :, positions] = values
