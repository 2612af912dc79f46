"""Which takes stay in their slots: the choice that leaves fewest out, by dynamic programming over the reel.

For one speaker it is exact: of two beginnings of a reel that cost the same, the one that ends earlier is never worse.
Where several speak at once it compares the ends of all that somebody waits for, and keeps the best FRONT beginnings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.dub.bounds import shortest
from pipeline.dub.precedence import Wait
from pipeline.dub.records import Limits, Slot

FRONT = 8  # beginnings kept beside each other: 24 left as many cues in slot on 40 conversations, at twice the time
LATE_COST = 0.05  # of a second's delay, in cues: twenty seconds late, all in all, weigh as much as one cue out of slot
OVER_COST = 10.0  # of a second beyond the reel's end


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A choice for the first takes: what it costs, when those end that others wait for, the choice before the last."""

    cost: float
    ends: tuple[int, ...]
    stays: bool
    before: _Beginning | None


def choose(
    slots: Sequence[Slot], firsts: Sequence[int], waits: Sequence[Wait], limits: Limits, reel_ms: int
) -> list[bool]:
    """Of slots in time order, which may begin at `firsts`: whether each stays in its slot."""
    waited: dict[int, list[Wait]] = {}
    last_waiter = list(range(len(slots)))
    for wait in waits:
        waited.setdefault(wait.after, []).append(wait)
        last_waiter[wait.before] = wait.after
    front = [_Beginning(0.0, (), True, None)]
    known: list[int] = []  # the takes whose ends stand in `ends`
    for at, slot in enumerate(slots):
        place = {take: index for index, take in enumerate(known)}
        befores = [(place[wait.before], wait.overlap_ms) for wait in waited.get(at, ())]
        kept = [index for index, take in enumerate(known) if last_waiter[take] > at]
        known = [known[index] for index in kept]
        stays_open = last_waiter[at] > at
        if stays_open:
            known.append(at)
        steps = _steps(slot, firsts[at], limits, reel_ms)
        front = _best([
            _Beginning(cost, (*(one.ends[index] for index in kept), *((end,) if stays_open else ())), stays, one)
            for one in front
            for cost, end, stays in steps(one.cost, max((one.ends[i] - over for i, over in befores), default=0))
        ])  # fmt: skip
    return _read_back(front[0], len(slots))


def _steps(
    slot: Slot, first: int, limits: Limits, reel_ms: int
) -> Callable[[float, int], list[tuple[float, int, bool]]]:
    """From what a beginning costs and when this take is free to begin: (cost, end, stays) of what it can do."""
    tolerance = limits.tolerance_of(slot)
    last = slot.in_ms + tolerance
    comfortable, hard = (shortest(slot, limits, rate) for rate in (limits.comfortable, limits.hard))

    def steps(cost: float, free: int) -> list[tuple[float, int, bool]]:
        start = max(first, free)
        late = max(0, start - last) / 1000 * LATE_COST
        over = max(0, start + hard - reel_ms) / 1000 * OVER_COST
        found = [(cost + 1 + late + over, start + hard, False)]
        if slot.in_ms - tolerance <= start <= last and start + comfortable <= reel_ms:
            found.append((cost, start + comfortable, True))
        return found

    return steps


def _best(front: list[_Beginning]) -> list[_Beginning]:
    """Those that no other is better than in both cost and ends, cheapest first."""
    found: list[_Beginning] = []
    for one in sorted(front, key=lambda one: (one.cost, one.ends)):
        if not any(all(a <= b for a, b in zip(kept.ends, one.ends, strict=True)) for kept in found):
            found.append(one)
    return found[:FRONT]


def _read_back(last: _Beginning, number: int) -> list[bool]:
    chosen = []
    one: _Beginning | None = last
    while one is not None and one.before is not None:
        chosen.append(one.stays)
        one = one.before
    assert len(chosen) == number
    return chosen[::-1]
