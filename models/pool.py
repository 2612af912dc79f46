"""The pool of worker processes, for engines or listeners: one warm process per device, fed with batches over a pipe.

    pool (a thread of the executor)                worker process (worker.py)
    perform(requests) -> a message ---------stdin--> engine.perform -> objects and cache entries into the store
                     <-- a message --------stdout--- takes and failures
    hear(requests)    -> a message ---------stdin--> listener.hear  -> cache entries into the store
                     <-- a message --------stdout--- hearings

Two batches are in flight per worker: while the engine speaks the second, a thread of the worker commits the first to
the disk. Each worker has a log file and inherits none of the parent's handles: when the parent dies, the worker reads
the end of its stdin and leaves, or the kernel kills it (watchdog.py). A worker whose memory has grown beyond the limit
is replaced between batches; one that sends nothing for too long is killed (timeouts.py).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models import LISTENERS, ListenerRecord
from models.devices import DeviceHolds, claim_device
from models.scheduling import PrioritySemaphore, least_loaded, split_batch
from models.worker_process import ON_A_GPU, WorkerProcess
from pipeline.errors import WorkerDiedError
from pipeline.hearing import HearRequest
from pipeline.listener import Hearing
from pipeline.manifests import Voice
from pipeline.manifests.settings import RegistrySettings
from pipeline.records import Take
from pipeline.registry import StoredFile
from pipeline.registry.files import localised
from pipeline.registry.house import House
from pipeline.store.json_records import from_json, to_json
from pipeline.takes import Failure, TakeRequest

IN_FLIGHT = 2  # batches per worker: one with the engine, one with the disk
# CUDA's libraries and the sound of a GPU's passes fill 6 GB without any leak.
MEMORY_LIMIT_MB = 24_000 if ON_A_GPU else 6_000
VOICES_SHARE = 0.6  # of that limit: beyond it voices are unloaded, so that no process has to be replaced for them
# After so many processes in a row that ended before they had spoken a line, no line is to blame: the engine is broken.
# One that hung counts twice, since each costs FIRST_TIMEOUT_S.
MAX_EARLY_DEATHS, DEATHS_PER_HANG = 6, 2
FIRST_TIMEOUT_S = 900  # without a message, for the first lines of an engine, loading included


class WorkerPool:
    """Worker processes for the voices of a production, or for its listeners. Thread-safe; `perform`, `hear` block."""

    def __init__(
        self,
        voices: Mapping[str, Voice],
        store: str,
        logs: Path,
        *,
        count: int = 1,
        devices: Sequence[str] = (),
        memory_limit_mb: int = MEMORY_LIMIT_MB,
        first_timeout_s: float = FIRST_TIMEOUT_S,
        listeners: Mapping[str, ListenerRecord] = {},
        warm: Sequence[str] = (),
    ):
        self._warm = tuple(name for name in warm if name in voices)
        self._voices, self._listeners = dict(voices), dict(listeners)
        self._store, self._logs = store, logs
        self._memory_limit_mb, self._first_timeout_s = memory_limit_mb, first_timeout_s
        self._slots: list[WorkerProcess | None] = [None] * (len(devices) or count)
        self._devices = list(devices)
        self._held = DeviceHolds()
        self._early_deaths = 0  # in a row
        self._lock = threading.Lock()
        self._semaphore = PrioritySemaphore(IN_FLIGHT * len(self._slots))

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        """Takes of one batch of one voice, in order; several devices share it.

        Raises:
            WorkerDiedError: a process has ended or was killed because it hung; the batch can be tried again.
        """
        return self._answer(requests)

    def hear(self, requests: Sequence[HearRequest]) -> list[Hearing | Failure]:
        """What one listener heard of a batch of takes, in order: as `perform`."""
        return self._answer(requests)

    def _answer(self, requests: Sequence[TakeRequest] | Sequence[HearRequest]) -> list[Any]:
        parts = split_batch([request.size for request in requests], len(self._devices))
        if len(parts) == 1:
            return self._answer_part(requests)
        shares: list[Any] = [[requests[i] for i in part] for part in parts]
        with ThreadPoolExecutor(len(parts)) as threads:
            answers = list(threads.map(self._answer_part, shares))
        found = {
            i: one for part, answer in zip(parts, answers, strict=True) for i, one in zip(part, answer, strict=True)
        }
        return [found[i] for i in range(len(requests))]

    def open(self) -> None:
        """Starts all workers now, which load what is to be warm; else each starts with its first batch."""
        with self._lock:
            for i, worker in enumerate(self._slots):
                if worker is None or not worker.alive:
                    self._slots[i] = self._start(i)

    def close(self) -> None:
        with self._lock:
            workers, self._slots = [w for w in self._slots if w], [None] * len(self._slots)
        for worker in workers:
            worker.stop()
        self._held.close()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer_part(self, requests: Sequence[TakeRequest] | Sequence[HearRequest]) -> list[Any]:
        size = sum(request.size for request in requests)
        with self._semaphore.place(size):
            worker = self._acquire(size)
            try:
                answers = worker.answer(requests, self._first_timeout_s)
                self._early_deaths = 0
                return answers
            except WorkerDiedError as error:
                if not worker.has_spoken:
                    self._early_deaths += DEATHS_PER_HANG if error.hung else 1
                error.hopeless = self._early_deaths >= MAX_EARLY_DEATHS
                raise
            finally:
                self._release(worker, size)

    def _acquire(self, size: int) -> WorkerProcess:
        """The least loaded worker, started where its slot is empty or its process is dead."""
        with self._lock:
            for i, worker in enumerate(self._slots):
                if worker is not None and not worker.alive and not worker.in_flight:
                    self._slots[i] = None
            i = least_loaded(
                [w.load if w else 0 for w in self._slots], [w.in_flight if w else 0 for w in self._slots], IN_FLIGHT
            )
            worker = self._slots[i]
            if worker is None or not worker.alive:
                worker = self._slots[i] = self._start(i)
            worker.in_flight += 1
            worker.load += size
            return worker

    def _start(self, i: int) -> WorkerProcess:
        """A process for the slot `i`."""
        device = self._devices[i] if i < len(self._devices) else None
        if device is not None:
            self._held.hold(device)  # a training that has it leaves first
        log = self._logs / f"{'worker' if self._voices else 'listener'}-{i}.log"
        # On a GPU a voice plans its own memory, of the device; on a CPU voices share that of the process.
        budget_mb = 0 if device is not None else int(VOICES_SHARE * self._memory_limit_mb)
        return WorkerProcess(self._voices, self._store, log, device, self._listeners, self._warm, budget_mb)

    def _release(self, worker: WorkerProcess, size: int) -> None:
        """Takes the batch off the worker's load; a worker without one that has outgrown its memory is stopped."""
        with self._lock:
            worker.in_flight -= 1
            worker.load -= size
            if worker.in_flight == 0 and worker.memory_mb > self._memory_limit_mb and worker in self._slots:
                self._slots[self._slots.index(worker)] = None
                worker.stop()


