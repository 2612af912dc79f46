"""Vorbis comments, the tags of FLAC and Ogg; names as Audiobookshelf, VLC and mutagen read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.delivery.book import STATEMENT, Book
from pipeline.delivery.containers.container import PROVENANCE_TAG, STATEMENT_TAG, TITLE, Track
from pipeline.records import Cover


def comment(file: Any, book: Book, track: Track | None, record: str) -> None:
    """Puts the book's comments into a file that mutagen has opened."""
    said = {TITLE: track.title if track else book.title, "ALBUM": book.title, "ARTIST": book.authors,
            "ALBUMARTIST": book.authors, "COMPOSER": book.narrator, "NARRATOR": book.narrator,
            "TRACKNUMBER": str(track.number) if track else "", "TRACKTOTAL": str(track.total) if track else "",
            "DATE": book.date, "GENRE": book.genre, "PUBLISHER": book.publisher,
            "COPYRIGHT": book.copyright, "LANGUAGE": book.language, "SERIES": book.series,
            "SERIES-PART": book.series_part, "DESCRIPTION": book.description, "COMMENT": STATEMENT,
            STATEMENT_TAG: STATEMENT, PROVENANCE_TAG: record}  # fmt: skip
    for name, value in said.items():
        if value:
            file[name] = value


def picture_of(cover: Cover) -> Any:
    from mutagen.flac import Picture

    picture = Picture()
    picture.type, picture.mime, picture.desc, picture.data = 3, cover.media_type, "Cover", cover.data
    return picture


def comments_of(file: Any) -> Mapping[str, str]:
    """The tags that marks and checks ask for, of a file that mutagen has opened."""
    names = (TITLE, STATEMENT_TAG, PROVENANCE_TAG)
    return {name: str(values[0]) for name in names if (values := (file.tags or {}).get(name))}
