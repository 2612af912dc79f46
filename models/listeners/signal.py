"""The listener of the role `signal`: measurements of the samples (pipeline/audio/measures), by numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.audio.measures import VERSION, measure
from pipeline.errors import VoiceError
from pipeline.listener import Hearing, Listener, Sound
from pipeline.store import fingerprint_of


class Signal:
    """Hears takes of any voice and language; it has no settings and no weights."""

    languages = frozenset({"*"})

    def __init__(self, settings: Mapping[str, Any]):
        if settings:
            raise VoiceError(f"the signal listener has no setting {sorted(settings)[0]!r}")

    @property
    def version(self) -> str:
        return f"signal measures {VERSION}"

    def fingerprint(self) -> str:
        return fingerprint_of(["signal", VERSION])

    def compute_ratio(self) -> float:
        return 0.0015

    def check_ready(self) -> None:
        """Nothing beyond the base installation is needed."""

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        fingerprint = self.fingerprint()
        return [
            Hearing(fingerprint, measures=measure(sound.clip.samples, sound.clip.sample_rate_hz)) for sound in sounds
        ]


_FITS: Callable[[Mapping[str, Any]], Listener] = Signal  # mypy checks the listener against the protocol
