"""Captions that roll up: each cue shows the line before again, above its own. It is said once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.intake.scripts.draft import Raw

ROLLED = "shown again"
_NEAR_MS = 200  # between the end of one cue and the beginning of the next
_LEAST_SHARE, _LEAST_TIMES = 0.4, 5  # people repeat themselves now and then; captions that roll do it all the time


def unrolled(cues: Sequence[Raw]) -> int:
    """Skips lines that a cue only shows again; returns in how many cues. Scripts that do not roll stay as they are."""
    lines = [_lines(raw.text.heard) for raw in cues]
    repeated = {
        at + 1: _again(lines[at], lines[at + 1])
        for at, (one, two) in enumerate(pairwise(cues))
        if one.out_ms is not None and two.in_ms is not None and abs(two.in_ms - one.out_ms) <= _NEAR_MS
    }
    repeated = {at: number for at, number in repeated.items() if number}
    if len(repeated) < max(_LEAST_TIMES, _LEAST_SHARE * len(cues)):
        return 0
    for at, number in repeated.items():
        raw = cues[at]
        end = lines[at][number - 1][1]
        raw.text.skip(0, end, ROLLED)
        if number == len(lines[at]):
            raw.kind = "duplicate"
    return len(repeated)


def _lines(heard: str) -> list[tuple[str, int]]:
    """(words of a line, where it ends) of each line that has any."""
    found, place = [], 0
    for line in heard.split("\n"):
        if line.strip():
            found.append((" ".join(line.split()), place + len(line)))
        place += len(line) + 1
    return found


def _again(before: list[tuple[str, int]], now: list[tuple[str, int]]) -> int:
    """How many of a cue's first lines are the last ones of the cue before."""
    for number in range(min(len(before), len(now)), 0, -1):
        if [words for words, _ in before[-number:]] == [words for words, _ in now[:number]]:
            return number
    return 0
