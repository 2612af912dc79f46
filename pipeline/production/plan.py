"""What would be made, and why: the state of a production against its store, without making anything."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.delivery import (
    Book,
    ChapterAudio,
    encodings_of,
    find_deliverable,
    find_encoded,
    last_made,
    out_of_date,
    strays_of,
    unmakeable,
    why_again,
)
from pipeline.delivery.provenance.record import BESIDE, Marks
from pipeline.masters import find_gain, find_master
from pipeline.matching import picked_up
from pipeline.production.audiobook.fitness import fitness_findings
from pipeline.production.audiobook.origin import provenance_of
from pipeline.production.cache import ScriptCache
from pipeline.production.findings import findings_of, holding_back
from pipeline.production.job import Job
from pipeline.production.owning import taken
from pipeline.production.verdict import Verdict, last_failure, unfit, verdict_of
from pipeline.qa.findings import in_words
from pipeline.records import Coverage, Deliverable, Finding, Line, Manuscript, Master, Script, Take
from pipeline.script import Speaker, make_script, select, unread, unread_findings
from pipeline.store import NEVER, Store
from pipeline.takes import Failure, TakeRequest, find_takes, read_sheet, requests_for

# CPU seconds per hour of audio, on one core (make bench-delivery); of encodings, the codec's record tells.
MASTER_S = 3.1
# Lines whose takes set the book's level, so that masters can begin before the last take is in.
LEVEL_LINES = 100
REPORT = "report.html"
UNTITLED = 40  # characters of its first line that stand for a chapter's title


@dataclass(frozen=True, slots=True)
class Stale:
    """Something to be made: which (slate, chapter or format), and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    takes: tuple[Stale, ...]
    masters: tuple[Stale, ...]
    deliverables: tuple[Stale, ...]
    audio_ms: int  # of the finished book
    compute_ms: int  # expected, on one engine
    lines: int
    skipped: tuple[tuple[str, str], ...]  # chapters that are not read, with the reason
    coverage: Coverage
    findings: tuple[Finding, ...]
    changed: tuple[str, ...]  # what the lock fixes and is no longer so
    verdict: Verdict
    refused: str = ""  # why nothing may be made: consent, another's folder, a book that would come out silent
    body: int = 0  # characters of the book without what is lawfully not read
    unfit: bool = False  # whether it is refused because it would come out silent, or as another book

    @property
    def spoken_of_body(self) -> int:
        """Characters that are spoken, as written or by a rule."""
        return self.coverage.spoken + sum(self.coverage.replaced.values())

    @property
    def share(self) -> float:
        """Of the book's body that is spoken, 0 to 1."""
        return min(1.0, self.spoken_of_body / self.body) if self.body else 1.0

    @property
    def fresh(self) -> bool:
        return not (self.takes or self.masters or self.deliverables)


@dataclass(slots=True)
class ChapterState:
    """A chapter that is read: its lines `first:last` of the script, and its master once there is one."""

    number: int  # from 1
    title: str
    first: int
    last: int
    master: Master | str = NEVER


