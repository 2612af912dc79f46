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
    """Batches wait for engine workers, or listeners, so they get `capacity` and `hearing` threads of their own; other
    calls compute in this process and share `compute_threads`.
    """

    def __init__(self, capacity: int, compute_threads: int, hearing: int = 1):
        self._takes = ThreadPoolExecutor(capacity, thread_name_prefix="takes")
        self._hearing = ThreadPoolExecutor(hearing, thread_name_prefix="hearing")
        self._compute = ThreadPoolExecutor(compute_threads, thread_name_prefix="compute")

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:  # noqa: ARG002
        threads = {"takes": self._takes, "hearing": self._hearing}.get(stage, self._compute)
        return threads.submit(call, *args)

    def close(self) -> None:
        for threads in (self._takes, self._hearing, self._compute):
            threads.shutdown(wait=False, cancel_futures=True)
