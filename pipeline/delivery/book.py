"""What files say of the book, and the audio of its chapters."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.records import Block, Cover, Line, Master

# The duty to mark synthetic speech (EU AI Act, article 50) is met in every file's tags.
STATEMENT = "Narrated by a synthetic (AI-generated) voice."


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

    @property
    def authors(self) -> str:
        return ", ".join(self.creators)

    @property
    def year(self) -> str:
        found = re.match(r"\d{4}", self.date)
        return found.group() if found else ""

    def tags(self) -> dict[str, Any]:
        """What files say of the book, for keys; not the cover, and nothing that only some formats use."""
        others = ("cover", "identifier", "url", "manuscript", "manuscript_path")
        return {name: value for name, value in asdict(self).items() if name not in others} | {"statement": STATEMENT}


def file_name(text: str, suffix: str) -> str:
    """A name that every file system and shop takes: no path characters, no leading dot, at most 120 bytes."""
    clean = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text)
    clean = re.sub(r"\s+", " ", clean).strip(" .")
    while len(clean.encode()) > 120:
        clean = clean[:-1]
    return (clean.strip() or "untitled") + suffix
