"""nightly/batch: every production under a folder, planned; what is stale is produced; a report in the morning."""

from __future__ import annotations

import flows.quiet  # noqa: F401  # isort: skip  (before Prefect reads its settings)

import contextvars
import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas import State
from prefect.states import Completed

from flows.audiobook import produce_book
from flows.local import settings_of, store_of
from flows.morning import Night, markdown
from models.worker import engine_of
from pipeline.errors import Refused, VoicepressError
from pipeline.production import load_all, plan_all
from pipeline.production.housekeeping import productions_under
from pipeline.store import write_atomically


@flow(name="nightly", persist_result=False)
def batch(folder: str = "manifests/productions", max_parallel: int = 1, deadline: str | None = None,
          time_zone: str = "Europe/Berlin", deadline_s: float | None = None) -> State[Any]:
    """Produces what is stale under `folder`, goes on when one fails, and leaves a report.

    Args:
        folder: every production.yaml below it is a book.
        max_parallel: books at a time.
        deadline: clock time ("06:30") in `time_zone` after which no new batch of lines is begun.
        deadline_s: the same in seconds from now; the earlier of the two holds.
    """
    log = get_run_logger()
    started = time.time()
    until = _until(started, deadline, time_zone, deadline_s)
    paths = productions_under(Path(folder))
    if not paths:
        raise Refused(f"there is no production.yaml under {folder}")
    with ThreadPoolExecutor(max_parallel) as pool:
        # Each book's flow run is a child of this one: Prefect finds its parent in the context.
        nights = list(pool.map(lambda job: job[0].run(_night, job[1], until),
                               [(contextvars.copy_context(), path) for path in paths]))
    report = markdown(nights, started, time.time())
    house, home = settings_of(Path(folder))
    day = dt.datetime.now(ZoneInfo(time_zone)).strftime("%Y-%m-%d")
    path = home / house.out / "reports" / f"nightly-{day}.md"
    write_atomically(path, report.encode())
    create_markdown_artifact(report, key="nightly-report", description=f"Night to {day}")
    failed = sum(1 for night in nights if night.state == "failed")
    log.info("%s: %d books, %d failed", path, len(nights), failed)
    said = f"{len(nights)} books, {failed} failed; report in {path}"
    return Completed(name="Completed with failures" if failed else "Completed", message=said)


def _until(now: float, deadline: str | None, time_zone: str, deadline_s: float | None) -> float | None:
    ends = []
    if deadline_s is not None:
        ends.append(now + deadline_s)
    if deadline:
        try:
            clock = dt.time.fromisoformat(deadline)
        except ValueError:
            raise Refused(f"deadline {deadline!r} is not a clock time; write it as 06:30") from None
        here = dt.datetime.fromtimestamp(now, ZoneInfo(time_zone))
        end = here.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
        ends.append((end if end > here else end + dt.timedelta(days=1)).timestamp())
    return min(ends, default=None)


def _night(path: Path, until: float | None) -> Night:
    """One book's night; whatever happens to it is its own."""
    slug = path.resolve().parent.name
    if until is not None and time.time() > until:
        return Night(slug, "not begun", "the deadline had passed")
    try:
        house, folder = settings_of(path)
        plan = plan_all(load_all(path, engine_of, out=folder / house.out), store_of(house, folder))
        if plan.fresh and not plan.changed:
            return Night(slug, "fresh", audio_ms=plan.audio_ms)
        left = until - time.time() if until is not None else None
        state = produce_book(str(path), deadline_s=left, return_state=True)
        made: dict[str, Any] = state.result()
        return Night(slug, "made", made=made["made"], audio_ms=made["audio_ms"], compute_ms=made["compute_ms"],
                     wall_ms=made["wall_ms"], notes=tuple((n["code"], n["where"], n["found"]) for n in made["notes"]))
    except VoicepressError as error:
        stopped = type(error).__name__ == "Stopped"
        return Night(slug, "stopped" if stopped else "failed", str(error))
    except Exception as error:  # noqa: BLE001  (a fault of ours in one book must not cost the others their night)
        return Night(slug, "failed", f"{type(error).__name__}: {error}")
