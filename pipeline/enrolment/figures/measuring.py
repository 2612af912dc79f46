"""All figures of a clip: noise, hum, tones, echo, bandwidth, clipping, silence, pitch and pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import soxr

from pipeline.audio import Clip
from pipeline.audio.measures import measure
from pipeline.enrolment.figures.echoes import echoes
from pipeline.enrolment.figures.heard import LEAST_FRAMES, Heard
from pipeline.enrolment.figures.knocks import knocks
from pipeline.enrolment.figures.mains import hum
from pipeline.enrolment.figures.spectra import SIZE, decibels
from pipeline.enrolment.figures.tones import tones
from pipeline.enrolment.records import RATE_HZ, Figures, Floats

QUIETEST = 8  # percent of a clip that are its pauses at least
QUIET_FRAMES = 15  # without speech, which tell the room; fewer, and its quietest moments do
HIGH_HZ = 4700  # where a telephone's filter has done its work
VOICE_HZ = 280  # the hum and rumble of a room lie below: they are judged by themselves
# Of the signal's own measures, which are kept.
_KEPT = ("crest_db", "pile_ppm", "flat_ppm", "clicks_per_s", "level_dbfs", "pitch_hz", "pitch_low_hz", "pitch_high_hz",
         "nuclei_per_s", "voiced_share", "duration_ms", "tail_db")  # fmt: skip


def figures_of(clip: Clip, probabilities: Floats) -> Figures:
    """All figures of a clip; `probabilities` of speech, every 32 ms of it."""
    samples = np.asarray(soxr.resample(clip.samples, clip.sample_rate_hz, RATE_HZ), np.float32)
    heard = Heard(samples, probabilities if len(probabilities) else np.zeros(1, np.float32))
    values: dict[str, float] = {"speech_share": float(heard.speech.mean()), "speech_ms": 10.0 * heard.speech.sum()}
    own = measure(
        clip.samples, clip.sample_rate_hz
    )  # at its own rate: a converter's flat tops are no longer flat later
    values |= {name: own[name] for name in _KEPT if name in own}
    values |= crowding(heard)
    parts: tuple[Callable[[Heard], Mapping[str, float]], ...] = (noise, knocks, bandwidth, hum, tones, echoes)
    for part in parts:
        values |= part(heard)
    room = tuple(round(float(x), 1) for x in np.percentile(_smooth(heard.bands_db), 8, axis=0) - heard.loud_db)
    return Figures({name: round(float(value), 3) for name, value in values.items()}, room)


def _smooth(bands: Floats) -> Floats:
    if len(bands) < 9:
        return bands
    total = np.cumsum(np.pad(bands, ((1, 0), (0, 0))), axis=0)
    return np.asarray((total[5:] - total[:-5]) / 5, np.float32)


def noise(heard: Heard) -> Mapping[str, float]:
    """snr_db: what is spoken above what is heard where nobody speaks, above 280 Hz; full_snr_db: of all frequencies.
    band_snr_db: the median over bands of what is spoken above the quietest moments from the first word to the last:
    what was put into the pauses around a clip does not count; inner_snr_db: of all bands together. level_db: of
    everything, dB of full scale."""
    out = {"level_db": float(10 * np.log10(heard.power[:, 2:].sum(axis=1).mean() + 1e-12))}
    if heard.speech.sum() < LEAST_FRAMES:
        return out
    for name, low_hz in (("snr_db", VOICE_HZ), ("full_snr_db", 62)):
        level = decibels(heard.power[:, round(low_hz * SIZE / RATE_HZ) : -16].sum(axis=1, keepdims=True))[:, 0]
        speech = float(10 * np.log10(np.mean(10 ** (level[heard.speech] / 10))))
        enough = int(heard.quiet.sum()) >= QUIET_FRAMES
        floor = float(np.percentile(level, 3))
        if enough:  # few moments may be a breath
            floor = min(float(np.percentile(level[heard.quiet], 50)), float(np.percentile(level, QUIETEST)))
        out[name] = min(90.0, speech - floor)
    spoken = np.flatnonzero(heard.speech)
    inner = heard.bands_db[spoken[0] : spoken[-1] + 1]
    level = decibels(
        heard.power[spoken[0] : spoken[-1] + 1, round(VOICE_HZ * SIZE / RATE_HZ) : -16].sum(axis=1)[:, None]
    )
    loud = float(10 * np.log10(np.mean(10 ** (level[heard.speech[spoken[0] : spoken[-1] + 1], 0] / 10))))
    out["inner_snr_db"] = loud - float(np.percentile(_smooth(level), 4))
    voice = 10 * np.log10(np.mean(10 ** (heard.bands_db[heard.speech] / 10), axis=0))
    out["band_snr_db"] = float(np.median(voice - np.percentile(_smooth(inner), 8, axis=0)))
    return out


def crowding(heard: Heard) -> Mapping[str, float]:
    """peaks_db: what one sample in a thousand exceeds, above the RMS of what is spoken; crowd: how many lie near the
    top beside those at half of it. Tops that a converter cut stay crowded when a codec has rounded them."""
    size = 320
    frames = heard.samples[: len(heard.samples) // size * size].reshape(-1, size)
    power = np.square(frames).mean(axis=1, dtype=np.float64)
    if not len(power):
        return {}
    spoken = np.abs(frames[power > power.max() * 10**-2.5])
    thousandth, top = (float(one) for one in np.percentile(spoken, [99.9, 99.99]))
    half = int(np.count_nonzero((spoken > 0.5 * top) & (spoken < 0.75 * top)))
    rms = float(np.sqrt(np.square(spoken).mean(dtype=np.float64)))
    return {
        "peaks_db": 20 * float(np.log10((thousandth + 1e-9) / (rms + 1e-9))),
        "crowd": int(np.count_nonzero(spoken > 0.8 * top)) / max(1, half),
    }


def bandwidth(heard: Heard) -> Mapping[str, float]:
    """above_4k_db: the energy above 4.7 kHz beside that from 1 to 3.3 kHz, in the sharpest sounds of what is spoken.
    mirror: how alike what lies above 4 kHz and what lies as far below it rise and fall (1.0: as one): a poor resampler
    mirrors there. notch_db: how far the spectrum dips around 4 kHz."""
    if heard.speech.sum() < LEAST_FRAMES:
        return {}
    hz = np.arange(heard.power.shape[1]) * RATE_HZ / SIZE
    spoken = heard.power[heard.speech]
    high = spoken[:, (hz >= HIGH_HZ) & (hz < 7600)].sum(axis=1)
    low = spoken[:, (hz >= 1000) & (hz < 3300)].sum(axis=1)
    below, dip, above = (
        float(10 * np.log10(spoken[:, (hz >= first) & (hz < last)].mean() + 1e-14))
        for first, last in ((2500, 3300), (3850, 4150), (4700, 5500))
    )
    return {
        "above_4k_db": float(np.percentile(10 * np.log10((high + 1e-13) / (low + 1e-13)), 95)),
        "notch_db": min(below, above) - dip,
        "mirror": _mirror(spoken),
    }


def _mirror(spoken: Floats) -> float:
    """The correlation of levels above 4 kHz with those at the mirrored frequency, without what all of a moment and all
    of a frequency have in common."""
    middle = SIZE // 4
    near, far = round(300 * SIZE / RATE_HZ), round(2500 * SIZE / RATE_HZ)
    levels = 10 * np.log10(spoken + 1e-13)
    above, below = levels[:, middle + near : middle + far], levels[:, middle - near : middle - far : -1]
    parts = []
    for part in (above, below):
        part = part - part.mean(axis=0)
        parts.append((part - part.mean(axis=1, keepdims=True)).ravel())
    scale = float(np.linalg.norm(parts[0]) * np.linalg.norm(parts[1]))
    return float(parts[0] @ parts[1]) / scale if scale > 0 else 0.0
