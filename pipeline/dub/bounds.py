"""How early and how late each take can begin, once it is decided which takes stay in their slots. All in whole ms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dub.precedence import Wait
from pipeline.dub.records import Limits, Slot

ENDLESS = 1 << 60
EARLY_MS = 5000  # before its cue at most, and only so that the reel's end leaves it whole


@dataclass(frozen=True, slots=True)
class Room:
    """What one take may do: lengths from `shortest` to `longest`, starts from `first` to `last`, over by `end`."""

    shortest: int
    longest: int
    first: int
    last: int
    end: int


def natural(slot: Slot) -> int:
    """The length of the take; nothing is shorter than a millisecond."""
    return max(1, slot.speech_ms)


def shortest(slot: Slot, limits: Limits, rate: float) -> int:
    """With its pauses shrunk and at `rate`; rounded up, so that no limit is passed by a fraction."""
    return max(1, math.ceil((natural(slot) - limits.pause_to_spare(slot)) / rate - 1e-9))


def first_starts(slots: Sequence[Slot], waits: Sequence[Wait], limits: Limits, reel_ms: int) -> list[int]:
    """How early each take may begin: within its tolerance; earlier only where the reel would else be over before it.

    A stem is as long as the picture, and no word is cut off: towards the end what is too long has to begin early.
    """
    deadlines = [reel_ms] * len(slots)  # of ends, if all that follows is as fast as it may be
    for wait in sorted(waits, key=lambda wait: -wait.after):
        start = deadlines[wait.after] - shortest(slots[wait.after], limits, limits.hard)
        deadlines[wait.before] = min(deadlines[wait.before], start + wait.overlap_ms)
    found = []
    for slot, deadline in zip(slots, deadlines, strict=True):
        needed = max(slot.in_ms - EARLY_MS, deadline - shortest(slot, limits, limits.hard))
        found.append(max(0, min(slot.in_ms - limits.tolerance_of(slot), needed)))
    return found


def room_of(slot: Slot, first: int, stays: bool, limits: Limits, reel_ms: int) -> Room:
    """`stays`: in its slot, at a comfortable rate, over by the reel's end. The others may be as late as they must."""
    tolerance = limits.tolerance_of(slot)
    size = natural(slot)
    return Room(
        shortest(slot, limits, limits.comfortable if stays else limits.hard),
        max(size, math.floor(size / limits.slow + 1e-9)),
        first,
        slot.in_ms + tolerance if stays else ENDLESS,
        reel_ms if stays else ENDLESS,
    )


def earliest(rooms: Sequence[Room], waits: Sequence[Wait], floors: Sequence[int] = ()) -> list[int]:
    """The earliest starts if every take is as short as it may be."""
    starts = [max(room.first, floor) for room, floor in zip(rooms, floors or [0] * len(rooms), strict=True)]
    for wait in waits:  # sorted by `after`: what is waited for is settled
        ends = starts[wait.before] + rooms[wait.before].shortest
        starts[wait.after] = max(starts[wait.after], ends - wait.overlap_ms)
    return starts


def latest(rooms: Sequence[Room], waits: Sequence[Wait]) -> list[int]:
    """The latest starts with which all others still keep theirs."""
    starts = [min(room.last, room.end - room.shortest) for room in rooms]
    for wait in sorted(waits, key=lambda wait: -wait.after):
        until = starts[wait.after] + wait.overlap_ms - rooms[wait.before].shortest
        starts[wait.before] = min(starts[wait.before], until)
    return starts
