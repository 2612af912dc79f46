"""Prefect flow nightly/batch: produces whatever is stale under a folder, one child run per production, and reports."""

from __future__ import annotations

import flows.quiet  # noqa: F401  # isort: skip  (before Prefect reads its settings)

import datetime as dt
import json
import logging
import queue
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import cloudpickle
from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas import State
from prefect.context import hydrated_context, serialize_context
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from flows.audiobook import produce_book
from flows.book_process import BookProcess, BookProcessEnded
from flows.clocks import until
from flows.local import cores
from flows.morning import FAILED, Night, markdown
from flows.repo import MOST_WORKERS, Repo
from flows.runs import claim, end, under_way
from flows.sheets import sheets_of
from pipeline.errors import RefusedError
from pipeline.manifests import RepoSettings, repo_of
from pipeline.production.housekeeping import productions_under
from pipeline.production.reporting import TWIN, review_command
from pipeline.records import Finding
from pipeline.report.gate import GateSummary
from pipeline.store import write_atomically


def _run_name() -> str:
    return f"{dt.date.today()} night over {Path(str(flow_run.parameters['folder'])).name}"


@flow(name="nightly", flow_run_name=_run_name, persist_result=False)
def batch(
    folder: str = "manifests/productions",
    max_parallel: Annotated[int, Field(ge=1)] = 1,
    deadline: str | int | float | None = None,
    time_zone: str = "Europe/Berlin",
    deadline_s: float | None = None,
) -> State[Any]:
    """Produces what is stale under `folder`, goes on when one fails, and leaves a report. Failed when a book failed.

    Args:
        folder: every production.yaml below it is a book.
        max_parallel: books at a time; they share the repo's engines among them.
        deadline: clock time ("06:30") in `time_zone` after which no new batch of lines is begun.
        deadline_s: the same in seconds from now; the earlier of the two holds.
    """
    log = get_run_logger()
    try:
        ends = until(time.time(), deadline, time_zone, deadline_s)
        paths = productions_under(Path(folder))
        if not paths:
            raise RefusedError(f"there is no production.yaml under {folder}")
        repo = Repo.at(Path(folder))
    except RefusedError as error:
        return Failed(message=str(error))
    with get_client(sync_client=True) as client:
        claim(client, UUID(str(flow_run.id)))
        env = {"PREFECT_API_URL": str(client.api_url)}  # that of an ephemeral server, too
    day = dt.datetime.now(ZoneInfo(time_zone)).strftime("%Y-%m-%d")
    shelf = review_command(Path(folder), repo.root)
    report = NightReport(repo.out / "reports" / f"nightly-{day}.md", time.time(), len(paths), shelf)
    nights = _all(paths, ends, shares(repo.settings, min(max_parallel, len(paths))), env, report, log)
    create_markdown_artifact(report.write(nights), key="nightly-report", description=f"Night to {day}")
    failed = [night.slug for night in nights if night.state == FAILED]
    left = sum(1 for night in nights if night.unfinished)
    summary = (
        f"{len(nights)} books, {len(failed)} failed{': ' if failed else ''}{', '.join(failed[:20])}"
        f"{f'; {left} not finished' if left else ''}; report in {report.path}"
    )
    log.log(logging.ERROR if failed else logging.INFO, "%s", summary)
    if failed:
        return Failed(name="Books failed", message=summary)
    return Completed(name="Not all finished" if left else "Completed", message=summary)


# ---------------------------------------------------------------- productions, one or several at a time


@dataclass(frozen=True, slots=True)
class Share:
    """What of the repo's engines a book may use; None leaves it all."""

    workers: int | None = None
    devices: tuple[str, ...] | None = None


