"""Containers as records: how a file of sound is recognised, where its sound lies, how its tags are written and read.

A container is one module with one record. Everything that has to know which files hold sound (signing, watermarks,
detection, packages) asks the formats for their containers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from pipeline.delivery.book import Book
from pipeline.records import Cover

BLOCK = 1 << 20
# Tags as `read_tags` names them, whatever the container calls them.
TITLE, STATEMENT_TAG, PROVENANCE_TAG = "TITLE", "AI_GENERATED", "PROVENANCE"


@dataclass(frozen=True, slots=True)
class Track:
    """A file of several: its own title and place."""

    title: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter inside a file."""

    title: str
    start_ms: int
    end_ms: int


class Tagger(Protocol):
    """Writes the book's tags and cover into the file at `path`; of one file of several, its track's."""

    def __call__(
        self,
        path: Path,
        book: Book,
        cover: Cover | None,
        track: Track | None = None,
        chapters: Sequence[ChapterMark] = (),
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Container:
    name: str  # in records of provenance
    suffixes: tuple[str, ...]
    media_type: str
    # By the file's first 64 bytes, and by the four bytes that follow an ID3 tag (the first four where there is none).
    begins: Callable[[bytes, bytes], bool]
    sound: Callable[[BinaryIO], Iterator[bytes]]  # the encoded sound without tags; EOFError where the file is cut off
    tag: Tagger
    read_tags: Callable[[Path], Mapping[str, str]]  # the title and the two tags that mark synthetic speech
    signable: bool = True  # whether C2PA has a place for a manifest in it

    def holds(self, name: str) -> bool:
        """Whether a file of this name is one."""
        return PurePosixPath(name).suffix.lower() in self.suffixes


def container_in(containers: Sequence[Container], name: str) -> Container | None:
    """The container of these that a file of this name is; None where it is none of them."""
    return next((container for container in containers if container.holds(name)), None)


def read_exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


def read_stretch(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end:
        data = read_exactly(file, min(BLOCK, end - start))
        yield data
        start += len(data)


def size_of(file: BinaryIO) -> int:
    return file.seek(0, 2)


def after_id3(file: BinaryIO) -> int:
    """The byte after an ID3v2 tag at the file's beginning; 0 where there is none."""
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]  # seven bits a byte
    return 10 + size + (10 if head[5] & 0x10 else 0)
