"""The messages between a pool and its worker processes: one JSON object per line, by kind.

    pool -> worker, on stdin      Start once, then a Batch for each batch of lines
    worker -> pool, on stdout     PartBegun for each part of a batch, then BatchDone or BatchFailed

Audio never crosses the pipe: a worker writes it into the store and sends the takes' records.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from models import EngineRecord
from pipeline.errors import EngineError, VoicepressError
from pipeline.manifests import Voice
from pipeline.records import Take
from pipeline.takes import Failure, TakeRequest, take_from, take_to


@dataclass(frozen=True, slots=True)
class Start:
    """The first message to a worker: its voices and their engines, where takes go, and its process priority."""

    voices: Mapping[str, Voice]
    engines: Mapping[str, EngineRecord]
    store: str
    niceness: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one voice to speak; `number` counts a worker's batches and stands in every answer."""

    number: int
    requests: tuple[TakeRequest, ...]


@dataclass(frozen=True, slots=True)
class PartBegun:
    """Lines first:last of a batch are with the engine now; those before them are spoken."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BatchDone:
    """Every line of a batch is in the store, or has failed for itself."""

    number: int
    memory_mb: int
    results: tuple[Take | Failure, ...]


@dataclass(frozen=True, slots=True)
class BatchFailed:
    """The engine or the store raised: the exception's class name and text."""

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


Request = Start | Batch
Reply = PartBegun | BatchDone | BatchFailed


def encode(message: Request | Reply) -> bytes:
    """The message as one line of JSON."""
    fields: dict[str, Any] = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
    match message:
        case Start():
            fields["voices"] = {name: voice.model_dump(mode="json") for name, voice in message.voices.items()}
            fields["engines"] = {name: dataclasses.asdict(record) for name, record in message.engines.items()}
        case Batch():
            fields["requests"] = [dataclasses.asdict(request) for request in message.requests]
        case BatchDone():
            fields["results"] = [_result_to(result) for result in message.results]
    return json.dumps({"kind": type(message).__name__, **fields}).encode() + b"\n"


def start_from(pipe: IO[bytes]) -> Start | None:
    """The first message to a worker; None where the pool is gone before it was sent."""
    if not (line := pipe.readline()):
        return None
    fields = json.loads(line)
    voices = {name: Voice.model_validate(voice) for name, voice in fields["voices"].items()}
    engines = {name: EngineRecord(**record) for name, record in fields["engines"].items()}
    return Start(voices, engines, fields["store"], fields["niceness"])


def batches_from(pipe: IO[bytes]) -> Iterator[Batch]:
    """What a worker is sent afterwards, until the pool closes the pipe or is gone."""
    for fields in map(json.loads, pipe):
        yield Batch(fields["number"], tuple(TakeRequest(**request) for request in fields["requests"]))


def replies_from(pipe: IO[bytes]) -> Iterator[Reply]:
    """What a worker answers, until its process ends."""
    for fields in map(json.loads, pipe):
        match fields.pop("kind"):
            case "PartBegun":
                yield PartBegun(**fields)
            case "BatchFailed":
                yield BatchFailed(**fields)
            case _:
                yield BatchDone(**fields | {"results": tuple(map(_result_from, fields["results"]))})


def _result_to(result: Take | Failure) -> dict[str, Any]:
    return {"failure": result.why} if isinstance(result, Failure) else take_to(result)


def _result_from(item: Mapping[str, Any]) -> Take | Failure:
    return Failure(item["failure"]) if "failure" in item else take_from(item)


def _subclasses(kind: type[VoicepressError]) -> list[type[VoicepressError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _subclasses(sub))]
