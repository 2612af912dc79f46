"""Prefect flow audiobook/produce: runs `produce_all` with an executor that submits its calls as tasks.

Tasks get references and give references back, are not cached (the store is the only cache), and are tried again
only when the machine failed.
"""

from __future__ import annotations

import flows.quiet  # noqa: F401  # isort: skip  (before Prefect reads its settings)

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, get_client, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows import answers
from flows.artifact import show_report
from flows.local import cores
from flows.progress import told
from flows.repo import Repo
from flows.runs import claim
from pipeline.errors import DamagedError, MachineError, MissingExtraError, Stopped, VoicepressError
from pipeline.production import LOCKED, Job, Produced, Runtime, plan_all, produce_all


async def _machine_failed(task: Any, task_run: Any, state: Any) -> bool:  # noqa: ARG001  (Prefect passes by keyword)
    error = await state.aresult(raise_on_failure=False)
    # Damage is repaired by making the thing again, not by reading it again.
    return isinstance(error, MachineError) and not isinstance(error, DamagedError)


@task(name="call", cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=[5, 30],
      retry_condition_fn=_machine_failed, log_prints=False)  # fmt: skip
def call(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """One call of the pipeline: a batch of takes, a chapter, a deliverable."""
    return function(*args)


class Tasks:
    """An executor whose calls are Prefect tasks, on whichever runner."""

    def __init__(self, runner: TaskRunner[Any]):
        self._runner = runner

    def submit(self, stage: str, label: str, function: Callable[..., Any], *args: Any) -> PrefectFuture[Any]:
        named = call.with_options(name=stage, task_run_name=f"{stage}: {label}"[:100])
        # quote: Prefect does not walk through thousands of lines in search of futures.
        promise: PrefectFuture[Any] = self._runner.submit(named, {"function": function, "args": quote(args)})
        return promise


def runner_named(name: str, threads: int, devices: int = 0) -> TaskRunner[Any]:
    """The task runner of that name. Threads suffice on one machine, where engines have processes of their own.

    Raises:
        MissingExtraError: the runner's package is not installed.
    """
    if name == "threads":
        return ThreadPoolTaskRunner(max_workers=threads)
    if name == "processes":
        # Each process may be given lines to speak: one per device, so that no device holds two engines.
        return ProcessPoolTaskRunner(max_workers=devices or cores())
    try:
        if name == "dask":
            from prefect_dask import DaskTaskRunner

            dask: TaskRunner[Any] = DaskTaskRunner()
            return dask
        from prefect_ray import RayTaskRunner

        ray: TaskRunner[Any] = RayTaskRunner()
        return ray
    except ImportError:
        raise MissingExtraError(
            f"the runner {name!r} is installed separately: pip install 'voicepress[{name}]'"
        ) from None


def _run_name() -> str:
    """Day and production: 2026-11-28 pride-and-prejudice."""
    book = Path(str(flow_run.parameters["production"])).resolve().parent.name
    return f"{dt.date.today()} {book}{' rehearsal' if flow_run.parameters.get('rehearsal') else ''}"


@flow(name="audiobook", flow_run_name=_run_name, persist_result=False, validate_parameters=True)
def produce_book(
    production: str,
    upgrade: list[str] | None = None,
    rehearsal: bool = False,
    deadline_s: float | None = None,
    store: str | None = None,
    workers: int | None = None,
    devices: list[str] | None = None,
    only_stale: bool = False,
) -> State[Any]:
    """Makes what the production manifest asks for and the store does not hold.

    The run's state is the verdict on the production: Completed where it passed (with waivers, or fresh, as its name
    says), Cancelled where a deadline left it unfinished, Failed where it failed or was refused, with the reason.

    Args:
        production: path of production.yaml.
        upgrade: what of the lock may have changed: manuscript, lexicons, spec, voices, consent, disclosure,
            watermark; or all.
        rehearsal: with the tone engine: everything but the voice.
        deadline_s: seconds after which no new batch is begun.
        store, workers, devices: in place of the repo's settings.
        only_stale: leave a production alone that is fresh and has passed.
    """
    log = get_run_logger()
    began = time.time()
    jobs: list[Job] = []
    with get_client(sync_client=True) as client:
        claim(client, UUID(str(flow_run.id)))
    try:
        if deadline_s is not None and deadline_s <= 0:
            raise Stopped("not begun: the deadline had passed")
        repo = Repo.at(Path(production), store, workers, tuple(devices) if devices is not None else None)
        jobs = repo.jobs(Path(production), rehearsal=rehearsal)
        if only_stale:
            plan = plan_all(jobs, repo.store)
            if plan.fresh and not plan.verdict.failed:
                return Completed(name="Fresh", message=f"nothing to make; {plan.verdict}", data=answers.plan(plan))
        made = run_book(jobs, repo, upgrade or (), deadline_s, log.info)
    except Stopped as stop:
        log.warning("%s", stop)
        return Cancelled(name="Not finished", message=str(stop), data=stop)
    except VoicepressError as error:
        log.error("%s", error)
        return Failed(message=str(error), data=error)
    finally:
        for job in jobs:
            show_report(job, began)
    log.info("%s", made.verdict)
    name = made.verdict.state.capitalize() if made.verdict.reasons else "Completed"
    return Completed(name=name, message=str(made.verdict), data=answers.produced(made))


def run_book(
    jobs: Sequence[Job], repo: Repo, upgrade: Sequence[str], deadline_s: float | None, say: Callable[[str], None]
) -> Produced:
    """Runs `produce_all` with an executor that submits tasks; inside a flow."""
    pool, hearer, kind = repo.pool(jobs[0]), repo.listeners_pool(jobs[0]), repo.settings.runner
    if kind != "threads":
        # Each process of a distributed runner has an engine worker of its own, and a listener.
        pool = replace(pool, count=1, device_per_process=True)
        hearer = replace(hearer, count=1, device_per_process=True)
    deadline = time.time() + deadline_s if deadline_s else None
    capacity = pool.capacity if kind == "threads" else 2 * (len(pool.devices) or cores())
    try:
        with runner_named(kind, capacity + hearer.capacity + cores(), len(pool.devices)) as runner:
            runtime = Runtime(repo.store, pool, Tasks(runner), capacity, _Log(say), deadline, hearer)
            return produce_all(jobs, runtime, LOCKED if "all" in upgrade else upgrade)
    finally:
        pool.close()
        hearer.close()


class _Log:
    """Progress as lines of the run's log, one per tenth of a stage."""

    def __init__(self, say: Callable[[str], None]):
        self._say = say
        self._last: dict[str, int] = {}

    def __call__(
        self, stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
    ) -> None:
        tenth = 10 * done // max(1, total)
        if self._last.get(stage) != tenth:
            self._last[stage] = tenth
            self._say(told(stage, done, total, lines, left_ms))
