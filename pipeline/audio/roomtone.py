"""Room tone: noise as quiet as a room, the same in every chapter, without a seam."""

from __future__ import annotations

import functools

import numpy as np

from pipeline.audio.clips import Samples

LOOP_S = 16.0  # longer than any pause, so that nobody hears it come round
SEED = 1770


@functools.lru_cache(maxsize=4)
def room_tone(sample_rate_hz: int, level_db: float) -> Samples:
    """LOOP_S of it, periodic; RMS `level_db` below full scale.

    Pink from 60 Hz on (a room's noise falls with frequency, and white noise hisses). Made in the frequency domain,
    where periodic means seamless.
    """
    count = round(LOOP_S * sample_rate_hz)
    frequency = np.fft.rfftfreq(count, 1 / sample_rate_hz)
    size = np.where(frequency < 60, 0.0, 1 / np.sqrt(np.maximum(frequency, 60)))
    phase = np.random.default_rng(SEED).uniform(0, 2 * np.pi, len(size))
    noise = np.fft.irfft(size * np.exp(1j * phase), count)
    noise *= 10 ** (level_db / 20) / np.sqrt(np.square(noise).mean())
    return noise.astype(np.float32)


def laid_under(samples: Samples, at: int, tone: Samples) -> Samples:
    """`samples`, which begin at sample `at` of the chapter, with the tone under them; `tone` may be empty."""
    if not len(tone):
        return samples
    start = at % len(tone)
    under = tone[start : start + len(samples)]
    if len(under) < len(samples):
        under = np.concatenate((under, np.resize(tone, len(samples) - len(under))))
    return samples + under
