"""Two plans of a reel: one that weighs all cues against each other, and one that starts each take on its cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.dub.bounds import Room, earliest, first_starts, latest, natural, room_of, shortest
from pipeline.dub.choosing import choose
from pipeline.dub.records import Limits, Placement, Slot
from pipeline.dub.smoothing import Laid, Weights, smooth
from pipeline.dub.timeline import Timeline, by_after
from pipeline.dub.windows import Window


def global_plan(line: Timeline, limits: Limits, weights: Weights) -> list[Placement]:
    """Which takes stay in their slots is chosen over the whole reel; then each window is evened out by itself.

    What each may do is worked out in whole milliseconds before (bounds.py), so that a window always has an answer, and
    rounding the program's answer breaks no limit.
    """
    rooms = _rooms(line, limits)
    lasts = latest(rooms, line.waits)
    firsts = earliest(rooms, line.waits, _walls(line, lasts))
    laid: list[Laid] = []
    for window in line.windows:
        laid += _window(line, window, rooms, firsts, lasts, limits, weights)
    return _rounded(line, rooms, lasts, laid, limits)


def locked_plan(line: Timeline, limits: Limits) -> list[Placement]:
    """Each take on its cue, or when those before are over; as fast as its slot asks for, up to the hard rate."""
    before = by_after(line.waits)
    until = [line.reel_ms] * len(line.slots)
    for wait in line.waits:
        until[wait.before] = min(until[wait.before], line.slots[wait.after].in_ms + wait.overlap_ms)
    laid: list[Placement] = []
    for at, slot in enumerate(line.slots):
        free = max((laid[wait.before].end_ms - wait.overlap_ms for wait in before.get(at, ())), default=0)
        start = max(slot.in_ms, free)
        length = max(shortest(slot, limits, limits.hard), min(natural(slot), until[at] - start))
        laid.append(placed(slot, start, length, limits))
    return laid


def placed(slot: Slot, at_ms: int, length_ms: int, limits: Limits) -> Placement:
    """Pauses give way first, the rest is pace."""
    cut = min(limits.pause_to_spare(slot), max(0, natural(slot) - length_ms))
    return Placement(slot.id, at_ms, length_ms, round((natural(slot) - cut) / length_ms, 5), cut)


def _rooms(line: Timeline, limits: Limits) -> list[Room]:
    starts = first_starts(line.slots, line.waits, limits, line.reel_ms)
    chosen = choose(line.slots, starts, line.waits, limits, line.reel_ms)
    rooms = [
        room_of(slot, first, stays, limits, line.reel_ms)
        for slot, first, stays in zip(line.slots, starts, chosen, strict=True)
    ]
    # What was chosen to be out of its slot is over by the reel's end as well, or as soon as it can be.
    return [
        replace(room, end=min(room.end, max(line.reel_ms, start + room.shortest)))
        for room, start in zip(rooms, earliest(rooms, line.waits), strict=True)
    ]


def _walls(line: Timeline, lasts: Sequence[int]) -> list[int]:
    """Before each window: its takes begin at their cues at the earliest, or where they have to be earlier, then.

    A wall stands later where the takes before it cannot be over by then: `earliest` moves it. With walls, windows do
    not know of each other.
    """
    tied = {at for window in line.windows for at in window.tied}
    return [min(slot.in_ms, lasts[at]) if at in tied else 0 for at, slot in enumerate(line.slots)]


def _window(
    line: Timeline,
    window: Window,
    rooms: Sequence[Room],
    firsts: Sequence[int],
    lasts: Sequence[int],
    limits: Limits,
    weights: Weights,
) -> list[Laid]:
    """The takes of a window by the linear program; each over by the wall of whoever waits for it in a later one."""
    ends = {at: rooms[at].end for at in window.span}
    for wait in window.outward:
        ends[wait.before] = min(ends[wait.before], firsts[wait.after] + wait.overlap_ms)
    own = [
        replace(rooms[at], first=firsts[at] if at in window.tied else rooms[at].first, last=lasts[at], end=ends[at])
        for at in window.span
    ]
    base = line.slots[window.first].in_ms
    found = smooth(line.slots_of(window), own, window.waits, limits, weights, base)
    if found is None:  # all as early and as short as they can be is a plan too, and one that always holds
        return [Laid(firsts[at] / 1000, rooms[at].shortest / 1000) for at in window.span]
    return [Laid(laid.start + base / 1000, laid.length) for laid in found]


def _rounded(
    line: Timeline, rooms: Sequence[Room], lasts: Sequence[int], laid: Sequence[Laid], limits: Limits
) -> list[Placement]:
    """Whole milliseconds: starts within their bounds and after what they wait for, lengths within what is left."""
    until = [room.end for room in rooms]
    for wait in line.waits:
        until[wait.before] = min(until[wait.before], lasts[wait.after] + wait.overlap_ms)
    before = by_after(line.waits)
    found: list[Placement] = []
    for at, (take, room, slot) in enumerate(zip(laid, rooms, line.slots, strict=True)):
        free = max((found[wait.before].end_ms - wait.overlap_ms for wait in before.get(at, ())), default=0)
        start = max(free, room.first, min(round(take.start * 1000), lasts[at]))
        length = max(room.shortest, min(round(take.length * 1000), room.longest, until[at] - start))
        found.append(placed(slot, start, length, limits))
    return found
