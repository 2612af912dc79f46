"""Gate files: the thresholds by which takes of a voice in a language are judged, and what calibration measured."""

from __future__ import annotations

import math
from os.path import isfile
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, model_validator

from pipeline.errors import ManifestError
from pipeline.languages.tags import primary
from pipeline.manifests.fields import Day, OneTag
from pipeline.manifests.reading.documents import read_yaml
from pipeline.manifests.reading.model import Strict
from pipeline.manifests.repo import SHIPPED_CONFIGS, bare
from pipeline.untrusted.bounds import stays_inside

FOLDER = "gates"  # under configs/


class Threshold(Strict):
    """Of one check; what is left out stays as the check has it, null is never."""

    flag: float | None = None  # beyond it a person should listen
    fail: float | None = None  # beyond it the line is performed again


class UsualFigures(Strict):
    """What is usual for the voice, for takes that stand alone; a book's own first takes teach more."""

    takes: int = Field(ge=1)  # how many taught it
    figures: dict[str, float] = Field(default_factory=dict)  # by name with unit
    speaker: tuple[float, ...] = ()  # the mean direction of its takes

    @model_validator(mode="after")
    def _is_a_direction(self) -> UsualFigures:
        length = math.sqrt(sum(x * x for x in self.speaker))
        if self.speaker and not 0.9 < length < 1.1:
            raise ValueError(f"speaker: a direction has the length 1, this has {length:.2f}; calibrate again")
        return self


class FaultFigures(Strict):
    """How many faults of a kind were found, on lines that the thresholds were not found on."""

    lines: int = Field(ge=0)
    recall: float = Field(ge=0, le=1)  # flagged or failed
    failed: float = Field(ge=0, le=1)  # of these, failed


class FalseAlarms(Strict):
    """Clean lines that a code named, on lines that the thresholds were not found on."""

    flagged: float = Field(ge=0, le=1)
    failed: float = Field(ge=0, le=1)


class Calibrated(Strict):
    """What `voicepress calibrate` measured, and with which listeners."""

    day: Day
    lines: int = Field(ge=1)  # clean ones that the figures were measured on
    seed: int = 0
    flagged: float = Field(ge=0, le=1)  # share of the clean lines that were flagged or failed
    failed: float = Field(ge=0, le=1)
    faults: dict[str, FaultFigures] = Field(default_factory=dict)  # by kind
    false_alarms: dict[str, FalseAlarms] = Field(default_factory=dict)  # by code
    listeners: dict[str, str] = Field(default_factory=dict)  # fingerprints by role


class Gate(Strict):
    """Thresholds of the checks of takes, for a voice and a language, as `voicepress calibrate` found them."""

    NAME: ClassVar[str] = "gate"

    voice: str = ""  # empty: of every voice in the language
    language: OneTag
    thresholds: dict[str, Threshold] = Field(default_factory=dict)  # by name of the check
    norms: UsualFigures | None = None
    calibrated: Calibrated | None = None


def gate_files(voice: str, language: str, repo: Path) -> list[Path]:
    """Where the gate file of a voice and a language may lie, in the order in which they are tried."""
    tags = dict.fromkeys([language, primary(language)])
    folders = [repo / "configs" / FOLDER, SHIPPED_CONFIGS / FOLDER]
    # What is calibrated for one version comes before what is for all of them.
    names = dict.fromkeys([voice, bare(voice)]) if voice and "/" not in voice and stays_inside(voice) else ()
    own = [f"{name}.{tag}.yaml" for name in names for tag in tags]
    return [folder / name for name in (*own, *(f"{tag}.yaml" for tag in tags)) for folder in folders]


def find_gate(voice: str, language: str, repo: Path) -> Path | None:
    """configs/gates/VOICE.LANGUAGE.yaml of the repo or of those that ship, else LANGUAGE.yaml; None where none is."""
    return next((path for path in gate_files(voice, language, repo) if isfile(path)), None)


def read_gate(voice: str, language: str, repo: Path) -> Gate | None:
    """The gate file of a voice and a language, if there is one.

    Raises:
        ManifestError: it says something wrong, or is another voice's or language's under this name.
    """
    path = find_gate(voice, language, repo)
    if path is None:
        return None
    gate = read_yaml(path, Gate)
    if primary(gate.language) != primary(language):
        raise ManifestError(f"{path}: is of the language {gate.language!r}; give it that name, or calibrate anew")
    if gate.voice and gate.voice != voice and path.name.startswith(f"{voice}."):
        raise ManifestError(f"{path}: is of the voice {gate.voice!r}, which {voice!r} is not; calibrate anew")
    return gate


def as_written(gate: Gate) -> dict[str, Any]:
    """The gate as plain values for a YAML file, without what is as it would be anyway."""
    written: dict[str, Any] = gate.model_dump(mode="json", exclude_unset=True)
    return written
