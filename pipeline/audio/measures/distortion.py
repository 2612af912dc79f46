"""Clipping and crackle."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.audio.measures.frames import Frames

NEAR_PEAK, STEP = 0.97, 1.6 / 32767  # a flat top: samples near the highest that hardly differ from the next
RUN = 3
CLICK_MS = 2
CLICK_DB, ISOLATED = -22.0, 5.0  # a click: so loud, and so many times as sharp as the sound four milliseconds around


def clipping(frames: Frames) -> Mapping[str, float]:
    """crest_db: the peak above the active speech's RMS. pile_ppm: samples within 3 % of the peak, per million of
    active ones; flat_ppm: those in flat tops of three and more samples, at whatever level they lie."""
    samples = frames.samples
    active = max(1, int(np.count_nonzero(frames.active)) * frames.size)
    power = float(np.mean(10 ** (frames.levels_db[frames.active] / 10)))
    piles, flats = 0, 0
    for peak, near in _tops(samples):
        at = np.flatnonzero(near)
        piles += len(at)
        if len(at) >= RUN:
            flat = (np.diff(at) == 1) & (np.abs(np.diff(samples[at])) <= max(STEP, 1e-4 * abs(peak)))
            flats += int(np.count_nonzero(flat[1:] & flat[:-1]))
    peak_dbfs = 20 * float(np.log10(max(np.abs(samples).max(), 1e-5)))
    return {
        "crest_db": peak_dbfs - frames.loud_dbfs - 10 * float(np.log10(power)),
        "pile_ppm": 1e6 * piles / active,
        "flat_ppm": 1e6 * flats / active,
    }


def _tops(samples: np.typing.NDArray[np.float32]) -> list[tuple[float, np.typing.NDArray[np.bool_]]]:
    highest, lowest = float(samples.max()), float(samples.min())
    return [(highest, samples >= NEAR_PEAK * highest), (lowest, samples <= NEAR_PEAK * lowest)]


def crackle(frames: Frames) -> Mapping[str, float]:
    """clicks_per_s: sharp moments (by the second difference) that stand alone, from CLICK_DB below loud speech."""
    size = max(4, frames.sample_rate_hz * CLICK_MS // 1000)
    bent = np.abs(np.diff(frames.samples, 2))
    count = len(bent) // size
    if count < 8:
        return {}
    sharp = bent[: count * size].reshape(count, size).max(axis=1)
    around = np.maximum(sharp[:-4], sharp[4:])
    middle = sharp[2:-2]
    loud = 10 ** ((frames.loud_dbfs + CLICK_DB) / 20)
    clicks = (middle > loud) & (middle > ISOLATED * around) & (middle >= sharp[1:-3]) & (middle > sharp[3:-1])
    return {"clicks_per_s": float(np.count_nonzero(clicks)) * frames.sample_rate_hz / len(frames.samples)}
