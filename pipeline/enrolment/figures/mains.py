"""Hum: lines at exact multiples of 50 or 60 Hz that never pause. A voice's harmonics move, music's are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import soxr

from pipeline.enrolment.figures.heard import Heard
from pipeline.enrolment.records import RATE_HZ, Floats

SLOW_HZ = 4_000
SIZE, HOP = 2_000, 400  # half a second, every tenth: bins of 2 Hz
HARMONICS = 24
OFF = 0.004  # the mains keep their frequency so well
WIDE_HZ = 2.6  # of a line in these windows
AROUND_HZ = (7.0, 22.0)
STANDS_DB = 9.0
STILL = 25  # percent of the time it may be softer than it is said to be


def hum(heard: Heard) -> Mapping[str, float]:
    """hum_level_db: the mains' lines together, beside the speech; hum_db: how far the clearest stands out of what is
    around it; hum_lines: how many stand out; mains_hz: 50 or 60."""
    levels = _lasting(heard.samples)
    if not len(levels):
        return {}
    found = [_lines(levels, mains) for mains in (50, 60)]
    (power, stands, lines), mains = max(zip(found, (50, 60), strict=True), key=lambda pair: pair[0][0])
    level = 10 * float(np.log10(power + 1e-12)) - heard.loud_db
    return {"hum_level_db": level, "hum_db": stands, "hum_lines": lines, "mains_hz": mains}


def _lasting(samples: Floats) -> Floats:
    """The power of each frequency that is there nearly all the time; of a sine its mean square."""
    slow = np.asarray(soxr.resample(samples, RATE_HZ, SLOW_HZ), np.float32)
    if len(slow) < SIZE:
        return np.zeros(0, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(slow, SIZE)[::HOP]
    shape = np.hanning(SIZE + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(windows * (shape / (shape.sum() / 2)), axis=1))) / 2
    return np.asarray(np.percentile(power, STILL, axis=0), np.float32)


def _lines(levels: Floats, mains: int) -> tuple[float, float, int]:
    """Power of the lines that stand out, how far the clearest does, and how many they are. One of the first two has to
    be among them: a tone of music that happens to lie at a multiple is no hum."""
    hz = np.arange(len(levels)) * SLOW_HZ / SIZE
    total, clearest, count = 0.0, 0.0, 0
    for harmonic in range(1, HARMONICS + 1):
        away = np.abs(hz - mains * harmonic)
        line = float(levels[away < WIDE_HZ + OFF * mains * harmonic].max())
        around = float(np.median(levels[(away > AROUND_HZ[0]) & (away < AROUND_HZ[1])]))
        stands = 10 * float(np.log10((line + 1e-12) / (around + 1e-12)))
        if harmonic == 3 and not count:
            return 0.0, 0.0, 0
        if stands > STANDS_DB:
            total, clearest, count = total + line, max(clearest, stands), count + 1
    return total, clearest, count
