"""The queue: lines wait for warm engines, several requests' lines in one batch, and nobody waits beyond a bound.

A batch begins whenever an engine is free, with what waits for the voice whose line has waited longest: under load
batches grow by themselves, and an idle engine keeps nobody waiting. Who would wait too long is told so at once.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pipeline.errors import LinesFailedError, VoicepressError
from pipeline.records import Take
from pipeline.takes import Failure, TakeRequest

LEARNS = 0.2  # how far the newest measurement moves the ratio that is believed
BATCH = 32  # lines, where an engine speaks so many in one pass

Perform = Callable[[Sequence[TakeRequest]], Sequence[Take | Failure]]


class BusyError(VoicepressError):
    """The queue is full; `after_s` is when to ask again."""

    def __init__(self, message: str, after_s: int):
        super().__init__(message)
        self.after_s = after_s


@dataclass(slots=True)
class _Waiting:
    request: TakeRequest
    expected_s: float  # of sound
    width: int
    wanted: int = 0  # by so many requests; 0: the client has left
    future: asyncio.Future[Take] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Queue:
    """Use from one event loop.

    Args:
        perform: speaks a batch, in a thread.
        lanes: batches that can usefully be under way.
        engines: processes that speak at the same time.
        most_wait_s: how long a line may have to wait, by what is expected, before it is turned away.
        ratio: compute seconds per second of sound, until it has been measured.
    """

    def __init__(self, perform: Perform, lanes: int, engines: int, most_wait_s: float, ratio: float = 0.1):
        self._perform, self._engines, self._most_wait_s = perform, engines, most_wait_s
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="speaking")
        self._free = lanes
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()  # by key, the oldest first
        self._under_way: dict[str, _Waiting] = {}
        self._batches: set[asyncio.Task[None]] = set()
        self.ratio = ratio

    @property
    def wait_s(self) -> float:
        """How long a line that comes now will wait, as far as can be told."""
        ahead = [*self._waiting.values(), *self._under_way.values()]
        return sum(one.expected_s for one in ahead) * self.ratio / self._engines

    def admit(self, expected_s: Sequence[float]) -> None:
        """
        Args:
            expected_s: seconds of sound of each line that will be asked for.

        Raises:
            BusyError: they would have to wait too long. One that comes to an idle service is always admitted.
        """
        wait_s = self.wait_s
        if self._waiting and expected_s and wait_s > self._most_wait_s:
            raise BusyError(
                f"the voices are busy: {len(self._waiting)} lines wait, about {wait_s:.0f} s",
                max(1, math.ceil(wait_s - self._most_wait_s)),
            )

    async def take(self, request: TakeRequest, expected_s: float, width: int = 1) -> Take:
        """The take of a request; the same asked for twice is spoken once.

        Raises:
            LinesFailedError: its engine cannot speak it.
            MachineError: the engine's process ended, or the store cannot be written to.
        """
        one = self._waiting.get(request.key) or self._under_way.get(request.key)
        if one is None:
            one = self._waiting[request.key] = _Waiting(request, expected_s, width)
        one.wanted += 1
        self._begin()
        try:
            return await asyncio.shield(one.future)
        finally:
            one.wanted -= 1
            if not one.wanted and not one.future.done():
                self._waiting.pop(request.key, None)  # nobody wants it any more; what has begun is finished and kept

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        while self._free and self._waiting:
            batch = self._next()
            self._free -= 1
            task = asyncio.get_running_loop().create_task(self._speak(batch))
            self._batches.add(task)
            task.add_done_callback(self._batches.discard)

    def _next(self) -> list[_Waiting]:
        oldest = next(iter(self._waiting.values()))
        most = min(BATCH, oldest.width)
        batch = [one for one in self._waiting.values() if one.request.voice == oldest.request.voice][:most]
        for one in batch:
            self._under_way[one.request.key] = self._waiting.pop(one.request.key)
        return batch

    async def _speak(self, batch: Sequence[_Waiting]) -> None:
        requests = [one.request for one in batch]
        began = time.monotonic()
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._threads, self._perform, requests)
        except Exception as error:  # noqa: BLE001  (whoever waits for it raises it)
            for one in batch:
                _fail(one, error)
        else:
            self._learn(time.monotonic() - began, answers)
            for one, answer in zip(batch, answers, strict=True):
                if isinstance(answer, Failure):
                    _fail(one, LinesFailedError(f"{one.request.spoken[:60]!r} could not be spoken: {answer.why}"))
                elif not one.future.done():
                    one.future.set_result(answer)
        finally:
            for one in batch:
                self._under_way.pop(one.request.key, None)
            self._free += 1
            self._begin()

    def _learn(self, seconds: float, answers: Sequence[Take | Failure]) -> None:
        sound_s = sum(one.duration_ms for one in answers if isinstance(one, Take)) / 1000
        if sound_s > 0.2:
            # Two batches share an engine, so that one of them may have waited for the other.
            self.ratio += LEARNS * (min(seconds / sound_s, 100.0) - self.ratio)


def _fail(one: _Waiting, error: BaseException) -> None:
    if not one.future.done():
        one.future.set_exception(error)
        one.future.exception()  # it may be that nobody waits any more
