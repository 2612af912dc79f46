"""MP3: a tagged file per chapter, constant bit rate, with a playlist; what ACX and most shops take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.containers.tags import tag_mp3
from pipeline.delivery.encoding.codec import Codec, Cut
from pipeline.delivery.formats.per_chapter import build_files, cuts_of
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

VERSION = 2
FRAME_MS = 1000 * 1152 / 44_100


def codec(spec: Spec) -> Codec:
    return Codec("mp3", spec.rates.mp3_bit_rate, spec.rates.mp3_sample_rate_hz, spec.rates.channels)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION, "max_file_minutes": spec.max_file_minutes}


def cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
    return cuts_of(chapters, spec, codec(spec))


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Finding]]:
    return build_files(store, book, chapters, spec, folder="mp3", codec=codec(spec), tag=tag_mp3, frame_ms=FRAME_MS)
