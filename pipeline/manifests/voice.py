"""Manifests of voices, and the consent that lets them speak."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field, model_validator

from pipeline.languages.tags import speaks
from pipeline.manifests.fields import NotBlank, SpokenTag
from pipeline.manifests.reading.model import Strict


class Consent(Strict):
    """Who allowed what. A voice without a consent that covers the use does not speak."""

    kind: Literal["licence", "contract", "own-voice"]
    of: NotBlank = Field(description="licence identifier, or reference of the contract")
    uses: tuple[Literal["audiobook", "dubbing"], ...] = Field(min_length=1)
    until: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="last day, ISO 8601; empty: no end")

    @model_validator(mode="after")
    def _ends_on_a_day(self) -> Consent:
        if self.until:
            try:
                dt.date.fromisoformat(self.until)
            except ValueError:
                raise ValueError(f"until: there is no day {self.until}") from None
        return self


class Voice(Strict):
    """One engine, its weights, reference and settings: versioned and fixed."""

    engine: str
    version: int = Field(ge=1)
    languages: tuple[SpokenTag, ...] = Field(min_length=1)
    settings: dict[str, Any] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0, lt=2**63)
    consent: Consent | None = None
    narrator: str = ""  # the name in credits and tags; empty: the manifest's own name
    cloned: bool = False
    watermark: Literal["", "perth"] = ""  # an inaudible mark in every take; a production or the repo can ask, too
    room_tone: str = ""  # a recording of its room, for specs that lay room tone under a book; relative to the repo

    def speaks(self, language: str) -> bool:
        return speaks(self.languages, language)
