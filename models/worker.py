"""One warm engine process per device, fed with batches over a pipe.

    parent (a thread of the executor)              worker (this module as a program)
    perform(requests) -> a line of JSON ----stdin--> engine.perform -> objects and slips into the store
                    <--- a line of JSON --stdout-- takes and failures

Audio never crosses the pipe. Two batches are under way in a worker at a time: while the engine speaks the second,
a thread commits the first to the disk. A worker has a log file of its own and holds none of its parent's handles:
when the parent dies, however it dies, the worker reads the end of its stdin and leaves, or the kernel ends it
(models/watchdog.py). It is replaced between batches when it has grown beyond its memory limit.

A worker says which lines of a batch it begins, a few at a time. It is killed when it says nothing for longer than
these should take, by what it has needed for others; whoever asked learns which lines were under way.
"""

from __future__ import annotations

import dataclasses
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from models.devices import own, visible
from models.registry import engine_of
from models.scheduling import Turns, dealt, least_loaded
from models.timeouts import Life
from models.watchdog import started
from pipeline.engine import Engine, Performance
from pipeline.errors import EngineError, StoreError, VoicepressError, WorkerDiedError
from pipeline.manifests import Voice
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, find_takes, keep_performances, take_from, take_to

UNDER_WAY = 2  # batches: one with the engine, one with the disk
ON_A_GPU = bool(visible())
# CUDA's libraries and the sound of a GPU's passes fill 6 GB without any leak.
MEMORY_LIMIT_MB = 24_000 if ON_A_GPU else 6_000
COMMIT_LINES = 8  # at least, before objects are written: their waits for the disk are shared
# Processes that end before they have spoken a line: so many in a row, and it is no line's fault. One that hung counts
# for more, since each costs PATIENCE_S.
HOPELESS, HUNG = 6, 2
PATIENCE_S = 900  # without a word, for the first lines of an engine, loading included
# An engine that speaks on the CPU gives way to masters and encoders, so that little is left to do when the last line
# is spoken: by then one process is alone, whose threads wait for each other. One that feeds a GPU gives way to nobody.
NICENESS = 0 if ON_A_GPU else 10


# ---------------------------------------------------------------- the parent's side


