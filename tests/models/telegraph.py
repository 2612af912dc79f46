"""An engine and a listener that need no weights: the one telegraphs a text in tones, the other reads them back.

Each byte of the text is two tones of 5 ms, one of sixteen for each half of it, with 20 ms of silence around. What the
listener reads is what the samples say, so that an engine that leaves a word out, or says another text, is heard to.
Words sound as their letters do. A word that begins with "~" has a sound that the listener cannot make out.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.audio import Clip, Samples
from pipeline.engine import Capabilities, EngineDefaults, Performance, Prompt
from pipeline.listener import Hearing, Sound, Word
from pipeline.store import fingerprint_of

RATE_HZ = 24_000
TONE = RATE_HZ * 5 // 1000  # samples
MARGIN = RATE_HZ * 20 // 1000
STEP_HZ = RATE_HZ // TONE  # tones this far apart do not disturb each other
MS_PER_BYTE = 10
_TIMES = np.arange(TONE) / RATE_HZ
_TONES = np.stack([np.sin(2 * np.pi * (4 + n) * STEP_HZ * _TIMES) for n in range(16)]).astype(np.float32)


class Telegraph(EngineDefaults):
    """The engine: telegraphs what it is given. Its `level` is its voice."""

    version = "telegraph 1"
    sample_rate_hz = RATE_HZ
    languages = frozenset({"*"})
    max_characters = 400
    capabilities = Capabilities(paces=(1.0, 1.0))

    def __init__(self, settings: Mapping[str, Any]):
        self.settings = {"level": 0.1, **settings}

    def fingerprint(self) -> str:
        return fingerprint_of(["telegraph", 1, self.settings])

    def expected_ms(self, text: str) -> int:
        return MS_PER_BYTE * len(text.encode())

    def compute_ratio(self) -> float:
        return 0.001

    def unspeakable(self, text: str, language: str) -> str:
        return ""

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [Performance(telegraphed(prompt.text, float(self.settings["level"]))) for prompt in prompts]


def telegraphed(text: str, level: float = 0.1) -> Clip:
    """The clip that says a text."""
    data = np.frombuffer(text.encode(), np.uint8)
    halves = np.stack([data >> 4, data & 15], 1).ravel()
    silence = np.zeros(MARGIN, np.float32)
    return Clip(np.concatenate([silence, level * _TONES[halves].ravel(), silence]).astype(np.float32), RATE_HZ)


def read_back(samples: Samples) -> list[tuple[str, int]]:
    """What a clip says, as far as it can be made out: runs of text, each with the sample at which it begins."""
    loud = np.flatnonzero(np.abs(samples) > 0.1 * np.abs(samples).max(initial=1e-3))
    breaks = np.flatnonzero(np.diff(loud) > MARGIN) + 1
    runs = [run for run in np.split(loud, breaks) if len(run)]
    return [_read(samples, max(0, int(run[0]) - 1), int(run[-1])) for run in runs]  # a tone begins with a sample of 0


def _read(samples: Samples, first: int, last: int) -> tuple[str, int]:
    count = max(1, round((last + 1 - first) / (2 * TONE)))
    tones = np.pad(samples[first:], (0, 2 * TONE))[: count * 2 * TONE].reshape(-1, TONE)
    halves = (tones @ _TONES.T).argmax(1).reshape(-1, 2)
    return bytes((halves[:, 0] << 4 | halves[:, 1]).astype(np.uint8)).decode(errors="replace"), first


def _raise(why: str) -> None:
    raise RuntimeError(why)


_FAULTS: dict[str, Callable[[str], object]] = {
    "die_on": lambda _: os._exit(9),
    "hang_on": lambda _: ctypes.PyDLL(None).sleep(100_000),
    "raise_on": _raise,
}


class Reader:
    """The listener: reads what was telegraphed. Settings: faults to inject, by a word that stands in the text.

    Words of `die_on` end the process, of `hang_on` never return from native code, of `raise_on` raise for the whole
    batch; `role` says what it answers.
    """

    languages = frozenset({"*"})

    def __init__(self, settings: Mapping[str, Any]):
        self.settings = {"role": "words", **settings}
        self.version = f"reader 1, {self.settings['role']}"

    def fingerprint(self) -> str:
        return fingerprint_of(["reader", 1, self.settings["role"]])

    def compute_ratio(self) -> float:
        return 0.001

    def check_ready(self) -> None:
        pass

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        return [self._hear(sound) for sound in sounds]

    def _hear(self, sound: Sound) -> Hearing:
        for fault in ("die_on", "hang_on", "raise_on"):
            if (word := str(self.settings.get(fault, ""))) and word in sound.spoken:
                _FAULTS[fault](f"the reader was told to raise on {word!r}")
        level_db = round(float(20 * np.log10(max(1e-6, np.sqrt(np.mean(sound.clip.samples**2))))), 2)
        if self.settings["role"] == "speaker":
            return Hearing(self.fingerprint(), speaker=(1.0, 0.0), measures={"level_db": level_db})
        if self.settings["role"] == "naturalness":
            return Hearing(self.fingerprint(), naturalness=4.5)
        if self.settings["role"] == "signal":
            return Hearing(self.fingerprint(), measures={"level_db": level_db})
        runs = read_back(sound.clip.samples)
        words = tuple(word for text, first in runs for word in words_of(text, first * 1000 // RATE_HZ))
        return Hearing(self.fingerprint(), words_of(sound.spoken), words, sound.language)


def words_of(text: str, begin_ms: int = -1) -> tuple[Word, ...]:
    """A text's words, which sound as their letters do; in time where `begin_ms` says when the text begins."""
    words, at = [], 0
    for written in text.split():
        at = text.index(written, at)
        until = at + len(written)
        sounds = tuple(c for c in written.casefold() if c.isalnum())
        times = (len(text[:at].encode()), len(text[:until].encode()))
        start, end = (begin_ms + MS_PER_BYTE * time for time in times) if begin_ms >= 0 else (-1, -1)
        if sounds:
            words.append(Word(written, sounds, start, end, 0.5 if written.startswith("~") else 1.0))
        at = until
    return tuple(words)