@dataclass(slots=True)
class ProductionState:
    """Where a production stands. `takes` by key: the take, a failure, or why there is none."""

    job: Job
    store: Store
    selected: Manuscript
    script: Script
    requests: list[TakeRequest | None]
    takes: dict[str, Take | Failure | str]
    chapters: list[ChapterState]
    gain_db: float | None
    findings: list[Finding] = field(default_factory=list)
    script_keys: frozenset[str] = frozenset()  # of the cached chapters
    body: int = 0  # characters of the book that are not lawfully left out: licences, notes, lists of contents

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.script.lines

    def missing(self) -> list[TakeRequest]:
        """Take requests without a take, in book order."""
        return [w for w in self.requests if w is not None and not isinstance(self.takes[w.key], Take)]

    def failed(self) -> list[tuple[Line, Failure]]:
        return [
            (line, take)
            for line, request in zip(self.lines, self.requests, strict=True)
            if request is not None and isinstance(take := self.takes[request.key], Failure)
        ]

    def takes_of(self, chapter: ChapterState) -> list[Take | None] | None:
        """In the order of its lines, None for a line with nothing to speak; None as a whole while one is missing."""
        out: list[Take | None] = []
        for request in self.requests[chapter.first : chapter.last]:
            take = self.takes[request.key] if request else None
            if isinstance(take, Failure | str):
                return None
            out.append(take)
        return out

    def pauses_of(self, chapter: ChapterState) -> list[int]:
        return [line.pause_after_ms for line in self.lines[chapter.first : chapter.last]]

    def level_takes(self) -> list[Take] | None:
        """The takes that set the book's level: of its first lines, in its order; None while one is to be made."""
        first: list[Take] = []
        for request in self.requests:
            take = self.takes[request.key] if request else None
            if isinstance(take, str):
                return None
            if isinstance(take, Take):
                first.append(take)
                if len(first) == LEVEL_LINES:
                    break
        return first

    def find_masters(self) -> None:
        """Looks each chapter's master up, as far as takes and level are known."""
        for chapter in self.chapters:
            takes = self.takes_of(chapter)
            if takes is None:
                absent = sum(
                    1
                    for w in self.requests[chapter.first : chapter.last]
                    if w is not None and not isinstance(self.takes[w.key], Take)
                )
                chapter.master = f"takes are to be made, {absent} of its {chapter.last - chapter.first}"
            elif self.gain_db is None:
                chapter.master = "the book's level is not set yet"
            else:
                chapter.master = find_master(
                    self.store, takes, self.pauses_of(chapter), self.job.spec, self.gain_db, self.job.room
                )

    def audio_ms(self) -> int:
        """Of the whole book: takes as they are, or as they are expected to be; pauses as programmed."""
        return sum(map(self.chapter_ms, self.chapters))

    def chapter_ms(self, chapter: ChapterState) -> int:
        if isinstance(chapter.master, Master):
            return chapter.master.duration_ms
        pauses = self.job.spec.pauses
        return (
            pauses.head
            + pauses.tail
            + sum(self.pauses_of(chapter))
            + sum(map(self.expected_ms, self.requests[chapter.first : chapter.last]))
        )

    def finishing_ms(self, formats: Iterable[str]) -> float:
        """Compute for the masters that are missing, and for what these formats' codecs have not encoded yet."""
        encodings = encodings_of(formats, self.job.spec)
        total = 0.0
        for chapter in self.chapters:
            master = chapter.master
            seconds = MASTER_S if isinstance(master, str) else 0.0
            seconds += sum(
                encoding.codec.cpu_s_per_hour
                for encoding in encodings
                if isinstance(master, str) or isinstance(find_encoded(self.store, master, encoding), str)
            )
            total += self.chapter_ms(chapter) * seconds / 3600
        return total

    def compute_ms(self, request: TakeRequest) -> float:
        """Expected, of one engine."""
        return self.expected_ms(request) * self.job.voices[request.voice].engine.compute_ratio()

    def speaking_ms(self) -> float:
        """Compute for the takes that are missing, each once, on one engine."""
        return sum(map(self.compute_ms, _once(self.missing())))

    def expected_ms(self, request: TakeRequest | None) -> int:
        if request is None:
            return 0
        take = self.takes[request.key]
        if isinstance(take, Take):
            return take.heard_ms
        return self.job.voices[request.voice].expected_ms(request)


