"""M4B: the whole book in one file, AAC, with chapters, cover and tags; read by Apple Books, VLC, Audiobookshelf."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.mp4 import MP4, tag_mp4
from pipeline.delivery.containers.mux import mux_aac
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding.chapters import measured_as
from pipeline.delivery.encoding.codec import AAC_FRAME
from pipeline.delivery.encoding.encodings import aac_of
from pipeline.delivery.formats.format import Format
from pipeline.delivery.verify.as_delivered import missed_clauses
from pipeline.delivery.verify.opened import check_one_file
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store


def build_m4b(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    masters = [(chapter.master, ()) for chapter in chapters]
    with store.making() as path:
        marks = mux_aac(store, masters, aac_of(spec), path, [c.title for c in chapters])
        tag_mp4(path, book, cover)
        name = file_name(book.title, ".m4b")
        findings += check_one_file(path, name, MP4, marks, chapters[0].master.sample_rate_hz, AAC_FRAME)
        findings += missed_clauses(name, measured_as(store, masters, aac_of(spec)), spec, whole_book=True)
        return [Part(name, store.keep_object(path), marks[-1].end_ms)], findings


M4B = Format(
    "m4b",
    "the book in one AAC file; chapters as QuickTime track and Nero list, cover, all tags",
    2,
    build_m4b,
    encoding=aac_of,
    containers=(MP4,),
)
