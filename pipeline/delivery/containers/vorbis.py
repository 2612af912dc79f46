"""Vorbis comments, the tags of FLAC and Ogg; names as Audiobookshelf, VLC and mutagen read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.delivery.book import STATEMENT, Book
from pipeline.delivery.containers.container import PROVENANCE_TAG, STATEMENT_TAG, TITLE, Track
from pipeline.records import Cover


def comment(file: Any, book: Book, track: Track | None, record: str) -> None:
    """Puts the book's comments into a file that mutagen has opened."""
    about = book.metadata
    comments = {TITLE: track.title if track else about.title, "ALBUM": about.title, "ARTIST": about.authors,
            "ALBUMARTIST": about.authors, "COMPOSER": about.narrator, "NARRATOR": about.narrator,
            "TRACKNUMBER": str(track.number) if track else "", "TRACKTOTAL": str(track.total) if track else "",
            "DATE": about.date, "GENRE": about.genre, "PUBLISHER": about.publisher,
            "COPYRIGHT": about.copyright, "LANGUAGE": about.language, "SERIES": about.series,
            "SERIES-PART": about.series_part, "DESCRIPTION": about.description, "COMMENT": STATEMENT,
            STATEMENT_TAG: STATEMENT, PROVENANCE_TAG: record}  # fmt: skip
    for name, value in comments.items():
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