def lay_out(job: Job, store: Store) -> ProductionState:
    """Reads, scripts and looks up: the state of the production now.

    Raises:
        TextLossError: the coverage does not add up.
    """
    job.recall(store)
    selected = select(job.manuscript, job.production.read)
    speakers = {name: Speaker.of(voice.engine, voice.voice.languages) for name, voice in job.voices.items()}
    cache = ScriptCache(store)
    script = make_script(
        selected, cast=job.cast, lexicons=job.lexicons, pauses=job.spec.pauses, speakers=speakers, cache=cache
    )
    cache.keep()
    seen = unread(selected, job.production.read, script.coverage)
    script = replace(
        script,
        findings=(
            *unread_findings(seen),
            *script.findings,
            *fitness_findings(job, script.lines, selected, script.coverage),
            *picked_up(script.lines, job.pickups)[1],
        ),
    )
    requests = requests_for(script.lines, job.voices, job.pickups)
    takes: dict[str, Take | Failure | str] = dict(find_takes(store, requests))
    state = ProductionState(
        job,
        store,
        selected,
        script,
        requests,
        takes,
        list(_chapters(selected, script.lines)),
        job.gain_db,
        script_keys=frozenset(cache.asked),
        body=seen.body,
    )
    if state.gain_db is None and (first := state.level_takes()) is not None:
        state.gain_db = find_gain(store, first, job.spec)
    state.find_masters()
    return state


def _chapters(manuscript: Manuscript, lines: Sequence[Line]) -> Iterator[ChapterState]:
    first = 0
    for number, (chapter, group) in enumerate(itertools.groupby(lines, key=lambda line: line.source.chapter), start=1):
        last = first + len(list(group))
        title = manuscript.chapters[chapter].title.strip() or _untitled(manuscript, lines[first])
        yield ChapterState(number, title, first, last)
        first = last


def _untitled(manuscript: Manuscript, line: Line) -> str:
    """What players show of a chapter without a heading: the book's title where it is all of it, else how it begins."""
    alone = sum(chapter.role != "credits" and chapter.reason is None for chapter in manuscript.chapters) == 1
    words = textwrap.shorten(line.text, UNTITLED, placeholder="…")
    return (manuscript.title if alone else "") or (words if len(words) > 1 else line.text[:UNTITLED])


def plan_of(state: ProductionState) -> Plan:
    job = state.job
    takes = _stale_takes(state)
    before = last_made(state.store, job.out)
    masters = tuple(_stale_masters(state, {title for old in before.values() for title, _ in old["chapters"]}))
    book, chapters, roles = book_of(job), audio_of(state), roles_of(state)
    deliverables = []
    delivered: list[Deliverable] = []
    silent = unfit(state)
    held = in_words(holding_back(state))
    never = job.without_consent() or taken(job) or silent
    against = [never, *(f"locked: {said}; accept it with --upgrade" for said in job.changed().values())]
    for form in job.formats:
        reason = f"chapters are to be made, {len(masters)} of its {len(state.chapters)}" if masters else None
        if reason is None:
            found = find_deliverable(state.store, form, book, chapters, job.spec)
            delivered += [found] if isinstance(found, Deliverable) else []
            # What was refused is not finished: a nightly batch would pass it by in silence.
            reason = (
                found if isinstance(found, str) else held or job.refuses(found) or out_of_date(found, job.out) or None
            )
            if reason == NEVER and form in before:
                reason = why_again(before[form], form, book, chapters, job.spec) or NEVER
        against.append(cannot := unmakeable(form, book, roles) or "")
        reason = cannot or reason
        if reason is not None:
            deliverables.append(Stale(form, reason))
    audio_ms = state.audio_ms()
    speak = state.speaking_ms()
    finish = state.finishing_ms(one.what for one in deliverables)
    if not (takes or masters or deliverables):
        strays = strays_of(job.formats, job.out, book, chapters, job.spec)
        deliverables.extend(_beside_deliverables(job, strays))
    skipped = tuple((c.title, c.reason) for c in state.selected.chapters if c.reason is not None)
    findings = (*job.manuscript.findings, *state.script.findings)
    missing = [
        f"{len(stale):,} {kind} to make"
        for kind, stale in (("takes", takes), ("masters", masters), ("deliverables", deliverables))
        if stale
    ]
    if missing and not any(against):
        against.append(last_failure(job))
    verdict = verdict_of(
        findings_of(state, delivered), rehearsal=job.rehearsal, errors=filter(None, against), missing=missing
    )
    return Plan(
        takes,
        masters,
        tuple(deliverables),
        audio_ms,
        round(speak + finish),
        len(state.lines),
        skipped,
        state.script.coverage,
        findings,
        tuple(job.changed().values()),
        verdict,
        never,
        state.body,
        bool(silent) and never == silent,
    )