class Workers:
    """Engine processes for the voices of a production. Thread-safe; `perform` blocks."""

    def __init__(
        self,
        voices: Mapping[str, Voice],
        store: str,
        logs: Path,
        *,
        count: int = 1,
        devices: Sequence[str] = (),
        memory_limit_mb: int = MEMORY_LIMIT_MB,
        patience_s: float = PATIENCE_S,
    ):
        self._voices = {name: voice.model_dump(mode="json") for name, voice in voices.items()}
        self._store, self._logs = store, logs
        self._memory_limit_mb, self._patience_s = memory_limit_mb, patience_s
        self._slots: list[_Worker | None] = [None] * (len(devices) or count)
        self._devices = list(devices)
        self._stillborn = 0  # processes that ended one after the other before they had spoken a line
        self._lock = threading.Lock()
        self._turns = Turns(UNDER_WAY * len(self._slots))

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        """One batch of one voice; several devices share it.

        Raises:
            WorkerDiedError: a process is gone or was killed for its silence; the batch can be tried again.
        """
        pieces = dealt([len(request.spoken) for request in requests], len(self._devices))
        if len(pieces) == 1:
            return self._asked(requests)
        with ThreadPoolExecutor(len(pieces)) as threads:
            answers = list(threads.map(self._asked, [[requests[i] for i in piece] for piece in pieces]))
        found = {
            i: item
            for piece, answer in zip(pieces, answers, strict=True)
            for i, item in zip(piece, answer, strict=True)
        }
        return [found[i] for i in range(len(requests))]

    def _asked(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        size = sum(len(request.spoken) for request in requests)
        with self._turns.turn(size):
            worker = self._least_busy(size)
            try:
                takes = worker.ask(requests, self._patience_s)
                self._stillborn = 0
                return takes
            except WorkerDiedError as error:
                if not worker.spoke:
                    self._stillborn += HUNG if error.hung else 1
                error.hopeless = self._stillborn >= HOPELESS
                raise
            finally:
                self._release(worker, size)

    def close(self) -> None:
        with self._lock:
            workers, self._slots = [w for w in self._slots if w], [None] * len(self._slots)
        for worker in workers:
            worker.stop()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _least_busy(self, size: int) -> _Worker:
        with self._lock:
            for i, worker in enumerate(self._slots):
                if worker is not None and not worker.alive and not worker.busy:
                    self._slots[i] = None
            i = least_loaded(
                [w.load if w else 0 for w in self._slots], [w.busy if w else 0 for w in self._slots], UNDER_WAY
            )
            worker = self._slots[i]
            if worker is None or not worker.alive:
                device = self._devices[i] if i < len(self._devices) else None
                worker = self._slots[i] = _Worker(self._voices, self._store, self._logs / f"worker-{i}.log", device)
            worker.busy += 1
            worker.load += size
            return worker

    def _release(self, worker: _Worker, size: int) -> None:
        with self._lock:
            worker.busy -= 1
            worker.load -= size
            if worker.busy == 0 and worker.memory_mb > self._memory_limit_mb and worker in self._slots:
                self._slots[self._slots.index(worker)] = None
                worker.stop()


class _Worker:
    def __init__(self, voices: Mapping[str, Any], store: str, log: Path, device: str | None):
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{log.parent} cannot be written to: {error.strerror}") from None
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        if device is not None:
            environment["CUDA_VISIBLE_DEVICES"] = device
        with log.open("ab") as file:
            self._process = started(environment, file)
        self.log = log
        self.busy = 0  # batches, or pieces of them, under way
        self.load = 0  # their characters
        self.memory_mb = 0
        self.hung_s: float | None = None  # how long it said nothing before it was killed
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any] | None]] = {}
        self._life = Life()
        self._lock = threading.Lock()
        self._number = 0
        self._ended = False
        self._write({"voices": voices, "store": store, "niceness": 0 if device is not None else NICENESS})
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def spoke(self) -> bool:
        return self._life.spoke

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, requests: Sequence[TakeRequest], patience_s: float) -> list[Take | Failure]:
        answer: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        with self._lock:
            if self._ended:
                answer.put(None)
            self._number += 1
            number = self._number
            self._answers[number] = answer
            self._life.asked(number, [len(request.spoken) for request in requests])
        self._write({"number": number, "requests": [dataclasses.asdict(request) for request in requests]})
        try:
            said = self._answer(answer, patience_s)
            if said is None:
                raise self._died(requests, number)
        finally:
            self._answers.pop(number, None)
            self._life.answered(number)
        self.memory_mb = said["memory_mb"]
        if "error" in said:
            raise _error(said["error"], said["message"])
        return [Failure(item["failure"]) if "failure" in item else take_from(item) for item in said["takes"]]

    def _answer(self, answer: queue.SimpleQueue[dict[str, Any] | None], patience_s: float) -> dict[str, Any] | None:
        """What it says in the end; None when it is dead, or silent for so long that it was killed."""
        while True:
            try:
                return answer.get(timeout=max(0.0, self._life.left_s(patience_s)))
            except queue.Empty:
                if self._life.left_s(patience_s) <= 0:
                    self.hung_s = self.hung_s or self._life.patience_s(patience_s)
                    self._process.kill()
                    return None

    def _died(self, requests: Sequence[TakeRequest], number: int) -> WorkerDiedError:
        """What is known of its end: how, and which of these lines were under way."""
        code = self._process.wait()
        first, last = self._life.under_way(number)
        suspects = tuple(request.key for request in requests[first:last])
        if self.hung_s is None:
            return WorkerDiedError(f"an engine's process ended with code {code}; its log is {self.log}", suspects)
        return WorkerDiedError(
            f"an engine said nothing for {self.hung_s:.0f} s and was stopped; its log is {self.log}",
            suspects,
            hung=True,
        )

    def stop(self) -> None:
        if self._process.stdin:
            with suppress(BrokenPipeError):  # it was dead when it was written to
                self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin
        try:
            with self._lock:
                self._process.stdin.write(json.dumps(message).encode() + b"\n")
                self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass  # its end is seen by _listen, which answers everyone who waits

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            said = json.loads(line)
            if "begun" in said:
                self._life.begun(said["number"], *said["begun"])
            elif answer := self._answers.get(said["number"]):
                self._life.heard()
                answer.put(said)
        self._process.wait()
        with self._lock:
            self._ended = True
            for answer in self._answers.values():
                answer.put(None)


def _error(name: str, message: str) -> VoicepressError:
    kinds = {kind.__name__: kind for kind in _kinds(VoicepressError)}
    return kinds[name](message) if name in kinds else EngineError(f"{name}: {message}")


def _kinds(kind: type[VoicepressError]) -> list[type[VoicepressError]]:
    return [kind, *(k for sub in kind.__subclasses__() for k in _kinds(sub))]


@dataclasses.dataclass(frozen=True)
class Crew:
    """The workers of a production as a description that travels: whichever process performs a batch with it starts
    and keeps its own. A pool of threads shares one crew; a process of a distributed runner has one for itself."""

    voices: tuple[tuple[str, str], ...]  # name, Voice as JSON
    store: str
    logs: str
    count: int = 1
    devices: tuple[str, ...] = ()
    each_its_own: bool = False  # one of the devices for each process that performs: those of a distributed runner

    @classmethod
    def of(cls, voices: Mapping[str, Voice], store: str, logs: Path, count: int, devices: Sequence[str] = ()) -> Crew:
        named = tuple(sorted((name, voice.model_dump_json()) for name, voice in voices.items()))
        return cls(named, store, str(logs), count, tuple(devices))

    @property
    def capacity(self) -> int:
        """How many batches can usefully be under way."""
        return UNDER_WAY * (len(self.devices) or self.count)

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]:
        with _LOCK:
            if self not in _WORKERS:
                voices = {name: Voice.model_validate_json(said) for name, said in self.voices}
                devices = (own(self.devices),) if self.each_its_own and self.devices else self.devices
                _WORKERS[self] = Workers(voices, self.store, Path(self.logs), count=self.count, devices=devices)
        return _WORKERS[self].perform(requests)

    def dismiss(self) -> None:
        """Stops the workers that this process has started."""
        with _LOCK:
            workers = _WORKERS.pop(self, None)
        if workers:
            workers.close()


