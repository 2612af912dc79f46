"""Manifests of productions: what every kind says, and what an audiobook says beside it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from pipeline.manifests.consent import Territory
from pipeline.manifests.fields import Day, LanguageTag, Name, WrittenLevel
from pipeline.manifests.reading.explaining import did_you_mean
from pipeline.manifests.reading.model import Strict
from pipeline.records import ROLES, Metadata

DEFAULT_ROLES = tuple(r for r in ROLES if r in {
    "dedication", "epigraph", "foreword", "preface", "introduction", "prologue", "part", "body", "epilogue",
    "afterword", "appendix", "credits"})  # fmt: skip


class Read(Strict):
    """What of the manuscript is read aloud."""

    roles: tuple[str, ...] = DEFAULT_ROLES
    skip_chapters: tuple[str, ...] = ()  # by title, exactly
    notes: Literal["skip", "inline", "chapter-end"] = "skip"
    images: Literal["skip", "alt"] = "skip"
    tables: Literal["skip", "rows"] = "rows"
    code: Literal["skip", "read"] = "skip"
    math: Literal["skip", "alt"] = "alt"
    speakers: Literal["skip", "read"] = "read"
    directions: Literal["skip", "read"] = "read"
    headings: str = "read"  # skip, read, or what is said for one that is a number alone: "Chapter {n}"

    listed_titles: Literal["skip", "read"] = "skip"  # of chapters that only the table of contents gives a title

    @model_validator(mode="after")
    def _roles_exist(self) -> Read:
        for role in self.roles:
            if role not in ROLES:
                raise ValueError(f"no role {role!r}; {did_you_mean(role, ROLES)}")
        if self.headings not in ("skip", "read") and "{n}" not in self.headings:
            raise ValueError(
                f"headings: {self.headings!r} is neither skip nor read nor a template with {{n}}, such as "
                '"Chapter {n}"'
            )
        if not self.roles:
            raise ValueError("roles: without one, nothing is read; leave the field out for the usual ones")
        return self


class Credits(Strict):
    """Spoken credits before and after the book; off by default, shops such as ACX ask for them."""

    opening: bool = False
    closing: bool = False


class Disclosure(Strict):
    """Whether it is said aloud, before the book, that its voice is cloned. By default where a cloned voice speaks."""

    spoken: bool | None = None
    reason: str = ""  # why it is not said although a voice is cloned: "said by the publisher's own introduction"

    @model_validator(mode="after")
    def _silence_has_a_reason(self) -> Disclosure:
        if self.spoken is False and not any(map(str.isalnum, self.reason)):
            raise ValueError("`spoken: false` needs a `reason:`; listeners have a right to know (EU AI Act, art. 50)")
        return self

    def wanted(self, cloned: bool) -> bool:
        return cloned if self.spoken is None else self.spoken

    def told(self, cloned: bool) -> str:
        """What becomes of it, in words, for the lock."""
        if self.wanted(cloned):
            return "spoken"
        return f"not spoken: {' '.join(self.reason.split())}" if cloned else "not spoken: no voice is cloned"


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


class Production(Strict):
    """What every kind of production says: who speaks, by which rules, at which spec, and what is delivered."""

    NAME: ClassVar[str] = "production"
    SOURCE: ClassVar[str] = ""  # the field that names the file its lines come from; "" where they stand here
    USE: ClassVar[str] = "audiobook"  # of its voices: what their owners must have agreed to
    SPEC: ClassVar[str] = "apple-books"  # where it names none

    kind: str
    title: Name = ""
    language: LanguageTag = ""
    voice: str = ""
    cast: str = ""
    lexicons: tuple[str, ...] = ()
    spec: str | tuple[str, ...] = ""  # several: each has masters and deliverables of its own; empty: apple-books
    # [m4b, captions], each at every spec; or {acx: acx, m4b: [apple-books, kobo]}, each at its own.
    deliver: tuple[str, ...] | dict[str, str | tuple[str, ...]] = ()
    disclosure: Disclosure = Disclosure()
    territories: tuple[Territory, ...] = ()  # where it is published, ISO 3166; the house's where it names none
    gate: WrittenLevel | None = None  # how takes are judged: off, standard or strict; the house's where it names none
    watermark: Literal["", "perth"] = ""  # in every voice's takes, whatever the voices themselves ask for

    @property
    def source(self) -> str:
        """The file that its lines come from; "" where they stand in the manifest itself."""
        return str(getattr(self, self.SOURCE)) if self.SOURCE else ""

    def content(self) -> str:
        """What is spoken, where no file is read for it; the lock fixes it."""
        return ""

    def files(self) -> list[tuple[str, str]]:
        """(field, file) of all that it names beside its source; "" where a field is left out."""
        return [("cast", self.cast), *(("lexicons", name) for name in self.lexicons)]

    def metadata(self) -> dict[str, Any]:
        """Fields of the metadata that it gives; "" gives none, but for the two that no manuscript has."""
        names = [field.name for field in fields(Metadata) if field.name in type(self).model_fields]
        return {name: value for name in names if (value := getattr(self, name)) or name in ("genre", "copyright")}

    @property
    def specs(self) -> tuple[str, ...]:
        """All that it names, each once, in the order in which they are written."""
        if isinstance(self.deliver, dict):
            return tuple(dict.fromkeys(spec for form in self.deliver for spec in self.specs_of(form)))
        return _several(self.spec or self.SPEC)

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(self.deliver)

    def specs_of(self, form: str) -> tuple[str, ...]:
        """Those at which this format is made."""
        return _several(self.deliver[form]) if isinstance(self.deliver, dict) else self.specs

    @field_validator("deliver", mode="before")
    @classmethod
    def _a_list_or_a_table(cls, value: object) -> object:
        if isinstance(value, str):
            raise ValueError(f"a list is wanted here, in brackets: [{value}]")
        return value

    @model_validator(mode="after")
    def _specs_once(self) -> Production:
        if self.spec == () or len(set(_several(self.spec))) < len(_several(self.spec)):
            raise ValueError("spec names one spec, or several, each once: [acx, podcast]")
        return self

    @model_validator(mode="after")
    def _formats_once(self) -> Production:
        if not self.deliver or len(set(self.deliver)) < len(self.deliver):
            raise ValueError("deliver names one format, or several, each once: [m4b, captions]")
        if isinstance(self.deliver, dict):
            if self.spec:
                raise ValueError(
                    "deliver names the spec of each format, so leave `spec:` out; or write deliver as a "
                    f"list: [{', '.join(self.deliver)}]"
                )
            if bare := next((form for form in self.deliver if not all(self.specs_of(form) or ("",))), None):
                raise ValueError(f"deliver: {bare} names no spec; write it as {{{bare}: apple-books}}")
        return self

    @model_validator(mode="after")
    def _who_speaks(self) -> Production:
        if bool(self.voice) == bool(self.cast):
            raise ValueError("name either `voice:` (one narrator) or `cast:` (several voices)")
        return self


class AudiobookProduction(Production):
    SOURCE: ClassVar[str] = "manuscript"

    kind: Literal["audiobook"] = "audiobook"
    manuscript: str
    encoding: str = ""  # of a text or an HTML page, where it cannot be found out
    creators: tuple[Name, ...] = ()
    cover: str = ""
    date: Day = ""
    publisher: str = ""
    description: str = ""
    series: str = ""
    series_part: str = ""
    genre: str = "Audiobook"
    copyright: str = ""
    read: Read = Read()
    deliver: tuple[str, ...] | dict[str, str | tuple[str, ...]] = ("m4b",)
    credits: Credits = Credits()
    url: str = Field(default="", pattern=r"^(https?://[^\s?#]+)?$", description="where a podcast feed's files will lie")

    def files(self) -> list[tuple[str, str]]:
        return [*super().files(), ("cover", self.cover)]
