"""Slots of the KV cache: how lengths are rounded, and moves from slot to slot. No tensors: the scheduler imports it."""

from __future__ import annotations

from dataclasses import dataclass

SPAN = 128  # lengths are rounded up to it: few distinct shapes, at most 127 positions of waste


def round_up(length: int, unit: int = SPAN) -> int:
    return -(-length // unit) * unit


@dataclass(frozen=True, slots=True)
class Move:
    """A line changes its slot, so that the busy slots are the first ones."""

    source: int
    target: int
