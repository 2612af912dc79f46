"""Silence inside a take: where it is, how long, and whether the speech around it dies away or is cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.audio.measures.edges import climb
from pipeline.audio.measures.frames import FRAME_MS, Frames

LEAST_MS = 150
MOST = 16  # the longest ones are told
AROUND_MS = 150  # of speech, within which its edge is looked for
# Frames below are a pause, of this length and longer: closures of stops lie deeper, but are shorter. A hole may be
# filled with a room's noise, which lies higher than the voice's own pauses.
PAUSE_DB, PAUSE_NOISY_DB, ABOVE_FLOOR_DB = -29.0, -24.0, 8.0


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause as told by `pauses`. Its median level, relative to loud speech; -1 ms where an edge cannot be timed."""

    at_ms: float
    ms: float
    fall_ms: float
    rise_ms: float
    level_db: float


def pauses(frames: Frames) -> Mapping[str, float]:
    """pause_count, pause_total_ms, pause_longest_ms, and pause_level_db, the median of the longest one; and of the
    longest ones, in order of time, the fields of `Pause` as pauseNN_at_ms and so on."""
    threshold = float(np.clip(frames.floor_db + ABOVE_FLOOR_DB, PAUSE_DB, PAUSE_NOISY_DB))
    quiet = frames.levels_db[frames.start : frames.end] < threshold
    runs = _runs(quiet)
    lengths = (runs[:, 1] - runs[:, 0]) * FRAME_MS
    runs, lengths = runs[lengths >= LEAST_MS], lengths[lengths >= LEAST_MS]
    out = {
        "pause_count": float(len(runs)),
        "pause_total_ms": float(lengths.sum()),
        "pause_longest_ms": float(lengths.max(initial=0)),
    }
    if len(runs):
        first, last = runs[lengths.argmax()] + frames.start
        out["pause_level_db"] = float(np.median(frames.levels_db[first:last]))
    longest = np.sort(np.argsort(-lengths, kind="stable")[:MOST])
    for number, (first, last) in enumerate(runs[longest] + frames.start):
        pause = _pause(frames, int(first), int(last))
        for field in ("at_ms", "ms", "fall_ms", "rise_ms", "level_db"):
            out[f"pause{number:02}_{field}"] = getattr(pause, field)
    return out


def pauses_in(measures: Mapping[str, float]) -> list[Pause]:
    """The pauses that `pauses` told, read back."""
    found = []
    for number in range(MOST):
        name = f"pause{number:02}_"
        if name + "at_ms" not in measures:
            break
        found.append(Pause(*(measures[name + f] for f in ("at_ms", "ms", "fall_ms", "rise_ms", "level_db"))))
    return found


def _pause(frames: Frames, first: int, last: int) -> Pause:
    middle, around = (first + last) // 2 * frames.size, AROUND_MS * frames.sample_rate_hz // 1000
    before = frames.samples[max(0, first * frames.size - around) : middle][::-1]
    after = frames.samples[middle : last * frames.size + around]
    # The edge: from the pause's last 60 ms on; what moves in the middle of a pause (a breath) is not its edge.
    near = 60 * frames.sample_rate_hz // 1000
    before = before[max(0, middle - first * frames.size - near) :]
    after = after[max(0, last * frames.size - middle - near) :]
    fall, rise = (climb(part, frames.sample_rate_hz, frames.loud_dbfs)[0] for part in (before, after))
    level = float(np.median(frames.levels_db[first:last]))
    return Pause(first * FRAME_MS, (last - first) * FRAME_MS, fall, rise, level)


def _runs(flags: np.typing.NDArray[np.bool_]) -> np.typing.NDArray[np.intp]:
    """[n, 2]: where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return edges.reshape(-1, 2)