_WORKERS: dict[Crew, Workers] = {}
_LOCK = threading.Lock()


# ---------------------------------------------------------------- the worker's side


def main() -> None:
    replies = _Replies(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever a library prints belongs into the log
    messages: queue.Queue[dict[str, Any]] = queue.Queue()
    engines: dict[str, Engine] = {}
    threading.Thread(target=_receive, args=(messages, engines), daemon=True).start()
    opening = messages.get()
    _give_way(opening["niceness"])
    voices = {name: Voice.model_validate(fields) for name, fields in opening["voices"].items()}
    performed: queue.Queue[Any] = queue.Queue(maxsize=1)
    threading.Thread(target=_commit, args=(opening["store"], performed, replies), daemon=True).start()
    store = Store(opening["store"])
    while True:
        message = messages.get()
        requests = [TakeRequest(**request) for request in message["requests"]]
        try:
            voice = requests[0].voice
            if voice not in engines:
                engines[voice] = engine_of(voices[voice])
            engine = engines[voice]
            # A pass at a time goes to the disk: an hour of sound does not have to fit into memory.
            width = max(COMMIT_LINES, engine.width)
            for at in range(0, len(requests), width):
                part = requests[at : at + width]
                replies.say({"number": message["number"], "begun": [at, at + len(part)]})
                # What a worker before this one had kept of the batch when it died is not spoken again.
                known = find_takes(store, part) if store.local else {}
                wanted = [request for request in part if not isinstance(known.get(request.key), Take)]
                start = time.perf_counter()
                performances = engine.perform([request.prompt for request in wanted]) if wanted else []
                spoken = iter(performances)
                both = [
                    known[request.key] if isinstance(known.get(request.key), Take) else next(spoken) for request in part
                ]
                performed.put((message["number"], part, both, time.perf_counter() - start, engine))
            performed.put((message["number"], None, None, 0.0, None))
        except Exception as error:  # noqa: BLE001  (whatever an engine raises is told to the parent, which bisects)
            performed.put((message["number"], None, error, 0.0, None))


def _give_way(niceness: int) -> None:
    if not niceness or not hasattr(os, "nice"):
        return
    os.nice(niceness)
    with suppress(OSError):  # Linux weighs sessions against each other first, and a worker is one of its own
        Path("/proc/self/autogroup").write_text(str(niceness))


def _receive(messages: queue.Queue[dict[str, Any]], engines: Mapping[str, Engine]) -> None:
    for line in sys.stdin.buffer:
        message = json.loads(line)
        messages.put(message)
        # an engine that can gets to work on the next batch while it speaks this one
        if (requests := message.get("requests")) and (engine := engines.get(requests[0]["voice"])):
            prepare = getattr(engine, "prepare", None)
            if prepare is not None:
                prepare([TakeRequest(**request).prompt for request in requests])
    os._exit(0)  # the parent is gone, or wants no more: nobody is left to answer


class _Replies:
    """The pipe to the parent: two threads write to it, a line at a time."""

    def __init__(self, pipe: IO[bytes]):
        self._pipe, self._lock = pipe, threading.Lock()

    def say(self, said: Mapping[str, Any]) -> None:
        with self._lock:
            self._pipe.write(json.dumps(said).encode() + b"\n")
            self._pipe.flush()


def _kept(
    store: Store, requests: Sequence[TakeRequest], both: Sequence[Take | Performance], seconds: float, engine: Engine
) -> list[Take | Failure]:
    """Commits what was performed now, in its places among the takes that were there."""
    pairs = [(request, one) for request, one in zip(requests, both, strict=True) if not isinstance(one, Take)]
    made = iter(keep_performances(store, [request for request, _ in pairs], [one for _, one in pairs], seconds, engine))
    return [one if isinstance(one, Take) else next(made) for one in both]


def _commit(root: str, performed: queue.Queue[Any], replies: _Replies) -> None:
    import traceback

    store = Store(root)
    kept: list[Take | Failure] = []
    trouble: Exception | None = None
    while True:
        number, requests, performances, seconds, engine = performed.get()
        if requests is not None:
            try:
                kept += _kept(store, requests, performances, seconds, engine)
            except Exception as error:  # noqa: BLE001  (told with the batch's end)
                trouble = error
            continue
        said: dict[str, Any] = {"number": number, "memory_mb": _memory_mb()}
        if trouble := trouble or performances:
            traceback.print_exception(trouble)
            said |= {"error": type(trouble).__name__, "message": str(trouble) or type(trouble).__name__}
        else:
            said["takes"] = [{"failure": item.why} if isinstance(item, Failure) else take_to(item) for item in kept]
        kept, trouble = [], None
        replies.say(said)


def _memory_mb() -> int:
    """Resident memory of this process."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:  # not Linux: the peak, which is no less
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


if __name__ == "__main__":
    main()
