"""Opus: a tagged file per chapter with a playlist; the smallest at equal quality, for players that know it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.containers.tags import tag_opus
from pipeline.delivery.encoding.codec import Codec, Cut
from pipeline.delivery.formats.per_chapter import build_files, cuts_of
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

VERSION = 2
FRAME_MS = 20.0


def codec(spec: Spec) -> Codec:
    return Codec("opus", spec.rates.opus_bit_rate, 0, spec.rates.channels)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION, "max_file_minutes": spec.max_file_minutes}


def cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
    return cuts_of(chapters, spec, codec(spec))


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Finding]]:
    return build_files(store, book, chapters, spec, folder="opus", codec=codec(spec), tag=tag_opus, frame_ms=FRAME_MS)
