"""ID3 tags, as MP3 has them (and WAV may): frames, chapters, and reading them again.

Names follow what Apple Books, VLC, Audiobookshelf, ffprobe and mutagen read: Audiobookshelf takes the narrator from the
composer, the series from SERIES and SERIES-PART.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.delivery.book import STATEMENT, Book
from pipeline.delivery.containers.container import PROVENANCE_TAG, STATEMENT_TAG, TITLE, ChapterMark, Track
from pipeline.languages import record_of
from pipeline.records import Cover

CONTENTS = 255  # entries of one ID3 table of contents: its count is a byte


def add_frames(tags: Any, book: Book, cover: Cover | None, track: Track | None, record: str) -> None:
    """Everything that is said of the book and the file, but for chapters, into mutagen's `tags`."""
    from mutagen.id3 import APIC, COMM, TALB, TCOM, TCON, TCOP, TDRC, TIT2, TLAN, TPE1, TPE2, TPUB, TRCK, TXXX

    about = book.metadata
    frames = [TIT2(text=track.title if track else about.title), TALB(text=about.title), TPE1(text=about.authors),
              TPE2(text=about.authors), TCOM(text=about.narrator), TCON(text=about.genre), TDRC(text=about.date),
              TPUB(text=about.publisher), TCOP(text=about.copyright), TXXX(desc="NARRATOR", text=about.narrator),
              TXXX(desc="LANGUAGE", text=about.language), TXXX(desc="SERIES", text=about.series),
              TXXX(desc="SERIES-PART", text=about.series_part), TXXX(desc=STATEMENT_TAG, text=STATEMENT),
              TXXX(desc=PROVENANCE_TAG, text=record),
              TLAN(text=iso_639_2(about.language)), COMM(lang="eng", desc="", text=STATEMENT),
              COMM(lang="eng", desc="description", text=about.description),
              TRCK(text=f"{track.number}/{track.total}" if track else "")]  # fmt: skip
    for frame in frames:
        if any(map(str, frame.text)):
            tags.add(frame)
    if cover:
        tags.add(APIC(mime=cover.media_type, type=3, desc="Cover", data=cover.data))


def add_chapters(tags: Any, book: Book, marks: Sequence[ChapterMark]) -> None:
    """CHAP frames, and CTOC frames in groups: a table of contents counts its entries in one byte."""
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


def read_frames(tags: Any) -> Mapping[str, str]:
    """The tags that marks and checks ask for, of mutagen's `tags`."""
    names = {TITLE: "TIT2", STATEMENT_TAG: f"TXXX:{STATEMENT_TAG}", PROVENANCE_TAG: f"TXXX:{PROVENANCE_TAG}"}
    return {name: str(frame.text[0]) for name, key in names.items() if (frame := (tags or {}).get(key)) and frame.text}


def iso_639_2(language: str) -> str:
    """The language's code of three letters, as TLAN wants it; where it has none, what was given."""
    return (record_of(language).codes.split() or [language])[0]
