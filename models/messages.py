"""The messages between a pool and its worker processes: one JSON object per line.

    pool -> worker, on stdin      Start once, then a Batch for each batch of lines, a HearBatch for each of takes
    worker -> pool, on stdout     PartBegun for each part of a batch, then BatchDone, HearBatchDone or BatchFailed

Audio never crosses the pipe: a worker writes it into the store, or reads it there, and sends records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from msgspec import Struct

from models import EngineRecord, ListenerRecord
from pipeline.errors import EngineError, VoicepressError
from pipeline.hearing import HearRequest
from pipeline.listener import Hearing
from pipeline.manifests import Voice
from pipeline.records import Take
from pipeline.store.json_records import from_json, to_json
from pipeline.takes import Failure, TakeRequest


class Start(Struct, frozen=True):
    """The first message to a worker: its voices and their engines, its listeners, the store, and its priority."""

    voices: Mapping[str, str]  # name, Voice as JSON
    engines: Mapping[str, EngineRecord]
    store: str
    niceness: int
    listeners: Mapping[str, ListenerRecord] = {}
    warm: tuple[str, ...] = ()  # voices that are loaded at once, and stay
    budget_mb: int = 0  # of resident memory, beyond which voices are unloaded; 0: no bound

    @classmethod
    def of(
        cls,
        voices: Mapping[str, Voice],
        engines: Mapping[str, EngineRecord],
        store: str,
        niceness: int,
        listeners: Mapping[str, ListenerRecord] = {},
        warm: tuple[str, ...] = (),
        budget_mb: int = 0,
    ) -> Start:
        written = {name: voice.model_dump_json() for name, voice in voices.items()}
        return cls(written, engines, store, niceness, listeners, warm, budget_mb)

    def voice(self, name: str) -> Voice:
        return Voice.model_validate_json(self.voices[name])


class Batch(Struct, frozen=True, tag=True):
    """Lines of one voice to speak; `number` counts a worker's batches and stands in every answer."""

    number: int
    requests: tuple[TakeRequest, ...]


class HearBatch(Struct, frozen=True, tag=True):
    """Takes for one listener to hear."""

    number: int
    requests: tuple[HearRequest, ...]


class PartBegun(Struct, frozen=True, tag=True):
    """Lines first:last of a batch are with the engine now; those before them are spoken."""

    number: int
    first: int
    last: int


class BatchDone(Struct, frozen=True, tag=True):
    """Every line of a batch is in the store, or has failed for itself."""

    number: int
    memory_mb: int
    takes: tuple[Take | None, ...]
    failures: Mapping[int, str]  # by the line's place in the batch

    @classmethod
    def of(cls, number: int, memory_mb: int, results: Sequence[Take | Failure]) -> BatchDone:
        takes = tuple(result if isinstance(result, Take) else None for result in results)
        failures = {i: result.why for i, result in enumerate(results) if isinstance(result, Failure)}
        return cls(number, memory_mb, takes, failures)

    @property
    def results(self) -> list[Take | Failure]:
        return [take or Failure(self.failures[i]) for i, take in enumerate(self.takes)]


class HearBatchDone(Struct, frozen=True, tag=True):
    """Every take of a batch was heard, and the store has what was heard."""

    number: int
    memory_mb: int
    hearings: tuple[Hearing, ...]

    @property
    def results(self) -> list[Hearing | Failure]:
        return list(self.hearings)


class BatchFailed(Struct, frozen=True, tag=True):
    """The engine, the listener or the store raised: the exception's class name and text."""

    number: int
    memory_mb: int
    error: str
    message: str

    def exception(self) -> VoicepressError:
        """The exception again: ours by its class name, any other as an EngineError."""
        kinds = {kind.__name__: kind for kind in _subclasses(VoicepressError)}
        if self.error in kinds:
            return kinds[self.error](self.message)
        return EngineError(f"{self.error}: {self.message}")


AnyBatch = Batch | HearBatch
ToWorker = Start | AnyBatch
FromWorker = PartBegun | BatchDone | HearBatchDone | BatchFailed
_ANY_BATCH: Any = AnyBatch
_FROM_WORKER: Any = FromWorker


def encode(message: ToWorker | FromWorker) -> bytes:
    """The message as one line of JSON."""
    return to_json(message) + b"\n"


def start_from(pipe: IO[bytes]) -> Start | None:
    """The first message to a worker; None where the pool is gone before it was sent."""
    line = pipe.readline()
    return from_json(line, Start) if line else None


def batches_from(pipe: IO[bytes]) -> Iterator[AnyBatch]:
    """What a worker is sent afterwards, until the pool closes the pipe or is gone."""
    for line in pipe:
        yield from_json(line, _ANY_BATCH)


def replies_from(pipe: IO[bytes]) -> Iterator[FromWorker]:
    """What a worker answers, until its process ends."""
    for line in pipe:
        yield from_json(line, _FROM_WORKER)


def _subclasses(kind: type[VoicepressError]) -> list[type[VoicepressError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _subclasses(sub))]
