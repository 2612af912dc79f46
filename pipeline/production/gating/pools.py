"""Pools of what a gate wants: takes to be heard, by listener, and lines to be performed again. Never one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.hearing import HearRequest
from pipeline.takes import TakeRequest

HEAR_LINES = 64  # of a batch: some five minutes of sound, heard in 15 s


class Pools:
    """Waiting requests. Batches are full, but for those that nothing else will fill."""

    def __init__(self) -> None:
        self._to_hear: dict[str, list[HearRequest]] = {}
        self._again: list[TakeRequest] = []

    def add(self, again: Iterable[TakeRequest], hear: Iterable[HearRequest]) -> None:
        self._again += again
        for request in hear:
            self._to_hear.setdefault(request.listener, []).append(request)

    def to_hear(self, *, last: bool) -> Iterator[list[HearRequest]]:
        """Batches of one listener each; taken out as they are asked for. `last`: nothing is being spoken."""
        for waiting in self._to_hear.values():
            while len(waiting) >= HEAR_LINES or (last and waiting):
                batch = waiting[:HEAR_LINES]
                del waiting[:HEAR_LINES]
                yield batch

    def again(self, lines: int, *, last: bool) -> list[TakeRequest]:
        """Lines to be performed again, once there are enough for a batch. `last`: nothing will add to them."""
        if not self._again or (len(self._again) < lines and not last):
            return []
        again, self._again = self._again, []
        return again

    @property
    def hearing(self) -> int:
        """Takes that wait to be heard."""
        return sum(map(len, self._to_hear.values()))

    @property
    def left(self) -> int:
        return self.hearing + len(self._again)

    def clear(self) -> None:
        self._to_hear, self._again = {}, []
