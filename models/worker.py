"""The worker: speaks or hears the batches that its pool sends over stdin, and commits them to the store (see pool.py).

Three threads: one reads the pipe and lets the engine prepare what comes next, the main one speaks or hears, one commits
to the disk and answers. `python -m models.watchdog` runs it.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from models.abilities import Ability, Listening, Speaking
from models.messages import (
    AnyBatch,
    BatchDone,
    BatchFailed,
    FromWorker,
    HearBatch,
    HearBatchDone,
    PartBegun,
    Start,
    batches_from,
    encode,
    start_from,
)
from models.registry import engine_of, listener_named
from pipeline.store import Store

COMMIT_LINES = 8  # at least, before objects are written: their waits for the disk are shared


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """Requests of a batch on their way to the disk, with answers to those of which the store held nothing."""

    requests: Sequence[Any]
    stored: Mapping[str, Any]  # by key
    answers: Sequence[Any]
    seconds: float  # of the engine, or the listener
    ability: Ability


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """No more parts of a batch will come; with what the engine raised, if it did."""

    batch: AnyBatch
    error: Exception | None = None


def main() -> None:
    replies = Replies(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever a library prints belongs into the log
    batches: queue.Queue[AnyBatch] = queue.Queue()
    start = start_from(sys.stdin.buffer)
    if start is None:
        return
    abilities = Abilities(start)
    threading.Thread(target=_receive, args=(batches, abilities), daemon=True).start()
    _lower_priority(start.niceness)
    answered: queue.Queue[AnsweredPart | BatchEnd] = queue.Queue(maxsize=1)
    threading.Thread(target=_commit, args=(start.store, answered, replies), daemon=True).start()
    store = Store(start.store)
    while True:
        batch = batches.get()
        try:
            _work(batch, abilities.made(batch), store, answered, replies)
            answered.put(BatchEnd(batch))
        except Exception as error:  # noqa: BLE001  (whatever an engine raises is told to the pool, which bisects)
            answered.put(BatchEnd(batch, error))


class Abilities:
    """The engines and listeners of this process, each made when the first batch asks for it."""

    def __init__(self, start: Start):
        self._start = start
        self._made: dict[str, Ability] = {}

    def known(self, batch: AnyBatch) -> Ability | None:
        """What this batch asks for, where it is made already."""
        return self._made.get(_name(batch))

    def made(self, batch: AnyBatch) -> Ability:
        name = _name(batch)
        if name not in self._made:
            self._made[name] = self._make(name, hears=isinstance(batch, HearBatch))
        return self._made[name]

    def _make(self, name: str, *, hears: bool) -> Ability:
        if hears:
            return Listening(listener_named(name, self._start.listeners))
        return Speaking(engine_of(self._start.voice(name), self._start.engines))


def _name(batch: AnyBatch) -> str:
    """Of the voice, or the listener; a worker has one of both."""
    return batch.requests[0].listener if isinstance(batch, HearBatch) else batch.requests[0].voice


def _work(
    batch: AnyBatch, ability: Ability, store: Store, answered: queue.Queue[AnsweredPart | BatchEnd], replies: Replies
) -> None:
    """Answers a batch, one pass of the engine per part: an hour of sound does not have to fit into memory."""
    width = max(COMMIT_LINES, ability.width)
    for first in range(0, len(batch.requests), width):
        part = batch.requests[first : first + width]
        replies.send(PartBegun(batch.number, first, first + len(part)))
        # What an earlier worker committed of this batch before it died is not spoken again.
        stored = ability.find(store, part) if store.local else {}
        missing = [request for request in part if request.key not in stored]
        began = time.perf_counter()
        answers = ability.answer(store, missing)
        seconds = time.perf_counter() - began
        answered.put(AnsweredPart(part, stored, answers, seconds, ability))


def _lower_priority(niceness: int) -> None:
    if not niceness:
        return
    os.nice(niceness)
    with suppress(OSError):  # Linux weighs sessions against each other first, and a worker is one of its own
        Path("/proc/self/autogroup").write_text(str(niceness))


def _receive(batches: queue.Queue[AnyBatch], abilities: Abilities) -> None:
    for batch in batches_from(sys.stdin.buffer):
        batches.put(batch)
        # An engine that can prepares the next batch while it speaks this one.
        if ability := abilities.known(batch):
            ability.prepare(batch.requests)
    os._exit(0)  # the parent is gone, or wants no more: nobody is left to answer


class Replies:
    """The pipe to the pool: two threads write to it, a message at a time."""

    def __init__(self, pipe: IO[bytes]):
        self._pipe, self._lock = pipe, threading.Lock()

    def send(self, reply: FromWorker) -> None:
        with self._lock:
            self._pipe.write(encode(reply))
            self._pipe.flush()


def _commit(root: str, answered: queue.Queue[AnsweredPart | BatchEnd], replies: Replies) -> None:
    store = Store(root)
    kept: list[Any] = []
    error: Exception | None = None
    while True:
        item = answered.get()
        if isinstance(item, AnsweredPart):
            try:
                kept += _keep(store, item)
            except Exception as raised:  # noqa: BLE001  (told with the batch's end)
                error = raised
            continue
        number = item.batch.number
        if error := error or item.error:
            traceback.print_exception(error)
            name = type(error).__name__
            replies.send(BatchFailed(number, _memory_mb(), name, str(error) or name))
        elif isinstance(item.batch, HearBatch):
            replies.send(HearBatchDone(number, _memory_mb(), tuple(kept)))
        else:
            replies.send(BatchDone.of(number, _memory_mb(), kept))
        kept, error = [], None


def _keep(store: Store, part: AnsweredPart) -> list[Any]:
    """Commits what was answered now; the results of all requests, in order."""
    new = [request for request in part.requests if request.key not in part.stored]
    made = iter(part.ability.keep(store, new, part.answers, part.seconds))
    return [part.stored[one.key] if one.key in part.stored else next(made) for one in part.requests]


def _memory_mb() -> int:
    """Resident memory of this process."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:  # not Linux: the peak, which is no less
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
