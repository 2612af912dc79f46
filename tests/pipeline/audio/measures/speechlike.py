"""Sound with the build of speech, made from a seed: syllables that swell and die away, with pauses where one asks."""

import numpy as np

from pipeline.audio import Samples

RATE_HZ = 24_000


def syllable(rng: np.random.Generator, ms: int = 180, hz: float = 200.0) -> Samples:
    """Harmonics of a gliding pitch under three formants, with soft flanks."""
    time = np.arange(ms * RATE_HZ // 1000) / RATE_HZ
    pitch = hz * (1 + 0.1 * rng.uniform(-1, 1) * time / time[-1])
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    formants = rng.uniform((300, 900, 2200), (800, 2000, 3000))
    out = np.zeros(len(time))
    for harmonic in range(1, 40):
        gain = sum(np.exp(-(((harmonic * hz - f) / 150) ** 2)) for f in formants) + 0.02
        out += gain * np.sin(harmonic * phase + rng.uniform(0, 6.28))
    flank = np.minimum(1, np.minimum(time, time[::-1]) / 0.06)
    return (0.05 * out * flank**3 * rng.uniform(0.7, 1.0)).astype(np.float32)


def speechlike(syllables: int = 12, seed: int = 1, pauses: tuple[int, ...] = (), hz: float = 200.0) -> Samples:
    """A line with 300 ms of silence before it and 500 ms behind; `pauses`: after which syllables it rests for 350 ms."""
    rng = np.random.default_rng(seed)
    parts = [silence(300)]
    for number in range(syllables):
        parts += [syllable(rng, int(rng.integers(140, 240)), hz), silence(350 if number in pauses else 15)]
    out = np.concatenate([*parts, silence(500)])
    return (out + 1e-5 * rng.standard_normal(len(out))).astype(np.float32)


def silence(ms: int) -> Samples:
    return np.zeros(ms * RATE_HZ // 1000, np.float32)
