"""Producing: from a job to its deliverables, as one function that is given an executor.

    lay out -> batches of takes -> whatever the assembly makes of them as soon as it can -> settle
            -> deliverables when all of that is done -> published beside the take sheet

Nothing is remembered but the store: whatever is killed at any moment, the next run lays out again and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import (
    ConsentError,
    DamagedError,
    LinesFailedError,
    RefusedError,
    Stopped,
    StoreError,
    UnfitError,
    VoicepressError,
)
from pipeline.production.agreeing import check_agreed
from pipeline.production.job.job import Job
from pipeline.production.job.owning import check_own, only_run
from pipeline.production.kinds import lay_out
from pipeline.production.publishing import Delivered, publish_all
from pipeline.production.reporting import report_of, write_report
from pipeline.production.run import Loop, Run
from pipeline.production.runtime import Runtime
from pipeline.production.verdict import check_fit, remember
from pipeline.qa.findings import without_place
from pipeline.qa.verdict import FAILED, PASSED, UNFINISHED, Verdict
from pipeline.records import Finding, Missing
from pipeline.report.gate import GateSummary
from pipeline.report.record import Report

# Rounds in which damaged objects were found and moved to the quarantine; more than this is a dying disk.
ROUNDS = 3


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
    gate: GateSummary | None = None  # None where takes are not judged


def produce(job: Job, runtime: Runtime, upgrade: Iterable[str] = ()) -> Produced:
    """Makes everything that the manifest asks for and the store does not hold.

    Raises:
        LockError, ConsentError, UnfitError, TextLossError: before anything is made.
        MissingExtraError: an engine, or a strict gate's listener, wants something that is not installed.
        LinesFailedError: lines could not be spoken; everything else is made, nothing is delivered.
        Stopped: the deadline passed; everything finished is kept.
        MachineError: trying again may help.
    """
    started = time.monotonic()
    job.check_consent(runtime.permission(job.repo))
    check_own(job)  # another's lock says nothing of it
    job.check_retired()
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
        gate=report.gate,
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
    """A damaged object is found when it is read; it is in quarantine then, and the next round makes it again."""
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
    check_agreed(assembly, run.runtime)  # now it is known in which languages each voice speaks
    run.formats = tuple(form for form in job.formats if isinstance(assembly.find(form), Missing))
    if run.formats or state.missing():
        job.check_ready()
    if state.gate:
        state.gate.check_ready()
    try:
        Loop(run).run()
        while unsettled := assembly.settle():
            run.findings.append(unsettled)
            Loop(run).run()
        check_agreed(assembly, run.runtime)  # what is placed now is heard now
    except ConsentError as error:
        write_report(job, report_of(assembly, run.findings, (str(error),)))
        raise
    finally:
        run.write_sheet()
    if state.gate:
        state.gate.keep()
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
