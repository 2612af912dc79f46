"""A format that voicepress does not have: WAV per chapter. A codec, a container and a format, each one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.delivery.book import Book
from pipeline.delivery.containers.container import ChapterMark, Container, Track, read_exactly, read_stretch, size_of
from pipeline.delivery.containers.essence import record_for
from pipeline.delivery.containers.id3 import add_frames, read_frames
from pipeline.delivery.encoding.codec import Codec
from pipeline.delivery.encoding.encodings import Encoding
from pipeline.delivery.formats.files import FileKind
from pipeline.delivery.formats.per_chapter import per_chapter
from pipeline.manifests import Spec
from pipeline.records import Cover

PCM = Codec("wav", lossless=True, cpu_s_per_hour=1.0, frame_ms=1.0, soundfile=("WAV", "PCM_16"))


def _begins(head: bytes, inner: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _sound(file: BinaryIO) -> Iterator[bytes]:
    at, end = 12, size_of(file)
    while at < end:
        file.seek(at)
        head = read_exactly(file, 8)
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"data":
            yield from read_stretch(file, at + 8, at + 8 + size)
        at += 8 + size + size % 2


def _tag(
    path: Path, book: Book, cover: Cover | None, track: Track | None = None, chapters: Sequence[ChapterMark] = ()
) -> None:
    from mutagen.wave import WAVE

    file: Any = WAVE(str(path))
    file.add_tags()
    add_frames(file.tags, book, cover, track, record_for(path, book, RIFF))
    file.save()


def _read_tags(path: Path) -> Mapping[str, str]:
    from mutagen.wave import WAVE

    return read_frames(WAVE(str(path)).tags)


def _encoding(spec: Spec) -> Encoding:
    return Encoding(PCM, channels=spec.rates.channels)


RIFF = Container("wav", (".wav",), "audio/wav", _begins, _sound, _tag, _read_tags)
WAV = per_chapter("wav", "a tagged WAV file per chapter, and a playlist", FileKind(".wav", RIFF, _encoding), version=1)
