"""Consent: a record that a lawyer can read and a machine can hold. Who agreed to what, where, until when, and how."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from pipeline.manifests.consent.territories import WORLD, territory
from pipeline.manifests.fields import NotBlank, OneTag
from pipeline.manifests.reading.model import Strict

DAY = r"^(\d{4}-\d{2}-\d{2})?$"
Use = Literal["audiobook", "dubbing", "training", "service"]


def _zone(written: str) -> str:
    try:
        ZoneInfo(written or "UTC")
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"there is no time zone {written!r}; write its IANA name, such as Europe/Berlin or Asia/Tokyo"
        ) from None
    return written


Territory = Annotated[str, AfterValidator(territory)]
Zone = Annotated[str, AfterValidator(_zone)]


class Identity(Strict):
    """Who made sure that the owner is who they say, and how."""

    checked_by: NotBlank  # a person of the studio
    how: NotBlank  # passport, agency's file, in person
    on: str = Field(default="", pattern=DAY, description="day, ISO 8601")


class Document(Strict):
    """A signed file, or a recording of the spoken statement. Paths are relative to the record's folder."""

    file: NotBlank
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$", description="of the file; empty: it is not held")
    language: str = Field(default="", description="of a spoken statement: en, zh, ja, de, fr, es")
    day: str = Field(default="", pattern=DAY, description="that is said in a spoken statement, ISO 8601")


class Forbidden(Strict):
    """What the owner will not be heard saying."""

    words: tuple[NotBlank, ...] = Field(default=(), description="words and phrases, matched in every script (n-001)")
    content: tuple[NotBlank, ...] = Field(default=(), description="in words, for people: advertising, politics ...")


class Revoked(Strict):
    """That the owner has taken the consent back."""

    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="day, ISO 8601")
    reason: NotBlank


class Consent(Strict):
    """Who allowed what. A voice without a consent that covers the use does not speak.

    It stands in the voice's manifest, or in a file beside it that the manifest names: `consent: consent.yaml`.
    """

    LARGEST: ClassVar[int] = 1 << 20

    kind: Literal["licence", "contract", "own-voice"]
    of: NotBlank = Field(description="licence identifier, or reference of the contract")
    uses: tuple[Use, ...] = Field(min_length=1)
    until: str = Field(default="", pattern=DAY, description="last day, ISO 8601; empty: no end")
    time_zone: Zone = Field(default="", description="the owner's, in which days begin and end (IANA); empty: UTC")
    since: str = Field(default="", pattern=DAY, description="first day, ISO 8601; empty: from the start")
    who: str = Field(default="", description="the owner of the voice, by name")
    adult: bool | None = Field(
        default=None, description="whether the owner is of age; if not, `through` says who agreed"
    )
    through: str = Field(default="", description="who agreed for an owner that is not of age, or by what power")
    identity: Identity | None = Field(default=None, description="who made sure that the owner is who they say")
    languages: tuple[OneTag, ...] = Field(default=(), description="that the voice may be heard in; empty: any")
    territories: tuple[Territory, ...] = Field(
        default=(WORLD,), min_length=1, description="where it may be published, ISO 3166; `world` for everywhere"
    )
    revocable: str = Field(default="", description="how the owner takes it back, in words: by letter, within 30 days")
    pay: str = Field(default="", description="what is paid, or the licence's terms, in words")
    forbidden: Forbidden = Field(default=Forbidden(), description="what the owner will not be heard saying")
    signed: Document | None = Field(default=None, description="the signed contract")
    statement: Document | None = Field(default=None, description="the recording in which the owner says so")
    revoked: Revoked | None = Field(
        default=None, description="that it was taken back; from then on the voice is silent"
    )

    @model_validator(mode="after")
    def _days_are_days(self) -> Consent:
        days = {"until": self.until, "since": self.since}
        days |= {"identity.on": self.identity.on} if self.identity else {}
        days |= {"statement.day": self.statement.day} if self.statement else {}
        days |= {"revoked.on": self.revoked.on} if self.revoked else {}
        for field, day in days.items():
            if day:
                try:
                    dt.date.fromisoformat(day)
                except ValueError:
                    raise ValueError(f"{field}: there is no day {day}") from None
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since: it would begin on {self.since}, after its last day {self.until}")
        return self

    @model_validator(mode="after")
    def _somebody_could_agree(self) -> Consent:
        if self.adult is False and not self.through.strip():
            raise ValueError("through: who agreed for an owner that is not of age? Name the guardian")
        if WORLD in self.territories and len(self.territories) > 1:
            raise ValueError("territories: `world` stands alone, or name the territories without it")
        return self

    @property
    def ends(self) -> dt.datetime | None:
        """The moment from which it holds no more: midnight after its last day, where the owner lives."""
        return self._midnight(dt.date.fromisoformat(self.until) + dt.timedelta(days=1)) if self.until else None

    @property
    def begins(self) -> dt.datetime | None:
        return self._midnight(dt.date.fromisoformat(self.since)) if self.since else None

    def _midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), ZoneInfo(self.time_zone or "UTC"))

    def stated(self) -> dict[str, Any]:
        """All that it says, without what it leaves out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def published(self) -> dict[str, Any]:
        """What the record of a file's origin says of it: its bounds, and nobody's name, address or identity."""
        said = {"kind": self.kind, "of": self.of, "uses": list(self.uses), "until": self.until}
        if self.languages:
            said["languages"] = list(self.languages)
        if self.territories != (WORLD,):
            said["territories"] = list(self.territories)
        return said

    def beyond_bounds(self) -> bool:
        """Whether it says more than kind, reference, uses and last day."""
        return bool(self.stated().keys() - {"kind", "of", "uses", "until"})
