"""The whole way from manuscript to deliverables, as one function that is given an executor.

    lay out -> batches of takes -> each chapter's master as soon as its last take is in -> its encodings
            -> deliverables when the last chapter is done -> published beside the take sheet

Nothing is remembered but the store: whatever is killed at any moment, the next run lays out again and goes on.
"""

from __future__ import annotations

import fcntl
import queue
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pipeline.audio import Room
from pipeline.delivery import (
    WHY,
    ChapterEncoder,
    clear_earlier,
    deliver,
    encode,
    encodings_missing,
    encodings_of,
    find_deliverable,
    of_one_codec,
    publish,
    strays_of,
    unmakeable,
    withdraw,
)
from pipeline.delivery.covers import player_cover, to_draw
from pipeline.errors import (
    DamagedError,
    DeliveryError,
    LinesFailedError,
    MachineError,
    RefusedError,
    Stopped,
    StoreError,
    UnfitError,
    VoicepressError,
    no_memory,
    short_of_memory,
)
from pipeline.manifests import Spec
from pipeline.masters import book_gain, book_needs, find_master, make_master
from pipeline.production.audiobook.origin import write_provenance
from pipeline.production.findings import holding_back
from pipeline.production.job import Job
from pipeline.production.owning import OWNER, check_own, claim
from pipeline.production.pace import Pace
from pipeline.production.plan import ProductionState, audio_of, book_of, lay_out, roles_of
from pipeline.production.reporting import report_of, write_report
from pipeline.production.verdict import FAILED, PASSED, UNFINISHED, Verdict, check_fit, remember
from pipeline.qa.findings import PlacedFinding, in_words, without_place
from pipeline.qa.waivers import waivers_line
from pipeline.records import Deliverable, Finding, Master, Take
from pipeline.report.record import Report
from pipeline.store import Store, write_atomically
from pipeline.takes import BATCH_LINES, LAST_LINES, Failure, Performer, TakeRequest, batches, perform, write_sheet

SHEET_EVERY_S = 5.0
BATCH_MS = 20_000  # of compute; a batch is what a killed engine loses at most, and what progress moves by
LEAST_LINES = 4
# Each round of damage found and set aside; more than this is a dying disk.
ROUNDS = 3


class Promise(Protocol):
    """What an executor gives for a call: a concurrent future, or Prefect's."""

    def result(self) -> Any: ...
    def add_done_callback(self, fn: Callable[[Any], None], /) -> None: ...


class Executor(Protocol):
    """Where calls run. `call` and `args` can be pickled: calls are functions of modules, arguments are references."""

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Promise: ...


class Progress(Protocol):
    """Told how far a stage is: milliseconds of audio for "takes", pieces for "chapters" and "deliverables".

    `lines` are those that have their take, of all; `left_ms` is what the run will still take, None where not known.
    """

    def __call__(
        self, stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
    ) -> None: ...


