"""Chapters of an audiobook: their lines, their masters as far as the store holds them, and the call that makes one."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.audio import Room
from pipeline.delivery import ChapterAudio, ChapterEncoder, encode, encodings_of, find_encoded, of_one_codec
from pipeline.manifests import Spec
from pipeline.masters import find_master, make_master
from pipeline.production.state import ProductionState, Section
from pipeline.records import Line, Manuscript, Master, Missing, Take
from pipeline.store import NOT_MADE, Store

# CPU seconds per hour of audio, on one core (make bench-delivery); of encodings, the codec's record tells.
MASTER_S = 3.1
UNTITLED = 40  # characters of its first line that stand for a chapter's title


@dataclass(slots=True)
class ChapterState(Section):
    """A chapter that is read, and its master once there is one; until then, why there is none."""

    master: Master | Missing = NOT_MADE


def chapters_of(manuscript: Manuscript, lines: Sequence[Line]) -> Iterator[ChapterState]:
    """The chapters of a manuscript that have lines, in their order."""
    first = 0
    for number, (chapter, group) in enumerate(itertools.groupby(lines, key=lambda line: line.source.chapter), start=1):
        last = first + len(list(group))
        title = manuscript.chapters[chapter].title.strip() or untitled(manuscript, lines[first])
        yield ChapterState(number, title, first, last)
        first = last


def untitled(manuscript: Manuscript, line: Line) -> str:
    """What players show of a chapter without a heading: the book's title where it is all of it, else how it begins."""
    alone = sum(chapter.role != "credits" and chapter.reason is None for chapter in manuscript.chapters) == 1
    words = textwrap.shorten(line.text, UNTITLED, placeholder="…")
    return (manuscript.title if alone else "") or (words if len(words) > 1 else line.text[:UNTITLED])


def pauses_of(state: ProductionState, chapter: Section) -> list[int]:
    """Milliseconds after each line of a chapter."""
    return [line.pause_after_ms for line in state.lines[chapter.first : chapter.last]]


def find_masters(
    store: Store,
    state: ProductionState,
    chapters: Sequence[ChapterState],
    spec: Spec,
    gain_db: float | None,
    room: Room | None,
) -> None:
    """Looks each chapter's master up, as far as takes and level are known."""
    for chapter in chapters:
        takes = state.takes_of(chapter.first, chapter.last)
        if takes is None:
            chapter.master = Missing(_why_no_master(state, chapter))
        elif gain_db is None:
            chapter.master = Missing("the book's level is not set yet")
        else:
            chapter.master = find_master(store, takes, pauses_of(state, chapter), spec, gain_db, room)


def _why_no_master(state: ProductionState, chapter: Section) -> str:
    if absent := state.absent(chapter.first, chapter.last):
        return f"takes are to be made, {absent} of its {chapter.length}"
    unsettled = state.unsettled(chapter.first, chapter.last)
    return f"takes are to be heard, {unsettled} of its {chapter.length}"


def audio_of(selected: Manuscript, lines: Sequence[Line], chapters: Sequence[ChapterState]) -> list[ChapterAudio]:
    """Chapters that have their masters, as deliverables want them."""
    read = selected.chapters
    return [
        ChapterAudio(
            c.title, c.master, read[mine[0].source.chapter].role, tuple(mine), read[mine[0].source.chapter].blocks
        )
        for c in chapters
        if isinstance(c.master, Master) and (mine := lines[c.first : c.last])
    ]


def chapter_ms(state: ProductionState, chapter: ChapterState, spec: Spec) -> int:
    """Length of a chapter: of its master, or as its takes and pauses are expected to come out."""
    if isinstance(chapter.master, Master):
        return chapter.master.duration_ms
    return spec.pauses.head + spec.pauses.tail + state.sound_ms(chapter.first, chapter.last)


def finishing_ms(
    store: Store, state: ProductionState, chapters: Sequence[ChapterState], spec: Spec, formats: Iterable[str]
) -> float:
    """Compute for the masters that are missing, and for what these formats' codecs have not encoded yet."""
    encodings = encodings_of(formats, spec)
    total = 0.0
    for chapter in chapters:
        master = chapter.master
        seconds = MASTER_S if isinstance(master, Missing) else 0.0
        seconds += sum(
            encoding.codec.cpu_s_per_hour
            for encoding in encodings
            if isinstance(master, Missing) or isinstance(find_encoded(store, master, encoding), Missing)
        )
        total += chapter_ms(state, chapter, spec) * seconds / 3600
    return total


def make_chapter(
    store: Store,
    takes: list[Take | None],
    pauses_ms: list[int],
    spec: Spec,
    gain_db: float,
    formats: tuple[str, ...],
    room: Room | None = None,
) -> Master:
    """Makes a chapter's master and its encodings in one call: encoders are fed while the master is made.

    A codec that fails keeps neither the master nor the other codecs back.
    """
    encodings = encodings_of(formats, spec)
    with ChapterEncoder(store, encodings) as encoder:
        known = find_master(store, takes, pauses_ms, spec, gain_db, room)
        if isinstance(known, Missing):
            known = make_master(store, takes, pauses_ms, spec, gain_db, encoder, room)
            encoder.keep(known)
    for encoding in encodings:  # those of a master that was there, and lossless ones, which want its file
        with of_one_codec():
            encode(store, known, encoding)
    return known
