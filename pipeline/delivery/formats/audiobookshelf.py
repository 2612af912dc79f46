"""A folder for Audiobookshelf's library: `Author/Series/Title {Narrator}/` with the M4B, metadata.json and cover.

Its names follow the grammar of Audiobookshelf's scanner (server/utils/scandir.js, 2026-08): `Vol. 2 - 1995 - Title
{Narrator}`; metadata.json stands before whatever its scanner finds elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.covers import name_of, player_cover
from pipeline.delivery.encoding.encodings import aac_of, starts_of
from pipeline.delivery.formats.files import kept
from pipeline.delivery.formats.format import Format
from pipeline.delivery.formats.m4b import M4B, build_m4b
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

NARRATOR = 40  # characters of the name in the folder's; metadata.json has all of it


def _settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:  # noqa: ARG001
    return {"m4b": M4B.version, "identifier": book.metadata.identifier}


def build_audiobookshelf(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    folder = folder_of(book)
    (file,), findings = build_m4b(store, book, chapters, spec)
    parts = [Part(f"{folder}/{file.name}", file.digest, file.duration_ms)]
    text = json.dumps(metadata(book, chapters), ensure_ascii=False, indent=2) + "\n"
    cover, _ = player_cover(store, book.cover)
    more = {"metadata.json": text.encode()}
    if cover:
        more[name_of(cover)] = cover.data
    return [*parts, *(kept(store, f"{folder}/{name}", data) for name, data in more.items())], findings


def folder_of(book: Book) -> PurePosixPath:
    about = book.metadata
    part = f"Vol. {_sequence(book)} - " if re.fullmatch(r"\d{1,3}(\.\d{1,2})?", _sequence(book)) else ""
    year = f"{about.year} - " if about.year else ""
    narrator = file_name(f" {{{re.sub('[{}]', '', about.narrator)[:NARRATOR]}}}", "")
    levels = [file_name(level, "") for level in (about.authors, about.series) if level]
    return PurePosixPath("audiobookshelf", *levels, file_name(f"{part}{year}{about.title}", f" {narrator}"))


def _sequence(book: Book) -> str:
    """The number in the series, without blanks and #: Audiobookshelf would take them for a part of the series' name."""
    number = re.search(r"\d+(\.\d+)?", book.metadata.series_part)
    part = number.group() if number else re.sub(r"[#\s]+", "-", book.metadata.series_part).strip("-")
    return part if book.metadata.series else ""


def metadata(book: Book, chapters: Sequence[ChapterAudio]) -> dict[str, Any]:
    """metadata.json; times in seconds."""
    about = book.metadata
    rate = chapters[0].master.sample_rate_hz
    starts = [at / rate for at in starts_of(chapters)]
    series = f"{about.series} #{part}" if (part := _sequence(book)) else about.series
    isbn = re.sub("[- ]", "", about.identifier.upper().removeprefix("URN:ISBN:"))
    return {
        "tags": [STATEMENT],
        # Audiobookshelf ignores all chapters if one of them has no title.
        "chapters": [{"id": n, "start": round(starts[n], 6), "end": round(starts[n + 1], 6),
                      "title": chapter.title or str(n + 1)} for n, chapter in enumerate(chapters)],
        "title": about.title, "subtitle": None, "authors": list(about.creators), "narrators": [about.narrator],
        "series": [series] if series else [], "genres": [about.genre] if about.genre else [],
        "publishedYear": about.year or None, "publishedDate": about.date or None, "publisher": about.publisher or None,
        "description": about.description or None,
        "isbn": isbn if re.fullmatch(r"(97[89])?\d{9}[\dX]", isbn) else None, "asin": None,
        "language": about.language or None, "explicit": False, "abridged": False,
    }  # fmt: skip


AUDIOBOOKSHELF = Format(
    "audiobookshelf",
    "a folder `Author/Series/Title {Narrator}` with the M4B and metadata.json",
    2,  # 2: parts of a series as its reader takes them
    build_audiobookshelf,
    encoding=aac_of,
    settings=_settings,
    containers=M4B.containers,
)
