"""An engine as somebody else would write it: it inherits nothing, and imports no more than the interface asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.audio import Clip
from pipeline.engine import Capabilities, Performance, Prompt


class Beeper:
    """A beep of 80 ms per character; says nothing of digits, and knows no pace but its own."""

    version = "beeper 1"
    sample_rate_hz = 16_000
    capabilities = Capabilities(speaks=False)
    languages = frozenset({"en", "fr"})
    max_characters = 200
    min_characters = 0
    width = 4

    def __init__(self, settings: Mapping[str, Any]):
        self.level = float(settings.get("level", 0.1))

    def fingerprint(self) -> str:
        return f"beeper 1, level {self.level}"

    def expected_ms(self, text: str) -> int:
        return 80 * len(text)

    def compute_ratio(self) -> float:
        return 0.001

    def unspeakable(self, text: str, language: str) -> str:
        return "".join(dict.fromkeys(c for c in text if c.isdigit()))

    def check_ready(self) -> None:
        pass

    def likeness(self) -> tuple[str, ...]:
        return ()

    def loading_ms(self) -> int:
        return 0

    def load(self) -> None:
        """It has no weights."""

    def prepare(self, prompts: Sequence[Prompt]) -> None:
        pass

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._beep(prompt) for prompt in prompts]

    def _beep(self, prompt: Prompt) -> Performance:
        time_s = np.arange(16 * self.expected_ms(prompt.text)) / self.sample_rate_hz
        wave = self.level * np.sin(2 * np.pi * (200 + prompt.seed % 100) * time_s)
        return Performance(Clip(wave.astype(np.float32), self.sample_rate_hz), facts={"beeps": 1})
