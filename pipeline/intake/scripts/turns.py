"""Turns of cues as cues of their own: where two people speak in one, each gets its share of the time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from pipeline.intake.scripts.records import Cue
from pipeline.records import visible_characters


def by_turn(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Cues in which one person speaks. The parts of one are ID.1, ID.2; time is shared by the number of characters."""
    return tuple(part for cue in cues for part in (_parts(cue) if cue.spoken and len(cue.turns) > 1 else (cue,)))


def _parts(cue: Cue) -> Iterable[Cue]:
    sizes = [max(1, visible_characters(turn.text)) for turn in cue.turns]
    whole, done, length = sum(sizes), 0, cue.out_ms - cue.in_ms
    for number, (turn, size) in enumerate(zip(cue.turns, sizes, strict=True), 1):
        begin = cue.in_ms + length * done // whole
        done += size
        yield dataclasses.replace(
            cue, id=f"{cue.id}.{number}", in_ms=begin, out_ms=cue.in_ms + length * done // whole,
            character=turn.character, text=turn.text, turns=(turn,), continues=cue.continues and number == len(sizes),
        )  # fmt: skip
