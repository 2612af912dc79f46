"""What comes and goes between the words: knocks, keys, voices; and whether it keeps time, as drums do."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.enrolment.figures.heard import LEAST_FRAMES, Heard
from pipeline.enrolment.figures.spectra import HOP, SIZE
from pipeline.enrolment.records import RATE_HZ

AWAY = 12  # frames from speech: its ends sound on
LEAST_QUIET = 20  # frames
FRAMES_PER_S = RATE_HZ // HOP
BEAT_S = (0.2, 0.8)
LEAST_BEATS = 4
HIGH_HZ, LOW_HZ = 5_000, 110  # above and below a voice's vowels: where drums are and speech is little


def knocks(heard: Heard) -> Mapping[str, float]:
    """pause_db: how far the mean of what is heard where nobody speaks lies below the speech; knock_db: its loudest
    tenth. beat: how regularly it strikes, 1.0: like a clock; beat_ms: how often."""
    if heard.speech.sum() < LEAST_FRAMES:
        return {}
    first, last = round(280 * SIZE / RATE_HZ), -16
    power = heard.power[:, first:last].sum(axis=1)
    loud = float(power[heard.speech].mean())
    near = np.convolve(heard.speaks(len(power), HOP, SIZE) > 0.2, np.ones(2 * AWAY + 1), "same") > 0
    out: dict[str, float] = {}
    if int((~near).sum()) >= LEAST_QUIET:
        quiet = power[~near]
        out["pause_db"] = 10 * float(np.log10((loud + 1e-12) / (quiet.mean() + 1e-12)))
        out["knock_db"] = 10 * float(np.log10((loud + 1e-12) / (np.percentile(quiet, 90) + 1e-12)))
    return {**out, **_beat(heard)}


def _beat(heard: Heard) -> Mapping[str, float]:
    hz = np.arange(heard.power.shape[1]) * RATE_HZ / SIZE
    best, at_ms = 0.0, 0.0
    for part in (heard.power[:, hz > HIGH_HZ].sum(axis=1), heard.power[:, (hz > 25) & (hz < LOW_HZ)].sum(axis=1)):
        level = 10 * np.log10(part + 1e-10)
        rise = np.maximum(0, level[2:] - level[:-2])
        rise = np.minimum(rise, 20)
        rise = rise - rise.mean()
        first, last = (int(s * FRAMES_PER_S) for s in BEAT_S)
        if len(rise) < LEAST_BEATS * last:
            continue
        size = 1 << (2 * len(rise) - 1).bit_length()
        spectrum = np.fft.rfft(rise, size)
        same = np.fft.irfft(np.square(np.abs(spectrum)))[: 2 * last + 1]
        same = same / (np.arange(len(rise), len(rise) - len(same), -1)) / (same[0] / len(rise) + 1e-9)
        # A beat comes again after twice its time, too.
        both = [min(same[lag], same[2 * lag - 1 : 2 * lag + 2].max()) for lag in range(first, last)]
        at = int(np.argmax(both))
        if both[at] > best:
            best, at_ms = float(both[at]), 1000 * (first + at) / FRAMES_PER_S
    return {"beat": best, "beat_ms": at_ms}
