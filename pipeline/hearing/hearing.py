"""Hearing a batch of takes, whatever happens to the listener's process or on single takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.hearing.requests import HearRequest
from pipeline.listener import Hearing
from pipeline.takes import Failure, isolated


class Hearer(Protocol):
    """Hears a batch for one listener: the pool of listener processes (models/pool.py). It can be pickled."""

    @property
    def capacity(self) -> int:
        """How many batches can usefully be under way."""
        ...

    def hear(self, requests: Sequence[HearRequest]) -> list[Hearing | Failure]: ...


def hear(hearer: Hearer, requests: Sequence[HearRequest]) -> list[Hearing | Failure]:
    """What a listener heard of each take, in order; all requests are of one listener. It is in the store afterwards.

    A take on which the listener's process ends, hangs or raises is not heard, for the reason that its Failure says; it
    costs no other take of the batch.

    Raises:
        MachineError: the store cannot be written to, or listeners end before they hear; trying again may help.
    """
    return isolated(hearer.hear, requests)
