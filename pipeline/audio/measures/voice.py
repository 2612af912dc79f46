"""Pitch and pace of the voice, roughly: for comparisons with the voice's own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.audio.measures.frames import FRAME_MS, Frames, slowed

PITCH_RATE_HZ, PITCH_WINDOW, PITCH_HOP_MS = 8000, 512, 100
LOWEST_HZ, HIGHEST_HZ = 60, 420
VOICED = 0.6  # of the autocorrelation at its peak
SMOOTH_MS, PEAK_DB = 60, 3.0


def pitch(frames: Frames) -> Mapping[str, float]:
    """pitch_hz: the median; pitch_low_hz, pitch_high_hz: its 10th and 90th percentile; voiced_share of active time.

    By the peak of the normalised autocorrelation of windows of 64 ms.
    """
    step = max(1, round(frames.sample_rate_hz / PITCH_RATE_HZ))
    rate = frames.sample_rate_hz / step
    slow = slowed(frames.samples, step)
    hop = round(PITCH_HOP_MS * rate / 1000)
    if len(slow) < PITCH_WINDOW + hop:
        return {}
    windows = np.lib.stride_tricks.sliding_window_view(slow, PITCH_WINDOW)[::hop]
    windows = windows - windows.mean(axis=1, keepdims=True)
    power = np.square(windows).mean(axis=1)
    windows = windows[power > 10 ** ((frames.loud_dbfs - 18) / 10)]
    if not len(windows):
        return {"voiced_share": 0.0}
    spectrum = np.fft.rfft(windows, 2 * PITCH_WINDOW, axis=1)
    correlation = np.fft.irfft(np.square(np.abs(spectrum)), axis=1)[:, : PITCH_WINDOW // 2]
    lags = np.arange(PITCH_WINDOW // 2)
    correlation = correlation / np.maximum(correlation[:, :1], 1e-12) * (PITCH_WINDOW / (PITCH_WINDOW - lags))
    first, last = int(rate / HIGHEST_HZ), int(rate / LOWEST_HZ)
    searched = correlation[:, first:last]
    # The first of the peaks that are nearly as high as the highest: a period, and not two of them.
    near = searched >= 0.9 * searched.max(axis=1, keepdims=True)
    at = np.argmax(near, axis=1)
    rows = np.arange(len(at))
    for _ in range(8):  # up the slope to its peak
        up = np.minimum(at + 1, searched.shape[1] - 1)
        at = np.where(searched[rows, up] > searched[rows, at], up, at)
    voiced = searched[rows, at] > VOICED
    if not voiced.any():
        return {"voiced_share": 0.0}
    hz = rate / (first + at[voiced])
    low, middle, high = np.percentile(hz, (10, 50, 90))
    return {"pitch_hz": middle, "pitch_low_hz": low, "pitch_high_hz": high, "voiced_share": float(voiced.mean())}


def pace(frames: Frames) -> Mapping[str, float]:
    """nuclei_per_s: peaks of the smoothed level, roughly syllables, per second of speech without its pauses."""
    levels = frames.levels_db[frames.start : frames.end]
    width = SMOOTH_MS // FRAME_MS
    if len(levels) < 3 * width:
        return {}
    smooth = np.convolve(np.maximum(levels, -45), np.hanning(width + 2)[1:-1] / np.hanning(width + 2).sum(), "same")
    inner = smooth[1:-1]
    peaks = np.flatnonzero((inner > smooth[:-2]) & (inner >= smooth[2:]) & (inner > -20)) + 1
    count = 0
    valley = -np.inf
    for index, peak in enumerate(peaks):
        valley = float(smooth[peaks[index - 1] : peak].min()) if index else -np.inf
        count += smooth[peak] - valley > PEAK_DB
    spoken = np.count_nonzero(levels > -30) * FRAME_MS / 1000
    return {"nuclei_per_s": count / max(spoken, 0.1)}
