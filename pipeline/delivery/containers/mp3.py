"""MP3 as a bare stream with an ID3 tag: its sound is everything between the ID3v2 tag and an ID3v1 tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from pipeline.delivery.book import Book
from pipeline.delivery.containers.container import ChapterMark, Container, Track, after_id3, read_stretch, size_of
from pipeline.delivery.containers.essence import record_for
from pipeline.delivery.containers.id3 import add_chapters, add_frames, read_frames
from pipeline.records import Cover


def _begins(head: bytes, inner: bytes) -> bool:
    synchronised = len(inner) > 1 and inner[0] == 0xFF and inner[1] & 0xE0 == 0xE0
    return synchronised or (head[:3] == b"ID3" and inner != b"fLaC")


def _sound(file: BinaryIO) -> Iterator[bytes]:
    start, end = after_id3(file), size_of(file)
    if end - start >= 128:
        file.seek(end - 128)
        if file.read(3) == b"TAG":
            end -= 128
    return read_stretch(file, start, end)


def tag_mp3(
    path: Path, book: Book, cover: Cover | None, track: Track | None = None, chapters: Sequence[ChapterMark] = ()
) -> None:
    from mutagen.id3 import ID3

    tags = ID3()
    add_frames(tags, book, cover, track, record_for(path, book, MPEG_AUDIO))
    add_chapters(tags, book, chapters)
    # Version 2.3: in 2.4 FFmpeg misreads the sizes inside CHAP frames and loses chapters with titles of 127 bytes.
    tags.update_to_v23()
    tags.save(str(path), v2_version=3)
    _sort_chapters(path)


def _sort_chapters(path: Path) -> None:
    """mutagen writes frames by size and name, and FFmpeg lists chapters as they lie in the file: by time, then."""
    with path.open("r+b") as file:
        head = file.read(10)
        body = file.read(head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        frames, at = [], 0
        while body[at : at + 1].strip(b"\0"):  # padding is zeros
            end = at + 10 + int.from_bytes(body[at + 4 : at + 8], "big")
            frames.append(body[at:end])
            at = end
        chapters = iter(sorted((f for f in frames if f.startswith(b"CHAP")), key=_start_ms))
        file.seek(10)
        file.write(b"".join(next(chapters) if frame.startswith(b"CHAP") else frame for frame in frames))


def _start_ms(chapter: bytes) -> int:
    """Milliseconds: they follow the element's id, which ends with a zero."""
    at = chapter.index(b"\0", 10) + 1
    return int.from_bytes(chapter[at : at + 4], "big")


def _read_tags(path: Path) -> Mapping[str, str]:
    from mutagen.mp3 import MP3

    return read_frames(MP3(str(path)).tags)


MPEG_AUDIO = Container("mp3", (".mp3",), "audio/mpeg", _begins, _sound, tag_mp3, _read_tags)
