"""Cleaning of recorded voices before levelling: high-pass, gate, de-esser. All are off unless a spec asks for them.

scipy takes 0.7 s to import, so it is imported where one of them is used.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples

FRAME_MS = 5
QUIET_DB = -35.0  # below the take's loud passages: room, not voice
QUIET_MS, RAMP_MS = 150, 50
SIBILANCE_HZ = 5_000
SIBILANT_SHARE = 0.5  # of a frame's energy above SIBILANCE_HZ: s, sh, z; vowels have a hundredth there
SIBILANT_DB = -9.0  # below the take's loud passages: sibilants may be as loud as this
SLOPE = 2 / 3  # 3:1


def high_passed(sound: Samples, sample_rate_hz: int, corner_hz: float) -> Samples:
    """Second-order high-pass, 12 dB per octave: removes rumble and DC offset, nothing of the speech."""
    from scipy.signal import butter, sosfilt

    filtered: Samples = sosfilt(butter(2, corner_hz, "highpass", fs=sample_rate_hz, output="sos"), sound)
    return filtered.astype(np.float32)


def gated(sound: Samples, sample_rate_hz: int, by_db: float) -> Samples:
    """Noise gate: lowers pauses of QUIET_MS and more by `by_db`, on ramps that lie within the pause."""
    level = _levels(sound, sample_rate_hz)
    if not len(level):
        return sound
    quiet = level < _loud(level) + QUIET_DB
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False]))))
    gain = np.zeros(len(level))
    ramp = RAMP_MS // FRAME_MS
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if (last - first) * FRAME_MS < QUIET_MS:
            continue
        # Frames from the nearer edge with voice beyond it; the ends of the take have no voice beyond.
        inside = np.arange(last - first)
        away = np.minimum(inside + 1 if first else np.inf, (last - first) - inside if last < len(level) else np.inf)
        gain[first:last] = -by_db * np.minimum(1.0, away / ramp)
    return sound * _spread(gain, sound, sample_rate_hz)


def de_essed(sound: Samples, sample_rate_hz: int, most_db: float) -> Samples:
    """De-esser: compresses sibilants above SIBILANT_DB by 3:1, `most_db` at most, and only above SIBILANCE_HZ."""
    from scipy.signal import firwin, oaconvolve

    if sample_rate_hz < 3 * SIBILANCE_HZ or not len(sound):
        return sound
    taps = firwin(101, SIBILANCE_HZ, fs=sample_rate_hz, pass_zero=False)  # linear phase: what is left adds up again
    high: Samples = oaconvolve(sound, taps, mode="same").astype(np.float32)
    level, above = _levels(sound, sample_rate_hz), _levels(high, sample_rate_hz)
    sibilant = above > level + 10 * np.log10(SIBILANT_SHARE)
    over = np.where(sibilant, above - (_loud(level) + SIBILANT_DB), 0.0)
    gain = -np.clip(SLOPE * over, 0.0, most_db)
    smooth = np.minimum(gain, np.minimum(np.roll(gain, 1), np.roll(gain, -1)))  # 5 ms before and after
    return sound + high * (_spread(smooth, sound, sample_rate_hz) - 1)


def _levels(sound: Samples, sample_rate_hz: int) -> NDArray[np.float64]:
    """RMS in dB of every frame of FRAME_MS."""
    size = sample_rate_hz * FRAME_MS // 1000
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    power = np.einsum("fs,fs->f", frames, frames, dtype=np.float64) / size
    levels: NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1e-12))
    return levels


def _loud(level: NDArray[np.float64]) -> float:
    """Level of a take's loud passages: the 80th percentile of its frames."""
    return float(np.quantile(level, 0.8)) if len(level) else 0.0


def _spread(gain_db: NDArray[np.float64], sound: Samples, sample_rate_hz: int) -> Samples:
    """Factor per sample from gains per frame, interpolated linearly in dB between the frames' centres."""
    size = sample_rate_hz * FRAME_MS // 1000
    places = (np.arange(len(gain_db)) + 0.5) * size
    if not len(gain_db):
        return np.ones(len(sound), np.float32)
    lines = np.interp(np.arange(len(sound)), places, gain_db)
    factor: Samples = (10 ** (lines / 20)).astype(np.float32)
    return factor
