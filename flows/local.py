"""Threads: the executor of a run without Prefect, whose import and server cost seconds of an edit-and-listen loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Threads:
    """Batches wait for engine workers, so they get `capacity` threads of their own; other calls compute in this
    process and share `compute_threads`.
    """

    def __init__(self, capacity: int, compute_threads: int):
        self._takes = ThreadPoolExecutor(capacity, thread_name_prefix="takes")
        self._compute = ThreadPoolExecutor(compute_threads, thread_name_prefix="compute")

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:  # noqa: ARG002
        return (self._takes if stage == "takes" else self._compute).submit(call, *args)

    def close(self) -> None:
        for threads in (self._takes, self._compute):
            threads.shutdown(wait=False, cancel_futures=True)
