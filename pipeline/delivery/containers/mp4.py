"""MP4 (.m4a, .m4b): its sound is the payload of every `mdat` box (ISO/IEC 14496-12); tags are iTunes' atoms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.delivery.book import STATEMENT, Book
from pipeline.delivery.containers.container import (
    PROVENANCE_TAG,
    STATEMENT_TAG,
    TITLE,
    ChapterMark,
    Container,
    Track,
    read_exactly,
    read_stretch,
    size_of,
)
from pipeline.delivery.containers.essence import record_for
from pipeline.records import Cover, Metadata

AUDIOBOOK = 2  # iTunes' kind of medium (stik)
SHORT = 255  # of a description in MP4; the long one has an atom of its own
FREEFORM = "----:com.apple.iTunes:"


def _begins(head: bytes, inner: bytes) -> bool:  # noqa: ARG001
    return head[4:8] == b"ftyp"


def _sound(file: BinaryIO) -> Iterator[bytes]:
    at, end = 0, size_of(file)
    while at < end:
        file.seek(at)
        head = read_exactly(file, 8)
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(read_exactly(file, 8), "big"), 16
        size = size or end - at  # 0: to the end of the file
        if size < header:
            raise EOFError
        if head[4:] == b"mdat":
            yield from read_stretch(file, at + header, at + size)
        at += size


def tag_mp4(
    path: Path,
    book: Book,
    cover: Cover | None,
    track: Track | None = None,
    chapters: Sequence[ChapterMark] = (),  # noqa: ARG001  (muxing writes them)
) -> None:
    from mutagen.mp4 import MP4 as MP4File
    from mutagen.mp4 import AtomDataType, MP4Cover, MP4FreeForm

    record = record_for(path, book, MP4)
    file = MP4File(str(path))
    if file.tags is None:
        file.add_tags()
    tags: Any = file.tags
    for name, value in _atoms(book.metadata, track).items():
        tags[name] = value
    for name, text in _freeform(book.metadata, record).items():
        tags[FREEFORM + name] = [MP4FreeForm(text.encode(), AtomDataType.UTF8)]
    if cover:
        kind = MP4Cover.FORMAT_JPEG if cover.media_type == "image/jpeg" else MP4Cover.FORMAT_PNG
        tags["covr"] = [MP4Cover(cover.data, kind)]
    file.save()


def _atoms(about: Metadata, track: Track | None) -> dict[str, Any]:
    """iTunes' own atoms. Apple reads narrator, series and part from (c)nrt, (c)mvn and (c)mvi."""
    texts = {"\xa9nam": track.title if track else about.title, "\xa9alb": about.title, "\xa9ART": about.authors,
             "aART": about.authors, "\xa9wrt": about.narrator, "\xa9nrt": about.narrator, "\xa9pub": about.publisher,
             "\xa9day": about.year or about.date, "\xa9gen": about.genre, "\xa9cmt": STATEMENT, "cprt": about.copyright,
             "desc": about.description[:SHORT], "ldes": about.description, "\xa9mvn": about.series}  # fmt: skip
    atoms: dict[str, Any] = {name: [text] for name, text in texts.items() if text}
    atoms["stik"] = [AUDIOBOOK]
    atoms["pgap"] = True  # players put no gap of their own between chapters
    if about.series:
        atoms["shwm"] = [1]
        if about.series_part.isdigit():
            atoms["\xa9mvi"] = [int(about.series_part)]
    if track:
        atoms["trkn"] = [(track.number, track.total)]
    return atoms


def _freeform(about: Metadata, record: str) -> dict[str, str]:
    """Tags for which iTunes has no atom. Audiobookshelf reads the series from SERIES and SERIES-PART."""
    texts = {
        "NARRATOR": about.narrator,
        "LANGUAGE": about.language,
        "PUBLISHER": about.publisher,
        "SERIES": about.series,
        "SERIES-PART": about.series_part,
        STATEMENT_TAG: STATEMENT,
        PROVENANCE_TAG: record,
    }
    return {name: text for name, text in texts.items() if text}


def _read_tags(path: Path) -> Mapping[str, str]:
    from mutagen.mp4 import MP4 as MP4File

    tags: Any = MP4File(str(path)).tags or {}
    names = {TITLE: "\xa9nam", STATEMENT_TAG: FREEFORM + STATEMENT_TAG, PROVENANCE_TAG: FREEFORM + PROVENANCE_TAG}
    values = {name: tags[key][0] for name, key in names.items() if tags.get(key)}
    return {name: v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for name, v in values.items()}


MP4 = Container("mp4", (".m4a", ".m4b"), "audio/mp4", _begins, _sound, tag_mp4, _read_tags)
