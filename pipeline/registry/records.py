"""What the registry answers: versions, aliases and events, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.store.keys import digest_of_json

STABLE, CANARY = "stable", "canary"
REGISTERED, PROMOTED, ROLLED_BACK, RETIRED, COMPARED = "registered", "promoted", "rolled back", "retired", "compared"
MOVES = (PROMOTED, ROLLED_BACK)  # kinds of events that move an alias


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a version, kept by its digest: weights, a reference recording, the tone of a room."""

    setting: str  # that names it in the manifest: "gpt_path"; "room_tone"
    name: str  # below the setting's folder where that is one, else the file's own
    digest: str
    size: int  # bytes
    of_folder: bool = False  # whether the setting names a folder, of which this is one file


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable version of a voice: everything that decides its sound, and where it comes from."""

    voice: str
    version: int
    manifest: str  # the YAML as it was written, byte for byte
    consent: str = ""  # the file that the manifest names for it, likewise; "" where it stands in the manifest
    files: tuple[StoredFile, ...] = ()
    engine: str = ""  # name and version of the code that spoke: "hibari-tts 0.2.1"
    fingerprint: str = ""  # the engine's, over code, weights and settings
    code: str = ""  # digest of the engine's Python files
    data: Mapping[str, str] = field(default_factory=dict)  # digests of what it was trained or chosen from, by name
    gates: Mapping[str, str] = field(default_factory=dict)  # gate files as they were, by name: limits and figures
    made_from: str = ""  # in a person's words: "40 minutes of studio recordings, 2026-11"
    made_by: str = ""
    made_at: str = ""  # ISO 8601, UTC

    @property
    def name(self) -> str:
        return f"{self.voice}@{self.version}"

    @property
    def size(self) -> int:
        """Bytes of its files; one that several settings name counts once."""
        return sum({file.digest: file.size for file in self.files}.values())

    def contents(self) -> dict[str, Any]:
        """What makes it this version and no other: everything but who registered it, and when."""
        return {
            "voice": self.voice, "version": self.version, "manifest": self.manifest, "consent": self.consent,
            "files": [[f.setting, f.name, f.digest, f.size, f.of_folder] for f in self.files],
            "engine": self.engine, "fingerprint": self.fingerprint, "code": self.code,
            "data": dict(self.data), "gates": dict(self.gates), "made_from": self.made_from}  # fmt: skip

    def digest(self) -> str:
        return digest_of_json({**self.contents(), "made_by": self.made_by, "made_at": self.made_at})


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that moves: `stable` of ann is version 3, and has moved twice."""

    alias: str
    version: int
    generation: int  # how often it has moved; whoever moves it says from which one


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a voice. Each names the digest of the one before it (see chain.py)."""

    voice: str
    number: int  # from 1, without a gap
    kind: str
    version: int
    alias: str
    at: str  # ISO 8601, UTC
    by: str
    details: Mapping[str, Any]
    previous: str  # digest of the event before; "" of the first
    digest: str

    @property
    def reason(self) -> str:
        return str(self.details.get("reason", ""))


@dataclass(frozen=True, slots=True)
class RegisteredVoice:
    """A registered voice as it stands now; its history has been checked."""

    name: str
    versions: Mapping[int, Version] = field(default_factory=dict)
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    def alias(self, alias: str) -> Alias:
        """The alias; one that has never been given has the version 0 and the generation 0."""
        return self.aliases.get(alias, Alias(alias, 0, 0))

    @property
    def retired(self) -> Mapping[int, Event]:
        return {event.version: event for event in self.events if event.kind == RETIRED}

    def promotions(self, alias: str) -> list[int]:
        """The versions that the alias was promoted to and not taken back from, in order; the last is today's.

        A rollback takes promotions back: two in a row lead two versions back, and not forth again.
        """
        passed: list[int] = []
        for event in self.events:
            if event.alias == alias and event.kind == PROMOTED:
                passed.append(event.version)
            elif event.alias == alias and event.kind == ROLLED_BACK:
                passed = passed[: int(event.details["depth"])]
        return passed

    def before(self, alias: str) -> int:
        """How many promotions of the alias a rollback leaves in force; 0 where there is nothing to go back to.

        What is retired, and the version that is in force, are passed over.
        """
        passed = self.promotions(alias)
        over = {*self.retired, *passed[-1:]}
        return max((number for number, version in enumerate(passed, 1) if version not in over), default=0)
