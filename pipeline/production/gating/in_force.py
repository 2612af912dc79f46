"""The gate that is in force for a production: how strict it is, who listens, and the limits that takes are held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ManifestError, MissingExtraError, VoicepressError
from pipeline.hearing import ListenerInUse, ListenerOf
from pipeline.languages.tags import primary
from pipeline.listener import Role
from pipeline.manifests.fields import GateLevel
from pipeline.manifests.gate import find_gate, read_gate
from pipeline.qa.gate.limits import limits_of, norms_of
from pipeline.qa.gate.records import Limits, Norms


@dataclass(frozen=True, slots=True)
class Measure:
    """What the takes of a voice in a language are held to: its file's limits, and what that file knows of the voice."""

    limits: Mapping[str, Limits]
    norms: Norms


@dataclass(frozen=True)
class GateInForce:
    """Not slotted: listeners and limits are looked up when they are first asked for.

    Attributes:
        share: of the production's time that hearing may cost in a `standard` gate.
        repo: whose configs/gates/ come before those that ship.
    """

    level: GateLevel
    share: float
    repo: Path
    listener_of: ListenerOf
    _listeners: dict[tuple[Role, str], ListenerInUse | None] = field(default_factory=dict)
    _ready: dict[str, str] = field(default_factory=dict)
    _measures: dict[tuple[str, str], Measure] = field(default_factory=dict)

    def listener(self, role: Role, language: str) -> ListenerInUse | None:
        """The listener for a role and a language, whether or not it can hear here; None where there is none."""
        asked = role, primary(language)
        if asked not in self._listeners:
            try:
                self._listeners[asked] = self.listener_of(role, language)
            except (MissingExtraError, ImportError) as error:  # not even its fingerprint is known
                self._listeners[asked], self._ready[role] = None, str(error)
        return self._listeners[asked]

    def lacks(self, used: ListenerInUse) -> str:
        """What a listener lacks to hear on this machine; "" where it can."""
        if used.name not in self._ready:
            try:
                used.listener.check_ready()
                self._ready[used.name] = ""
            except VoicepressError as error:
                self._ready[used.name] = str(error)
        return self._ready[used.name]

    def check_ready(self, role: Role, language: str) -> None:
        """Raises MissingExtraError where a role cannot be heard on this machine."""
        if why := self.lacking(role, language):
            raise MissingExtraError(f"`gate: strict` hears every line, and nothing can hear here: {why}")

    def lacking(self, role: Role, language: str) -> str:
        """Why a role cannot be heard on this machine; "" where it can."""
        if used := self.listener(role, language):
            return self.lacks(used)
        return self._ready.get(role, f"there is no listener for {role} in {language}")

    def measure(self, voice: str, language: str) -> Measure:
        """What takes of this voice in this language are held to.

        Raises:
            ManifestError: a gate file says something wrong.
        """
        asked = voice, primary(language)
        if asked not in self._measures:
            gate = read_gate(voice, language, self.repo)
            try:
                self._measures[asked] = Measure(limits_of(gate), norms_of(gate))
            except ManifestError as error:
                raise ManifestError(f"{find_gate(voice, language, self.repo)}: {error}") from None
        return self._measures[asked]
