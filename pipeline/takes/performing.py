"""Performing a batch, whatever happens to the engine's process or to single lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import LinesFailedError, WorkerDiedError
from pipeline.records import Take
from pipeline.takes.requests import TakeRequest

TRIES = 2  # of a batch, or a line, whose process ended for no reason that is known
ONE_BY_ONE = 16  # lines that were under way when a process ended, at most; more are halved first


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line has no take."""

    why: str


class Performer(Protocol):
    """What speaks a batch: engine processes (models/pool.py)."""

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]: ...


def perform(performer: Performer, requests: Sequence[TakeRequest], tries: int = TRIES) -> list[Take | Failure]:
    """A batch, whatever happens to single lines: who cannot be spoken fails alone.

    A process that dies tells which lines it had begun. These are given out one by one, after all others; a line with
    which it hung is not given out again, one with which it ended is tried once more: perhaps it was not its fault.
    An engine that raises has its batch halved until the line is found.

    Args:
        tries: how often a batch may be given out of which nothing had begun when its process ended.

    Raises:
        MachineError: the store cannot be written to, or engines end before they speak; trying again may help.
    """
    try:
        return performer.perform(requests)
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
            return perform(performer, requests, tries - 1)
        others = [request for request in requests if request.key not in error.suspects] if suspects else []
        alone = (
            [[request] for request in suspects] if 0 < len(suspects) <= ONE_BY_ONE else _halves(suspects or requests)
        )
        parts = [part for part in (others, *alone) if part]
    found = {request.key: said for part in parts for request, said in zip(part, perform(performer, part), strict=True)}
    return [found[request.key] for request in requests]


def _halves(requests: Sequence[TakeRequest]) -> list[Sequence[TakeRequest]]:
    half = len(requests) // 2
    return [requests[:half], requests[half:]]
