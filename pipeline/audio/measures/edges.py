"""How speech begins and ends: by a ramp, as every voice does, or by a cliff, where it was cut."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.audio.clips import Samples
from pipeline.audio.measures.frames import FRAME_MS, Floats, Frames

GRID_MS = 0.5
LOW_DB, CLIMB_DB = -50.0, 20.0  # the climb that is timed: from LOW_DB, or just above what was there before
TOP_DB, LEAST_CLIMB_DB = -8.0, 8.0  # a climb out of noise ends at TOP_DB, and counts as if it went on like that
ABOVE_DB = 3.0
BEFORE_MS, EDGE_MS = 100, 30
PEAK_DB = 3.0  # a frame's peak lies so far above its RMS at least


def edges(frames: Frames) -> Mapping[str, float]:
    """Of both ends (head_, tail_):

    silence_ms: without sound, between the clip's end and the speech.
    rise_ms: in which the envelope's peaks climb by 20 dB out of the silence; a cut climbs in one or two.
    rise_high_ms: the same, ten decibels higher.
    edge_db: the level of the outermost 30 ms of speech; first_db: of the clip's own outermost three milliseconds.
    """
    out: dict[str, float] = {}
    for name, samples, levels, start in (
        ("head", frames.samples, frames.levels_db, frames.start),
        ("tail", frames.samples[::-1], frames.levels_db[::-1], len(frames.levels_db) - frames.end),
    ):
        edge = levels[start : start + EDGE_MS // FRAME_MS]
        begin = max(0, start * frames.size - BEFORE_MS * frames.sample_rate_hz // 1000)
        rise, high, first = climb(samples[begin:], frames.sample_rate_hz, frames.loud_dbfs)
        out |= {
            f"{name}_silence_ms": start * FRAME_MS,
            f"{name}_rise_ms": rise,
            f"{name}_rise_high_ms": high,
            f"{name}_edge_db": 10 * float(np.log10(np.mean(10 ** (edge / 10)))),
            f"{name}_first_db": first,
        }
    return out


def climb(samples: Samples, sample_rate_hz: int, loud_dbfs: float) -> tuple[float, float, float]:
    """-> milliseconds of the low and of the high climb at the beginning of `samples`, and the level where they begin.

    -1 where a climb cannot be timed: it never comes, or the noise before it is too loud.
    """
    envelope = _envelope(samples[: sample_rate_hz * 4 // 10], sample_rate_hz, loud_dbfs)
    if len(envelope) < 8:
        return -1.0, -1.0, 0.0
    first = float(envelope[5])
    low = float(np.clip(first + ABOVE_DB, LOW_DB, TOP_DB - LEAST_CLIMB_DB))
    rise, high = (_timed(envelope, start) for start in (low, low + 10))
    return rise, high, first


def _timed(envelope: Floats, low: float) -> float:
    climb_db = min(CLIMB_DB, TOP_DB - low)
    if climb_db < LEAST_CLIMB_DB:
        return -1.0
    start, end = np.searchsorted(envelope, (low, low + climb_db))
    return float((end - start) * GRID_MS * CLIMB_DB / climb_db) if end < len(envelope) else -1.0


def _envelope(samples: Samples, sample_rate_hz: int, loud_dbfs: float) -> Floats:
    """The highest peak so far, every half millisecond, relative to the loud frames' peaks."""
    size = max(1, round(sample_rate_hz * GRID_MS / 1000))
    count = len(samples) // size
    peaks = np.abs(samples[: count * size]).reshape(count, size).max(axis=1, initial=0.0)
    peaks = np.maximum.accumulate(np.maximum(peaks, 1e-5))
    return (20 * np.log10(peaks) - (loud_dbfs + PEAK_DB)).astype(np.float32)
