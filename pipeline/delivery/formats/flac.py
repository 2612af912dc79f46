"""FLAC: the masters themselves, tagged, a file per chapter, with a playlist."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.containers.tags import tag_flac
from pipeline.delivery.encoding.codec import Codec, Cut
from pipeline.delivery.formats.per_chapter import build_files, cuts_of, write_encoded
from pipeline.delivery.pieces import Piece
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

VERSION = 2
FRAME_MS = 1.0


def codec(spec: Spec) -> Codec | None:
    """None: the masters are the files, but for the parts of a chapter that is cut."""
    return _codec(spec) if spec.rates.channels > 1 else None


def _codec(spec: Spec) -> Codec:
    return Codec("flac", 0, 0, spec.rates.channels)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION, "max_file_minutes": spec.max_file_minutes}


def cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
    return cuts_of(chapters, spec, _codec(spec))


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Finding]]:
    return build_files(
        store, book, chapters, spec, folder="flac", codec=_codec(spec), tag=tag_flac, frame_ms=FRAME_MS, write=_write
    )


def _write(store: Store, piece: Piece, codec: Codec, path: Path) -> None:
    if piece.runs or codec.channels > 1:
        write_encoded(store, piece, codec, path)
    else:  # no copy of the master in the store
        shutil.copyfile(store.file(piece.master.digest), path)
