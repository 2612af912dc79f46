"""The worker: speaks or hears the batches that its pool sends over stdin, and commits them to the store (see pool.py).

Three threads: one reads the pipe and lets the engine prepare what comes next, the main one speaks or hears, one commits
to the disk and answers. `python -m models.watchdog` runs it.
"""

from __future__ import annotations

import datetime as dt
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
from models.loaded import Loaded, memory_mb
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
from pipeline.consent import now
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
    began: dt.datetime


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
    loaded = _loaded(start)
    threading.Thread(target=_receive, args=(batches, loaded), daemon=True).start()
    _lower_priority(start.niceness)
    loaded.load_ahead(start.warm)
    answered: queue.Queue[AnsweredPart | BatchEnd] = queue.Queue(maxsize=1)
    threading.Thread(target=_commit, args=(start.store, answered, replies), daemon=True).start()
    store = Store(start.store)
    while True:
        batch = batches.get()
        try:
            _work(batch, loaded.get(_name(batch)), store, answered, replies)
            answered.put(BatchEnd(batch))
        except Exception as error:  # noqa: BLE001  (whatever an engine raises is told to the pool, which bisects)
            answered.put(BatchEnd(batch, error))


def _loaded(start: Start) -> Loaded:
    """The engines and listeners of this process; a worker has one of both kinds."""

    def make(name: str) -> Ability:
        if name in start.voices:
            voice = start.voice(name)
            return Speaking(engine_of(voice, start.engines), voice)
        return Listening(listener_named(name, start.listeners))

    return Loaded(make, start.budget_mb, start.warm)


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
        # A batch that was given out before midnight may be spoken after it: what begins then is not spoken.
        began = now()
        ability.check(store, began)
        started = time.perf_counter()
        answers = ability.answer(store, missing)
        seconds = time.perf_counter() - started
        answered.put(AnsweredPart(part, stored, answers, seconds, ability, began))


def _lower_priority(niceness: int) -> None:
    if not niceness:
        return
    os.nice(niceness)
    with suppress(OSError):  # Linux weighs sessions against each other first, and a worker is one of its own
        Path("/proc/self/autogroup").write_text(str(niceness))


def _receive(batches: queue.Queue[AnyBatch], loaded: Loaded) -> None:
    for batch in batches_from(sys.stdin.buffer):
        batches.put(batch)
        # An engine that can prepares the next batch while it speaks this one; one that is not loaded yet is loaded.
        if ability := loaded.known(_name(batch)):
            ability.prepare(batch.requests)
        else:
            loaded.load_ahead([_name(batch)])
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
            replies.send(BatchFailed(number, memory_mb(), name, str(error) or name))
        elif isinstance(item.batch, HearBatch):
            replies.send(HearBatchDone(number, memory_mb(), tuple(kept)))
        else:
            replies.send(BatchDone.of(number, memory_mb(), kept))
        kept, error = [], None


def _keep(store: Store, part: AnsweredPart) -> list[Any]:
    """Commits what was answered now; the results of all requests, in order.

    Raises:
        ConsentError: the voice was revoked while it spoke: these takes would come after those that were locked away.
    """
    part.ability.check(store, part.began)
    new = [request for request in part.requests if request.key not in part.stored]
    made = iter(part.ability.keep(store, new, part.answers, part.seconds))
    return [part.stored[one.key] if one.key in part.stored else next(made) for one in part.requests]
