"""An engine that fails on purpose: it babbles, and some of its performances are wrong in one of many ways.

A performance is wrong by chance, which follows from its seed and its text alone, or always where the text has a word for
it. So a line that came out wrong mostly comes out right with another seed, and never where it has that word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.audio import Clip, Samples
from pipeline.engine import Capabilities, EngineDefaults, Performance, Prompt
from pipeline.store import digest_of, fingerprint_of

RATE_HZ = 24_000
MS_PER_CHARACTER = 55
KINDS = ("silence", "soft", "hole", "loop", "noise", "clipping", "other-pitch", "cut", "failure")


class Faulty(EngineDefaults):
    """Settings: `chance` of a wrong performance (0.1), `kinds` of faults, `never` a word whose lines never come out
    right, `ever` one whose lines always do, `conservative` whether it has such settings, under which nothing fails."""

    version = "faulty 1"
    sample_rate_hz = RATE_HZ
    languages = frozenset({"en"})
    max_characters = 300

    def __init__(self, settings: Mapping[str, Any]):
        self.chance = float(settings.get("chance", 0.1))
        self.kinds = tuple(settings.get("kinds", KINDS))
        self.never, self.ever = str(settings.get("never", "")), str(settings.get("ever", ""))
        self.settings = dict(settings)
        self.capabilities = Capabilities(
            varies=bool(settings.get("varies", True)), conservative=bool(settings.get("conservative", False))
        )

    def fingerprint(self) -> str:
        return fingerprint_of(["faulty", 1, self.settings])

    def expected_ms(self, text: str) -> int:
        return MS_PER_CHARACTER * sum(map(str.isalnum, text))

    def compute_ratio(self) -> float:
        return 0.01

    def unspeakable(self, text: str, language: str) -> str:
        return ""

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._perform(prompt) for prompt in prompts]

    def _perform(self, prompt: Prompt) -> Performance:
        kind = self.fault_of(prompt)
        if kind == "failure":
            return Performance(None, "it was told to fail")
        sound = babble(prompt.text)
        return Performance(Clip(spoilt(sound, kind) if kind else sound, RATE_HZ))

    def fault_of(self, prompt: Prompt) -> str:
        """What goes wrong with this prompt; "" where nothing does."""
        dice = np.random.default_rng(int(digest_of(f"{prompt.seed} {prompt.text}".encode())[:15], 16))
        kind = str(self.kinds[int(dice.integers(len(self.kinds)))])
        if self.never and self.never in prompt.text:
            return kind
        wrong = dice.random() < self.chance and not prompt.conservative
        return kind if wrong and not (self.ever and self.ever in prompt.text) else ""


def babble(text: str) -> Samples:
    """A vowel-like sound for each letter, with a little silence at both ends."""
    sounds = [np.zeros(RATE_HZ // 10, np.float32)]
    size = RATE_HZ * MS_PER_CHARACTER // 1000
    time_s = np.arange(size, dtype=np.float32) / RATE_HZ
    shape = np.sin(np.pi * np.arange(size, dtype=np.float32) / size)
    for letter in filter(str.isalnum, text):
        tune = 110 + 3 * (ord(letter.lower()) % 17)
        wave = sum(np.sin(2 * np.pi * tune * n * time_s) / n for n in (1, 2, 3, 5, 9))
        sounds.append((0.12 * (0.35 + 0.65 * shape) * wave).astype(np.float32))
    return np.concatenate([*sounds, sounds[0]])


def spoilt(sound: Samples, kind: str) -> Samples:
    """The sound with a fault."""
    middle, sound = len(sound) // 2, sound.copy()
    if kind == "silence":
        return np.zeros_like(sound)
    if kind == "soft":
        return sound * np.float32(0.1)
    if kind == "hole":
        return np.concatenate([sound[:middle], np.zeros(RATE_HZ, np.float32), sound[middle:]])
    if kind == "loop":
        piece = sound[middle // 2 : middle]
        return np.concatenate([sound[:middle], *[piece] * 6, sound[middle:]])
    if kind == "noise":
        noise = np.random.default_rng(1).normal(0, 0.05, len(sound)).astype(np.float32)
        return np.clip(sound + noise, -1, 1)
    if kind == "clipping":
        return np.clip(sound * np.float32(12), -0.99, 0.99)
    if kind == "other-pitch":
        return np.interp(np.arange(0, len(sound), 1.7), np.arange(len(sound)), sound).astype(np.float32)
    return sound[: int(0.6 * len(sound))]  # cut
