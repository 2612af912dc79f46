"""The book's tags and cover, as each kind of file writes them; one module, so that no format says less than another.

Names follow what Apple Books, VLC, Audiobookshelf, ffprobe and mutagen read: Audiobookshelf takes the narrator from the
composer, the series from SERIES and SERIES-PART; Apple from (c)nrt, (c)mvn and (c)mvi.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.delivery.book import STATEMENT, Book
from pipeline.delivery.provenance.record import TAG
from pipeline.languages import record_of
from pipeline.records import Cover

AUDIOBOOK = 2  # iTunes' kind of medium (stik)
SHORT = 255  # of a description in MP4; the long one has an atom of its own
CONTENTS = 255  # entries of one ID3 table of contents: its count is a byte


@dataclass(frozen=True, slots=True)
class Track:
    """A file of several: its own title and place."""

    title: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter inside a file."""

    title: str
    start_ms: int
    end_ms: int


def tag_mp4(path: Path, book: Book, cover: Cover | None, track: Track | None = None) -> None:
    from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

    record = book.marks.record(path)
    file = MP4(str(path))
    if file.tags is None:
        file.add_tags()
    tags: Any = file.tags
    atoms = {"\xa9nam": track.title if track else book.title, "\xa9alb": book.title, "\xa9ART": book.authors,
             "aART": book.authors, "\xa9wrt": book.narrator, "\xa9nrt": book.narrator, "\xa9pub": book.publisher,
             "\xa9day": book.year or book.date, "\xa9gen": book.genre, "\xa9cmt": STATEMENT, "cprt": book.copyright,
             "desc": book.description[:SHORT], "ldes": book.description, "\xa9mvn": book.series}  # fmt: skip
    for name, value in atoms.items():
        if value:
            tags[name] = [value]
    tags["stik"] = [AUDIOBOOK]
    tags["pgap"] = True  # chapters follow each other without a gap of the player's
    if book.series:
        tags["shwm"] = [1]
        if book.series_part.isdigit():
            tags["\xa9mvi"] = [int(book.series_part)]
    if track:
        tags["trkn"] = [(track.number, track.total)]
    freeform = {
        "NARRATOR": book.narrator,
        "LANGUAGE": book.language,
        "PUBLISHER": book.publisher,
        "SERIES": book.series,
        "SERIES-PART": book.series_part,
        "AI_GENERATED": STATEMENT,
        TAG: record,
    }
    for name, value in freeform.items():
        if value:
            tags[f"----:com.apple.iTunes:{name}"] = [MP4FreeForm(value.encode(), AtomDataType.UTF8)]
    if cover:
        kind = MP4Cover.FORMAT_JPEG if cover.media_type == "image/jpeg" else MP4Cover.FORMAT_PNG
        tags["covr"] = [MP4Cover(cover.data, kind)]
    file.save()


def tag_mp3(
    path: Path, book: Book, cover: Cover | None, track: Track | None = None, marks: Iterable[Mark] = ()
) -> None:
    from mutagen.id3 import APIC, COMM, ID3, TALB, TCOM, TCON, TCOP, TDRC, TIT2, TLAN, TPE1, TPE2, TPUB, TRCK, TXXX

    tags = ID3()
    said = [TIT2(text=track.title if track else book.title), TALB(text=book.title), TPE1(text=book.authors),
            TPE2(text=book.authors), TCOM(text=book.narrator), TCON(text=book.genre), TDRC(text=book.date),
            TPUB(text=book.publisher), TCOP(text=book.copyright), TXXX(desc="NARRATOR", text=book.narrator),
            TXXX(desc="LANGUAGE", text=book.language), TXXX(desc="SERIES", text=book.series),
            TXXX(desc="SERIES-PART", text=book.series_part), TXXX(desc="AI_GENERATED", text=STATEMENT),
            TXXX(desc=TAG, text=book.marks.record(path)),
            TLAN(text=iso_639_2(book.language)), COMM(lang="eng", desc="", text=STATEMENT),
            COMM(lang="eng", desc="description", text=book.description),
            TRCK(text=f"{track.number}/{track.total}" if track else "")]  # fmt: skip
    for frame in said:
        if any(map(str, frame.text)):
            tags.add(frame)
    if cover:
        tags.add(APIC(mime=cover.media_type, type=3, desc="Cover", data=cover.data))
    _add_chapters(tags, book, list(marks))
    # Version 2.3: in 2.4 FFmpeg misreads the sizes inside CHAP frames and loses chapters with titles of 127 bytes.
    tags.update_to_v23()
    tags.save(str(path), v2_version=3)
    _sort_chapters(path)


