"""Assembly of an audiobook: chapters at one level of the whole book, their encodings, and the formats made of them.

takes of the first lines -> the book's gain -> each chapter's master as soon as its last take is in, with its
encodings -> the gain of the whole checked -> deliverables
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from pipeline.delivery import (
    Book,
    ChapterAudio,
    deliver,
    encodings_missing,
    find_deliverable,
    keys_of,
    last_made,
    strays_of,
    unmakeable,
    why_again,
)
from pipeline.delivery.covers import player_cover, to_draw
from pipeline.delivery.provenance.record import BESIDE
from pipeline.masters import book_gain, book_needs, find_gain
from pipeline.production.assembly import Assembly, Stale, Step, Whereabouts, Work
from pipeline.production.audiobook.book import book_of
from pipeline.production.audiobook.cache import key_of_source
from pipeline.production.audiobook.chapters import (
    ChapterState,
    audio_of,
    chapter_ms,
    chapters_of,
    find_masters,
    finishing_ms,
    make_chapter,
    pauses_of,
)
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.production.audiobook.level import level_takes
from pipeline.production.audiobook.provenance import write_provenance
from pipeline.production.audiobook.reading import read
from pipeline.production.audiobook.rows import with_chapters
from pipeline.production.audiobook.timeline import line_at, times_of
from pipeline.production.state import ProductionState, Section
from pipeline.records import Cover, Deliverable, Finding, Manuscript, Master, Metadata, Missing, Script
from pipeline.report.record import Report
from pipeline.store import NOT_MADE, Store


@dataclass
class Audiobook(Assembly):
    JOB: ClassVar[type[AudiobookJob]] = AudiobookJob
    BESIDE: ClassVar[tuple[str, ...]] = (BESIDE,)
    PARTS: ClassVar[str] = "chapters"

    job: AudiobookJob
    store: Store
    selected: Manuscript  # with what is not read marked so
    script: Script
    state: ProductionState
    chapters: list[ChapterState]
    gain_db: float | None
    script_keys: frozenset[str]  # of the cached chapters
    body: int  # characters of the book that are not lawfully left out: licences, notes, lists of contents
    _begun: set[str | int] = field(default_factory=set)  # cover, level and numbers of chapters that were given out
    _settled: bool = False

    @classmethod
    def lay_out(cls, job: AudiobookJob, store: Store) -> Audiobook:
        reading = read(job, store)
        script = reading.script
        state = ProductionState.for_job(job, script.lines, store)
        chapters = list(chapters_of(reading.selected, script.lines))
        gain_db = job.gain_db
        if gain_db is None and (first := level_takes(state)) is not None:
            known = find_gain(store, first, job.spec)
            gain_db = None if isinstance(known, Missing) else known
        laid_out = cls(
            job, store, reading.selected, script, state, chapters, gain_db, reading.script_keys, reading.body
        )
        laid_out.find_masters()
        return laid_out

    def find_masters(self) -> None:
        """Looks each chapter's master up, as far as takes and level are known."""
        find_masters(self.store, self.state, self.chapters, self.job.spec, self.gain_db, self.job.room)

    # ------------------------------------------------------------ what was read

    @property
    def book(self) -> Book:
        """What tags and packages say of the book."""
        return book_of(self.job)

    @property
    def metadata(self) -> Metadata:
        return self.book.metadata

    @property
    def cover(self) -> Cover | None:
        return self.book.cover

    @property
    def sections(self) -> Sequence[ChapterState]:
        return self.chapters

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        return tuple((c.title, c.reason) for c in self.selected.chapters if c.reason is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.job.manuscript.findings, *self.script.findings)

    @property
    def roles(self) -> list[str]:
        """Of the chapters that are read, in order."""
        return [self.selected.chapters[self.state.lines[c.first].source.chapter].role for c in self.chapters]

    @property
    def audio(self) -> list[ChapterAudio]:
        """Chapters that have their masters, as deliverables want them."""
        return audio_of(self.selected, self.state.lines, self.chapters)

    @property
    def masters(self) -> list[Master]:
        return [c.master for c in self.chapters if isinstance(c.master, Master)]

    @property
    def assembled(self) -> bool:
        """Whether every chapter has its master."""
        return len(self.masters) == len(self.chapters)

    # ------------------------------------------------------------ making

    def ready(self, formats: Sequence[str]) -> Iterator[Work]:
        spec, cover = self.job.spec, self.cover if "cover" not in self._begun else None
        self._begun.add("cover")
        if formats and cover and to_draw(self.store, cover):
            yield Work("cover", "cover", player_cover, (self.store, cover))
        if self.gain_db is None and "level" not in self._begun and (first := level_takes(self.state)) is not None:
            self._begun.add("level")
            yield Work("level", f"{len(first)} takes", book_gain, (self.store, first, spec), self._level_is_set)
        if self.gain_db is None:
            return
        for chapter in self.chapters:
            if chapter.number in self._begun or (takes := self.state.takes_of(chapter.first, chapter.last)) is None:
                continue
            self._begun.add(chapter.number)
            if isinstance(chapter.master, Missing) or encodings_missing(self.store, chapter.master, formats, spec):
                pauses = pauses_of(self.state, chapter)
                arguments = (self.store, takes, pauses, spec, self.gain_db, tuple(formats), self.job.room)
                yield Work("master", chapter.title, make_chapter, arguments, self._mastered(chapter))

    def _level_is_set(self, gain_db: Any) -> None:
        self.gain_db = gain_db

    def _mastered(self, chapter: ChapterState) -> Any:
        def enter(master: Any) -> Step:
            chapter.master = master
            return Step(self.PARTS, len(self.masters), len(self.chapters))

        return enter

    def settle(self) -> Finding | None:
        """When the whole book turns out to need another level than its first lines did, all masters are made again.

        Once: another gain moves the limiter's share a little, and the level must not be chased.
        """
        if self._settled or not self.assembled or self.gain_db is None:
            return None
        self._settled = True
        needed = book_needs(self.store, self.masters, self.job.spec, self.gain_db)
        if needed is None:
            return None
        moved = f"the book's gain moved from {self.gain_db:+.2f} to {needed:+.2f} dB"
        self.gain_db = needed
        self.find_masters()
        self._begun.difference_update(c.number for c in self.chapters)
        return Finding("m-004", self.job.slug, moved)

    def finishing_ms(self, formats: Iterable[str]) -> float:
        return finishing_ms(self.store, self.state, self.chapters, self.job.spec, formats)

    # ------------------------------------------------------------ deliverables

    @cached_property
    def _before(self) -> dict[str, Any]:
        """What the published deliverables were made from, by format."""
        return dict(last_made(self.store, self.job.out))

    def find(self, form: str) -> Deliverable | Missing:
        if missing := len(self.chapters) - len(self.masters):
            return Missing(f"chapters are to be made, {missing} of its {len(self.chapters)}")
        book, audio, spec = self.book, self.audio, self.job.spec
        found = find_deliverable(self.store, form, book, audio, spec)
        if found == NOT_MADE and form in self._before:
            return Missing(why_again(self._before[form], form, book, audio, spec) or NOT_MADE.reason)
        return found

    def deliver(self, form: str) -> Work:
        return Work("deliver", form, deliver, (self.store, form, self.book, self.audio, self.job.spec))

    def unmakeable(self, form: str) -> str:
        return unmakeable(form, self.book, self.roles)

    def strays(self) -> list[str]:
        return strays_of(self.job.formats, self.job.out, self.book, self.audio, self.job.spec)

    def conclude(self, delivered: Sequence[Deliverable]) -> None:
        self.job.write_lock(self.gain_db)
        write_provenance(self.job, delivered, self.audio)

    # ------------------------------------------------------------ telling

    def stale(self) -> Iterator[Stale]:
        another_spec = "spec" in self.job.changed()
        made_before = {title for old in self._before.values() for title, _ in old["chapters"]}
        for chapter in self.chapters:
            if isinstance(missing := chapter.master, Missing):
                reason = missing.reason
                if missing == NOT_MADE and another_spec:
                    reason = "the spec has changed"
                elif missing == NOT_MADE and chapter.title in made_before:
                    reason = "its lines, their pauses or the book's level have changed"
                yield Stale(chapter.title, reason)

    def audio_ms(self) -> int:
        """Of the whole book: takes as they are, or as they are expected to be; pauses as programmed."""
        return sum(chapter_ms(self.state, chapter, self.job.spec) for chapter in self.chapters)

    def master_of(self, section: Section) -> Master | None:
        master = section.master if isinstance(section, ChapterState) else None
        return master if isinstance(master, Master) else None

    def keys(self) -> set[tuple[str, str]]:
        job = self.job
        source = key_of_source(job.manuscript_path, job.fixed.manuscript, job.production.encoding)
        found = {("manuscript", source)}
        found |= {("master", master.key) for master in self.masters}
        found |= {("script", key) for key in self.script_keys}
        if self.assembled:
            found |= set(keys_of(self.book, self.audio, job.formats, job.spec))
        return found

    def line_at(self, at_ms: int) -> int:
        return line_at(self.chapters, self.audio, self.audio_ms(), at_ms)

    def whereabouts(self, index: int) -> Whereabouts:
        source = self.state.lines[index].source
        anchor = source.anchor or self.selected.chapters[source.chapter].anchor
        place = f"{self.job.manuscript_path.name}: {anchor}, characters {source.start} to {source.end}"
        chapter = next(c for c in self.chapters if c.first <= index < c.last)
        at_ms, until_ms = times_of(self.chapters, self.audio, index)
        if isinstance(chapter.master, Master):
            return Whereabouts(place, at_ms, until_ms, chapter.master.digest, chapter.master.levels.gain_db)
        return Whereabouts(place, at_ms, until_ms, "", self.gain_db)

    def reported(self, report: Report) -> Report:
        return with_chapters(report, self.chapters, self.state.lines, self.audio, self.job.spec, self.store)
