"""t-006 and t-007: speech that does not begin or end, but is cut.

Every voice climbs out of silence over some milliseconds and dies away over more; a cut, even one with a short fade,
climbs at once. A clip that begins or ends inside speech is cut, too, where the voice always leaves silence around.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from pipeline.qa.gate.checks.beyond import beyond, measures_of, speech_ms, usual_of
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

CODES = {"head": "t-006", "tail": "t-007"}
WORDS = {"head": "begins", "tail": "ends"}
# Milliseconds of the climb where the voice is not known; and bounds of what is believed of one that is: in a room
# that echoes, speech dies away slowly, but a gate may cut the echo.
USUAL_MS = {"head": (8.0, 0.6), "tail": (25.0, 0.6)}
SHORTEST_MS, LONGEST_MS, GRID_MS = 5.0, 40.0, 0.5
TIGHT_MS = 15  # less silence than this at an end: the clip itself begins or ends there
SHORT_MS = 12.0  # what silence around takes varies by in any voice
WHOLE_MS = 600.0  # of speech: around "Oh!" and "IV" engines leave less silence than around a sentence
LEAVES_MS = 60  # a voice that usually leaves more silence than this always leaves some
# Recordings that somebody cut tightly begin loudly; a voice that always leaves silence does not even begin softly.
NOISE_DB = 15.0  # a noise's peaks stand so far out of it
UNSURE_DB, KNOWN_DB = 25.0, 20.0


def _cliff(take: HeardTake, limits: Limits, end: str) -> Iterator[TakeFinding]:
    measures = measures_of(take)
    rise = measures.get(f"{end}_rise_ms", -1.0)
    if rise < 0 or measures[f"{end}_silence_ms"] < TIGHT_MS:
        return
    usual, away = usual_of(take, f"{end}_rise_ms") or (0.0, 0.0)
    usual, relative = (usual, away / usual) if usual > 0 else USUAL_MS[end]
    usual = min(max(usual, SHORTEST_MS), LONGEST_MS)
    steepness = math.log(usual / max(rise, GRID_MS / 2)) / (0.25 + relative)
    at = _at_ms(take, end)
    found = f"its sound {WORDS[end]} within {rise:g} ms, where {usual:.0f} ms are usual"
    yield from beyond(CODES[end], steepness, limits, found, start_ms=at, end_ms=at)


def _inside(take: HeardTake, limits: Limits, end: str) -> Iterator[TakeFinding]:
    measures = measures_of(take)
    usual = usual_of(take, f"{end}_silence_ms")
    leaves = usual is not None and usual[0] - 2 * usual[1] > LEAVES_MS
    if measures.get(f"{end}_silence_ms", LEAVES_MS) >= (LEAVES_MS if leaves else TIGHT_MS):
        return
    level = measures[f"{end}_first_db"]
    if level < measures.get("floor_dbfs", -100.0) - measures["level_dbfs"] + NOISE_DB:
        return  # it begins in noise that is there all along
    at = _at_ms(take, end)
    found = f"the take {WORDS[end]} inside speech, {-level:.0f} dB below its loudest"
    yield from beyond(
        CODES[end], level + 60 + (KNOWN_DB if leaves else -UNSURE_DB), limits, found, start_ms=at, end_ms=at
    )


def _short(take: HeardTake, limits: Limits, end: str) -> Iterator[TakeFinding]:
    measures = measures_of(take)
    usual = usual_of(take, f"{end}_silence_ms")
    if usual is None or f"{end}_silence_ms" not in measures:
        return
    less = usual[0] - measures[f"{end}_silence_ms"]
    value = less / (SHORT_MS + 3 * usual[1]) * min(1.0, speech_ms(take) / WHOLE_MS)
    found = f"it {WORDS[end]} with {measures[f'{end}_silence_ms']:.0f} ms of silence, where {usual[0]:.0f} ms are usual"
    yield from beyond(CODES[end], value, limits, found, start_ms=_at_ms(take, end), end_ms=_at_ms(take, end))


def _at_ms(take: HeardTake, end: str) -> float:
    measures = measures_of(take)
    return measures["head_silence_ms"] if end == "head" else measures["duration_ms"] - measures["tail_silence_ms"]


def head_cliff(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How much faster than usual speech begins, as a logarithm in spreads of the voice."""
    return _cliff(take, limits, "head")


def tail_cliff(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    return _cliff(take, limits, "tail")


def head_inside(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How loud the clip begins, in dB above -60 of its loudest."""
    return _inside(take, limits, "head")


def tail_inside(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    return _inside(take, limits, "tail")


def head_short(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How much less silence stands before it than the voice always leaves, in spreads of the voice."""
    return _short(take, limits, "head")


def tail_short(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    return _short(take, limits, "tail")


CHECKS = (
    TakeCheck("head_short", "t-006", ("signal",), Limits(3.5, None), head_short),
    TakeCheck("tail_short", "t-007", ("signal",), Limits(3.5, None), tail_short),
    TakeCheck("head_cliff", "t-006", ("signal",), Limits(2.75, 3.4), head_cliff),
    TakeCheck("head_inside", "t-006", ("signal",), Limits(25.0, 35.0), head_inside),
    TakeCheck("tail_cliff", "t-007", ("signal",), Limits(2.35, 2.9), tail_cliff),
    TakeCheck("tail_inside", "t-007", ("signal",), Limits(25.0, 35.0), tail_inside),
)
