"""How natural a take sounds: DistillMOS's mean opinion score, 1 to 5. A sample and outliers are asked, not every take.

It rates 7.68 s at once. A longer take is rated in windows at most HOP_S apart and has their mean; a shorter one is
followed by silence, as its makers do. Their windows, 1 s apart, cost 0.11 s a second instead of 0.08, and give scores
that are 0.014 away (16 recordings of LJSpeech).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import soxr

from models.listeners.weights import WEIGHTS, check_present, weights_of
from pipeline.audio import Clip, Samples
from pipeline.errors import MissingExtraError, VoiceError
from pipeline.listener import Hearing, Sound
from pipeline.store import fingerprint_of

VERSION = 1  # raise it when the same take should be rated otherwise
RATE_HZ, WINDOW = 16_000, 122_880
HOP_S = 4.0
SHORTEST_S = 0.5  # of sound that can be rated
RATIO = 0.08  # of lines of a novel: a window costs 0.35 s of one core


class Naturalness:
    """The listener `naturalness`. It has no settings."""

    version = "DistillMOS 0.9.1"
    languages = frozenset({"*"})

    def __init__(self, settings: Mapping[str, Any]):
        if settings:
            raise VoiceError(f"the listener of naturalness has no setting {min(settings)!r}")

    def fingerprint(self) -> str:
        return fingerprint_of(["naturalness", VERSION, WEIGHTS["distillmos"].digest])

    def compute_ratio(self) -> float:
        return RATIO

    def check_ready(self) -> None:
        if importlib.util.find_spec("torch") is None:
            raise MissingExtraError("the listener of naturalness wants torch: pip install 'voicepress[naturalness]'")
        check_present("distillmos")

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        return [self._hear(sound.clip) for sound in sounds]

    def _hear(self, clip: Clip) -> Hearing:
        if clip.duration_ms < 1000 * SHORTEST_S or clip.peak < 1e-4:
            return Hearing(self.fingerprint())
        network, rate, device = self._network
        # One take at a time: what it is rated does not depend on which others share its batch.
        scores = rate(network, windows_of(clip), device)
        return Hearing(
            self.fingerprint(),
            naturalness=round(float(np.mean(scores)), 2),
            measures={"naturalness_lowest": round(min(scores), 2)},
        )

    @cached_property
    def _network(self) -> Any:
        from models.listeners.distillmos import device_here, loaded, rate  # brings torch

        device = device_here()
        return loaded(weights_of("distillmos"), device), rate, device


def windows_of(clip: Clip, hop_s: float = HOP_S) -> Samples:
    """A take at 16 kHz in windows at most `hop_s` apart, the first at its start and the last at its end."""
    samples = np.asarray(soxr.resample(clip.samples, clip.sample_rate_hz, RATE_HZ), np.float32)
    beyond = max(0, len(samples) - WINDOW)
    samples = np.pad(samples, (0, max(0, WINDOW - len(samples))))
    count = int(np.ceil(beyond / (hop_s * RATE_HZ))) + 1
    starts = np.linspace(0, beyond, count).astype(int)
    return np.stack([samples[start : start + WINDOW] for start in starts])