@dataclass(frozen=True)
class PoolSpec:
    """A production's pool as a description that can be pickled: each process that performs or hears a batch with it
    starts and keeps a pool of its own. Threads share one pool; each process of a distributed runner has its own."""

    voices: tuple[tuple[str, str], ...]  # name, Voice as JSON
    store: str
    logs: str
    count: int = 1
    devices: tuple[str, ...] = ()
    device_per_process: bool = False  # each process that performs claims one of the devices: distributed runners
    listeners: tuple[tuple[str, str], ...] = ()  # name, ListenerRecord as JSON
    warm: tuple[str, ...] = ()  # voices that its workers load at once, and keep
    # What brings the files of registered voices to the machine that speaks: name, their StoredFiles as JSON; and the
    # house's repo with its settings of the registry.
    files: tuple[tuple[str, str], ...] = ()
    house: tuple[str, str] = ("", "")

    @classmethod
    def of(
        cls,
        voices: Mapping[str, Voice],
        store: str,
        logs: Path,
        count: int,
        devices: Sequence[str] = (),
        warm: Sequence[str] = (),
    ) -> PoolSpec:
        named = tuple(sorted((name, voice.model_dump_json()) for name, voice in voices.items()))
        return cls(named, store, str(logs), count, tuple(devices), warm=tuple(n for n in warm if n in voices))

    def with_files(self, files: Mapping[str, Sequence[StoredFile]], house: House) -> PoolSpec:
        """The same, for machines that may not have the files of these voices."""
        written = tuple((name, to_json(of).decode()) for name, of in sorted(files.items()) if of)
        if not written:
            return self
        return replace(self, files=written, house=(str(house.repo), house.settings.model_dump_json()))

    def _voices_here(self) -> dict[str, Voice]:
        """Its voices, with the paths of their files on this machine."""
        voices = {name: Voice.model_validate_json(written) for name, written in self.voices}
        if self.files:
            repo, settings = self.house
            house = House(Path(repo), RegistrySettings.model_validate_json(settings))
            for name, written in self.files:
                files = from_json(written.encode(), list[StoredFile])
                voices[name] = localised(voices[name], files, house.cache, house.weights)
        return voices

    @classmethod
    def of_listeners(
        cls,
        names: Iterable[str],
        store: str,
        logs: Path,
        count: int,
        devices: Sequence[str] = (),
        listeners: Mapping[str, ListenerRecord] = LISTENERS,
    ) -> PoolSpec:
        """The pool of the listeners of these names."""
        named = tuple((name, to_json(listeners[name]).decode()) for name in sorted(set(names)))
        return cls((), store, str(logs), count, tuple(devices), listeners=named)

    @property
    def capacity(self) -> int:
        """How many batches can usefully be in flight."""
        return IN_FLIGHT * (len(self.devices) or self.count)

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        """As `WorkerPool.perform`, with this process's pool, which is started where there is none yet."""
        return self._pool().perform(requests)

    def hear(self, requests: Sequence[HearRequest]) -> list[Hearing | Failure]:
        """As `WorkerPool.hear`, likewise."""
        return self._pool().hear(requests)

    def open(self) -> None:
        """Starts its workers before the first batch comes."""
        self._pool().open()

    def _pool(self) -> WorkerPool:
        with _LOCK:
            if self not in _POOLS:
                voices = self._voices_here()
                listeners = {name: from_json(written.encode(), ListenerRecord) for name, written in self.listeners}
                claims = self.device_per_process and self.devices
                devices = (claim_device(self.devices),) if claims else self.devices
                _POOLS[self] = WorkerPool(
                    voices,
                    self.store,
                    Path(self.logs),
                    count=self.count,
                    devices=devices,
                    listeners=listeners,
                    warm=self.warm,
                )
            return _POOLS[self]

    def close(self) -> None:
        """Stops the workers that this process has started."""
        with _LOCK:
            pool = _POOLS.pop(self, None)
        if pool:
            pool.close()


_POOLS: dict[PoolSpec, WorkerPool] = {}  # of this process
_LOCK = threading.Lock()
