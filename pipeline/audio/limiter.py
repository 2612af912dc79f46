"""A look-ahead true-peak limiter that acts only where it must, and touches nothing else.

Samples are oversampled four times (ITU-R BS.1770-4, annex 2), but only near those that could reach the ceiling
between samples: oversampling everything would cost as much as a quarter of the whole production. The gain falls
linearly in dB before a peak and rises linearly after it, so that it bends but never jumps.
"""

from __future__ import annotations

import functools

import numpy as np
from scipy.signal import firwin

from pipeline.audio.clips import Samples

OVERSAMPLING = 4
TAPS = 12  # a phase, as in annex 2
# Speech between samples rises above them by at most 1 dB (0.4 dB over ten hours of the embedded voice); 3 dB is the
# most that a sine of a quarter of the sample rate can do.
MARGIN_DB = 3.0
ATTACK_DB_PER_S = 12 / 0.004  # 4 ms for 12 dB: heard as no event
RELEASE_DB_PER_S = 12 / 0.080
# Bending the gain moves peaks by a little; this much lower, none was found above the ceiling.
UNDER_DB = 0.1
REACH_S = 0.2  # beyond it the gain is back at one: 30 dB of release


def true_peak(samples: Samples) -> float:
    """The highest value between samples, 1.0 being full scale; at least the highest sample."""
    return float(_peaks(samples).max(initial=0.0))


def limited(samples: Samples, sample_rate_hz: int, ceiling: float) -> tuple[Samples, int]:
    """`samples` [n] with no true peak above `ceiling` (1.0 is full scale), and how many samples were changed."""
    hot = np.flatnonzero(np.abs(samples) > ceiling * 10 ** (-MARGIN_DB / 20))
    if not len(hot):
        return samples, 0
    goal = ceiling * 10 ** (-UNDER_DB / 20)
    changed = 0
    out = samples
    reach = round(REACH_S * sample_rate_hz)
    groups = np.split(hot, np.flatnonzero(np.diff(hot) > 2 * reach) + 1)
    for group in groups:
        start, end = max(0, group[0] - reach), min(len(samples), group[-1] + reach)
        gain_db = _gain_db(samples[start:end], sample_rate_hz, goal)
        if gain_db is None:
            continue
        if out is samples:
            out = samples.copy()
        out[start:end] *= (10 ** (gain_db / 20)).astype(np.float32)
        changed += int(np.count_nonzero(gain_db < -0.001))
    return out, changed


def _gain_db(samples: Samples, sample_rate_hz: int, goal: float) -> np.ndarray | None:
    over_db = 20 * np.log10(np.maximum(_peaks(samples), 1e-9) / goal)
    if over_db.max() <= 0:
        return None
    needed = np.minimum(-over_db, 0.0)
    at = np.arange(len(needed))
    # Cones below every needed reduction: the lowest of them at each sample, from the left and from the right.
    release = RELEASE_DB_PER_S / sample_rate_hz
    attack = ATTACK_DB_PER_S / sample_rate_hz
    after = np.minimum.accumulate(needed - release * at) + release * at
    before = (np.minimum.accumulate((needed + attack * at)[::-1]))[::-1] - attack * at
    gain_db: np.ndarray = np.minimum(np.minimum(after, before), 0.0)
    return gain_db


def _peaks(samples: Samples) -> np.ndarray:
    """For each sample, the highest value in its neighbourhood of oversampled ones."""
    half = TAPS // 2
    padded = np.pad(samples, (half, half))
    windows = np.lib.stride_tricks.sliding_window_view(padded, TAPS)[: len(samples) + 1]
    between = np.abs(windows @ _phases()).max(axis=1)  # values between sample n-1 and n
    at = np.abs(samples)
    return np.maximum(at, np.maximum(between[:-1], between[1:])) if len(samples) else at


@functools.cache
def _phases() -> np.ndarray:
    """Interpolation filters for a quarter, a half and three quarters of a sample: [taps, 3]."""
    prototype = firwin(TAPS * OVERSAMPLING + 1, 1 / OVERSAMPLING, window=("kaiser", 5.0)) * OVERSAMPLING
    return np.stack([prototype[phase::OVERSAMPLING][:TAPS][::-1] for phase in (1, 2, 3)], axis=1).astype(np.float32)
