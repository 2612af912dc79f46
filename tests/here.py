"""A runtime without processes: engines and listeners of a job speak and hear in the test's own thread, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from models.registry import listener_named
from pipeline.audio import take_clip
from pipeline.hearing import HearRequest, keep_hearings
from pipeline.listener import Hearing, Sound
from pipeline.production import Job, Runtime
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, keep_performances, perform_requests


class Here:
    """Speaks and hears as worker processes do."""

    capacity = 1

    def __init__(self, job: Job, store: Store):
        self._job, self._store = job, store

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        engine = self._job.voices[requests[0].voice].engine
        return keep_performances(self._store, requests, perform_requests(engine, requests), 0.1, engine)

    def hear(self, requests: Sequence[HearRequest]) -> list[Hearing | Failure]:
        listener = listener_named(requests[0].listener)
        sounds = [Sound(take_clip(self._store.read(one.take)), one.spoken, one.language) for one in requests]
        return list(keep_hearings(self._store, requests, listener.hear(sounds)))


class Now:
    """An executor that calls at once, and ends the run at its call number `last` as a kill would; `told` are stages."""

    def __init__(self, last: int | None = None):
        self.told: list[str] = []
        self._last = last

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:
        if self._last is not None and len(self.told) >= self._last:
            raise KeyboardInterrupt
        self.told.append(stage)
        promise: Future[Any] = Future()
        try:
            promise.set_result(call(*args))
        except Exception as error:  # noqa: BLE001  (the run loop is told by the promise)
            promise.set_exception(error)
        return promise


def runtime_here(job: Job, store: Store, executor: Now | None = None) -> Runtime:
    here = Here(job, store)
    return Runtime(store, here, executor or Now(), 1, hearer=here)
