"""M4A: a tagged AAC file per chapter with a playlist; the same encodings as the M4B's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.containers.mp4 import mux_aac
from pipeline.delivery.containers.tags import tag_mp4
from pipeline.delivery.encoding.codec import AAC_FRAME, Codec, Cut
from pipeline.delivery.formats import m4b
from pipeline.delivery.formats.per_chapter import build_files, cuts_of
from pipeline.delivery.pieces import Piece
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

VERSION = 2
FRAME_MS = 1000 * AAC_FRAME / 22_050


def codec(spec: Spec) -> Codec:
    return m4b.codec(spec)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION, "max_file_minutes": spec.max_file_minutes}


def cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
    return cuts_of(chapters, spec, codec(spec))


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Finding]]:
    return build_files(
        store, book, chapters, spec, folder="m4a", codec=codec(spec), tag=tag_mp4, frame_ms=FRAME_MS, write=_write
    )


def _write(store: Store, piece: Piece, codec: Codec, path: Path) -> None:
    mux_aac(store, [(piece.master, piece.runs)], codec, path)