def _beside_deliverables(job: Job, strays: Iterable[str]) -> Iterator[Stale]:
    """What else a run would put right where every deliverable is as it should be."""
    for stray in strays:
        yield Stale(stray, "it is of an earlier version, in a format that is no longer delivered; it is removed")
    if not job.lock_path.exists():
        yield Stale(job.lock_path.name, "it is missing, so nothing fixes what this was made from; it is written again")
    for name in (BESIDE, REPORT):
        if not (job.out / name).exists():
            yield Stale(name, f"it is no longer in {job.out}; it is written again")


def _once(requests: list[TakeRequest]) -> list[TakeRequest]:
    return list({request.key: request for request in requests}.values())


def _stale_takes(state: ProductionState) -> tuple[Stale, ...]:
    job = state.job
    before = read_sheet(job.out / "takesheet.csv")
    old = job.lock.voices if job.lock else {}
    out = []
    for line, request in zip(state.lines, state.requests, strict=True):
        if request is None or isinstance(take := state.takes[request.key], Take):
            continue
        reason = take.why if isinstance(take, Failure) else take
        if reason == NEVER:
            if request.attempt:
                reason = f"pickup {request.attempt}"
            elif line.voice in old and old[line.voice] != job.fixed.voices[line.voice]:
                reason = f"the voice {line.voice!r} has changed"
            elif line.text in before and before[line.text] != line.spoken:
                reason = f"its spoken form has changed, from {before[line.text]!r}"
            elif before and line.text not in before:
                reason = "new text"
        out.append(Stale(line.slate, reason))
    return tuple(out)


def _stale_masters(state: ProductionState, titles: Container[str]) -> Iterator[Stale]:
    """`titles` are those of the chapters that were made before."""
    another_spec = "spec" in state.job.changed()
    for chapter in state.chapters:
        if isinstance(reason := chapter.master, str):
            if reason == NEVER and another_spec:
                reason = "the spec has changed"
            elif reason == NEVER and chapter.title in titles:
                reason = "its lines, their pauses or the book's level have changed"
            yield Stale(chapter.title, reason)


def book_of(job: Job) -> Book:
    """What tags and packages say of the book."""
    manuscript, said = job.manuscript, job.production
    return Book(
        title=manuscript.title, creators=manuscript.creators, narrator=job.narrator, language=manuscript.language,
        date=manuscript.date, publisher=manuscript.publisher, description=manuscript.description,
        series=manuscript.series, series_part=manuscript.series_part, genre=said.genre, copyright=said.copyright,
        cover=manuscript.cover, slug=job.slug, identifier=manuscript.identifier, url=said.url,
        manuscript=job.fixed.manuscript, manuscript_path=str(job.manuscript_path),
        marks=Marks(provenance_of(job), job.signer, job.watermark))  # fmt: skip


def roles_of(state: ProductionState) -> list[str]:
    """Of the chapters that are read, in order."""
    return [state.selected.chapters[state.lines[c.first].source.chapter].role for c in state.chapters]


def audio_of(state: ProductionState) -> list[ChapterAudio]:
    """The chapters with their masters; every master must be there."""
    read = state.selected.chapters
    return [
        ChapterAudio(c.title, c.master, read[lines[0].source.chapter].role, lines, read[lines[0].source.chapter].blocks)
        for c in state.chapters
        if isinstance(c.master, Master) and (lines := state.lines[c.first : c.last])
    ]
