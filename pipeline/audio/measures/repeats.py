"""A passage whose samples sound again: what a loop, a stutter or a faulty join leaves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples
from pipeline.audio.measures.frames import Floats, Frames, slowed

RATE_HZ = 4000  # at which lags are searched
CHUNK_MS, HOP_MS = 6000, 3500  # a repeat fades into everything else that the chunk holds
LEAST_LAG_MS, MOST_LAG_MS = 90, 3000
SMOOTH_HZ = 30  # the power spectrum's own shape is wider; a repeat's ripple is narrower than 1 / LEAST_LAG_MS
CANDIDATES = 8
BLOCK_MS, SAME, SLOW_SAME = 20, 0.97, 0.85  # blocks that correlate so much are the same
LEAST_BLOCKS = 4


def repeats(frames: Frames) -> Mapping[str, float]:
    """copy_ms: the longest passage whose samples come again; copy_lag_ms later, from copy_at_ms on; and copy_total_ms
    of all passages with that lag. Silence does not count."""
    step = max(1, round(frames.sample_rate_hz / RATE_HZ))
    slow = slowed(frames.samples, step)
    rough = np.convolve(slow, np.full(3, 1 / 3, np.float32), "same")  # a lag between two of its samples is forgiven
    sharp = np.diff(frames.samples)  # a vowel that is held resembles itself; its noise does not
    rate = frames.sample_rate_hz / step
    block = round(BLOCK_MS * rate / 1000)
    best: dict[str, float] = {"copy_ms": 0.0}
    hop, size = round(HOP_MS * rate / 1000), round(CHUNK_MS * rate / 1000)
    for start in range(0, max(1, len(slow) - hop), hop):
        chunk = slow[start : start + size]
        for slow_lag in _lags(chunk, rate):
            lag = _exactly(frames.samples[start * step :], rough[start : start + size], slow_lag, step, block)
            if lag is None:
                continue
            same, heard = _same(sharp, lag, BLOCK_MS * frames.sample_rate_hz // 1000, SAME)
            run, at = _longest(same, heard)
            if run * BLOCK_MS > best["copy_ms"]:
                best = {
                    "copy_ms": float(run * BLOCK_MS),
                    "copy_at_ms": float(at * BLOCK_MS),
                    "copy_lag_ms": 1000 * lag / frames.sample_rate_hz,
                    "copy_total_ms": float(np.count_nonzero(same) * BLOCK_MS),
                }
    return best


def _lags(slow: Samples, rate: float) -> list[int]:
    """The lags at which most of the take may repeat: peaks of the autocorrelation of the evened-out take.

    It is evened out in time, by its envelope, and in frequency, by its smoothed spectrum; a repeat remains as a ripple.
    """
    first, last = round(LEAST_LAG_MS * rate / 1000), min(len(slow) - 1, round(MOST_LAG_MS * rate / 1000))
    if last - first < 2:
        return []
    sharp = np.diff(slow, prepend=slow[:1])
    block = round(BLOCK_MS * rate / 1000)
    whole = len(sharp) // block * block
    blocks = sharp[:whole].reshape(-1, block)
    power = np.einsum("bs,bs->b", blocks, blocks) / block
    even = np.where(power > 1e-4 * power.max(), 1 / np.sqrt(power + 1e-12), 0).astype(np.float32)
    import scipy.fft  # 0.1 s and 60 MB that no start should pay

    size = scipy.fft.next_fast_len(whole + last, real=True)
    spectrum = np.square(np.abs(scipy.fft.rfft((blocks * even[:, None]).ravel(), size)))
    width = max(3, round(SMOOTH_HZ * size / rate))
    sums = np.cumsum(np.concatenate((np.zeros(1), spectrum)))
    smooth = (sums[width:] - sums[:-width]) / width
    smooth = np.pad(smooth, (width // 2, len(spectrum) - len(smooth) - width // 2), mode="edge")
    again = scipy.fft.irfft((spectrum / np.maximum(smooth, 1e-9)).astype(np.float32), size)[first:last]
    found = []
    for _ in range(CANDIDATES):
        peak = int(again.argmax())
        found.append(first + peak)
        again[max(0, peak - 8) : peak + 9] = -1
    return found


def _exactly(samples: Samples, slow: Samples, slow_lag: int, step: int, block: int) -> int | None:
    """The lag in samples; None where no passage is the same at it even roughly."""
    run, at = _longest(*_same(slow, slow_lag, block, SLOW_SAME))
    if run < LEAST_BLOCKS:
        return None
    start, length = at * block * step, run * block * step
    passage = samples[start : start + length]
    lags = range(max(1, (slow_lag - 2) * step), min((slow_lag + 2) * step + 1, len(samples) - start - length))
    if not lags:
        return None
    return max(lags, key=lambda lag: float(np.dot(passage, samples[start + lag : start + lag + length])))


def _same(samples: Floats, lag: int, size: int, least: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """-> which blocks sound again `lag` samples later, and which are sound at all."""
    count = (len(samples) - lag) // size
    if lag <= 0 or count <= 0:
        return np.zeros(0, bool), np.zeros(0, bool)
    here = samples[: count * size].reshape(count, size)
    later = samples[lag : lag + count * size].reshape(count, size)
    product = np.einsum("bs,bs->b", here, later)
    powers = np.einsum("bs,bs->b", here, here), np.einsum("bs,bs->b", later, later)
    heard = np.maximum(*powers) > 3e-4 * max(float(powers[0].max()), 1e-9)
    return heard & (product > least * np.sqrt(powers[0] * powers[1])), heard


def _longest(same: NDArray[np.bool_], heard: NDArray[np.bool_]) -> tuple[int, int]:
    """Length and start of the longest run of the same blocks; silent ones, and a single gap, are bridged."""
    if not same.any():
        return 0, 0
    bridged = same | ~heard
    bridged[1:-1] |= bridged[:-2] & bridged[2:]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], bridged, [False])))).reshape(-1, 2)
    counted = np.concatenate(([0], np.cumsum(same)))
    lengths = counted[edges[:, 1]] - counted[edges[:, 0]]
    return int(lengths.max()), int(edges[lengths.argmax(), 0])
