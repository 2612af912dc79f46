"""A look-ahead true-peak limiter that acts only where it must, and touches nothing else.

Samples are oversampled four times (ITU-R BS.1770-4, annex 2), but only near those that could reach the ceiling
between samples: oversampling everything would cost as much as a quarter of the whole production. The gain falls
linearly in dB before a peak and rises linearly after it, so that it bends but never jumps.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

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
GROUP = 1000  # samples
REACH_S = 0.2  # beyond it the gain is back at one: 30 dB of release


def true_peak(samples: Samples, start: int = 0, end: int | None = None) -> float:
    """The highest value between samples (`start:end` of them), 1.0 being full scale; at least the highest sample."""
    return float(_peaks_within(samples, start, len(samples) if end is None else end).max(initial=0.0))


def limited(samples: Samples, sample_rate_hz: int, ceiling: float) -> tuple[Samples, int]:
    """`samples` [n] with no true peak above `ceiling` (1.0 is full scale), and how many samples were changed."""
    hot = np.flatnonzero(np.abs(samples) > ceiling * 10 ** (-MARGIN_DB / 20))
    if not len(hot):
        return samples, 0
    needed_db = _needed_db(samples, hot, ceiling * 10 ** (-UNDER_DB / 20))
    over = np.flatnonzero(needed_db)
    if not len(over):
        return samples, 0
    changed = 0
    out = samples.copy()
    reach = round(REACH_S * sample_rate_hz)
    for group in np.split(over, np.flatnonzero(np.diff(over) > 2 * reach) + 1):
        start, end = max(0, group[0] - reach), min(len(samples), group[-1] + reach)
        gain_db = _gain_db(needed_db[start:end], sample_rate_hz)
        out[start:end] *= (10 ** (gain_db / 20)).astype(np.float32)
        changed += int(np.count_nonzero(gain_db < -0.001))
    return out, changed


def _needed_db(samples: Samples, hot: NDArray[np.intp], goal: float) -> NDArray[np.float64]:
    """For each sample, the gain that its peak needs: looked up only around those that are `hot`."""
    needed = np.zeros(len(samples))
    # Peaks of a voice come with its pitch, every 3 to 10 ms: one look at a syllable is cheaper than one at each.
    for group in np.split(hot, np.flatnonzero(np.diff(hot) > GROUP) + 1):
        start, end = max(0, group[0] - TAPS), min(len(samples), group[-1] + TAPS + 1)
        peaks = _peaks_within(samples, start, end)
        needed[start:end] = np.minimum(-20 * np.log10(np.maximum(peaks, 1e-9) / goal), 0.0)
    return needed


def _peaks_within(samples: Samples, start: int, end: int) -> Samples:
    """Those of a part, with its surroundings: cut out alone, its edges would ring."""
    first = max(0, start - TAPS)
    return _peaks(samples[first : end + TAPS])[start - first : end - first]


def _gain_db(needed_db: NDArray[np.float64], sample_rate_hz: int) -> NDArray[np.float64]:
    """Cones below every needed reduction; the lowest of them at each sample, from the left and from the right."""
    at = np.arange(len(needed_db))
    release, attack = RELEASE_DB_PER_S / sample_rate_hz, ATTACK_DB_PER_S / sample_rate_hz
    after = np.minimum.accumulate(needed_db - release * at) + release * at
    before = np.minimum.accumulate((needed_db + attack * at)[::-1])[::-1] - attack * at
    gain_db: NDArray[np.float64] = np.minimum(np.minimum(after, before), 0.0)
    return gain_db


def _peaks(samples: Samples) -> Samples:
    """For each sample, the highest value in its neighbourhood of oversampled ones."""
    at = np.abs(samples)
    if len(samples) < 2:
        return at
    half = TAPS // 2
    # [3, n + 1]: a quarter, a half and three quarters of the way from sample n-1 to n.
    between = np.abs([np.convolve(samples, phase)[half - 1 : half + len(samples)] for phase in _phases()]).max(axis=0)
    highest: Samples = np.maximum(at, np.maximum(between[:-1], between[1:]))
    return highest


@functools.cache
def _phases() -> list[Samples]:
    """Interpolation filters of TAPS for a quarter, a half and three quarters of a sample."""
    # scipy.signal would design the same and take 0.7 s to import.
    at = (np.arange(TAPS * OVERSAMPLING + 1) - TAPS * OVERSAMPLING / 2) / OVERSAMPLING
    prototype = np.sinc(at) * np.kaiser(len(at), 5.0)
    return [prototype[phase::OVERSAMPLING][:TAPS].astype(np.float32) for phase in (1, 2, 3)]
