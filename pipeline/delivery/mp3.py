"""MP3: a tagged file per chapter, constant bit rate, with a playlist; what ACX and most shops take."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding import Codec, encode
from pipeline.delivery.playlist import playlist
from pipeline.manifests import Spec
from pipeline.records import Cover, Note, Part
from pipeline.store import Store

VERSION = 1


def codec(spec: Spec) -> Codec:
    return Codec("mp3", spec.rates.mp3_bit_rate, spec.rates.mp3_sample_rate_hz)


def settings(book: Book, spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION}


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Note]]:
    cover, notes = player_cover(store, book.cover)
    parts = []
    for number, chapter in enumerate(chapters, start=1):
        encoded = store.file(encode(store, chapter.master, codec(spec)).digest)
        with store.making() as path:
            shutil.copyfile(encoded, path)
            _tag(path, book, chapter.title, number, len(chapters), cover)
            name = f"mp3/{number:03} {file_name(chapter.title, '.mp3')}"
            parts.append(Part(name, store.keep_object(path), chapter.master.duration_ms))
    return [*parts, playlist(store, "mp3", book, parts)], notes


def _tag(path: Path, book: Book, title: str, number: int, total: int, cover: Cover | None) -> None:
    from mutagen.id3 import APIC, COMM, ID3, TALB, TCOM, TCON, TCOP, TDRC, TIT2, TLAN, TPE1, TPE2, TPUB, TRCK, TXXX

    tags = ID3()
    said = [TIT2(text=title), TALB(text=book.title), TPE1(text=book.authors), TPE2(text=book.authors),
            TCOM(text=book.narrator), TRCK(text=f"{number}/{total}"), TCON(text=book.genre), TDRC(text=book.date),
            TPUB(text=book.publisher), TCOP(text=book.copyright), TXXX(desc="NARRATOR", text=book.narrator),
            TXXX(desc="LANGUAGE", text=book.language), TXXX(desc="SERIES", text=book.series),
            TXXX(desc="SERIES-PART", text=book.series_part), TXXX(desc="AI_GENERATED", text=STATEMENT),
            TLAN(text=_iso_639_2(book.language)), COMM(lang="eng", desc="", text=STATEMENT)]  # fmt: skip
    for frame in said:
        if any(map(str, frame.text)):
            tags.add(frame)
    if cover:
        tags.add(APIC(mime=cover.media_type, type=3, desc="Cover", data=cover.data))
    tags.save(str(path), v2_version=4)


def _iso_639_2(language: str) -> str:
    """TLAN wants three letters; those of the languages that books here are in, else what was given."""
    known = {"en": "eng", "zh": "zho", "ja": "jpn", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pt": "por",
             "ru": "rus", "nl": "nld", "ko": "kor", "ar": "ara"}
    return known.get(language.split("-")[0].lower(), language)
