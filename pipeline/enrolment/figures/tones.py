"""Tones that stand still: music under a voice. A voice's own glide, or last for a fifth of a second at most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.enrolment.figures.heard import LEAST_FRAMES, NO_SPEECH, Heard
from pipeline.enrolment.figures.mains import hum
from pipeline.enrolment.figures.spectra import powers
from pipeline.enrolment.records import RATE_HZ

SIZE, HOP = 2048, 512  # 128 ms, every 32 ms: bins of 7.8 Hz
LOW_HZ, HIGH_HZ = 190, 4000
STANDS_OUT_DB, AROUND = 9.0, 25  # of the median of so many bins
SHARP_DB = 13.0  # noise has one such peak in 10,000 bins
FAR_BELOW_DB = 50.0  # of the speech: what lies farther below disturbs nobody
SHORT, LONG = 4, 8  # frames that a tone stands still for
MAINS_BINS, OFF = 1.2, 2e-3  # how far a multiple of the mains may be off: bins, and its own share
QUIET = 8  # frames, by which the room is told
HUMMING = 4  # lines of the mains, from which no tone at a multiple of it counts


def tones(heard: Heard) -> Mapping[str, float]:
    """tones: how many stand still at a time for SHORT frames; long_tones: for LONG; pause_tones: where nobody speaks;
    sharp_tones: however short, where nobody speaks.
    Harmonics of the mains do not count."""
    if len(heard.samples) < SIZE + SHORT * HOP:
        return {}
    levels = 10 * np.log10(powers(heard.samples, SIZE, HOP) + 1e-12)
    first, last = round(LOW_HZ * SIZE / RATE_HZ), round(HIGH_HZ * SIZE / RATE_HZ)
    half = AROUND // 2
    levels = levels[:, first - half : last + half]
    median = np.median(np.lib.stride_tricks.sliding_window_view(levels, AROUND, axis=1), axis=2)
    inner = levels[:, half : half + median.shape[1]]
    sharp = (inner > median + SHARP_DB) & (inner > heard.loud_db - FAR_BELOW_DB + 10)
    sharp[:, 1:-1] &= (inner[:, 1:-1] > inner[:, :-2]) & (inner[:, 1:-1] >= inner[:, 2:])
    sharp[:, [0, -1]] = False
    peaks = (inner > median + STANDS_OUT_DB) & (inner > heard.loud_db - FAR_BELOW_DB)
    peaks[:, 1:-1] &= (inner[:, 1:-1] > inner[:, :-2]) & (inner[:, 1:-1] >= inner[:, 2:])
    peaks[:, [0, -1]] = False
    bins = np.arange(median.shape[1]) + first
    quiet = heard.speaks(len(peaks), HOP, SIZE) < NO_SPEECH
    mains = hum(heard)
    humming = (
        _multiples(bins, int(mains["mains_hz"]))
        if mains and mains["hum_lines"] >= HUMMING
        else np.zeros(len(bins), bool)
    )
    peaks &= ~(humming | _of_mains(bins, peaks[quiet] if quiet.sum() >= 5 else peaks))
    short, long = still(peaks, SHORT), still(peaks, LONG)
    out = {"tones": float(short.sum(axis=1).mean()), "long_tones": float(long.sum(axis=1).mean())}
    sharp &= ~(humming | _of_mains(bins, sharp[quiet] if quiet.sum() >= 5 else sharp))
    # Where nobody speaks; in a clip without such a moment, where it is softest.
    level = heard.power[:, 9:].sum(axis=1)
    level = level[np.minimum((np.arange(len(peaks)) * HOP + SIZE // 2) // 160, len(level) - 1)]
    soft = quiet if quiet.sum() >= QUIET else level <= np.percentile(level, 25)
    out["sharp_tones"] = float(sharp[soft].sum(axis=1).mean())
    if quiet.sum() >= 3:
        out["pause_tones"] = float(short[quiet].sum(axis=1).mean())
    return out if heard.speech.sum() >= LEAST_FRAMES else out | {"pause_tones": out["tones"]}


def _of_mains(bins: NDArray[np.int_], peaks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Bins at harmonics of 50 or 60 Hz that stand out for most of the pauses."""
    hz = bins * RATE_HZ / SIZE
    near = _multiples(bins, 50) | _multiples(bins, 60)
    lasting = peaks.mean(axis=0)
    lasting = np.maximum(lasting, np.maximum(np.roll(lasting, 1), np.roll(lasting, -1)))
    return np.asarray(near & (lasting > 0.6) & (hz < 1000))


def _multiples(bins: NDArray[np.int_], mains: int) -> NDArray[np.bool_]:
    hz = bins * RATE_HZ / SIZE
    return np.asarray(np.abs(hz - mains * np.round(hz / mains)) < MAINS_BINS * RATE_HZ / SIZE / 2 + OFF * hz)


def still(peaks: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """The peaks that belong to a run of so many frames in the same bin."""
    runs = np.zeros(peaks.shape, np.int32)
    runs[0] = peaks[0]
    for frame in range(1, len(peaks)):
        runs[frame] = np.where(peaks[frame], runs[frame - 1] + 1, 0)
    out = runs >= frames
    for frame in range(len(peaks) - 2, -1, -1):
        out[frame] |= out[frame + 1] & peaks[frame] & peaks[frame + 1]
    return out