def shares(settings: RepoSettings, books: int) -> list[Share]:
    """One for each book at a time: as many as there are devices, at most; each device is one book's alone."""
    if books == 1:
        return [Share()]
    if settings.devices:
        books = min(books, len(settings.devices))
        return [Share(settings.workers or None, settings.devices[n::books]) for n in range(books)]
    workers = settings.workers or min(MOST_WORKERS, cores())
    return [Share(max(1, workers // books)) for _ in range(books)]


def _all(
    paths: Sequence[Path],
    ends: float | None,
    shared: Sequence[Share],
    env: dict[str, str],
    report: NightReport,
    log: Any,
) -> list[Night]:
    """The books in their order, each made by the first process that is free; logged and reported as it ends."""
    nights: dict[Path, Night] = {}
    context = serialize_context()
    parent = UUID(str(flow_run.id))
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for path in paths:
        waiting.put(path)

    def process_for(share: Share) -> None:
        process = BookProcess(env)
        try:
            while True:
                try:
                    path = waiting.get_nowait()
                except queue.Empty:
                    return
                night = _in(process, path, ends, share, context, parent)
                nights[path] = night = replace(night, review=review_command(path, repo_of(path)))
                log.log(logging.ERROR if night.state == FAILED else logging.INFO, "%s", night)
                report.write([nights[one] for one in paths if one in nights])
        finally:
            process.close()

    with ThreadPoolExecutor(len(shared)) as pool:
        list(pool.map(process_for, shared))
    return [nights[path] for path in paths]


def _in(
    process: BookProcess, path: Path, ends: float | None, share: Share, context: dict[str, Any], parent: UUID
) -> Night:
    """One book's night; whatever happens to it, and to its process, is its own."""
    slug = path.resolve().parent.name
    request = cloudpickle.dumps({"path": path, "ends": ends, "share": share, "context": context})
    try:
        night: Night = process.make(request)
        return night
    except BookProcessEnded as error:
        with get_client(sync_client=True) as client:
            for run in under_way(client, parent):
                if run.parameters.get("production") == str(path):
                    end(client, run, str(error))
        return Night(slug, FAILED, str(error))


def book_of_the_night(path: Path, ends: float | None, share: Share, context: dict[str, Any]) -> Night:
    """A book's run, as a child of the night's whose `context` it is given; in a process of its own."""
    slug = path.resolve().parent.name
    try:
        with hydrated_context(context):
            state: State[Any] = produce_book(
                str(path),
                deadline_s=ends - time.time() if ends is not None else None,
                only_stale=True,
                workers=share.workers,
                devices=list(share.devices) if share.devices else None,
                return_state=True,
            )
            answer: Any = state.result(raise_on_failure=False)
    except Exception as error:  # noqa: BLE001  (a fault of ours in one book must not cost the others their night)
        return Night(slug, FAILED, f"{type(error).__name__}: {error}")
    night = Night(slug, FAILED, state.message or f"its run is {state.name}", gate=reported_gate(path))
    if state.is_cancelled():
        return replace(night, state="not begun" if "not begun" in night.reason else "stopped")
    if not state.is_completed():
        return night
    findings = tuple(Finding(n["code"], n["where"], n["found"]) for n in answer["notes"])
    verdict = answer["verdict"]
    reason = f"{verdict['state']}: {'; '.join(verdict['reasons'])}" if verdict["reasons"] else ""
    if state.name == "Fresh":
        return Night(slug, "fresh", reason, audio_ms=answer["audio_ms"], gate=reported_gate(path))
    return Night(
        slug,
        "made",
        reason,
        made=answer["made"],
        audio_ms=answer["audio_ms"],
        findings=findings,
        compute_ms=answer["compute_ms"],
        wall_ms=answer["wall_ms"],
        gate=reported_gate(path),
    )


def reported_gate(path: Path) -> GateSummary | None:
    """What the last report of a production says of its gate: failed runs report it, too."""
    out = Repo.at(path).out / path.resolve().parent.name
    for twin in (out / TWIN, *sorted(out.glob(f"*/{TWIN}"))):
        with suppress(OSError, ValueError, KeyError, TypeError):
            return GateSummary.of(json.loads(twin.read_text("utf-8"))["gate"])
    return None


# ---------------------------------------------------------------- the report


class NightReport:
    """out/reports/nightly-DAY.md: written as each book ends; what an earlier night of that day wrote stays above."""

    def __init__(self, path: Path, started: float, books: int, shelf: str = ""):
        self.path = path
        self._shelf = shelf  # the command that opens the page of all books
        self._started = started
        self._books = books
        try:
            self._before = path.read_text("utf-8") + "\n"
        except OSError:
            self._before = ""

    def write(self, nights: Sequence[Night]) -> str:
        """Returns this night's part of it."""
        sheets = sheets_of(self.path.parent.parent, [night.slug for night in nights])
        text = markdown(nights, self._started, time.time(), self._books - len(nights), sheets, self._shelf)
        write_atomically(self.path, (self._before + text).encode())
        return text
