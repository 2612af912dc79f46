"""A reel in time order, with who waits for whom and its windows: what both plans and the budgets are worked out on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.dub.bounds import natural
from pipeline.dub.precedence import Wait, in_time_order, waits
from pipeline.dub.records import Reel, Slot
from pipeline.dub.windows import Window, windows_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timeline:
    """`order` are the slots' positions in the script."""

    slots: tuple[Slot, ...]
    order: tuple[int, ...]
    waits: tuple[Wait, ...]
    windows: tuple[Window, ...]
    reel_ms: int

    def slots_of(self, window: Window) -> tuple[Slot, ...]:
        return self.slots[window.first : window.stop]

    def in_script_order(self, things: Sequence[T]) -> tuple[T, ...]:
        """Of one thing for each slot."""
        back = dict(zip(self.order, things, strict=True))
        return tuple(back[at] for at in range(len(self.order)))

    @property
    def load(self) -> float:
        """Natural speech over the time from each cue to the next, and from the last to the reel's end."""
        if not self.slots:
            return 0.0
        time = max(1, self.reel_ms - self.slots[0].in_ms)
        return round(sum(natural(slot) for slot in self.slots) / time, 3)


def timeline_of(reel: Reel) -> Timeline:
    order = in_time_order(reel.slots)
    slots = tuple(reel.slots[at] for at in order)
    found = waits(slots)
    return Timeline(slots, tuple(order), tuple(found), tuple(windows_of(slots, found)), reel.length_ms)


def by_after(found: Iterable[Wait]) -> dict[int, list[Wait]]:
    """Waits by who waits."""
    grouped: dict[int, list[Wait]] = {}
    for wait in found:
        grouped.setdefault(wait.after, []).append(wait)
    return grouped
