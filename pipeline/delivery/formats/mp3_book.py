"""The book in one MP3 with ID3 chapters, joined from the chapters' own frames without encoding again.

Every chapter's frames begin afresh (no bit reservoir reaches back), so they can stand in any order. Chapters begin at
the frame nearest to where they begin in the M4B: at most half a frame (13 ms) off, however long the book, so that
captions fit both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.container import ChapterMark
from pipeline.delivery.containers.mp3 import MPEG_AUDIO, tag_mp3
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding.chapters import encode, measured_as
from pipeline.delivery.encoding.encodings import mp3_of, starts_of
from pipeline.delivery.encoding.mpeg import DELAY, frame_samples, frames, info_frame, is_info
from pipeline.delivery.formats.format import Format
from pipeline.delivery.verify.as_delivered import missed_clauses
from pipeline.delivery.verify.opened import check_one_file
from pipeline.errors import DeliveryError
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store


def build_mp3_book(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    rate = spec.rates.mp3_sample_rate_hz
    starts_ms = [round(1000 * at / chapters[0].master.sample_rate_hz) for at in starts_of(chapters)]
    marks = [ChapterMark(c.title, starts_ms[n], starts_ms[n + 1]) for n, c in enumerate(chapters)]
    with store.making() as path:
        with path.open("wb") as file:
            _join(store, chapters, spec, file)
        tag_mp3(path, book, cover, chapters=marks)
        name = file_name(book.title, ".mp3")
        findings += check_one_file(path, name, MPEG_AUDIO, marks, rate, frame_samples(rate))
        measured = measured_as(store, [(c.master, ()) for c in chapters], mp3_of(spec))
        findings += missed_clauses(name, measured, spec, whole_book=True)
        return [Part(name, store.keep_object(path), starts_ms[-1])], findings


def _join(store: Store, chapters: Sequence[ChapterAudio], spec: Spec, file: BinaryIO) -> None:
    places = _places(chapters, spec.rates.mp3_sample_rate_hz)
    written = 0
    model = b""
    for n, chapter in enumerate(chapters):
        known = encode(store, chapter.master, mp3_of(spec))
        first, *sound = frames(store.read(known.digest))
        if not is_info(first):
            sound.insert(0, first)
        elif not model:
            model = first
            file.write(model)  # reserves its place; written again below, when all frames are counted
        wanted = places[n + 1] - places[n] + (chapter is chapters[-1])
        if len(sound) < wanted:
            raise DeliveryError(f"the chapter {chapter.title!r} has {len(sound)} MP3 frames, {wanted} were expected")
        data = b"".join(sound[:wanted])
        file.write(data)
        written += len(data)
    if model:
        samples = frame_samples(spec.rates.mp3_sample_rate_hz)
        file.seek(0)
        file.write(info_frame(model, places[-1] + 1, written, samples - DELAY))


def _places(chapters: Sequence[ChapterAudio], rate: int) -> list[int]:
    """The frame with which each chapter begins, and the number of frames of the book."""
    samples = frame_samples(rate)
    own = chapters[0].master.sample_rate_hz
    return [round(at * rate / own / samples) for at in starts_of(chapters)]


MP3_BOOK = Format(
    "mp3-book",
    "the book in one MP3 with ID3 chapters, joined from the chapters' own frames",
    2,  # 2: chapters stand in the tag in order of time
    build_mp3_book,
    encoding=mp3_of,
    containers=(MPEG_AUDIO,),
)