def _add_chapters(tags: Any, book: Book, marks: list[Mark]) -> None:
    """CHAP frames, and CTOC in groups: a table of contents counts its entries in one byte."""
    from mutagen.id3 import CHAP, CTOC, TIT2, CTOCFlags

    names = [f"chp{n}" for n in range(len(marks))]
    for name, mark in zip(names, marks, strict=True):
        tags.add(
            CHAP(
                element_id=name,
                start_time=mark.start_ms,
                end_time=mark.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[TIT2(text=mark.title)],
            )
        )
    if not marks:
        return
    groups = [names[at : at + CONTENTS] for at in range(0, len(names), CONTENTS)]
    top = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    if len(groups) > 1:
        for n, group in enumerate(groups):
            tags.add(
                CTOC(
                    element_id=f"toc{n}",
                    flags=CTOCFlags.ORDERED,
                    child_element_ids=group,
                    sub_frames=[TIT2(text=f"{book.title} ({n + 1} of {len(groups)})")],
                )
            )
        groups = [[f"toc{n}" for n in range(len(groups))]]
    tags.add(CTOC(element_id="toc", flags=top, child_element_ids=groups[0], sub_frames=[TIT2(text=book.title)]))


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
        chapters = iter(sorted((f for f in frames if f.startswith(b"CHAP")), key=_begins))
        file.seek(10)
        file.write(b"".join(next(chapters) if frame.startswith(b"CHAP") else frame for frame in frames))


def _begins(chapter: bytes) -> int:
    """Milliseconds: they follow the element's id, which ends with a zero."""
    at = chapter.index(b"\0", 10) + 1
    return int.from_bytes(chapter[at : at + 4], "big")


def tag_flac(path: Path, book: Book, cover: Cover | None, track: Track) -> None:
    from mutagen.flac import FLAC

    record = book.marks.record(path)
    file: Any = FLAC(str(path))
    _comment(file, book, track, record)
    if cover:
        file.add_picture(_picture(cover))
    file.save()


def tag_opus(path: Path, book: Book, cover: Cover | None, track: Track) -> None:
    from mutagen.oggopus import OggOpus

    record = book.marks.record(path)
    file: Any = OggOpus(str(path))
    _comment(file, book, track, record)
    if cover:
        file["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture(cover).write()).decode()
    file.save()


def _comment(file: Any, book: Book, track: Track, record: str) -> None:
    """Vorbis comments."""
    said = {"TITLE": track.title, "ALBUM": book.title, "ARTIST": book.authors, "ALBUMARTIST": book.authors,
            "COMPOSER": book.narrator, "NARRATOR": book.narrator, "TRACKNUMBER": str(track.number),
            "TRACKTOTAL": str(track.total), "DATE": book.date, "GENRE": book.genre, "PUBLISHER": book.publisher,
            "COPYRIGHT": book.copyright, "LANGUAGE": book.language, "SERIES": book.series,
            "SERIES-PART": book.series_part, "DESCRIPTION": book.description, "COMMENT": STATEMENT,
            "AI_GENERATED": STATEMENT, TAG: record}  # fmt: skip
    for name, value in said.items():
        if value:
            file[name] = value


def _picture(cover: Cover) -> Any:
    from mutagen.flac import Picture

    picture = Picture()
    picture.type, picture.mime, picture.desc, picture.data = 3, cover.media_type, "Cover", cover.data
    return picture


def iso_639_2(language: str) -> str:
    """The language's code of three letters, as TLAN wants it; where it has none, what was given."""
    return (record_of(language).codes.split() or [language])[0]
