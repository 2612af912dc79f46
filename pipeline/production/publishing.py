"""Publishing: every format made and put where its receiver finds it, or kept aside with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery import WHY, clear_earlier, publish, withdraw
from pipeline.errors import DamagedError, DeliveryError, MachineError, VoicepressError, no_memory, short_of_memory
from pipeline.production.assembly import Assembly
from pipeline.production.findings import holding_back
from pipeline.production.job.job import Job
from pipeline.production.reporting import report_of, write_report
from pipeline.production.runtime import Promise, Runtime
from pipeline.qa.findings import PlacedFinding, in_words
from pipeline.qa.waivers import waivers_line
from pipeline.records import Deliverable, Finding
from pipeline.report.record import Report
from pipeline.store import write_atomically


@dataclass(frozen=True, slots=True)
class Delivered:
    format: str
    path: Path  # of the file, or of the folder where the format has many
    duration_ms: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a format: published, or refused for a reason, or an error."""

    form: str
    deliverable: Deliverable | None = None
    published: Delivered | None = None
    refused: str = ""
    error: Exception | None = None


def publish_all(assembly: Assembly, runtime: Runtime, findings: list[Finding]) -> tuple[list[Delivered], Report, Path]:
    """Makes and publishes each format, whatever becomes of the others; then report, lock and provenance; then fails.

    Args:
        findings: of the run so far; what is found on the way is added.

    Raises:
        DamagedError: an object that a format is made from is damaged and in quarantine; another round makes it again.
        MachineError: a format could not be made or published now; trying again may help.
        DeliveryError: a format was refused, or could not be made.
    """
    job = assembly.job
    promises = []
    for form in job.formats:
        work = assembly.deliver(form)
        promises.append((form, runtime.executor.submit(work.stage, work.label, work.call, *work.arguments)))
    held = holding_back(assembly)
    outcomes: list[_Outcome] = []
    for form, promise in promises:
        outcomes.append(_outcome(job, runtime, form, promise, in_words(held), findings))
        if outcomes[-1].published:
            ready = sum(1 for one in outcomes if one.published)
            runtime.progress("deliverables", ready, len(job.formats))
    made = [one.deliverable for one in outcomes if one.deliverable]
    clear_earlier(
        [one.deliverable for one in outcomes if one.published and one.deliverable], job.out, assembly.strays()
    )
    for aside in (job.out / "refused").glob("*"):
        if aside.name not in job.formats:
            withdraw(aside)
    assembly.conclude([] if held else made)
    report = report_of(assembly, findings)
    page = write_report(job, report)
    _raise_what_went_wrong(job, outcomes, page, held)
    return [one.published for one in outcomes if one.published], report, page


def _outcome(job: Job, runtime: Runtime, form: str, promise: Promise, held: str, findings: list[Finding]) -> _Outcome:
    """Publishes a format, or keeps it aside: for what was found in it, or for what `held` says of the whole book."""
    aside = job.out / "refused" / form
    try:
        deliverable: Deliverable = promise.result()
        if why := held or job.refuses(deliverable):
            publish(deliverable, runtime.store, aside)
            clear_earlier([deliverable], aside)
            write_atomically(aside / WHY, (why.replace("; ", "\n") + "\n").encode())
            return _Outcome(form, deliverable, refused=f"{form} is not published: {why}. It is kept in {aside}")
        withdraw(aside)
        paths, found_there = publish(deliverable, runtime.store, job.out)
    except Exception as found:  # noqa: BLE001  (one format's fault is told below; it must not cost the others)
        error: Exception = no_memory(found) if short_of_memory(found) else found
        if not isinstance(error, DamagedError):  # another round makes it again
            findings.append(Finding("d-017", form, _in_words(error)))
        return _Outcome(form, error=error)
    findings.extend(found_there)
    path = paths[0] if len(paths) == 1 else paths[0].parent
    return _Outcome(form, deliverable, Delivered(form, path, deliverable.duration_ms))


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, VoicepressError) else f"{type(error).__name__}: {error}"


def _raise_what_went_wrong(job: Job, outcomes: Iterable[_Outcome], page: Path, held: Sequence[PlacedFinding]) -> None:
    outcomes = list(outcomes)
    errors = [(one.form, one.error) for one in outcomes if one.error]
    for kind in (DamagedError, MachineError):
        if error := next((error for _, error in errors if isinstance(error, kind)), None):
            raise error
    sentences = [one.refused for one in outcomes if one.refused]
    sentences += [f"{form} could not be made: {_in_words(error)}" for form, error in errors]
    if not sentences:
        return
    sentences.append(f"Everything else is in {job.out}, and {page} shows it.")
    places = [(one.code, one.text or one.where) for one in held]
    places += [
        (one.code, one.where)
        for outcome in outcomes
        if outcome.refused and outcome.deliverable
        for one in job.refusing(outcome.deliverable)
    ]
    if places:
        sentences[-1] += (
            f" Where a person lets something pass, {job.path.with_name('waivers.yaml')} says so: {waivers_line(places)}"
        )
    raise DeliveryError("\n".join(sentences)) from next((error for _, error in errors), None)
