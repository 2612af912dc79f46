"""FLAC in its own container: its sound is everything after the metadata blocks; tags are Vorbis comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.delivery.book import Book
from pipeline.delivery.containers.container import (
    ChapterMark,
    Container,
    Track,
    after_id3,
    read_exactly,
    read_stretch,
    size_of,
)
from pipeline.delivery.containers.essence import record_for
from pipeline.delivery.containers.vorbis import comment, comments_of, picture_of
from pipeline.records import Cover


def _begins(head: bytes, inner: bytes) -> bool:  # noqa: ARG001
    return inner == b"fLaC"


def _sound(file: BinaryIO) -> Iterator[bytes]:
    file.seek(after_id3(file) + 4)
    last = False
    while not last:
        head = read_exactly(file, 4)
        last = bool(head[0] & 0x80)
        file.seek(int.from_bytes(head[1:], "big"), 1)
    return read_stretch(file, file.tell(), size_of(file))


def tag_flac(
    path: Path,
    book: Book,
    cover: Cover | None,
    track: Track | None = None,
    chapters: Sequence[ChapterMark] = (),  # noqa: ARG001  (no format of ours has chapters inside FLAC)
) -> None:
    from mutagen.flac import FLAC

    record = record_for(path, book, NATIVE_FLAC)
    file: Any = FLAC(str(path))
    comment(file, book, track, record)
    if cover:
        file.add_picture(picture_of(cover))
    file.save()


def _read_tags(path: Path) -> Mapping[str, str]:
    from mutagen.flac import FLAC

    return comments_of(FLAC(str(path)))


NATIVE_FLAC = Container("flac", (".flac",), "audio/flac", _begins, _sound, tag_flac, _read_tags)
