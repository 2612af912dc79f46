"""The embedded voice, failing on purpose: some performances are wrong, in what is said or in how it sounds.

Whether one is wrong, and how, follows from its seed and its text alone; `fault_of` tells, so that a test knows the truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from models.hibari import Hibari
from pipeline.audio import Clip, Samples
from pipeline.engine import Capabilities, Performance, Prompt
from pipeline.qa.calibration.faults import Material, rng_of
from pipeline.qa.calibration.texts import sentences, vocabulary
from pipeline.qa.calibration.wrong_texts import TEXT_FAULTS
from pipeline.store import fingerprint_of

RATE_HZ = 24_000
SOUNDS = ("silence", "soft", "hole", "loop", "noise", "clipping", "cut", "failure")
TEXTS = tuple(fault.kind for fault in TEXT_FAULTS if fault.bar)


class Failing(Hibari):
    """Settings: `chance` of a wrong performance (0.1), and `kinds` of faults (SOUNDS)."""

    def __init__(self, settings: Mapping[str, Any]):
        super().__init__({})
        self.chance, self.kinds = float(settings.get("chance", 0.1)), tuple(settings.get("kinds", SOUNDS))
        self.capabilities = Capabilities(phonemes=self.capabilities.phonemes)
        said = sentences("en")
        self._material = Material(said, vocabulary(said, "en"))

    def fingerprint(self) -> str:
        return fingerprint_of(["failing", 1, super().fingerprint(), self.chance, self.kinds])

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._perform(prompt) for prompt in prompts]

    def fault_of(self, prompt: Prompt) -> tuple[str, str]:
        """What goes wrong with a prompt ("" where nothing does), and the text that is said."""
        dice = rng_of("failing", prompt.seed, prompt.text)
        kind = str(self.kinds[int(dice.integers(len(self.kinds)))])
        if dice.random() >= self.chance:
            return "", prompt.text
        fault = next((one for one in TEXT_FAULTS if one.kind == kind), None)
        if fault is None:
            return kind, prompt.text
        wrong = fault.inject(prompt.text, "en", dice, self._material)
        return (kind, wrong.text) if wrong else ("", prompt.text)

    def _perform(self, prompt: Prompt) -> Performance:
        kind, said = self.fault_of(prompt)
        if kind == "failure":
            return Performance(None, "it was told to fail")
        spoken = self._speak(Prompt(said, prompt.language, prompt.seed, prompt.pace))
        if spoken.clip is None or kind not in SOUNDS:
            return spoken
        return Performance(Clip(spoilt(spoken.clip.samples, kind), RATE_HZ))


def spoilt(sound: Samples, kind: str) -> Samples:
    """The sound with a fault that nobody would miss."""
    sound = sound.copy()
    loud = np.flatnonzero(np.abs(sound) > 0.3 * np.abs(sound).max())
    middle = int(loud[len(loud) // 2])
    if kind == "silence":
        return np.zeros_like(sound)
    if kind == "soft":
        return sound * np.float32(0.1)
    if kind == "hole":
        sound[middle : middle + RATE_HZ * 4 // 10] = 0
        return sound
    if kind == "loop":
        piece = sound[max(0, middle - RATE_HZ * 6 // 10) : middle]
        return np.concatenate([sound[:middle], *[piece] * 6, sound[middle:]])
    if kind == "noise":
        return sound + np.random.default_rng(1).normal(0, 0.01, len(sound)).astype(np.float32)
    if kind == "clipping":
        return np.clip(sound * np.float32(20), -0.99, 0.99)
    return sound[:middle]  # cut
