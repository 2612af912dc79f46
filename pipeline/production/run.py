"""Run loop: from a job to its deliverables, as one function that is given an executor.

    lay out -> batches of takes -> whatever the assembly makes of them as soon as it can -> settle
            -> deliverables when all of that is done -> published beside the take sheet

Nothing is remembered but the store: whatever is killed at any moment, the next run lays out again and goes on.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import (
    DamagedError,
    LinesFailedError,
    RefusedError,
    Stopped,
    StoreError,
    UnfitError,
    VoicepressError,
)
from pipeline.production.assembly import Assembly, Step
from pipeline.production.job.job import Job
from pipeline.production.job.owning import check_own, only_run
from pipeline.production.kinds import lay_out
from pipeline.production.pace import Pace
from pipeline.production.publishing import Delivered, publish_all
from pipeline.production.reporting import report_of, write_report
from pipeline.production.runtime import Promise, Runtime
from pipeline.production.verdict import check_fit, remember
from pipeline.qa.findings import without_place
from pipeline.qa.verdict import FAILED, PASSED, UNFINISHED, Verdict
from pipeline.records import Finding, Missing, Take
from pipeline.report.record import Report
from pipeline.takes import BATCH_LINES, LAST_LINES, Failure, TakeRequest, batches, perform, write_sheet

SHEET_EVERY_S = 5.0
BATCH_MS = 20_000  # of compute; a batch is what a killed engine loses at most, and what progress moves by
LEAST_LINES = 4
# Each round of damage found and set aside; more than this is a dying disk.
ROUNDS = 3
TAKES = "takes"  # the stage in which lines are spoken


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
class Run:
    """One round of a run: what it works on, and what it has made so far."""

    assembly: Assembly
    runtime: Runtime
    made: int = 0
    compute_ms: int = 0
    findings: list[Finding] = field(default_factory=list)
    formats: tuple[str, ...] = ()  # those that are to be made

    def write_sheet(self, refused: str = "") -> None:
        """The take sheet as things stand; `refused` is why nothing more will be spoken."""
        state = self.assembly.state
        takes = state.takes
        if refused:
            takes = {key: take if isinstance(take, Take) else Missing(refused) for key, take in takes.items()}
        write_sheet(self.assembly.job.out / "takesheet.csv", state.lines, state.requests, takes)


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
    with only_run(job):
        runtime.store.clear_temporaries()
        with _remembered(job):
            run, (delivered, report, page) = _rounds(job, runtime)
        runtime.store.clear_temporaries()
    return Produced(
        deliverables=tuple(delivered),
        lines=report.lines,
        made=run.made,
        findings=tuple(map(without_place, report.open)),
        waived=len(report.findings) - len(report.open),
        lines_with_findings=len({finding.slate for finding in report.open if finding.slate}),
        audio_ms=report.audio_ms,
        compute_ms=run.compute_ms,
        wall_ms=round(1000 * (time.monotonic() - started)),
        report=page,
        verdict=report.verdict,
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


def _rounds(job: Job, runtime: Runtime) -> tuple[Run, tuple[list[Delivered], Report, Path]]:
    """Damage is found when an object is read: it has been set aside by then, and the next round makes it again."""
    findings: list[Finding] = []
    made = compute_ms = 0
    for left in reversed(range(ROUNDS)):
        run = Run(lay_out(job, runtime.store), runtime, made, compute_ms, findings)
        try:
            _make(run)
            return run, publish_all(run.assembly, runtime, run.findings)
        except DamagedError as damage:
            if not left:
                raise
            findings.append(Finding("t-005", job.slug, str(damage)))
            made, compute_ms = run.made, run.compute_ms
    raise AssertionError


# ---------------------------------------------------------------- making


def _make(run: Run) -> None:
    assembly, job, state = run.assembly, run.assembly.job, run.assembly.state
    _refuse_what_cannot_be(run)
    run.formats = tuple(form for form in job.formats if isinstance(assembly.find(form), Missing))
    if run.formats or state.missing():
        job.check_ready()
    try:
        _Loop(run).run()
        while unsettled := assembly.settle():
            run.findings.append(unsettled)
            _Loop(run).run()
    finally:
        run.write_sheet()
    if failed := state.failed():
        write_report(job, report_of(assembly, run.findings))
        first = "; ".join(f"{line.slate} {line.text[:60]!r}: {failure.why}" for line, failure in failed[:5])
        raise LinesFailedError(
            f"{len(failed)} of {len(state.lines)} lines of {job.slug} have no take, so nothing is "
            f"delivered: {first}{' ...' if len(failed) > 5 else ''}. Everything else is made and kept; "
            f"see {job.out / 'takesheet.csv'}"
        )


def _refuse_what_cannot_be(run: Run) -> None:
    """A production that would come out silent, a format that it cannot have: refused before anything is spoken."""
    assembly, job = run.assembly, run.assembly.job
    try:
        check_fit(assembly)
    except UnfitError as error:
        run.write_sheet(f"the book is refused: {error}")
        write_report(job, report_of(assembly, run.findings))
        raise
    for form in job.formats:
        if why := assembly.unmakeable(form):
            raise RefusedError(f"{job.path}: deliver: {why}")


class _Loop:
    """Feeds the executor: batches of takes as the window allows, and whatever the assembly has ready.

    Results come back by one queue, so that everything but the calls themselves happens in this thread.
    """

    def __init__(self, run: Run):
        self._run, self._assembly, self._runtime = run, run.assembly, run.runtime
        state = self._state = run.assembly.state
        missing = state.missing()
        width = max(voice.engine.width for voice in state.voices.values())
        lines = _lines_of_a_batch(run.assembly, missing, width)
        self._queued = batches(missing, state.expected_ms, lines, LAST_LINES if width == 1 else None)
        self._done: queue.SimpleQueue[tuple[Callable[[Any], Step | None], str, Promise]] = queue.SimpleQueue()
        self._under_way = {True: 0, False: 0}  # calls that speak, and all others
        self._to_speak_ms = sum(state.expected_ms(request) for batch in self._queued for request in batch)
        self._there_ms = sum(map(state.expected_ms, state.requests)) - sum(map(state.expected_ms, missing))
        self._spoken_ms = 0
        work_ms = state.speaking_ms() + run.assembly.finishing_ms(run.formats)
        self._pace = Pace(work_ms / 1000 / max(1, run.runtime.capacity // 2))
        self._sheet_at = time.monotonic()
        backwards = zip(reversed(state.lines), reversed(state.requests), strict=True)
        self._slates = {request.key: line.slate for line, request in backwards if request}  # of equal lines the first

    def run(self) -> None:
        """Until nothing is under way.

        Raises:
            Stopped: the deadline has passed and lines are left.
            Exception: the first that a call ended with; what was under way by then has come in and is kept.
        """
        self._tell()
        self._assemble()  # what needs no take, before engines are at work
        self._feed()
        trouble: BaseException | None = None
        while any(self._under_way.values()):
            enter, stage, promise = self._done.get()
            self._under_way[stage == TAKES] -= 1
            try:
                result = promise.result()
            except Exception as error:  # noqa: BLE001  (raised below, when what is under way has come in and is kept)
                trouble = trouble or error
                self._queued.clear()
                continue
            if step := enter(result):
                self._runtime.progress(step.stage, step.done, step.total)
            if trouble is None:
                self._feed()
        if trouble is not None:
            raise trouble
        if self._queued:
            raise Stopped(
                f"the deadline has passed; {len(self._state.missing())} lines of {self._assembly.job.slug} are left, "
                "everything finished is kept"
            )

    def _feed(self) -> None:
        while self._queued and self._under_way[True] < self._runtime.capacity and not _late(self._runtime):
            batch = self._queued.pop(0)
            label = _named(batch, self._slates)
            self._submit(TAKES, label, self._spoken(batch), perform, self._runtime.performer, batch)
        self._assemble()

    def _assemble(self) -> None:
        for work in self._assembly.ready(self._run.formats):
            self._submit(work.stage, work.label, work.enter, work.call, *work.arguments)

    def _submit(
        self, stage: str, label: str, enter: Callable[[Any], Step | None], call: Callable[..., Any], *args: Any
    ) -> None:
        self._under_way[stage == TAKES] += 1
        promise = self._runtime.executor.submit(stage, label, call, *args)
        promise.add_done_callback(lambda _: self._done.put((enter, stage, promise)))

    def _spoken(self, batch: Sequence[TakeRequest]) -> Callable[[Sequence[Take | Failure]], None]:
        """What becomes of a batch's result."""

        def enter(results: Sequence[Take | Failure]) -> None:
            self._spoken_ms += sum(map(self._state.expected_ms, batch))
            made = self._state.take_in(batch, results)
            self._run.made += len(made)
            self._run.compute_ms += sum(take.compute_ms for take in made)
            self._tell()
            if time.monotonic() - self._sheet_at > SHEET_EVERY_S:
                self._run.write_sheet()
                self._sheet_at = time.monotonic()

        return enter

    def _tell(self) -> None:
        lines = len(self._state.lines)
        self._runtime.progress(
            TAKES,
            self._there_ms + self._spoken_ms,
            self._there_ms + self._to_speak_ms,
            (lines - self._state.absent(), lines),
            self._pace.left_ms(self._spoken_ms / self._to_speak_ms) if self._to_speak_ms else None,
        )


def _lines_of_a_batch(assembly: Assembly, missing: Sequence[TakeRequest], width: int) -> int:
    """As many as are spoken in some 20 s, so that a slow voice is seen to get on; never fewer than one pass takes."""
    compute_ms = sum(map(assembly.state.compute_ms, missing)) / max(1, len(missing))
    return max(width, LEAST_LINES, min(BATCH_LINES, round(BATCH_MS / max(1.0, compute_ms))))


def _named(batch: Sequence[TakeRequest], slates: Mapping[str, str]) -> str:
    """A batch by its first and last line in the order of the script."""
    ordered = sorted(slates[request.key] for request in batch)
    lines = f"{len(ordered)} line{'' if len(ordered) == 1 else 's'}"
    return f"{ordered[0]} to {ordered[-1]}, {lines}" if len(ordered) > 1 else ordered[0]


def _late(runtime: Runtime) -> bool:
    return runtime.deadline is not None and time.time() > runtime.deadline