def silent(stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a production is given to work with."""

    store: Store
    performer: Performer
    executor: Executor
    capacity: int  # batches that can usefully be under way
    progress: Progress = silent
    deadline: float | None = None  # time.time() after which no new batch is begun


@dataclass(frozen=True, slots=True)
class Delivered:
    format: str
    path: Path  # of the file, or of the folder where the format has many
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Produced:
    deliverables: tuple[Delivered, ...]
    lines: int
    made: int  # takes
    findings: tuple[Finding, ...]  # those that nobody has waived
    waived: int
    lines_with_findings: int
    audio_ms: int
    compute_ms: int  # of the takes made in this run
    wall_ms: int
    report: Path  # the page
    verdict: Verdict


@dataclass(slots=True)
class _Run:
    state: ProductionState
    runtime: Runtime
    made: int = 0
    compute_ms: int = 0
    findings: list[Finding] = field(default_factory=list)
    formats: tuple[str, ...] = ()  # those that are to be made
    delivered: int = 0  # formats


def produce(job: Job, runtime: Runtime, upgrade: Iterable[str] = ()) -> Produced:
    """Makes everything that the manifest asks for and the store does not hold.

    Raises:
        LockError, ConsentError, UnfitError, TextLossError: before anything is made.
        LinesFailedError: lines could not be spoken; everything else is made, nothing is delivered.
        Stopped: the deadline passed; everything finished is kept.
        MachineError: trying again may help.
    """
    started = time.monotonic()
    job.check_consent()
    check_own(job)  # another's lock says nothing of it
    job.check_lock(upgrade)
    with _alone(job):
        runtime.store.clear_temporaries()
        with _remembered(job):
            run, (delivered, report, page) = _rounds(job, runtime)
        runtime.store.clear_temporaries()
    lines_with_findings = len({finding.slate for finding in report.open if finding.slate})
    return Produced(
        tuple(delivered),
        report.lines,
        run.made,
        tuple(map(without_place, report.open)),
        len(report.findings) - len(report.open),
        lines_with_findings,
        report.audio_ms,
        run.compute_ms,
        round(1000 * (time.monotonic() - started)),
        page,
        report.verdict,
    )


@contextmanager
def _remembered(job: Job) -> Iterator[None]:
    """Writes down how the run ended: a failure that the store does not hold is told by status and plan as well."""
    try:
        yield
    except VoicepressError as error:
        stopped = isinstance(error, Stopped)
        with suppress(StoreError):  # a full disk is told, and not that it could not be written down
            remember(job, Verdict(UNFINISHED if stopped else FAILED, (str(error),)))
        raise
    remember(job, Verdict(PASSED))


def _rounds(job: Job, runtime: Runtime) -> tuple[_Run, _Published]:
    """Damage is found when an object is read: it has been set aside by then, and the next round makes it again."""
    findings: list[Finding] = []
    made = compute_ms = 0
    for left in reversed(range(ROUNDS)):
        run = _Run(lay_out(job, runtime.store), runtime, made, compute_ms, findings)
        try:
            _make(run)
            return run, _publish(run)
        except DamagedError as damage:
            if not left:
                raise
            findings.append(Finding("t-005", job.slug, str(damage)))
            made, compute_ms = run.made, run.compute_ms
    raise AssertionError


@contextmanager
def _alone(job: Job) -> Iterator[None]:
    """One run a book at a time: a retry, a schedule and a person must not overlap."""
    try:
        job.out.mkdir(parents=True, exist_ok=True)
        lock = (job.out / OWNER).open("a+", encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise StoreError(
            f"{job.out} cannot be written to: {error.strerror}; name another folder (`out:` in configs/house.yaml)"
        ) from None
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"another run is producing {job.slug} at this moment; wait for it, or stop it") from None
        except OSError as error:
            raise StoreError(
                f"{job.out} cannot be locked ({error.strerror}): its file system keeps no locks, and "
                "two runs would write over each other; name a folder of another (`out:` in "
                "configs/house.yaml)"
            ) from None
        claim(job, file)
        yield


# ---------------------------------------------------------------- making


def _make(run: _Run) -> None:
    state = run.state
    _refuse_what_cannot_be(run)
    run.formats = _formats_to_make(state)
    if run.formats or state.missing():
        state.job.check_ready()
    try:
        _takes_and_masters(run)
        _level_check(run)
    finally:
        _write_sheet(run)
    if failed := state.failed():
        write_report(state.job, report_of(state, run.findings))
        first = "; ".join(f"{line.slate} {line.text[:60]!r}: {failure.why}" for line, failure in failed[:5])
        raise LinesFailedError(
            f"{len(failed)} of {len(state.lines)} lines of {state.job.slug} have no take, so nothing is "
            f"delivered: {first}{' ...' if len(failed) > 5 else ''}. Everything else is made and kept; "
            f"see {state.job.out / 'takesheet.csv'}"
        )


def _refuse_what_cannot_be(run: _Run) -> None:
    """A book that would come out silent, a format that it cannot have: refused before anything is spoken for it."""
    state = run.state
    try:
        check_fit(state)
    except UnfitError as error:
        _write_sheet(run, f"the book is refused: {error}")
        write_report(state.job, report_of(state, run.findings))
        raise
    roles = roles_of(state)
    for form in state.job.formats:
        if why := unmakeable(form, book_of(state.job), roles):
            raise RefusedError(f"{state.job.path}: deliver: {why}")


def _formats_to_make(state: ProductionState) -> tuple[str, ...]:
    forms = state.job.formats
    if any(isinstance(chapter.master, str) for chapter in state.chapters):
        return forms
    book, chapters = book_of(state.job), audio_of(state)
    return tuple(f for f in forms if isinstance(find_deliverable(state.store, f, book, chapters, state.job.spec), str))


def _takes_and_masters(run: _Run) -> None:
    """Batches as the window allows; masters and encodings as their inputs come in."""
    state, runtime, spec = run.state, run.runtime, run.state.job.spec
    width = max(voice.engine.width for voice in state.job.voices.values())
    missing = state.missing()
    queued = batches(
        missing, state.expected_ms, _lines_of_a_batch(state, missing, width), LAST_LINES if width == 1 else None
    )
    done: queue.SimpleQueue[tuple[str, Any, Promise]] = queue.SimpleQueue()
    under_way = {"takes": 0, "hands": 0}
    to_speak_ms = sum(state.expected_ms(request) for batch in queued for request in batch)
    there_ms = sum(map(state.expected_ms, state.requests)) - sum(map(state.expected_ms, missing))
    spoken_ms = 0
    work_ms = state.speaking_ms() + state.finishing_ms(run.formats)
    pace = Pace(work_ms / 1000 / max(1, runtime.capacity // 2))
    sheet_at = time.monotonic()
    begun: set[int] = set()
    backwards = zip(reversed(state.lines), reversed(state.requests), strict=True)
    places = {request.key: line.slate for line, request in backwards if request}  # the first line of several equal ones

    def submit(kind: str, what: Any, stage: str, label: str, call: Callable[..., Any], *args: Any) -> None:
        under_way["takes" if kind == "takes" else "hands"] += 1
        promise = runtime.executor.submit(stage, label, call, *args)
        promise.add_done_callback(lambda _: done.put((kind, what, promise)))

    def feed() -> None:
        while queued and under_way["takes"] < runtime.capacity and not _late(runtime):
            batch = queued.pop(0)
            submit("takes", batch, "takes", _named(batch, places), perform, runtime.performer, batch)
        _set_level(state)
        for chapter in state.chapters:
            if chapter.number in begun or state.gain_db is None or (takes := state.takes_of(chapter)) is None:
                continue
            begun.add(chapter.number)
            if isinstance(chapter.master, str) or encodings_missing(runtime.store, chapter.master, run.formats, spec):
                submit(
                    "master",
                    chapter,
                    "master",
                    chapter.title,
                    make_chapter,
                    runtime.store,
                    takes,
                    state.pauses_of(chapter),
                    spec,
                    state.gain_db,
                    run.formats,
                    state.job.room,
                )

    def tell() -> None:
        absent = sum(1 for request in state.requests if request and not isinstance(state.takes[request.key], Take))
        runtime.progress(
            "takes",
            there_ms + spoken_ms,
            there_ms + to_speak_ms,
            (len(state.lines) - absent, len(state.lines)),
            pace.left_ms(spoken_ms / to_speak_ms) if to_speak_ms else None,
        )

    tell()
    if run.formats and (cover := book_of(state.job).cover) and to_draw(runtime.store, cover):
        submit("cover", None, "cover", "cover", player_cover, runtime.store, cover)
    feed()
    trouble: BaseException | None = None
    while under_way["takes"] or under_way["hands"]:
        kind, what, promise = done.get()
        under_way["takes" if kind == "takes" else "hands"] -= 1
        try:
            result = promise.result()
        except Exception as error:  # noqa: BLE001  (raised below, when what is under way has come in and is kept)
            trouble = trouble or error
            queued.clear()
            continue
        if kind == "takes":
            spoken_ms += sum(map(state.expected_ms, what))
            _take_in(run, what, result)
            tell()
            if time.monotonic() - sheet_at > SHEET_EVERY_S:
                _write_sheet(run)
                sheet_at = time.monotonic()
        elif kind == "master":
            what.master = result
            ready = sum(1 for chapter in state.chapters if isinstance(chapter.master, Master))
            runtime.progress("chapters", ready, len(state.chapters))
        if trouble is None:
            feed()
    if trouble is not None:
        raise trouble
    if queued:
        raise Stopped(
            f"the deadline has passed; {len(state.missing())} lines of {state.job.slug} are left, "
            "everything finished is kept"
        )


def _lines_of_a_batch(state: ProductionState, missing: Sequence[TakeRequest], width: int) -> int:
    """As many as are spoken in some 20 s, so that a slow voice is seen to get on; never fewer than one pass takes."""
    compute_ms = sum(state.compute_ms(request) for request in missing) / max(1, len(missing))
    return max(width, LEAST_LINES, min(BATCH_LINES, round(BATCH_MS / max(1.0, compute_ms))))


def _named(batch: Sequence[TakeRequest], places: Mapping[str, str]) -> str:
    """A batch by its first and last line in the book's order."""
    slates = sorted(places[request.key] for request in batch)
    lines = f"{len(slates)} line{'' if len(slates) == 1 else 's'}"
    return f"{slates[0]} to {slates[-1]}, {lines}" if len(slates) > 1 else slates[0]


def _late(runtime: Runtime) -> bool:
    return runtime.deadline is not None and time.time() > runtime.deadline


def _take_in(run: _Run, batch: list[TakeRequest], results: list[Take | Failure]) -> None:
    for request, result in zip(batch, results, strict=True):
        run.state.takes[request.key] = result
        if isinstance(result, Take):
            run.made += 1
            run.compute_ms += result.compute_ms


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
        if isinstance(known, str):
            known = make_master(store, takes, pauses_ms, spec, gain_db, encoder, room)
            encoder.keep(known)
    for encoding in encodings:  # those of a master that was there, and lossless ones, which want its file
        with of_one_codec():
            encode(store, known, encoding)
    return known


def _set_level(state: ProductionState) -> None:
    """The book's gain, once the takes that set it are in."""
    if state.gain_db is None and (first := state.level_takes()) is not None:
        state.gain_db = book_gain(state.store, first, state.job.spec)


def _level_check(run: _Run) -> None:
    """When the whole book turns out to need another level than its first lines did, all masters are made again."""
    state = run.state
    masters = [chapter.master for chapter in state.chapters if isinstance(chapter.master, Master)]
    if len(masters) < len(state.chapters) or state.gain_db is None:
        return
    needed = book_needs(state.store, masters, state.job.spec, state.gain_db)
    if needed is None:
        return
    moved = f"the book's gain moved from {state.gain_db:+.2f} to {needed:+.2f} dB"
    run.findings.append(Finding("m-004", state.job.slug, moved))
    state.gain_db = needed
    state.find_masters()
    _takes_and_masters(run)


def _write_sheet(run: _Run, refused: str = "") -> None:
    state = run.state
    takes = state.takes
    if refused:
        takes = {key: take if isinstance(take, Take) else refused for key, take in takes.items()}
    write_sheet(state.job.out / "takesheet.csv", state.lines, state.requests, takes)


# ---------------------------------------------------------------- delivering


_Published = tuple[list[Delivered], Report, Path]


def _publish(run: _Run) -> _Published:
    """Makes and publishes each format, whatever becomes of the others; then report, lock and provenance; then fails.

    Raises:
        DamagedError: an object that a format is made from was set aside; another round makes it again.
        MachineError: a format could not be made or published now; trying again may help.
        DeliveryError: a format was refused, or could not be made.
    """
    state, job, runtime = run.state, run.state.job, run.runtime
    book, chapters = book_of(job), audio_of(state)
    promises = [
        (form, runtime.executor.submit("deliver", form, deliver, runtime.store, form, book, chapters, job.spec))
        for form in job.formats
    ]
    held = holding_back(state)
    outcomes = [_outcome(run, form, promise, in_words(held)) for form, promise in promises]
    made = [one.deliverable for one in outcomes if one.deliverable]
    good = [one for one in outcomes if one.published]
    clear_earlier(
        [one.deliverable for one in good if one.deliverable],
        job.out,
        strays_of(job.formats, job.out, book, chapters, job.spec),
    )
    for aside in (job.out / "refused").glob("*"):
        if aside.name not in job.formats:
            withdraw(aside)
    job.write_lock(state.gain_db)
    write_provenance(job, [] if held else made, chapters)
    report = report_of(state, run.findings)
    page = write_report(job, report)
    _raise_what_went_wrong(job, outcomes, page, held)
    return [one.published for one in good if one.published], report, page


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a format: published, or refused for a reason, or an error."""

    form: str
    deliverable: Deliverable | None = None
    published: Delivered | None = None
    refused: str = ""
    error: Exception | None = None


def _outcome(run: _Run, form: str, promise: Promise, held: str) -> _Outcome:
    """Publishes a format, or keeps it aside: for what was found in it, or for what `held` says of the whole book."""
    job, runtime = run.state.job, run.runtime
    aside = job.out / "refused" / form
    try:
        deliverable: Deliverable = promise.result()
        if why := held or job.refuses(deliverable):
            publish(deliverable, runtime.store, aside)
            clear_earlier([deliverable], aside)
            write_atomically(aside / WHY, (why.replace("; ", "\n") + "\n").encode())
            return _Outcome(form, deliverable, refused=f"{form} is not published: {why}. It is kept in {aside}")
        withdraw(aside)
        paths, findings = publish(deliverable, runtime.store, job.out)
    except Exception as found:  # noqa: BLE001  (one format's fault is told below; it must not cost the others)
        error: Exception = no_memory(found) if short_of_memory(found) else found
        if not isinstance(error, DamagedError):  # another round makes it again
            run.findings.append(Finding("d-017", form, _said(error)))
        return _Outcome(form, error=error)
    run.findings.extend(findings)
    run.delivered += 1
    runtime.progress("deliverables", run.delivered, len(job.formats))
    path = paths[0] if len(paths) == 1 else paths[0].parent
    return _Outcome(form, deliverable, Delivered(form, path, deliverable.duration_ms))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, VoicepressError) else f"{type(error).__name__}: {error}"


def _raise_what_went_wrong(job: Job, outcomes: Iterable[_Outcome], page: Path, held: Sequence[PlacedFinding]) -> None:
    outcomes = list(outcomes)
    errors = [(one.form, one.error) for one in outcomes if one.error]
    for kind in (DamagedError, MachineError):
        if error := next((error for _, error in errors if isinstance(error, kind)), None):
            raise error
    said = [one.refused for one in outcomes if one.refused]
    said += [f"{form} could not be made: {_said(error)}" for form, error in errors]
    if not said:
        return
    said.append(f"Everything else is in {job.out}, and {page} shows it.")
    places = [(one.code, one.text or one.where) for one in held]
    places += [
        (one.code, one.where)
        for outcome in outcomes
        if outcome.refused and outcome.deliverable
        for one in job.refusing(outcome.deliverable)
    ]
    if places:
        said[-1] += (
            f" Where a person lets something pass, {job.path.with_name('waivers.yaml')} says so: {waivers_line(places)}"
        )
    raise DeliveryError("\n".join(said)) from next((error for _, error in errors), None)
