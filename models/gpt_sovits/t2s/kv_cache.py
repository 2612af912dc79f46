"""KV cache: keys and values of every layer for a fixed number of slots, in buffers that do not move.

A slot holds its line's phonemes, prompt tokens and generated tokens, from position 0 on, without gaps; what lies behind
them the attention mask hides. Nothing is concatenated, so each decode step reads and writes the same addresses, and a
CUDA graph per (slots, span) can be captured over them (serving/cuda_graphs.py).

Memory is 2 x layers x hidden x bytes per position: 96 KiB in fp32 and 48 KiB in fp16 at full size (SPEC 2.7).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from models.gpt_sovits.t2s.slots import Move, round_up


class KVCache:
    """`keys` and `values`: (layers, slots, heads, length, width of a head)."""

    def __init__(self, keys: Tensor, values: Tensor) -> None:
        self.keys = keys
        self.values = values

    @classmethod
    def empty(
        cls, layers: int, slots: int, heads: int, length: int, width: int, device: torch.device, dtype: torch.dtype
    ) -> KVCache:
        shape = (layers, slots, heads, round_up(length), width)
        return cls(*(torch.zeros(shape, device=device, dtype=dtype) for _ in range(2)))

    @property
    def length(self) -> int:
        """Positions per slot."""
        return int(self.keys.shape[3])

    @property
    def bytes(self) -> int:
        return 2 * int(self.keys.numel() * self.keys.element_size())

    def first(self, slots: int) -> KVCache:
        """A view of the first slots."""
        return KVCache(self.keys[:, :slots], self.values[:, :slots])

    def grow(self, length: int) -> bool:
        """Makes room for `length` positions and keeps the contents. -> whether the buffers have moved.

        Grows by half at least, so that copying stays rare.
        """
        if length <= self.length:
            return False
        length = round_up(max(length, 3 * self.length // 2))
        for name in ("keys", "values"):
            old = getattr(self, name)
            new = old.new_zeros(*old.shape[:3], length, old.shape[4])
            new[:, :, :, : old.shape[3]] = old
            setattr(self, name, new)
        return True

    def move(self, moves: Sequence[Move]) -> None:
        """Copies lines from slot to slot; each target is a free slot."""
        for move in moves:
            self.keys[:, move.target] = self.keys[:, move.source]
            self.values[:, move.target] = self.values[:, move.source]

    def fill(self, layer: int, slots: Tensor, keys: Tensor, values: Tensor) -> None:
        """Writes keys and values (n, heads, P, width) to the first positions of `slots` (n), and zeros behind them.

        The mask hides what an earlier line left there, unless that was NaN: one line that overflowed would silence
        every later one of its slot.
        """
        for buffer, new in ((self.keys, keys), (self.values, values)):
            buffer[layer, slots, :, : new.shape[2]] = new
            buffer[layer, slots, :, new.shape[2] :] = 0
