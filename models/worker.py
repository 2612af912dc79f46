"""The worker: speaks the batches that its pool sends over stdin, and commits them to the store (see pool.py).

Three threads: one reads the pipe and lets the engine prepare what comes next, the main one speaks, one commits to the
disk and answers. `python -m models.watchdog` runs it.
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
from typing import IO

from models.messages import Batch, BatchDone, BatchFailed, FromWorker, PartBegun, batches_from, encode, start_from
from models.registry import engine_of
from pipeline.engine import Engine, Performance
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, find_takes, keep_performances, perform_requests

COMMIT_LINES = 8  # at least, before objects are written: their waits for the disk are shared


@dataclass(frozen=True, slots=True)
class PerformedPart:
    """Lines of a batch on their way to the disk: performed now, or found in the store."""

    requests: Sequence[TakeRequest]
    results: Sequence[Take | Performance]
    seconds: float  # of the engine
    engine: Engine


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """No more parts of a batch will come; with what the engine raised, if it did."""

    number: int
    error: Exception | None = None


def main() -> None:
    replies = Replies(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever a library prints belongs into the log
    batches: queue.Queue[Batch] = queue.Queue()
    engines: dict[str, Engine] = {}
    start = start_from(sys.stdin.buffer)
    if start is None:
        return
    threading.Thread(target=_receive, args=(batches, engines), daemon=True).start()
    _lower_priority(start.niceness)
    performed: queue.Queue[PerformedPart | BatchEnd] = queue.Queue(maxsize=1)
    threading.Thread(target=_commit, args=(start.store, performed, replies), daemon=True).start()
    store = Store(start.store)
    while True:
        batch = batches.get()
        try:
            name = batch.requests[0].voice
            if name not in engines:
                engines[name] = engine_of(start.voice(name), start.engines)
            _speak(batch, engines[name], store, performed, replies)
            performed.put(BatchEnd(batch.number))
        except Exception as error:  # noqa: BLE001  (whatever an engine raises is told to the pool, which bisects)
            performed.put(BatchEnd(batch.number, error))


def _speak(
    batch: Batch, engine: Engine, store: Store, performed: queue.Queue[PerformedPart | BatchEnd], replies: Replies
) -> None:
    """Performs a batch, one pass of the engine per part: an hour of sound does not have to fit into memory."""
    width = max(COMMIT_LINES, engine.width)
    for first in range(0, len(batch.requests), width):
        part = batch.requests[first : first + width]
        replies.send(PartBegun(batch.number, first, first + len(part)))
        # What an earlier worker committed of this batch before it died is not spoken again.
        stored = (
            {key: take for key, take in find_takes(store, part).items() if isinstance(take, Take)}
            if store.local
            else {}
        )
        missing = [request for request in part if request.key not in stored]
        began = time.perf_counter()
        answers = perform_requests(engine, missing)
        seconds = time.perf_counter() - began
        spoken = {request.key: answer for request, answer in zip(missing, answers, strict=True)}
        results = [stored.get(request.key) or spoken[request.key] for request in part]
        performed.put(PerformedPart(part, results, seconds, engine))


def _lower_priority(niceness: int) -> None:
    if not niceness:
        return
    os.nice(niceness)
    with suppress(OSError):  # Linux weighs sessions against each other first, and a worker is one of its own
        Path("/proc/self/autogroup").write_text(str(niceness))


def _receive(batches: queue.Queue[Batch], engines: Mapping[str, Engine]) -> None:
    for batch in batches_from(sys.stdin.buffer):
        batches.put(batch)
        # An engine that can prepares the next batch while it speaks this one.
        if engine := engines.get(batch.requests[0].voice):
            engine.prepare([prompt for request in batch.requests for prompt in request.prompts])
    os._exit(0)  # the parent is gone, or wants no more: nobody is left to answer


class Replies:
    """The pipe to the pool: two threads write to it, a message at a time."""

    def __init__(self, pipe: IO[bytes]):
        self._pipe, self._lock = pipe, threading.Lock()

    def send(self, reply: FromWorker) -> None:
        with self._lock:
            self._pipe.write(encode(reply))
            self._pipe.flush()


def _commit(root: str, performed: queue.Queue[PerformedPart | BatchEnd], replies: Replies) -> None:
    store = Store(root)
    kept: list[Take | Failure] = []
    error: Exception | None = None
    while True:
        item = performed.get()
        if isinstance(item, PerformedPart):
            try:
                kept += _keep(store, item)
            except Exception as raised:  # noqa: BLE001  (told with the batch's end)
                error = raised
            continue
        if error := error or item.error:
            traceback.print_exception(error)
            name = type(error).__name__
            replies.send(BatchFailed(item.number, _memory_mb(), name, str(error) or name))
        else:
            replies.send(BatchDone.of(item.number, _memory_mb(), kept))
        kept, error = [], None


def _keep(store: Store, part: PerformedPart) -> list[Take | Failure]:
    """Commits what was performed now; its takes and those that were stored before, in order."""
    new = [
        (request, result)
        for request, result in zip(part.requests, part.results, strict=True)
        if not isinstance(result, Take)
    ]
    requests, performances = [request for request, _ in new], [result for _, result in new]
    made = iter(keep_performances(store, requests, performances, part.seconds, part.engine))
    return [result if isinstance(result, Take) else next(made) for result in part.results]


def _memory_mb() -> int:
    """Resident memory of this process."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:  # not Linux: the peak, which is no less
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
