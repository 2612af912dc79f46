"""Noise under the voice, in a part or all along, and hum of the mains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.measures.frames import Floats, Frames, slowed
from pipeline.audio.measures.spectrum import HOP_MS, Spectrum

PART_MS = 600  # within so long, a voice leaves every band for a moment; within 400 ms, one in ten lines has none
SPEECH_HZ = 250  # below lies the voice's own pitch, which may last
HIGH_HZ = 3000
REGIONS_HZ = {"low": (60, 250), "middle": (250, 3000), "high": (3000, 7000), "top": (7000, 11_000)}
HUM_WINDOW_S, HUM_HOP_S, HUM_RATE_HZ, HARMONICS = 0.4, 0.1, 1000, 7
HUM_LEAST_DBFS = -110.0


def noise(frames: Frames, spectrum: Spectrum) -> Mapping[str, float]:
    """Per region of the spectrum, relative to loud speech: floor_REGION_db, below which 5 % of the frames lie; and
    shape_REGION_db: of speech. part_db, and part_high_db above 3 kHz: the mean over the bands of the level below which
    each does not fall for PART_MS, where it is highest.
    bandwidth_hz: below which active speech has its energy down to 50 dB under its strongest band."""
    bands = spectrum.bands_db - np.float32(frames.loud_dbfs)
    middles = (spectrum.edges_hz[1:] + spectrum.edges_hz[:-1]) / 2
    active = bands[_active(frames, len(bands))]
    out: dict[str, float] = {}
    for name, (low, high) in REGIONS_HZ.items():
        inside = (middles >= low) & (middles < high)
        if not inside.any():
            continue
        out[f"floor_{name}_db"] = float(np.percentile(bands[:, inside].mean(axis=1), 5))
        if len(active):
            out[f"shape_{name}_db"] = float(active[:, inside].mean())
    out["part_db"] = float(_least_within(bands[:, middles >= SPEECH_HZ]).max())
    out["part_high_db"] = float(_least_within(bands[:, middles >= HIGH_HZ]).max())
    if len(active):
        mean = active.mean(axis=0)
        out["bandwidth_hz"] = float(spectrum.edges_hz[1:][mean > mean.max() - 50].max())
    return out


def _active(frames: Frames, count: int) -> NDArray[np.bool_]:
    """Which of the spectrum's windows hold active speech."""
    step = HOP_MS // 5
    active: NDArray[np.bool_] = np.asarray(
        frames.active[: len(frames.active) // step * step].reshape(-1, step).any(axis=1)
    )
    return active[:count] if len(active) >= count else np.append(active, np.zeros(count - len(active), bool))


def _least_within(bands: Floats) -> Floats:
    """For every stretch of PART_MS, the mean over the bands of the least that each falls to, smoothed over 60 ms."""
    if len(bands) > 3:
        bands = (bands[:-2] + bands[1:-1] + bands[2:]) * np.float32(1 / 3)
    width = min(len(bands), PART_MS // HOP_MS)
    least: Floats = np.minimum.reduce([bands[shift : len(bands) - width + 1 + shift] for shift in range(width)])
    return np.asarray(least.mean(axis=1), np.float32)


def hum(frames: Frames) -> Mapping[str, float]:
    """hum50_db and hum60_db: how far the lines of the mains stand out of what is around them, the mean over their
    first harmonics that stand out most; hum50_dbfs and hum60_dbfs: their level. Of the quietest moments at each
    frequency, because hum never pauses."""
    step = max(1, round(frames.sample_rate_hz / HUM_RATE_HZ))
    rate = frames.sample_rate_hz / step
    slow = slowed(frames.samples, step)
    size = round(HUM_WINDOW_S * rate)
    if len(slow) < size:
        return {}
    windows = np.lib.stride_tricks.sliding_window_view(slow - slow.mean(), size)[:: round(HUM_HOP_S * rate)]
    shape = np.hanning(size + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(windows * (shape / (shape.sum() / 2)), axis=1)))
    quiet = np.sort(power, axis=0)[:2].mean(axis=0)
    levels = 10 * np.log10(np.maximum(quiet, 10 ** (HUM_LEAST_DBFS / 10)))
    hz = np.arange(levels.shape[0]) * rate / size
    out = {}
    for mains in (50, 60):
        stands, lines = [], []
        for harmonic in range(1, HARMONICS + 1):
            away = np.abs(hz - mains * harmonic)
            line = float(levels[away < 2.6].max())
            stands.append(line - float(np.median(levels[(away > 7) & (away < 24)])))
            lines.append(line)
        best = np.argsort(stands)[-3:]
        out[f"hum{mains}_db"] = float(np.mean(np.asarray(stands)[best]))
        out[f"hum{mains}_dbfs"] = float(np.asarray(lines)[best].max())
    return out
