"""What files say of the book, and the audio of its chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pipeline.delivery.provenance.record import STATEMENT, Marks
from pipeline.records import Block, Cover, Line, Master, Metadata

# Characters that XML forbids. Metadata may contain them all the same, by references such as &#7; in HTML.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENDS = re.compile(r"\s*[\t-\r\x85\u2028\u2029]\s*")


def _line(text: str) -> str:
    return _UNSAYABLE.sub("", _ENDS.sub(" ", text)).strip()


@dataclass(frozen=True, slots=True)
class ChapterAudio:
    """A chapter that is read. `lines` lie in the master as its timeline says; `blocks` are those of the manuscript."""

    title: str
    master: Master
    role: str = "body"
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", _line(self.title))


# What is part of every key, as tags of the first version were. A field that was added later is part of it only where
# it says something, so that books without it keep their files.
_ALWAYS_IN_KEYS = (
    "title", "creators", "narrator", "language", "date", "publisher", "description", "series", "series_part", "genre",
    "copyright",
)  # fmt: skip
_NOT_TAGS = ("identifier", "rights")  # some formats use the one, none the other


@dataclass(frozen=True, slots=True)
class Book:
    """What the files of a book contain beside its sound.

    The texts of its metadata are made single lines of characters that every container can hold; a description may have
    several lines.
    """

    metadata: Metadata
    slug: str
    cover: Cover | None = None
    url: str = ""  # where a feed's files will lie
    manuscript: str = ""  # digest of the source, which `manuscript_path` names
    manuscript_path: str = ""
    marks: Marks = field(default_factory=Marks)

    def __post_init__(self) -> None:
        given = {f.name: getattr(self.metadata, f.name) for f in fields(self.metadata)}
        texts: dict[str, Any] = {name: _line(text) for name, text in given.items() if isinstance(text, str)}
        texts["creators"] = tuple(filter(None, map(_line, self.metadata.creators)))
        texts["description"] = _UNSAYABLE.sub("", self.metadata.description).strip()
        object.__setattr__(self, "metadata", replace(self.metadata, **texts))

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def language(self) -> str:
        return self.metadata.language

    @property
    def narrator(self) -> str:
        return self.metadata.narrator

    def tags(self) -> dict[str, Any]:
        """What files say of the book, for keys; not the cover, and nothing that only some formats use."""
        given = {f.name: getattr(self.metadata, f.name) for f in fields(self.metadata) if f.name not in _NOT_TAGS}
        tags = {name: value for name, value in given.items() if value or name in _ALWAYS_IN_KEYS}
        return tags | {"slug": self.slug, "statement": STATEMENT, **self.marks.settings()}


# Names that Windows gives to devices, whatever their suffix.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
# Characters that reverse or hide others, and control characters: "\u202egpm.exe" is shown as "exe.mpg".
_HIDDEN = re.compile("[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def file_name(text: str, suffix: str) -> str:
    """A name that every file system and shop takes: no path characters, no leading dot, at most 120 bytes.

    Nor what a careless script would run (`...`, $(...), a leading hyphen), and no device of Windows.
    """
    clean = re.sub(r'[\\/:*?"<>|`\x00-\x1f]+|\$(?=[({])', " ", _HIDDEN.sub("", text))
    clean = re.sub(r"\s+", " ", clean).strip(" .").lstrip("-~ ")
    while len(clean.encode()) > 120:
        clean = clean[:-1]
    clean = clean.strip(" .") or "untitled"
    if device := _DEVICE.match(clean):
        clean = f"{device.group()}_{clean[device.end() :]}"
    return clean + suffix


__all__ = ["STATEMENT", "Book", "ChapterAudio", "Marks", "file_name"]
