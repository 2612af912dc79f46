"""Ogg Opus: its sound is the packets after the two header packets (RFC 7845); tags are Vorbis comments.

A longer comment moves page borders, so pages are no part of the sound. C2PA has no place for a manifest in Ogg.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.delivery.book import Book
from pipeline.delivery.containers.container import ChapterMark, Container, Track, read_exactly, size_of
from pipeline.delivery.containers.essence import record_for
from pipeline.delivery.containers.vorbis import comment, comments_of, picture_of
from pipeline.records import Cover


def _begins(head: bytes, inner: bytes) -> bool:  # noqa: ARG001
    return head[:4] == b"OggS" and b"OpusHead" in head


def _sound(file: BinaryIO) -> Iterator[bytes]:
    headers = 2  # packets still to be passed over
    at, end = 0, size_of(file)
    while at < end:
        file.seek(at)
        head = read_exactly(file, 27)
        if head[:4] != b"OggS":
            raise EOFError
        lacing = read_exactly(file, head[26])
        for value in lacing:
            data = read_exactly(file, value)
            if headers:
                headers -= value < 255  # a shorter segment ends its packet
            else:
                yield data
        at = file.tell()


def tag_opus(
    path: Path,
    book: Book,
    cover: Cover | None,
    track: Track | None = None,
    chapters: Sequence[ChapterMark] = (),  # noqa: ARG001  (no format of ours has chapters inside Opus)
) -> None:
    from mutagen.oggopus import OggOpus

    record = record_for(path, book, OGG_OPUS)
    file: Any = OggOpus(str(path))
    comment(file, book, track, record)
    if cover:
        file["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture_of(cover).write()).decode()
    file.save()


def _read_tags(path: Path) -> Mapping[str, str]:
    from mutagen.oggopus import OggOpus

    return comments_of(OggOpus(str(path)))


OGG_OPUS = Container("opus", (".opus",), "audio/ogg", _begins, _sound, tag_opus, _read_tags, signable=False)
