"""A folder that Audiobookshelf takes as it is: `Author/Series/Title {Narrator}/` with the M4B, metadata.json and cover.

Its names follow the grammar of Audiobookshelf's scanner (server/utils/scandir.js, 2026-08): `Vol. 2 - 1995 - Title
{Narrator}`; metadata.json stands before whatever its scanner finds elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from pipeline.delivery import m4b
from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.codec import Codec, starts_of
from pipeline.delivery.covers import player_cover
from pipeline.manifests import Spec
from pipeline.records import Note, Part
from pipeline.store import Store

VERSION = 1


def codec(spec: Spec) -> Codec:
    return m4b.codec(spec)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION, "m4b": m4b.VERSION, "identifier": book.identifier}


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Note]]:
    folder = folder_of(book)
    (file,), notes = m4b.build(store, book, chapters, spec)
    parts = [Part(f"{folder}/{file.name}", file.digest, file.duration_ms)]
    said = json.dumps(metadata(book, chapters), ensure_ascii=False, indent=2) + "\n"
    cover, _ = player_cover(store, book.cover)
    more = {"metadata.json": said.encode()}
    if cover:
        more["cover.jpg" if cover.media_type == "image/jpeg" else "cover.png"] = cover.data
    for name, data in more.items():
        with store.making() as path:
            path.write_bytes(data)
            parts.append(Part(f"{folder}/{name}", store.keep_object(path), 0))
    return parts, notes


def folder_of(book: Book) -> PurePosixPath:
    part = f"Vol. {book.series_part} - " if book.series and book.series_part else ""
    year = f"{book.year} - " if book.year else ""
    levels = [book.authors, book.series, f"{part}{year}{book.title} {{{book.narrator}}}"]
    return PurePosixPath("audiobookshelf", *(file_name(level, "") for level in levels if level))


def metadata(book: Book, chapters: Sequence[ChapterAudio]) -> dict[str, Any]:
    """metadata.json; times in seconds."""
    rate = chapters[0].master.sample_rate_hz
    starts = [at / rate for at in starts_of(chapters)]
    series = f"{book.series} #{book.series_part}" if book.series_part else book.series
    isbn = book.identifier.lower().removeprefix("urn:isbn:").replace("-", "")
    return {
        "tags": [STATEMENT],
        "chapters": [{"id": n, "start": round(starts[n], 6), "end": round(starts[n + 1], 6), "title": chapter.title}
                     for n, chapter in enumerate(chapters)],
        "title": book.title, "subtitle": None, "authors": list(book.creators), "narrators": [book.narrator],
        "series": [series] if series else [], "genres": [book.genre] if book.genre else [],
        "publishedYear": book.year or None, "publishedDate": book.date or None, "publisher": book.publisher or None,
        "description": book.description or None, "isbn": isbn if isbn.isdigit() and len(isbn) in (10, 13) else None,
        "asin": None, "language": book.language or None, "explicit": False, "abridged": False,
    }  # fmt: skip
