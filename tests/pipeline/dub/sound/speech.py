"""Sounds that behave like speech where it matters: a pitch, words with attacks, pauses."""

from __future__ import annotations

import numpy as np

from pipeline.audio import Samples

RATE_HZ = 48_000


def words(*lengths_s: float, pitch_hz: float = 140.0, pause_s: float = 0.5, rate_hz: int = RATE_HZ) -> Samples:
    """Words of these lengths with pauses between: a buzz of harmonics with a sharp attack and a decay."""
    parts = []
    for number, length in enumerate(lengths_s):
        t = np.arange(round(length * rate_hz)) / rate_hz
        buzz = sum(np.sin(2 * np.pi * pitch_hz * k * t) / k for k in range(1, 12))
        shape = np.minimum(1, t / 0.004) * np.minimum(1, (t[-1] - t) / 0.03) * (1 - 0.3 * t / length)
        parts += [np.zeros(round(pause_s * rate_hz))] * (number > 0) + [0.2 * buzz * shape]
    return np.concatenate(parts).astype(np.float32)


def pitch_of(samples: Samples, rate_hz: int = RATE_HZ) -> float:
    """By autocorrelation of the loudest tenth of a second."""
    n = rate_hz // 10
    at = max(
        range(0, max(1, len(samples) - n), n // 2), key=lambda first: float(np.square(samples[first : first + n]).sum())
    )
    x = samples[at : at + n].astype(np.float64)
    spectrum = np.fft.rfft(x, 2 * n)
    scores = np.fft.irfft(np.abs(spectrum) ** 2)[: n // 2] / (n - np.arange(n // 2))
    low, high = rate_hz // 400, rate_hz // 60
    lag = low + int(np.argmax(scores[low:high]))
    a, b, c = scores[lag - 1 : lag + 2]
    return rate_hz / (lag + 0.5 * (a - c) / (a - 2 * b + c))
