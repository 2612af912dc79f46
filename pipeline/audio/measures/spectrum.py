"""The take's spectrum over time in bands: what noise, timbre and repeats are measured by."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.measures.frames import Floats, Frames

HOP_MS = 20
BANDS = 24
LOWEST_HZ, HIGHEST_HZ = 60.0, 11_000.0


@dataclass(frozen=True, slots=True)
class Spectrum:
    """`bands_db` [frames, BANDS], relative to full scale, every HOP_MS; `edges_hz` [BANDS + 1]."""

    bands_db: Floats
    edges_hz: NDArray[np.float64]


def spectrum_of(frames: Frames) -> Spectrum | None:
    """None where the take is shorter than three windows."""
    hop = frames.sample_rate_hz * HOP_MS // 1000
    size = 1 << (hop - 1).bit_length()  # the next power of two
    count = (len(frames.samples) - size) // hop + 1
    if count < 3:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(frames.samples, size)[::hop][:count]
    power = np.square(np.abs(np.fft.rfft(windows * _window(size), axis=1))).astype(np.float32)
    weights, edges = _bands(size, frames.sample_rate_hz)
    return Spectrum((10 * np.log10(power @ weights + 1e-10)).astype(np.float32), edges)


@functools.cache
def _window(size: int) -> Floats:
    window = np.hanning(size + 1)[:-1]
    return np.asarray(window / np.sqrt(np.square(window).sum() * size), np.float32)


@functools.cache
def _bands(size: int, sample_rate_hz: int) -> tuple[Floats, NDArray[np.float64]]:
    """Which bins belong to a band, [bins, BANDS]; bands are equally wide on the mel scale."""
    top = min(HIGHEST_HZ, 0.49 * sample_rate_hz)
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (LOWEST_HZ, top))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 1) / 2595) - 1)
    hz = np.arange(size // 2 + 1) * sample_rate_hz / size
    weights = np.zeros((len(hz), BANDS), np.float32)
    for band in range(BANDS):
        inside = (hz >= edges[band]) & (hz < edges[band + 1])
        if not inside.any():
            inside = np.arange(len(hz)) == np.argmin(np.abs(hz - edges[band : band + 2].mean()))
        weights[inside, band] = 2.0
    return weights, edges
