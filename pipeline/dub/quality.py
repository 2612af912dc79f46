"""The metric that plans are compared by: of a whole reel, from its placements alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.dub.bounds import natural
from pipeline.dub.records import Limits, Placement, Quality
from pipeline.dub.timeline import Timeline


def quality_of(line: Timeline, placements: Sequence[Placement], limits: Limits) -> Quality:
    """`placements` in time order. Rates here are natural over placed length, pauses and all, as a listener hears."""
    if not placements:
        return Quality(0, 0)
    pairs = list(zip(line.slots, placements, strict=True))
    offs = sorted(abs(place.at_ms - slot.in_ms) for slot, place in pairs)
    rates = [natural(slot) / place.length_ms for slot, place in pairs]
    jumps = [abs(one - other) for one, other in pairwise(rates)]
    return Quality(
        cues=len(pairs),
        in_slot=len(pairs) - len(out_of_slot(line, placements, limits)),
        start_mean_ms=round(sum(offs) / len(offs), 1),
        start_p95_ms=offs[min(len(offs) - 1, len(offs) * 95 // 100)],
        start_max_ms=offs[-1],
        rate_min=round(min(rates), 4),
        rate_max=round(max(rates), 4),
        rate_jump=round(sum(jumps) / max(1, len(jumps)), 4),
        overlap_ms=sum(_overlaps(line, placements)),
        over_ms=max(0, max(place.end_ms for place in placements) - line.reel_ms),
    )


def out_of_slot(line: Timeline, placements: Sequence[Placement], limits: Limits) -> frozenset[int]:
    """Positions, in time order, of takes that start, end or hurry where a listener would notice."""
    overlaps = _overlaps(line, placements)
    found = []
    for at, (slot, place) in enumerate(zip(line.slots, placements, strict=True)):
        near = abs(place.at_ms - slot.in_ms) <= limits.tolerance_of(slot)
        calm = limits.slow - 5e-4 <= place.rate <= limits.comfortable
        if not (near and calm and place.end_ms <= line.reel_ms and not overlaps[at]):
            found.append(at)
    return frozenset(found)


def _overlaps(line: Timeline, placements: Sequence[Placement]) -> list[int]:
    """Of each take with those that should wait for it, the longest."""
    found = [0] * len(placements)
    for wait in line.waits:
        beyond = placements[wait.before].end_ms - placements[wait.after].at_ms - wait.overlap_ms
        found[wait.before] = max(found[wait.before], beyond)
    return found
