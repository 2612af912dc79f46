"""Look-ahead true-peak limiter. Samples that are far from a peak over the ceiling stay bit for bit as they are.

Sound is oversampled eight times (twice what ITU-R BS.1770-5, annex 2, asks for at 48 kHz), but only near samples that
could reach the ceiling: oversampling all of it takes 40 ns per sample, a quarter of an AAC encoder's time. The gain
falls linearly in dB before a peak and rises linearly after it, so that it never jumps.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples

# Annex 2 takes a factor of 4 and 12 taps, for 48 kHz. At 24 kHz these read a sibilant of 10 kHz 1.2 dB too low, and the
# sound exceeded a shop's limit when it was resampled to 44.1 kHz.
OVERSAMPLING = 8
TAPS = 32  # per phase
# Between samples speech rises above them by 0.4 dB as a rule, a sine of a quarter of the sample rate by 3 dB, a
# sibilant close to half of it by more.
MARGIN_DB = 6.0
ATTACK_DB_PER_S = 12 / 0.004  # 4 ms for 12 dB: inaudible
RELEASE_DB_PER_S = 12 / 0.080
# A changing gain moves peaks a little. With this margin below the ceiling, none was found above it.
UNDER_DB = 0.1
# Samples per matrix product: beyond 2^18 multiplications OpenBLAS uses all cores, and its threads compete with each
# other and with the encoder's. It took eight times the CPU.
CHUNK = 512
BLOCK = 32
DENSE = 5  # where one sample in five is hot, all are oversampled


@dataclass(frozen=True, slots=True)
class Limiting:
    """What the limiter did: how many samples it turned down, and by how much at the most."""

    samples: int = 0
    most_db: float = 0.0

    def plus(self, other: Limiting) -> Limiting:
        return Limiting(self.samples + other.samples, max(self.most_db, other.most_db))


def true_peak(samples: Samples) -> float:
    """The highest value of the oversampled sound, 1.0 being full scale; at least the highest sample."""
    return float(_peaks_at(samples, np.arange(len(samples))).max(initial=0.0))


def limited(samples: Samples, sample_rate_hz: int, ceiling: float) -> tuple[Samples, Limiting]:
    """`samples` [n] with no true peak above `ceiling` (1.0 is full scale), and what the limiter did."""
    hot = _hot(samples, ceiling)
    if not len(hot):
        return samples, Limiting()
    needed_db = _needed_db(samples, hot, ceiling * 10 ** (-UNDER_DB / 20))
    over, needed_db = hot[needed_db < 0], needed_db[needed_db < 0]
    if not len(over):
        return samples, Limiting()
    changed = 0
    out = samples.copy()
    most_db = float(-needed_db.min())
    reach = math.ceil(most_db / RELEASE_DB_PER_S * sample_rate_hz) + 2  # beyond it the gain is back at one
    for group in np.split(np.arange(len(over)), np.flatnonzero(np.diff(over) > 2 * reach) + 1):
        start, end = max(0, over[group[0]] - reach), min(len(samples), over[group[-1]] + reach)
        gain_db = _gain_db(_spread(needed_db[group], over[group] - start, end - start), sample_rate_hz)
        out[start:end] *= (10 ** (gain_db / 20)).astype(np.float32)
        changed += int(np.count_nonzero(gain_db < -0.001))
    return out, Limiting(changed, round(most_db, 2))


def _hot(samples: Samples, ceiling: float) -> NDArray[np.intp]:
    """Indices of samples near the ceiling, or where the waveform bends so sharply that a value between them may be.

    Half of the second difference is the whole of a sine's crest at a third of the sample rate, and next to nothing at
    the pitch of a voice, where most of what is loud is.
    """
    near = np.flatnonzero(np.abs(samples) > ceiling * 10 ** (-MARGIN_DB / 20))
    if not len(near):
        return near
    padded = np.pad(samples, 2)
    bend = np.maximum.reduce(
        [np.abs(padded[near + at] - 2 * padded[near + at + 1] + padded[near + at + 2]) for at in (0, 1, 2)]
    )
    hot: NDArray[np.intp] = near[np.abs(samples[near]) + bend / 2 > ceiling * 10 ** (-UNDER_DB / 20)]
    return hot


def peaks_near(samples: Samples, highest: float) -> float:
    """The highest true peak that can be above `highest`, or 0; the first and last TAPS are only neighbours."""
    hot = _hot(samples, highest)
    return float(_peaks_at(samples, hot[(hot >= TAPS) & (hot < len(samples) - TAPS)]).max(initial=0.0))


def _needed_db(samples: Samples, hot: NDArray[np.intp], goal: float) -> NDArray[np.float64]:
    """For each of the `hot` samples, the gain that its peak needs."""
    peaks = np.maximum(_peaks_at(samples, hot), 1e-9)
    needed: NDArray[np.float64] = np.minimum(-20 * np.log10(peaks / goal), 0.0).astype(np.float64)
    return needed


def _spread(needed_db: NDArray[np.float64], at: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """[count]: what is needed `at` these samples, there and at their neighbours."""
    needed = np.zeros(count + 2)
    needed[at + 1] = needed_db
    return np.minimum(needed[1:-1], np.minimum(needed[:-2], needed[2:]))


def _gain_db(needed_db: NDArray[np.float64], sample_rate_hz: int) -> NDArray[np.float64]:
    """Cones below every needed reduction; the lowest of them at each sample, from the left and from the right."""
    at = np.arange(len(needed_db))
    release, attack = RELEASE_DB_PER_S / sample_rate_hz, ATTACK_DB_PER_S / sample_rate_hz
    after = np.minimum.accumulate(needed_db - release * at) + release * at
    before = np.minimum.accumulate((needed_db + attack * at)[::-1])[::-1] - attack * at
    gain_db: NDArray[np.float64] = np.minimum(np.minimum(after, before), 0.0)
    return gain_db


def _peaks_at(samples: Samples, at: NDArray[np.intp]) -> Samples:
    """For each sample of `at`, the highest of itself and of the values between it and its two neighbours."""
    if DENSE * len(at) > len(samples):
        between = _between(samples)
        return np.maximum(np.abs(samples[at]), np.maximum(between[at], between[at + 1]))
    half = TAPS // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, half), TAPS + 1)
    out = np.empty(len(at), np.float32)
    for start in range(0, len(at), CHUNK):
        here = at[start : start + CHUNK]
        between = np.abs(windows[here] @ _filters()).max(axis=1)
        np.maximum(between, np.abs(samples[here]), out=out[start : start + CHUNK])
    return out


def _between(samples: Samples) -> Samples:
    """[n + 1]: the highest of the values before each sample, and before the first that is no more.

    A row of the product is BLOCK of them, from BLOCK samples and their neighbours: a fifth of the time of looking the
    neighbours of each up, for sounds that stay near their peak (a hum, an organ).
    """
    count = len(samples) + 1
    rows = -(-count // BLOCK)
    padded = np.zeros(rows * BLOCK + TAPS - 1, np.float32)
    padded[TAPS // 2 : TAPS // 2 + len(samples)] = samples
    windows = np.lib.stride_tricks.sliding_window_view(padded, BLOCK + TAPS - 1)[::BLOCK]
    out = np.empty((rows, BLOCK), np.float32)
    step = CHUNK // BLOCK
    for at in range(0, rows, step):
        between = np.abs(windows[at : at + step] @ _blocks()).reshape(-1, OVERSAMPLING - 1, BLOCK)
        between.max(axis=1, out=out[at : at + step])
    return out.reshape(-1)[:count]


@functools.cache
def _blocks() -> Samples:
    """[BLOCK + TAPS - 1, 7 * BLOCK]: `_filters` for BLOCK neighbouring samples, phase after phase."""
    out = np.zeros((BLOCK + TAPS - 1, OVERSAMPLING - 1, BLOCK), np.float32)
    for n in range(BLOCK):
        out[n : n + TAPS, :, n] = _filters()[:TAPS, : OVERSAMPLING - 1]
    return out.reshape(BLOCK + TAPS - 1, -1)


@functools.cache
def _filters() -> Samples:
    """[TAPS + 1, 14]: from the neighbourhood of a sample to the seven values between it and the sample before it, and
    to the seven between it and the one behind it."""
    # scipy.signal would design the same and take 0.7 s to import.
    at = (np.arange(TAPS * OVERSAMPLING + 1) - TAPS * OVERSAMPLING / 2) / OVERSAMPLING
    prototype = np.sinc(at) * np.kaiser(len(at), 5.0)
    phases = [prototype[phase::OVERSAMPLING][:TAPS][::-1] for phase in range(1, OVERSAMPLING)]
    out = np.zeros((TAPS + 1, 2 * len(phases)), np.float32)
    for n, phase in enumerate(phases):
        out[:TAPS, n] = phase
        out[1:, n + len(phases)] = phase
    return out
