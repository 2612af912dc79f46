"""A take in frames of five milliseconds: its level over time, where its speech begins and ends, and how loud it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples

Floats = NDArray[np.float32]

FRAME_MS = 5
LEAST = 1e-10  # -100 dBFS: what 16 bits cannot hold counts as silence
SILENT_DBFS = -75.0  # a take whose loudest frames stay below says nothing
# Speech begins where it comes so near to the loud frames; higher where the take is noisy.
SPEECH_DB, SPEECH_NOISY_DB, ABOVE_FLOOR_DB = -40.0, -22.0, 10.0
ACTIVE_DB = -25.0  # frames that count as speech for the level, as in ITU-T P.56


@dataclass(frozen=True, slots=True)
class Frames:
    """Attributes:
    levels_db: per frame, relative to `loud_dbfs`.
    loud_dbfs: the 95th percentile of the frames' levels: stressed vowels.
    floor_db: the 5th percentile, relative to it: pauses, where there are any.
    speech_db: frames above it are sound, below it silence.
    start, end: the frames between which there is speech.
    """

    samples: Samples
    sample_rate_hz: int
    size: int  # samples a frame
    levels_db: Floats
    loud_dbfs: float
    floor_db: float
    speech_db: float
    start: int
    end: int

    @property
    def silent(self) -> bool:
        return self.end <= self.start

    @property
    def active(self) -> NDArray[np.bool_]:
        return self.levels_db > ACTIVE_DB

    def figures(self) -> Mapping[str, float]:
        """duration_ms; speech_ms from its first to its last sound; level_dbfs of its active speech; floor_dbfs of its
        quietest frames; dc: the mean, full scale 1.0; peak_dbfs."""
        total = len(self.samples)
        out: dict[str, float] = {
            "duration_ms": round(1000 * total / self.sample_rate_hz),
            "speech_ms": (self.end - self.start) * FRAME_MS,
        }
        if not total:
            return out
        peak = float(np.maximum(self.samples.max(), -self.samples.min()))
        out["peak_dbfs"] = 20 * float(np.log10(max(peak, 1e-5)))
        out["dc"] = float(self.samples.mean(dtype=np.float64))
        out["level_dbfs"] = -100.0
        if len(self.levels_db):
            out["floor_dbfs"] = self.loud_dbfs + self.floor_db
        if not self.silent:
            power = 10 ** (self.levels_db[self.active] / 10)
            out["level_dbfs"] = self.loud_dbfs + 10 * float(np.log10(power.mean()))
        return {name: round(value, 5) for name, value in out.items()}


def frames_of(samples: Samples, sample_rate_hz: int) -> Frames:
    """The take in frames; an offset (DC) does not count as sound."""
    size = max(1, sample_rate_hz * FRAME_MS // 1000)
    count = len(samples) // size
    if count < 4:
        return Frames(samples, sample_rate_hz, size, np.zeros(0, np.float32), -100.0, 0.0, 0.0, 0, 0)
    grid = samples[: count * size].reshape(count, size)
    offset = np.float32(samples.mean())
    power = np.maximum(np.einsum("fs,fs->f", grid, grid) / size - offset * offset, LEAST)
    dbfs = (10 * np.log10(power)).astype(np.float32)
    floor, loud = (float(value) for value in np.percentile(dbfs, (5, 95)))
    if loud < SILENT_DBFS:
        # A single word in a minute of silence is no 95th percentile.
        loud = float(np.partition(dbfs, -10)[-10]) if count >= 10 else loud
    levels, floor = dbfs - np.float32(loud), floor - loud
    speech = float(np.clip(floor + ABOVE_FLOOR_DB, SPEECH_DB, SPEECH_NOISY_DB))
    start, end = _speech(levels, speech) if loud >= SILENT_DBFS else (0, 0)
    return Frames(samples, sample_rate_hz, size, levels, loud, floor, speech, start, end)


def slowed(samples: Samples, step: int) -> Samples:
    """The means of `step` samples each: a lower rate, roughly low-passed."""
    for factor in (4, 3, 2):
        if step > factor and step % factor == 0:
            return slowed(slowed(samples, factor), step // factor)
    count = len(samples) // step
    out = samples[: count * step : step].copy()
    for place in range(1, step):  # a mean over a short last axis is five times as slow
        out += samples[place : count * step : step]
    return np.asarray(out * np.float32(1 / step), np.float32)


def _speech(levels: Floats, threshold: float) -> tuple[int, int]:
    """From the first to the last of two loud frames in a row: a single one is a click."""
    above = levels > threshold
    pairs = np.flatnonzero(above[:-1] & above[1:])
    return (int(pairs[0]), int(pairs[-1]) + 2) if len(pairs) else (0, 0)
