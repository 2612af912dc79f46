"""Producing without Prefect: threads that feed the same engine workers. Starts in well under a second."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models import ENGINES
from models.devices import visible_devices
from models.pool import PoolSpec
from pipeline.errors import RefusedError
from pipeline.manifests import House, house_of, read_house
from pipeline.production import Job, Progress, Runtime, silent
from pipeline.store import Store


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def settings_of(path: Path, store: str | None = None, workers: int | None = None) -> tuple[House, Path]:
    """The house's settings (configs/house.yaml, if it has one) with what the command line says instead; its folder.

    Raises:
        RefusedError: a store without a name, fewer than no workers.
    """
    if store == "":
        raise RefusedError("--store is empty; name a folder or a URL")
    if workers is not None and workers < 0:
        raise RefusedError(f"--workers {workers}: say how many engine processes there shall be; 0 is one a core")
    folder = house_of(path)
    house = read_house(folder)
    said = {"store": store, "workers": workers}
    house = house.model_copy(update={name: value for name, value in said.items() if value is not None})
    return house, folder


def store_of(house: House, folder: Path) -> Store:
    return Store(house.store if "://" in house.store else folder / house.store)


def pool_of(job: Job, store: Store, house: House) -> PoolSpec:
    """One worker a device where there are devices, else one a core (of CPU engines; at most 8)."""
    count = house.workers or min(8, cores())
    voices = {name: voice.voice for name, voice in job.voices.items()}
    devices = house.devices
    if not devices and any(ENGINES[voice.engine].on_gpu for voice in voices.values()):
        devices = visible_devices()[: house.workers or None]
    return PoolSpec.of(voices, str(store.root), job.out / "logs", count, devices)


class Threads:
    """Batches wait for engines, so they get threads of their own; what computes here gets one a core."""

    def __init__(self, capacity: int, compute_threads: int):
        self._takes = ThreadPoolExecutor(capacity, thread_name_prefix="takes")
        self._compute = ThreadPoolExecutor(compute_threads, thread_name_prefix="compute")

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:  # noqa: ARG002
        return (self._takes if stage == "takes" else self._compute).submit(call, *args)

    def close(self) -> None:
        for threads in (self._takes, self._compute):
            threads.shutdown(wait=False, cancel_futures=True)


@contextmanager
def runtime_for(job: Job, store: Store, house: House, progress: Progress = silent) -> Iterator[Runtime]:
    pool = pool_of(job, store, house)
    threads = Threads(pool.capacity, cores())
    try:
        yield Runtime(store, pool, threads, pool.capacity, progress)
    finally:
        threads.close()
        pool.close()
