"""M4B: the whole book in one file, AAC, with chapters, cover and tags; read by Apple Books, VLC, Audiobookshelf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.mp4 import mux_aac
from pipeline.delivery.containers.tags import tag_mp4
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding.chapters import measured_as
from pipeline.delivery.encoding.codec import AAC_FRAME, Codec
from pipeline.delivery.verify.as_delivered import verdicts
from pipeline.delivery.verify.opened import check_one_file
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

VERSION = 2


def codec(spec: Spec) -> Codec:
    return Codec("aac", spec.rates.aac_bit_rate, 0, spec.rates.channels)


def settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION}


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    with store.making() as path:
        marks = mux_aac(store, [(c.master, ()) for c in chapters], codec(spec), path, [c.title for c in chapters])
        tag_mp4(path, book, cover)
        name = file_name(book.title, ".m4b")
        findings += check_one_file(path, name, marks, chapters[0].master.sample_rate_hz, AAC_FRAME)
        measured = measured_as(store, [(c.master, ()) for c in chapters], codec(spec))
        findings += verdicts(name, measured, spec, whole_book=True)
        return [Part(name, store.keep_object(path), marks[-1].end_ms)], findings
