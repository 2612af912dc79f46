"""Manifests of voices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from pipeline.errors import ConsentError, ManifestError
from pipeline.languages.tags import speaks
from pipeline.manifests.consent import Consent
from pipeline.manifests.fields import SpokenTag
from pipeline.manifests.reading.documents import read_yaml
from pipeline.manifests.reading.model import Strict
from pipeline.untrusted.bounds import stays_inside


def _record_or_file(written: object) -> str:
    return "@file" if isinstance(written, str) else "@record"


class Voice(Strict):
    """One engine, its weights, reference and settings: versioned and fixed."""

    engine: str
    version: int = Field(ge=1)
    languages: tuple[SpokenTag, ...] = Field(min_length=1)
    settings: dict[str, Any] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0, lt=2**63)
    consent: (
        Annotated[Annotated[Consent, Tag("@record")] | Annotated[str, Tag("@file")], Discriminator(_record_or_file)]
        | None
    ) = Field(default=None, description="what its owner agreed to; or the file beside it that says so: consent.yaml")
    narrator: str = ""  # the name in credits and tags; empty: the manifest's own name
    cloned: bool = False
    watermark: Literal["", "perth"] = ""  # an inaudible mark in every take; a production or the repo can ask, too
    room_tone: str = ""  # a recording of its room, for specs that lay room tone under a book; relative to the repo

    @property
    def agreed(self) -> Consent | None:
        """What its owner agreed to.

        Raises:
            ConsentError: the consent stands in a file that nobody has read; see `read_voice`.
        """
        if isinstance(self.consent, str):
            raise ConsentError(f"the consent in {self.consent} was not read, so the voice does not speak")
        return self.consent

    def speaks(self, language: str) -> bool:
        return speaks(self.languages, language)


def read_voice(path: Path) -> Voice:
    """The voice at `path`, with the consent that stands in it or in the file that it names.

    Raises:
        ManifestError: as `read_yaml`; or the file's name leads out of the voice's folder.
    """
    voice = read_yaml(path, Voice)
    named = voice.consent
    if not isinstance(named, str):
        return voice
    if not stays_inside(named):
        raise ManifestError(f"{path}: consent: {named} leads out of the voice's folder; put the record beside it")
    return voice.model_copy(update={"consent": read_yaml(path.parent / named, Consent)})
