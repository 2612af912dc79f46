"""Where the takes of a window lie, and how fast each is: near its cue, near its natural rate, near its neighbours'.

A linear program in seconds. A take's placed length is `spoken * (1 - faster + slower) + pauses - cut`, so that what
rates cost is even over lengths, and taking a second out of pauses costs less than taking it out of speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dub.bounds import ENDLESS, Room, natural
from pipeline.dub.precedence import Wait
from pipeline.dub.program import LinearProgram
from pipeline.dub.records import Limits, Slot


@dataclass(frozen=True, slots=True)
class Weights:
    """What a plan pays. Of rates a unit is 100 %, of times a second; only their proportions matter."""

    faster: float = 1.0
    slower: float = 2.0  # padding a take with slowness is heard sooner than haste
    jump: float = 1.5  # between neighbours of one speaker
    off: float = 0.3  # a start away from its cue, within tolerance
    late: float = 3.0  # beyond it, besides
    pause: float = 0.02  # cut out of a take's pauses


@dataclass(frozen=True, slots=True)
class Laid:
    """What the program says of a take, in seconds."""

    start: float
    length: float


@dataclass(frozen=True, slots=True)
class _Take:
    """A take's variables. Its start is `at + after - before`."""

    at: float
    before: int
    after: int
    spoken: float
    faster: int
    slower: int
    pauses: float
    cut: int

    @property
    def start(self) -> list[tuple[int, float]]:
        return [(self.after, 1.0), (self.before, -1.0)]

    @property
    def length(self) -> list[tuple[int, float]]:
        return [(self.slower, self.spoken), (self.faster, -self.spoken), (self.cut, -1.0)]

    def laid(self, values: Sequence[float]) -> Laid:
        start = self.at + sum(values[variable] * factor for variable, factor in self.start)
        length = self.spoken + self.pauses + sum(values[variable] * factor for variable, factor in self.length)
        return Laid(start, length)


def smooth(
    slots: Sequence[Slot], rooms: Sequence[Room], waits: Sequence[Wait], limits: Limits, weights: Weights, base_ms: int
) -> list[Laid] | None:
    """A window's takes, from `base_ms` on: a program is best posed near zero. None where it has no answer."""
    program = LinearProgram()
    takes = [_take(program, slot, room, limits, weights, base_ms) for slot, room in zip(slots, rooms, strict=True)]
    for take, room in zip(takes, rooms, strict=True):
        if room.end < ENDLESS:
            high = (room.end - base_ms) / 1000 - take.at - take.spoken - take.pauses
            program.row([*take.start, *take.length], high=high)
    for wait in waits:
        one, other = takes[wait.before], takes[wait.after]
        least = one.at + one.spoken + one.pauses - wait.overlap_ms / 1000 - other.at
        program.row([*other.start, *_negative(one.start), *_negative(one.length)], low=least)
    for left, right in neighbours(slots):
        _even(program, takes[left], takes[right], weights)
    values = program.solve()
    return None if values is None else [take.laid(values) for take in takes]


def neighbours(slots: Sequence[Slot]) -> list[tuple[int, int]]:
    """Positions of takes that are heard after each other: of any speakers, and of one speaker after others."""
    last: dict[str, int] = {}
    found = []
    for at, slot in enumerate(slots):
        own = last.get(slot.character, at - 1)
        found += [(at - 1, at)] * (at > 0) + [(own, at)] * (own != at - 1)
        last[slot.character] = at
    return found


def _take(program: LinearProgram, slot: Slot, room: Room, limits: Limits, weights: Weights, base_ms: int) -> _Take:
    at = (slot.in_ms - base_ms) / 1000
    earliest = (slot.in_ms - room.first) / 1000
    latest = (room.last - slot.in_ms) / 1000 if room.last < ENDLESS else float("inf")
    before = program.variable(weights.off, max(0.0, -latest), max(0.0, earliest))
    after = program.variable(weights.off, max(0.0, -earliest), max(0.0, latest))
    tolerance = limits.tolerance_of(slot) / 1000
    if latest > tolerance:
        late = program.variable(weights.late)
        program.row([(after, 1.0), (late, -1.0)], high=tolerance)
    spare = limits.pause_to_spare(slot) / 1000
    spoken = max(0.001, natural(slot) / 1000 - spare)
    most = max(0.0, 1 - (room.shortest / 1000) / spoken)
    faster = program.variable(weights.faster, 0.0, most)
    slower = program.variable(weights.slower, 0.0, max(0.0, room.longest / natural(slot) - 1))
    return _Take(at, before, after, spoken, faster, slower, spare, program.variable(weights.pause, 0.0, spare))


def _even(program: LinearProgram, one: _Take, other: _Take, weights: Weights) -> None:
    """Pays for the difference of two takes' paces, whichever is the faster."""
    jump = program.variable(weights.jump)
    difference = [(one.faster, -1.0), (one.slower, 1.0), (other.faster, 1.0), (other.slower, -1.0)]
    program.row([*difference, (jump, 1.0)], low=0.0)
    program.row([*_negative(difference), (jump, 1.0)], low=0.0)


def _negative(terms: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(variable, -factor) for variable, factor in terms]
