"""FLAC: the masters themselves, tagged, a file per chapter, with a playlist."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding import Codec
from pipeline.delivery.playlist import playlist
from pipeline.manifests import Spec
from pipeline.records import Note, Part
from pipeline.store import Store

VERSION = 1


def codec(spec: Spec) -> Codec | None:  # noqa: ARG001
    return None


def settings(book: Book, spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION}


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Note]]:  # noqa: ARG001
    from mutagen.flac import FLAC, Picture

    cover, notes = player_cover(store, book.cover)
    parts = []
    for number, chapter in enumerate(chapters, start=1):
        with store.making() as path:
            shutil.copyfile(store.file(chapter.master.digest), path)
            file: Any = FLAC(str(path))
            said = {"TITLE": chapter.title, "ALBUM": book.title, "ARTIST": book.authors, "ALBUMARTIST": book.authors,
                    "COMPOSER": book.narrator, "NARRATOR": book.narrator, "TRACKNUMBER": str(number),
                    "TRACKTOTAL": str(len(chapters)), "DATE": book.date, "GENRE": book.genre,
                    "PUBLISHER": book.publisher, "COPYRIGHT": book.copyright, "LANGUAGE": book.language,
                    "SERIES": book.series, "SERIES-PART": book.series_part, "COMMENT": STATEMENT}  # fmt: skip
            for name, value in said.items():
                if value:
                    file[name] = value
            if cover:
                picture = Picture()
                picture.type, picture.mime, picture.data = 3, cover.media_type, cover.data
                file.add_picture(picture)
            file.save()
            name = f"flac/{number:03} {file_name(chapter.title, '.flac')}"
            parts.append(Part(name, store.keep_object(path), chapter.master.duration_ms))
    return [*parts, playlist(store, "flac", book, parts)], notes
