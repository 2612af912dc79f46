"""A voice made of pulses, for tests that need no recogniser: words of noise and tone with pauses, and who hears them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.audio import Clip
from pipeline.enrolment.hearing import Ears, Said
from pipeline.enrolment.records import Floats, Recording, Voicing
from pipeline.listener import Word

RATE_HZ = 16_000


def spoken(seconds: float, seed: int, pitch_hz: float = 120.0) -> Floats:
    """Syllables: pulses through a few resonances, with hiss between, that rise and fall four times a second."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    glide = pitch_hz * (1 + 0.15 * np.sin(2 * np.pi * 0.7 * t + seed))
    phase = 2 * np.pi * np.cumsum(glide) / RATE_HZ
    tone = sum(np.cos(k * phase + k) / k for k in range(1, 24))
    hiss = np.diff(rng.standard_normal(len(t) + 1))
    syllable = np.clip(np.sin(2 * np.pi * 4 * t), 0, 1) ** 2
    return np.asarray(0.1 * (tone * syllable + 0.4 * hiss * np.roll(syllable, RATE_HZ // 8)), np.float32)


def pause(seconds: float, seed: int = 0) -> Floats:
    return np.asarray(3e-5 * np.random.default_rng(seed).standard_normal(int(seconds * RATE_HZ)), np.float32)


def recording(*parts: Floats, name: str = "ann.wav") -> Recording:
    return Recording(name, Clip(np.concatenate(parts).astype(np.float32), RATE_HZ), "0" * 64)


def voicing(clip: Clip) -> Floats:
    """Speech where it is loud within a fifth of a second."""
    steps = -(-len(clip.samples) // 512)
    levels = np.sqrt(np.square(np.resize(clip.samples, steps * 512)).reshape(steps, 512).mean(axis=1))
    loud = np.convolve(levels > 0.003, np.ones(7), "same") > 0
    return loud.astype(np.float32)


def one_voice(clips: Sequence[Clip]) -> list[Floats]:
    return [np.ones((max(1, len(clip.samples) // 16_000), 256), np.float32) / 16 for clip in clips]


def words(text: str, language: str) -> tuple[Word, ...]:
    return tuple(Word(word, tuple(word)) for word in text.lower().split())


def ears(said: str = "so it is said.", hears: Voicing = voicing) -> Ears:
    def say(clip: Clip, language: str) -> Said:
        return Said(said, words(said, language), 0.9)

    def rate(clip: Clip) -> float:
        return 4.0

    return Ears(hears, one_voice, say, words, rate)
