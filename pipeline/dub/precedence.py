"""Who has to wait for whom: one speaker never speaks over itself, and over others only as much as in the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dub.records import Slot

LOOKED_BACK = 64  # more cues at once than this are no dialogue; each still waits for its own speaker


@dataclass(frozen=True, slots=True)
class Wait:
    """Cue `after` begins no earlier than `overlap_ms` before cue `before` ends. Both are positions in time order."""

    before: int
    after: int
    overlap_ms: int


def in_time_order(slots: Sequence[Slot]) -> list[int]:
    """Positions of slots by time; equal times stay in the script's order."""
    return sorted(range(len(slots)), key=lambda at: (slots[at].in_ms, at))


def waits(slots: Sequence[Slot]) -> list[Wait]:
    """Of slots in time order, all waits that do not follow from others; a monologue is a chain."""
    found: list[Wait] = []
    last_of: dict[str, int] = {}
    ends_before = [0] * len(slots)  # the latest out of all cues before
    for at, slot in enumerate(slots):
        ends_before[at] = max(ends_before[at - 1], slots[at - 1].out_ms) if at else 0
        own = last_of.get(slot.character)
        for before in range(at - 1, max(-1, at - 1 - LOOKED_BACK), -1):
            overlap = _overlap(slots[before], slot)
            found.append(Wait(before, at, overlap))
            if before == own:
                own = None
            if not overlap and ends_before[before] <= slots[before].in_ms:
                own = None  # that cue waits for all before it, and this one for that
                break
        if own is not None:
            found.append(Wait(own, at, 0))
        last_of[slot.character] = at
    return found


def _overlap(one: Slot, other: Slot) -> int:
    return 0 if one.character == other.character else max(0, one.out_ms - other.in_ms)
