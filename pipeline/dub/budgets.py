"""Text budgets: how many characters which cues may have, so that their window fits with the least text lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.dub.bounds import EARLY_MS, shortest
from pipeline.dub.precedence import Wait
from pipeline.dub.program import LinearProgram
from pipeline.dub.records import Limits, Need, Slot
from pipeline.dub.timeline import Timeline
from pipeline.dub.windows import Window

# Of a second, in seconds of text. Beside a cue that no shortening helps, its neighbours' texts give way so that the
# delay is soon over: of French at 1.1 times its length 92.5 % then fit, with an overlap allowed there instead 91.3 %.
MISFIT_COST = 30.0  # a start beyond its tolerance
OVER_COST = 1000.0  # beyond the window's end
OFF_COST = 0.001
MARGIN = 0.8  # of the tolerance is used: the shortened take may come out a little longer than its text says


@dataclass(frozen=True, slots=True)
class _Text:
    """A take's variables, in seconds: it begins at `at + late - early`, and is `size * (1 - cut)` long."""

    at: float
    size: float
    early: int
    late: int
    cut: int
    over: int

    @property
    def start(self) -> list[tuple[int, float]]:
        return [(self.late, 1.0), (self.early, -1.0)]

    @property
    def end(self) -> list[tuple[int, float]]:
        return [*self.start, (self.cut, -self.size)]


def needs_of(line: Timeline, limits: Limits, out_of_slot: Collection[int]) -> list[Need]:
    """In time order. Nobody is asked for anything in a window whose takes all stay in their slots."""
    return [
        need
        for window in line.windows
        if any(at in out_of_slot for at in window.span)
        for need in _shorter(line, window, limits)
    ]


def _shorter(line: Timeline, window: Window, limits: Limits) -> list[Need]:
    program = LinearProgram()
    slots = line.slots_of(window)
    base = slots[0].in_ms
    texts = [_text(program, slot, at in window.tied, limits, base) for at, slot in zip(window.span, slots, strict=True)]
    ends = [line.reel_ms] * len(slots)
    for wait in window.outward:
        at = wait.before - window.first
        ends[at] = min(ends[at], line.slots[wait.after].in_ms + wait.overlap_ms)
    for text, end in zip(texts, ends, strict=True):
        program.row([*text.end, (text.over, -1.0)], high=(end - base) / 1000 - text.at - text.size)
    for wait in window.waits:
        one, other = texts[wait.before], texts[wait.after]
        least = one.at + one.size - wait.overlap_ms / 1000 - other.at
        program.row([*other.start, *((variable, -factor) for variable, factor in one.end)], low=least)
    values = program.solve()
    if values is None:
        return []
    hopeless = _hopeless(line, window, limits)
    return [
        need
        for at, slot, text in zip(window.span, slots, texts, strict=True)
        if (need := _need(slot, values[text.cut], at not in hopeless))
    ]


def _hopeless(line: Timeline, window: Window, limits: Limits) -> set[int]:
    """Those that would be too long at their shortest, from the earliest start to the latest start of the next."""
    found = set()
    ends = dict.fromkeys(window.span, line.reel_ms)
    inside = (Wait(wait.before + window.first, wait.after + window.first, wait.overlap_ms) for wait in window.waits)
    for wait in (*inside, *window.outward):
        other = line.slots[wait.after]
        end = other.in_ms + limits.tolerance_of(other) + wait.overlap_ms
        ends[wait.before] = min(ends[wait.before], end)
    for at, end in ends.items():
        slot = line.slots[at]
        least = shortest(slot, limits, limits.comfortable) * (1 - limits.cut if len(slot.text) > 1 else 1)
        if least > end - max(0, slot.in_ms - limits.tolerance_of(slot)):
            found.add(at)
    return found


def _text(program: LinearProgram, slot: Slot, tied: bool, limits: Limits, base_ms: int) -> _Text:
    tolerance = MARGIN * limits.tolerance_of(slot) / 1000
    size = shortest(slot, limits, limits.budget) / 1000
    early, late = (program.variable(OFF_COST) for _ in range(2))
    earlier = program.variable(MISFIT_COST, 0.0, 0.0 if tied else EARLY_MS / 1000)
    later, over = program.variable(MISFIT_COST), program.variable(OVER_COST)
    program.row([(early, 1.0), (earlier, -1.0)], high=0.0 if tied else min(tolerance, slot.in_ms / 1000))
    program.row([(late, 1.0), (later, -1.0)], high=tolerance)
    cut = program.variable(size, 0.0, limits.cut if len(slot.text) > 1 else 0.0)
    return _Text((slot.in_ms - base_ms) / 1000, size, early, late, cut, over)


def _need(slot: Slot, cut: float, enough: bool) -> Need | None:
    has = len(slot.text)
    characters = max(1, int(has * (1 - cut) + 1e-6))
    return None if enough and characters >= has else Need(slot.id, has, min(has, characters), enough)
