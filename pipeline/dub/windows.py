"""Windows of a reel: runs of cues between pauses, cut by the script's times alone, so that no take moves a cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.dub.precedence import Wait
from pipeline.dub.records import Slot

PAUSE_MS = 2000  # a pause this long is a cut always
MOST = 40  # cues; a longer run is cut at the longest pause of its middle half


@dataclass(frozen=True, slots=True)
class Window:
    """Slots `first` to `stop` of a timeline. `waits` are its own, numbered from its first slot; `outward` are those of
    later windows for this one, numbered in the timeline; `tied` are its slots that wait for an earlier window."""

    first: int
    stop: int
    waits: tuple[Wait, ...]
    outward: tuple[Wait, ...]
    tied: frozenset[int]

    @property
    def span(self) -> range:
        return range(self.first, self.stop)


def windows_of(slots: Sequence[Slot], waits: Sequence[Wait]) -> list[Window]:
    """Of slots in time order."""
    runs = _runs(slots)
    own = {at: index for index, run in enumerate(runs) for at in run}
    inside: list[list[Wait]] = [[] for _ in runs]
    outward: list[list[Wait]] = [[] for _ in runs]
    tied: list[set[int]] = [set() for _ in runs]
    for wait in waits:
        one, other = own[wait.before], own[wait.after]
        if one == other:
            start = runs[one].start
            inside[one].append(Wait(wait.before - start, wait.after - start, wait.overlap_ms))
        else:
            outward[one].append(wait)
            tied[other].add(wait.after)
    return [
        Window(run.start, run.stop, tuple(inside[at]), tuple(outward[at]), frozenset(tied[at]))
        for at, run in enumerate(runs)
    ]


def _runs(slots: Sequence[Slot]) -> list[range]:
    gaps = _gaps(slots)
    cuts = [0, *(at for at in range(1, len(slots)) if gaps[at] >= PAUSE_MS), len(slots)]
    found: list[range] = []
    waiting = [range(first, end) for first, end in pairwise(cuts) if end > first][::-1]
    while waiting:
        run = waiting.pop()
        if len(run) <= MOST:
            found.append(run)
            continue
        quarter = len(run) // 4
        cut = max(range(run.start + quarter, run.stop - quarter), key=lambda at: (gaps[at], -at))
        waiting += [range(cut, run.stop), range(run.start, cut)]
    return found


def _gaps(slots: Sequence[Slot]) -> list[int]:
    """Before each slot, from the end of all that were earlier; negative where people talk at once."""
    gaps, end = [], 0
    for slot in slots:
        gaps.append(slot.in_ms - end)
        end = max(end, slot.out_ms)
    return gaps
