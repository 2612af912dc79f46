"""A listener that hears no words; where its setting `ready` is not set, a part of it is missing on this machine.

With `fails` it raises on texts that hold these words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import MissingExtraError
from pipeline.listener import Hearing, Sound


class Deaf:
    version = "deaf 1"
    languages = frozenset({"*"})

    def __init__(self, settings: Mapping[str, Any]):
        self._ready = bool(settings.get("ready"))
        self._fails = str(settings.get("fails", ""))

    def fingerprint(self) -> str:
        return "deaf 1"

    def compute_ratio(self) -> float:
        return 0.05

    def check_ready(self) -> None:
        if not self._ready:
            raise MissingExtraError("hearing wants ears: pip install 'voicepress[qa]'")

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        if self._fails and any(self._fails in sound.spoken for sound in sounds):
            raise RuntimeError("no place for so many tokens")
        return [Hearing(self.fingerprint(), words=()) for _ in sounds]
