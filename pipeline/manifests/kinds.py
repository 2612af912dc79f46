"""Kinds of production: the one place where they are registered. A kind is its own modules and one line in KINDS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.manifests.dubs.production import (
    AudioDescriptionProduction,
    DubProduction,
    NarrationProduction,
    VoiceOverProduction,
)
from pipeline.manifests.production import AudiobookProduction, Production
from pipeline.manifests.reading.documents import read_yaml


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written for a kind of production, and what makes it."""

    manifest: type[Production]  # the model of its production.yaml
    assembly: str  # "module:Class" of an Assembly (pipeline/production/assembly.py), imported when one is loaded


# By what `kind:` says. The first stands for manifests that do not say it.
_DUB = "pipeline.production.dubbing.assembly:Dub"
KINDS = {
    "audiobook": Kind(AudiobookProduction, "pipeline.production.audiobook.assembly:Audiobook"),
    "dub": Kind(DubProduction, _DUB),
    "voice_over": Kind(VoiceOverProduction, _DUB),
    "narration": Kind(NarrationProduction, _DUB),
    "audio_description": Kind(AudioDescriptionProduction, _DUB),
}


def read_production(path: Path) -> Production:
    """The manifest at `path`, read by the model of its kind.

    Raises:
        ManifestError: as `read_yaml`; or there is no such kind.
    """
    return read_yaml(path, Production, {name: kind.manifest for name, kind in KINDS.items()})
