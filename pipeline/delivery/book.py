"""What files say of the book, and the audio of its chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any

from pipeline.delivery.provenance import STATEMENT, Marks
from pipeline.records import Block, Cover, Line, Master


@dataclass(frozen=True, slots=True)
class ChapterAudio:
    """A chapter that is read. `lines` lie in the master as its timeline says; `blocks` are those of the manuscript."""

    title: str
    master: Master
    role: str = "body"
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    creators: tuple[str, ...]
    narrator: str
    language: str
    slug: str
    date: str = ""
    publisher: str = ""
    description: str = ""
    series: str = ""
    series_part: str = ""
    genre: str = "Audiobook"
    copyright: str = ""
    cover: Cover | None = None
    identifier: str = ""
    url: str = ""  # where a feed's files will lie
    manuscript: str = ""  # digest of the source, which `manuscript_path` names
    manuscript_path: str = ""
    marks: Marks = field(default_factory=Marks)

    @property
    def authors(self) -> str:
        return ", ".join(self.creators)

    @property
    def year(self) -> str:
        found = re.match(r"\d{4}", self.date)
        return found.group() if found else ""

    def tags(self) -> dict[str, Any]:
        """What files say of the book, for keys; not the cover, and nothing that only some formats use."""
        others = ("cover", "identifier", "url", "manuscript", "manuscript_path", "marks")
        said = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in others}
        return said | {"statement": STATEMENT, **self.marks.settings()}


def file_name(text: str, suffix: str) -> str:
    """A name that every file system and shop takes: no path characters, no leading dot, at most 120 bytes."""
    clean = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text)
    clean = re.sub(r"\s+", " ", clean).strip(" .")
    while len(clean.encode()) > 120:
        clean = clean[:-1]
    return (clean.strip() or "untitled") + suffix


__all__ = ["STATEMENT", "Book", "ChapterAudio", "Marks", "file_name"]
