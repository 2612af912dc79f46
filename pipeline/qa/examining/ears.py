"""Ears: many takes heard by one listener, from the store or by warm workers, in batches of similar length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from pipeline.errors import VoicepressError
from pipeline.hearing import HearRequest, ListenerInUse, ListenerOf, find_hearings
from pipeline.listener import Hearing, Role
from pipeline.store import Store
from pipeline.takes import Failure

# Hears a batch of one listener, in order, and keeps what it heard in the store.
HearBatch = Callable[[Sequence[HearRequest]], Sequence[Hearing | Failure]]

BATCH_MS = 60_000  # of sound: some seconds of work, so that progress is seen and little is lost
BATCH_LINES = 32


def _nobody(done: int, total: int) -> None:
    """Progress for nobody."""


@dataclass
class Ears:
    """Everything that hears: who listens, what was heard before, and the workers."""

    store: Store
    listener_of: ListenerOf
    hear_batch: HearBatch
    capacity: int = 1  # batches that can usefully be under way
    progress: Callable[[int, int], None] = _nobody  # milliseconds of sound that are heard, of all
    unready: dict[Role, str] = field(default_factory=dict)  # roles that nobody can fill here, and why
    deaf: dict[tuple[str, Role], str] = field(default_factory=dict)  # why a listener failed on a take, by its digest
    _listeners: dict[tuple[Role, str], ListenerInUse | None] = field(default_factory=dict)

    def listener(self, role: Role, language: str) -> ListenerInUse | None:
        """Who hears in a role; None where nobody does, or what it needs is not installed (`unready` says what)."""
        if (role, language) not in self._listeners:
            self._listeners[role, language] = self._ready(role, language)
        return self._listeners[role, language]

    def _ready(self, role: Role, language: str) -> ListenerInUse | None:
        try:
            listener = self.listener_of(role, language)
            if listener:
                listener.listener.check_ready()
            return listener
        except VoicepressError as error:
            self.unready[role] = str(error)
            return None

    def fingerprints(self) -> dict[Role, str]:
        """Of those that have been asked, by role."""
        return {role: one.fingerprint for (role, _), one in self._listeners.items() if one}

    def hear(self, requests: Iterable[HearRequest]) -> dict[str, Hearing | Failure]:
        """What was heard for each request, by its key."""
        wanted = {request.key: request for request in requests}
        found: dict[str, Hearing | Failure] = {
            key: heard
            for key, heard in find_hearings(self.store, wanted.values()).items()
            if isinstance(heard, Hearing)
        }
        missing = [request for key, request in wanted.items() if key not in found]
        total, done = sum(request.duration_ms for request in missing), 0
        with ThreadPoolExecutor(max(1, self.capacity), thread_name_prefix="hearing") as threads:
            waiting = {threads.submit(self.hear_batch, batch): batch for batch in batches(missing)}
            try:
                while waiting:
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        batch = waiting.pop(future)
                        found.update(_answers(future, batch))
                        done += sum(request.duration_ms for request in batch)
                        self.progress(done, total)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        for key, answer in found.items():
            if isinstance(answer, Failure):
                self.deaf[wanted[key].take, wanted[key].role] = answer.why
        return found


def _answers(future: Future[Sequence[Hearing | Failure]], batch: Sequence[HearRequest]) -> dict[str, Hearing | Failure]:
    return {request.key: answer for request, answer in zip(batch, future.result(), strict=True)}


def batches(requests: Sequence[HearRequest]) -> list[list[HearRequest]]:
    """Requests in batches of one listener, similar lengths together, the longest first."""
    out: list[list[HearRequest]] = []
    size = 0
    for request in sorted(requests, key=lambda r: (r.listener, -r.duration_ms, r.key)):
        full = size + request.duration_ms > BATCH_MS or (out and len(out[-1]) >= BATCH_LINES)
        if not out or full or out[-1][0].listener != request.listener:
            out.append([])
            size = 0
        out[-1].append(request)
        size += request.duration_ms
    return out
