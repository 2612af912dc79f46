"""Performing a batch, whatever happens to the worker's process or to single lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pipeline.errors import LinesFailedError, WorkerDiedError
from pipeline.records import Take
from pipeline.takes.requests import TakeRequest

TRIES = 2  # of a batch or line whose process ended for an unknown reason
ONE_BY_ONE = 16  # up to so many lines that were in progress when a process ended are tried singly; more are halved


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line has no take, or a take no hearing."""

    why: str


class Performer(Protocol):
    """Speaks a batch. Implemented by the pool of engine processes (models/pool.py)."""

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]: ...


class Request(Protocol):
    """What a worker is asked for: a line to speak, a take to hear."""

    @property
    def key(self) -> str: ...


R = TypeVar("R", bound=Request)
A = TypeVar("A")


def perform(performer: Performer, requests: Sequence[TakeRequest], tries: int = TRIES) -> list[Take | Failure]:
    """Performs a batch so that a line which cannot be spoken fails alone: see `isolated`."""
    return isolated(performer.perform, requests, tries)


def isolated(
    call: Callable[[Sequence[R]], list[A | Failure]], requests: Sequence[R], tries: int = TRIES
) -> list[A | Failure]:
    """What a worker answers to a batch, so that a request which it cannot answer fails alone.

    When an engine process ends, the error names the lines it had begun. They are submitted one by one, after all
    others. A line on which the process hung is not submitted again; one on which it ended is tried once more, because
    the cause may have been another. Where the engine raises, the batch is halved until the line is found.

    Args:
        call: hands a batch to a worker; what it answers is in the order of the requests.
        tries: how often a batch is submitted of which nothing had begun when its process ended.

    Raises:
        MachineError: the store cannot be written to, or engines end before they speak; trying again may help.
    """
    try:
        return call(requests)
    except LinesFailedError as error:
        if len(requests) == 1:
            return [Failure(str(error))]
        parts = _halves(requests)
    except WorkerDiedError as error:
        if error.hopeless:
            raise
        suspects = [request for request in requests if request.key in error.suspects]
        if len(requests) == 1 and ((error.hung and suspects) or tries <= 1):
            return [Failure(str(error))]
        if len(requests) == 1 or (not suspects and tries > 1):
            return isolated(call, requests, tries - 1)
        others = [request for request in requests if request.key not in error.suspects] if suspects else []
        alone = (
            [[request] for request in suspects] if 0 < len(suspects) <= ONE_BY_ONE else _halves(suspects or requests)
        )
        parts = [part for part in (others, *alone) if part]
    found = {request.key: said for part in parts for request, said in zip(part, isolated(call, part), strict=True)}
    return [found[request.key] for request in requests]


def _halves(requests: Sequence[R]) -> list[Sequence[R]]:
    half = len(requests) // 2
    return [requests[:half], requests[half:]]
