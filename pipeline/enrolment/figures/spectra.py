"""Spectra of a sound at 16 kHz, and their bands: what the figures of a clip are worked out from."""

from __future__ import annotations

import functools

import numpy as np

from pipeline.enrolment.records import RATE_HZ, Floats

BANDS, LOWEST_HZ, HIGHEST_HZ = 20, 80.0, 7600.0
SIZE, HOP = 512, 160  # 32 ms, every 10 ms
LEAST = 1e-11


def powers(samples: Floats, size: int, hop: int) -> Floats:
    """The power spectrum [frames, bins], such that the sum over bins is the mean square."""
    if len(samples) < size:
        samples = np.pad(samples, (0, size - len(samples)))
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]
    spectrum = np.abs(np.fft.rfft(frames * window, axis=1))
    return np.asarray(np.square(spectrum) * (2 / (np.square(window).sum() * size)), np.float32)


def decibels(power: Floats) -> Floats:
    return np.asarray(10 * np.log10(power + LEAST), np.float32)


@functools.cache
def band_weights(size: int, bands: int, low_hz: float, high_hz: float) -> Floats:
    """Which bins belong to a band, [bins, bands]; equally wide on the mel scale, one bin at least."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (low_hz, high_hz))
    edges = 700 * (10 ** (np.linspace(low, high, bands + 1) / 2595) - 1)
    hz = np.arange(size // 2 + 1) * RATE_HZ / size
    weights = (hz[:, None] >= edges[:-1]) & (hz[:, None] < edges[1:])
    for band in np.flatnonzero(~weights.any(axis=0)):
        weights[np.argmin(np.abs(hz - edges[band : band + 2].mean())), band] = True
    return np.asarray(weights, np.float32)


def bands_of(samples: Floats) -> Floats:
    """Levels in bands, dB of full scale, every 10 ms. In pieces, for a recording has half an hour."""
    weights = band_weights(SIZE, BANDS, LOWEST_HZ, HIGHEST_HZ)
    piece = HOP * 6000
    parts = [
        decibels(powers(samples[at : at + piece + SIZE - HOP], SIZE, HOP) @ weights)
        for at in range(0, max(1, len(samples) - SIZE + HOP), piece)
    ]
    return np.concatenate(parts)
