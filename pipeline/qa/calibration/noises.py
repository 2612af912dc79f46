"""Noises: white, pink, hum and the babble of a room, as float32 of unit RMS."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import soxr

from pipeline.audio import Clip
from pipeline.audio.clips import Samples
from pipeline.qa.calibration.faults import Rng

VOICES_IN_BABBLE = 5


def white(length: int, rng: Rng) -> Samples:
    return _unit(rng.standard_normal(length))


def pink(length: int, rng: Rng) -> Samples:
    """3 dB less per octave above 30 Hz (of 24 kHz; the corner matters to nobody)."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), len(spectrum) / 400))
    return _unit(np.fft.irfft(spectrum, length))


def babble(length: int, rate_hz: int, rng: Rng, others: Sequence[Clip]) -> Samples:
    """Several takes at once, each turned round: the sound of speech, and no words in it. Pink where there are none."""
    if not others:
        return pink(length, rng)
    out = np.zeros(length)
    for _ in range(VOICES_IN_BABBLE):
        clip = others[int(rng.integers(len(others)))]
        samples = soxr.resample(clip.samples, clip.sample_rate_hz, rate_hz * float(rng.uniform(0.85, 1.2)))[::-1]
        out += np.resize(np.roll(samples, int(rng.integers(max(1, len(samples))))), length)
    return _unit(out)


def hum(length: int, rate_hz: int, rng: Rng) -> Samples:
    """Of the mains, 50 or 60 Hz with its overtones."""
    base = (50.0, 60.0)[int(rng.integers(2))]
    time = np.arange(length) / rate_hz
    tones = [
        rng.uniform(0.3, 1.0) / n * np.sin(2 * np.pi * base * n * time + rng.uniform(0, 6.28)) for n in (1, 2, 3, 4, 6)
    ]
    return _unit(sum(tones, np.zeros(length)))


def any_noise(length: int, rate_hz: int, rng: Rng, others: Sequence[Clip]) -> tuple[str, Samples]:
    makers: tuple[tuple[str, Callable[[], Samples]], ...] = (
        ("white noise", lambda: white(length, rng)),
        ("pink noise", lambda: pink(length, rng)),
        ("babble", lambda: babble(length, rate_hz, rng, others)),
    )
    name, make = makers[int(rng.integers(len(makers)))]
    return name, make()


def _unit(samples: np.ndarray) -> Samples:
    rms = float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
    return (samples / rms if rms else samples).astype(np.float32)
