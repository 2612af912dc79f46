"""A worker process as its pool sees it: starts it, sends batches, waits for their answers, kills it when it hangs."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from models import ENGINES, ListenerRecord
from models.devices import visible_devices
from models.messages import (
    Batch,
    BatchDone,
    BatchFailed,
    HearBatch,
    HearBatchDone,
    PartBegun,
    Start,
    ToWorker,
    encode,
    replies_from,
)
from models.timeouts import IdleTimer
from models.watchdog import start_worker
from pipeline.errors import StoreError, WorkerDiedError
from pipeline.hearing import HearRequest
from pipeline.manifests import Voice
from pipeline.takes import TakeRequest

ON_A_GPU = bool(visible_devices())
# CPU engines run at nice 10 so that mastering and encoding keep up; otherwise the parent does them alone at the end,
# its threads serialised by the GIL. GPU feeders keep normal priority: a starved feeder idles the device.
NICENESS = 0 if ON_A_GPU else 10

Answer = BatchDone | HearBatchDone | BatchFailed | None  # None: the process has ended


class WorkerProcess:
    """One worker process; several threads may each wait for a batch of theirs.

    The worker says which lines of a batch it begins, a few at a time. It is killed when no message comes for longer
    than these should take; the WorkerDiedError then names the lines that were in progress.
    """

    def __init__(
        self,
        voices: Mapping[str, Voice],
        store: str,
        log: Path,
        device: str | None,
        listeners: Mapping[str, ListenerRecord] = {},
        warm: tuple[str, ...] = (),
        budget_mb: int = 0,
    ):
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{log.parent} cannot be written to: {error.strerror}") from None
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        if device is not None:
            environment["CUDA_VISIBLE_DEVICES"] = device
        with log.open("ab") as file:
            self._process = start_worker(environment, file)
        self.log = log
        self._what = "an engine" if voices else "a listener"
        self.in_flight = 0  # batches, or parts of them
        self.load = 0  # their characters
        self.memory_mb = 0
        self._hung_s: float | None = None  # how long it had sent nothing when it was killed
        self._answers: dict[int, queue.SimpleQueue[Answer]] = {}
        self._timer = IdleTimer()
        self._lock = threading.Lock()
        self._number = 0
        self._ended = False
        engines = {voice.engine: ENGINES[voice.engine] for voice in voices.values()}
        niceness = 0 if device is not None else NICENESS
        self._send(Start.of(voices, engines, store, niceness, listeners, warm, budget_mb))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def has_spoken(self) -> bool:
        return self._timer.has_spoken

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, requests: Sequence[TakeRequest] | Sequence[HearRequest], first_timeout_s: float) -> list[Any]:
        """Takes of a batch of one voice, or hearings of a batch for one listener, in order; blocks.

        Raises:
            WorkerDiedError: the process has ended, or was killed because it sent nothing for too long.
        """
        waiting: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        with self._lock:
            if self._ended:
                waiting.put(None)
            self._number += 1
            number = self._number
            self._answers[number] = waiting
            self._timer.batch_sent(number, [request.size for request in requests])
        self._send(_batch(number, requests))
        try:
            answer = self._wait(waiting, first_timeout_s)
            if answer is None:
                raise self._death(requests, number)
        finally:
            self._answers.pop(number, None)
            self._timer.forget(number)
        self.memory_mb = answer.memory_mb
        if isinstance(answer, BatchFailed):
            raise answer.exception()
        return list(answer.results)

    def stop(self) -> None:
        """Ends the process between batches; kills it where it does not leave within 10 s."""
        if self._process.stdin:
            with suppress(BrokenPipeError):  # it was dead when it was written to
                self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self, waiting: queue.SimpleQueue[Answer], first_timeout_s: float) -> Answer:
        """The answer; None where the process is dead, or has sent nothing for so long that it was killed."""
        while True:
            try:
                return waiting.get(timeout=max(0.0, self._timer.remaining_s(first_timeout_s)))
            except queue.Empty:
                if self._timer.remaining_s(first_timeout_s) <= 0:
                    self._hung_s = self._hung_s or self._timer.timeout_s(first_timeout_s)
                    self._process.kill()
                    return None

    def _death(self, requests: Sequence[TakeRequest] | Sequence[HearRequest], number: int) -> WorkerDiedError:
        """The error that says how the process ended, and which of these lines were in progress."""
        code = self._process.wait()
        first, last = self._timer.in_progress(number)
        suspects = tuple(request.key for request in requests[first:last])
        if self._hung_s is None:
            return WorkerDiedError(f"{self._what}'s process ended with code {code}; its log is {self.log}", suspects)
        return WorkerDiedError(
            f"{self._what} said nothing for {self._hung_s:.0f} s and was stopped; its log is {self.log}",
            suspects,
            hung=True,
        )

    def _send(self, message: ToWorker) -> None:
        assert self._process.stdin
        try:
            with self._lock:
                self._process.stdin.write(encode(message))
                self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass  # _listen sees the end of the process and answers everyone who waits

    def _listen(self) -> None:
        assert self._process.stdout
        for reply in replies_from(self._process.stdout):
            if isinstance(reply, PartBegun):
                self._timer.part_begun(reply.number, reply.first, reply.last)
            elif waiting := self._answers.get(reply.number):
                self._timer.batch_answered()
                waiting.put(reply)
        self._process.wait()
        with self._lock:
            self._ended = True
            for waiting in self._answers.values():
                waiting.put(None)


def _batch(number: int, requests: Sequence[TakeRequest] | Sequence[HearRequest]) -> Batch | HearBatch:
    hears = [request for request in requests if isinstance(request, HearRequest)]
    takes = [request for request in requests if isinstance(request, TakeRequest)]
    return HearBatch(number, tuple(hears)) if hears else Batch(number, tuple(takes))
