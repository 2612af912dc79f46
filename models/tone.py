"""The tone engine: hums each line at its expected length, for rehearsals and tests of everything but the voice."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.audio import Clip
from pipeline.engine import Capabilities, EngineDefaults, Performance, Prompt
from pipeline.errors import VoiceError
from pipeline.store import fingerprint_of

VERSION = 1  # raise it when the same settings should hum differently
RATE_HZ = 24_000
MS_PER_CHARACTER = 60  # 1,000 characters per minute: an unhurried narrator
LEVEL = 0.1  # -20 dBFS


class Tone(EngineDefaults):
    """The engine `tone`. Settings: `ms_per_character` (60), and faults to inject.

    A line that contains the word of `fail_on` fails, of `raise_on` raises for its whole batch, of `die_on` ends the
    process, of `hang_on` never returns from native code that holds the GIL. Each line takes `slow_s` seconds.
    """

    version = f"tone {VERSION}"
    sample_rate_hz = RATE_HZ
    languages = frozenset({"*"})  # hums them all
    max_characters = 400
    capabilities = Capabilities(paces=(0.1, 10.0), speaks=False)

    def __init__(self, settings: Mapping[str, Any]):
        known = {
            "die_on": "",
            "fail_on": "",
            "hang_on": "",
            "ms_per_character": MS_PER_CHARACTER,
            "raise_on": "",
            "slow_s": 0,
        }
        if unknown := sorted(set(settings) - set(known)):
            raise VoiceError(f"the tone engine has no setting {unknown[0]!r}; there are: {', '.join(known)}")
        self.settings: dict[str, Any] = known | dict(settings)

    def fingerprint(self) -> str:
        # Settings that were added later count only where they are used, so that older takes are found.
        heard = {name: value for name, value in self.settings.items() if value or name not in ("hang_on", "slow_s")}
        return fingerprint_of(["tone", VERSION, heard])

    def expected_ms(self, text: str) -> int:
        return int(self.settings["ms_per_character"]) * len(text)

    def compute_ratio(self) -> float:
        return 0.001

    def unspeakable(self, text: str, language: str) -> str:  # noqa: ARG002
        return ""

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._hum(prompt) for prompt in prompts]

    def _hum(self, prompt: Prompt) -> Performance:
        words = {name: str(self.settings[name]) for name in ("die_on", "fail_on", "hang_on", "raise_on")}
        faults = [name for name, word in words.items() if word and word in prompt.text]
        if "die_on" in faults:
            os._exit(9)
        if "hang_on" in faults:
            ctypes.PyDLL(None).sleep(100_000)  # PyDLL holds the GIL, as native code that never returns does
        if slow_s := float(self.settings["slow_s"]):
            time.sleep(slow_s)
        if "raise_on" in faults:
            raise RuntimeError(f"the tone engine was told to raise on {self.settings['raise_on']!r}")
        if "fail_on" in faults:
            return Performance(None, f"the tone engine was told to fail on {self.settings['fail_on']!r}")
        samples = int(self.expected_ms(prompt.text) * RATE_HZ // 1000 / prompt.pace)
        # A whole number of periods between 100 and 300 Hz, by seed: equal seeds hum equally, others mostly differ.
        period = RATE_HZ // (100 + prompt.seed % 200)
        wave = np.sin(2 * np.pi * np.arange(period) / period).astype(np.float32) * np.float32(LEVEL)
        return Performance(Clip(np.resize(wave, samples) if samples else wave[:0], RATE_HZ))
