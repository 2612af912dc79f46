"""Text budgets: how many characters which cues may have, so that their window fits with the least text lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.dub.bounds import EARLY_MS, shortest
from pipeline.dub.program import LinearProgram
from pipeline.dub.records import Limits, Need, Slot
from pipeline.dub.timeline import Timeline
from pipeline.dub.windows import Window

MISFIT_COST = 1000.0  # of a second by which a cue runs into the next: every text gives way before one does,
EARLIER_COST = 100.0  # and, at the reel's end, a start
OFF_COST = 0.001
MARGIN = 0.8  # of the tolerance is used: the shortened take may come out a little longer than its text says
ENOUGH_MS = 1


@dataclass(frozen=True, slots=True)
class _Text:
    """A take's variables, in seconds: it begins at `at + late - early`, and is `size * (1 - cut) - miss` long."""

    at: float
    size: float
    early: int
    late: int
    cut: int
    miss: int

    @property
    def start(self) -> list[tuple[int, float]]:
        return [(self.late, 1.0), (self.early, -1.0)]

    @property
    def end(self) -> list[tuple[int, float]]:
        return [*self.start, (self.cut, -self.size), (self.miss, -1.0)]


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
        program.row(text.end, high=(end - base) / 1000 - text.at - text.size)
    for wait in window.waits:
        one, other = texts[wait.before], texts[wait.after]
        least = one.at + one.size - wait.overlap_ms / 1000 - other.at
        program.row([*other.start, *((variable, -factor) for variable, factor in one.end)], low=least)
    values = program.solve()
    if values is None:
        return []
    return [
        need
        for slot, text in zip(slots, texts, strict=True)
        if (need := _need(slot, values[text.cut], round(values[text.miss] * 1000) <= ENOUGH_MS))
    ]


def _text(program: LinearProgram, slot: Slot, tied: bool, limits: Limits, base_ms: int) -> _Text:
    tolerance = MARGIN * limits.tolerance_of(slot) / 1000
    size = shortest(slot, limits, limits.budget) / 1000
    early = program.variable(OFF_COST, 0.0, 0.0 if tied else slot.in_ms / 1000)
    earlier = program.variable(EARLIER_COST, 0.0, EARLY_MS / 1000)
    program.row([(early, 1.0), (earlier, -1.0)], high=tolerance)
    late = program.variable(OFF_COST, 0.0, tolerance)
    cut = program.variable(size, 0.0, limits.cut if len(slot.text) > 1 else 0.0)
    return _Text((slot.in_ms - base_ms) / 1000, size, early, late, cut, program.variable(MISFIT_COST))


def _need(slot: Slot, cut: float, enough: bool) -> Need | None:
    has = len(slot.text)
    characters = max(1, int(has * (1 - cut) + 1e-6))
    return None if enough and characters >= has else Need(slot.id, has, min(has, characters), enough)
