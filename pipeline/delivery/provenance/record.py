"""The record of provenance, for machines: where a recording comes from; inside files that can hold it, and beside them.

Schema "voicepress-provenance/1", JSON. In a file: MP4 atom ----:com.apple.iTunes:PROVENANCE, ID3 TXXX:PROVENANCE,
Vorbis comment PROVENANCE. Beside the files: provenance.json.

    schema              voicepress-provenance/1
    statement           in words, as in the tags
    digitalSourceType   IPTC's term for how it came to be: trainedAlgorithmicMedia (made by a trained model);
                        algorithmicMedia for rehearsals, which no model speaks
    title, creators, language, identifier      of the work
    manuscript          sha256 of the source that was read
    spec, lexicons      name with sha256, as in the production's lock
    voices[]            name, narrator, version, cloned, engine (with its version, and its watermark's), fingerprint
                        (sha256 over engine code, weights and settings, as in the lock), seed, consent {kind, of,
                        uses, until}
    tool                what made it: "voicepress 0.1.0"
    audio               in a file only: {container, sha256} of its encoded sound without tags (see essence.py), so that
                        the record fits this sound and no other, and tags can still be edited
    files[]             beside the files only: path, sha256 of the whole file, duration_ms, watermark (how clearly it is
                        heard in the file, 0 to 1) where one was asked for and found room
    chapters[]          beside the files only: title, sha256 of the master

It names no time and no path of the machine: the same book gives the same record. It is part of a deliverable's key as
tags are, so that a changed consent is a new tag and no new audio; the tool's version is not, a newer voicepress does
not make a finished book stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.engine import Watermark
from pipeline.records import Metadata

SCHEMA = "voicepress-provenance/1"
BESIDE = "provenance.json"
# The duty to mark synthetic speech (EU AI Act, article 50) is met in every file's tags.
STATEMENT = "Narrated by a synthetic (AI-generated) voice."
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"  # a vocabulary's name; nothing is fetched


@dataclass(frozen=True, slots=True)
class VoiceUsed:
    name: str
    narrator: str
    version: int
    cloned: bool
    engine: str
    fingerprint: str
    seed: int
    consent: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The provenance of a production. `identity` is the record without the tool that writes it."""

    metadata: Metadata  # as the manuscript has it, of which the record says title, creators, language, identifier
    manuscript: str
    spec: str
    lexicons: dict[str, str]
    voices: tuple[VoiceUsed, ...]
    rehearsal: bool = False
    tool: str = ""

    def identity(self) -> dict[str, Any]:
        record = self._record()
        del record["tool"]
        return record

    def _record(self) -> dict[str, Any]:
        kind = "algorithmicMedia" if self.rehearsal else "trainedAlgorithmicMedia"
        return {
            "schema": SCHEMA, "statement": STATEMENT, "digitalSourceType": SOURCE_TYPES + kind,
            "title": self.metadata.title, "creators": list(self.metadata.creators),
            "language": self.metadata.language, "identifier": self.metadata.identifier,
            "manuscript": self.manuscript, "spec": self.spec,
            "lexicons": dict(sorted(self.lexicons.items())),
            "voices": [{name: getattr(voice, name) for name in VoiceUsed.__slots__} for voice in self.voices],
            "tool": self.tool,
        }  # fmt: skip

    def inside(self, container: str, digest: str) -> str:
        """The record for the tags of a file: its container's name and the sha256 of its sound."""
        record = self._record() | {"audio": {"container": container, "sha256": digest}}
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    def beside(self, files: Iterable[FileMade], chapters: Iterable[tuple[str, str]]) -> str:
        """The record for provenance.json. `chapters`: titles with the digests of their masters."""
        record = self._record() | {
            "files": [
                {name: value for name in FileMade.__slots__ if (value := getattr(file, name)) is not None}
                for file in files
            ],
            "chapters": [{"title": title, "sha256": digest} for title, digest in chapters],
        }
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class FileMade:
    path: str  # relative to the record
    sha256: str
    duration_ms: int
    watermark: float | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks a book's files beside their tags. `signer` is a signing.Signer."""

    provenance: Provenance | None = None
    signer: Any = None
    watermark: Watermark | None = None  # that all their sound is meant to carry

    def settings(self) -> dict[str, Any]:
        """What the marks add to the keys of deliverables."""
        inputs: dict[str, Any] = {"provenance": self.provenance.identity() if self.provenance else None}
        inputs |= {"signed": self.signer.settings} if self.signer else {}
        return inputs | ({"watermark": self.watermark.name} if self.watermark else {})
