"""Performing at once: a line that was picked up is spoken by a warm worker, heard and judged before it is shown.

The workers start with the first line and stay until the server ends. What is made is in the store, as a run would have
left it: the next `produce` finds it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import VoicepressError
from pipeline.hearing import HearRequest, hear
from pipeline.production import Assembly, Runtime
from pipeline.production.agreeing import check_agreed
from pipeline.production.verdict import check_fit
from pipeline.records import Missing, Take
from pipeline.takes import Failure, TakeRequest, keep_recordings, perform

if TYPE_CHECKING:
    from flows.review.desk import Desk

MOST = 60  # lines that one decision has spoken at once; the others of a lexicon's wait for the next run
ROUNDS = 12  # of speaking and hearing, of one line: attempts are bounded, this is against a fault of ours


@dataclass(frozen=True, slots=True)
class Working:
    """How far a line is, for the page: "is being spoken", "is being heard", "done"; `trouble` is why it is not made."""

    slate: str
    stage: str
    trouble: str = ""


class Booth:
    """One thread that speaks what a desk has asked for, line by line, in the order in which it was asked."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, slates: Iterable[str]) -> None:
        """These lines are to be spoken; the thread starts with the first."""
        with self._lock:
            for slate in list(dict.fromkeys(slates))[:MOST]:
                if slate not in self._asked:
                    self._asked.add(slate)
                    self._waiting.put(slate)
            if self._thread is None and self._asked:
                self._thread = threading.Thread(target=self._run, name="booth", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Ends after the line that is being spoken."""
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        with ExitStack() as open_until_the_end:
            runtime: Runtime | None = None
            while (slate := self._waiting.get()) is not None:
                with self._lock:
                    self._asked.discard(slate)
                try:
                    if runtime is None:
                        job = self._desk.reviewed.assembly.job
                        job.check_ready()
                        runtime = open_until_the_end.enter_context(self._desk.repo.runtime(job))
                    self._make(runtime, slate)
                except VoicepressError as error:
                    self._desk.working(Working(slate, "", f"{slate} could not be spoken: {error}"))

    def _make(self, runtime: Runtime, slate: str) -> None:
        assembly = self._desk.reviewed.assembly
        index = self._desk.reviewed.index_of.get(slate)
        if index is None:
            return
        check_agreed(assembly, runtime)
        check_fit(assembly)
        state = assembly.state
        made = False
        for _ in range(ROUNDS):
            speak, listen = wanted(assembly, index)
            if speak:
                self._desk.working(Working(slate, "is being spoken"))
                state.take_in(speak, made_of(assembly, runtime, speak))
            elif listen and runtime.hearer is not None:
                self._desk.working(Working(slate, "is being heard"))
                for requests in by_listener(listen):
                    state.hear_in(requests, hear(runtime.hearer, requests))
            else:
                break
            made = True
        if not made:
            return
        self._desk.refresh()
        take = state.take(index)
        trouble = f"{slate} could not be spoken: {take.why}" if isinstance(take, Failure) else ""
        self._desk.working(Working(slate, "done", trouble))


def made_of(assembly: Assembly, runtime: Runtime, requests: Sequence[TakeRequest]) -> Sequence[Take | Failure]:
    """The takes of requests: an engine's, or a person's recording."""
    request, state = requests[0], assembly.state
    if not request.recording:
        return perform(runtime.performer, requests)
    rate_hz = state.voices[request.voice].engine.sample_rate_hz
    path = state.recordings[request.key]
    return keep_recordings(runtime.store, requests, [path], rate_hz, state.level_dbfs(request.voice))


def wanted(assembly: Assembly, index: int) -> tuple[Sequence[TakeRequest], Sequence[HearRequest]]:
    """What has to be spoken and heard of one line now."""
    state = assembly.state
    course = state.courses[index] if state.courses else None
    if course is not None:
        return ([course.speak] if course.speak else []), course.hear
    request = state.requests[index]
    return ([request] if request and isinstance(state.takes[request.key], Missing) else []), []


def by_listener(requests: Sequence[HearRequest]) -> list[list[HearRequest]]:
    """Batches of one listener each."""
    groups: dict[object, list[HearRequest]] = {}
    for request in requests:
        groups.setdefault(request.listener, []).append(request)
    return list(groups.values())
