"""Records of the pages on which a studio begins its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Card:
    """A production on the shelf.

    Attributes:
        look: its verdict as the report shows it: pass, look, fail, unfinished; "" where it cannot be read.
        waiting: lines that a person should listen to; `waiting_ms` is how long that takes.
        digest: of the cover; "" where there is none.
    """

    slug: str
    title: str
    authors: str = ""
    language: str = ""
    look: str = ""
    state: str = ""  # the verdict in words
    reasons: tuple[str, ...] = ()
    lines: int = 0
    taken: int = 0
    chapters: int = 0
    mastered: int = 0
    audio_ms: int = 0
    waiting: int = 0
    waiting_ms: int = 0
    later: int = 0
    finished: str = ""  # day of its newest file
    running: bool = False
    rehearsal: bool = False
    cover: bool = False


@dataclass(frozen=True, slots=True)
class MakingChapter:
    """A chapter of a book that is being made. `master` is its digest once it can be heard, else `missing` says why."""

    number: int
    title: str
    lines: int
    taken: int
    audio_ms: int
    open: int
    master: str = ""
    missing: str = ""
    first: str = ""  # slate of its first line


@dataclass(frozen=True, slots=True)
class Making:
    """How far a book is."""

    slug: str
    title: str
    authors: str
    lines: int
    taken: int
    audio_ms: int
    running: bool  # whether a run holds its folder now
    chapters: tuple[MakingChapter, ...]


# ---------------------------------------------------------------- what is skipped


@dataclass(frozen=True, slots=True)
class Switch:
    """Reads, or no longer reads, a part of a manuscript: a chapter by its title, a role, a kind of text."""

    what: Literal["chapter", "role", "kind"]
    name: str
    to: Literal["read", "skip"]
    says: str = ""  # what it does, where that is more than the part it stands beside


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the manuscript: read, or skipped for a reason. `number` counts from 0, as in the manuscript."""

    number: int
    title: str
    role: str
    characters: int
    excerpt: str
    reason: str = ""  # "" where it is read
    switch: Switch | None = None  # None where no setting changes it


@dataclass(frozen=True, slots=True)
class Kind:
    """Text of one kind within chapters that are read: notes, tables, stage directions ..."""

    name: str  # field of `read:`
    title: str
    places: int
    characters: int
    excerpts: tuple[str, ...]
    reason: str = ""  # "" where it is read
    switch: Switch | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A manuscript with what is not read of it."""

    slug: str
    title: str
    characters: int
    spoken: int
    parts: tuple[Part, ...]
    kinds: tuple[Kind, ...]
    others: tuple[tuple[str, int], ...]  # skipped for a reason that no setting changes, with characters
