"""The queue before the engines: batches, what is asked for twice, what nobody wants any more, and its bound."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from flows.service.queueing import BusyError, Queue
from flows.service.recent import Recent
from pipeline.errors import LinesFailedError, WorkerDiedError
from pipeline.records import Take
from pipeline.takes import Failure, TakeRequest


def request(name: str, voice: str = "ann") -> TakeRequest:
    return TakeRequest(name, name, "en", voice, 1, 0)


class Engine:
    """Speaks when it is let; a line named "bad" cannot be spoken."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go = threading.Event()
        self.go.set()

    def __call__(self, requests: Sequence[TakeRequest]) -> Sequence[Take | Failure]:
        self.batches.append([one.key for one in requests])
        assert self.go.wait(10)
        if any(one.key == "dies" for one in requests):
            raise WorkerDiedError("the engine's process is gone")
        return [
            Failure("no such sound") if one.key == "bad" else Take(one.key, one.key, 24_000, 24_000, 1, 1, 0.5, {}, ())
            for one in requests
        ]


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


async def until(what: Callable[[], bool]) -> None:
    while not what():
        await asyncio.sleep(0.001)


def test_under_load_lines_of_one_voice_are_spoken_together() -> None:
    async def test() -> None:
        engine = Engine()
        engine.go.clear()
        queue = Queue(engine, lanes=1, engines=1, most_wait_s=100)
        asked = [queue.take(request(name, voice), 1.0, width=8) for name, voice in
                 (("a", "ann"), ("b", "ann"), ("x", "bob"), ("c", "ann"))]  # fmt: skip
        tasks = [asyncio.ensure_future(one) for one in asked]
        await until(lambda: bool(engine.batches))
        engine.go.set()
        takes = await asyncio.gather(*tasks)
        assert [take.key for take in takes] == ["a", "b", "x", "c"]
        assert engine.batches == [["a"], ["b", "c"], ["x"]]
        queue.close()

    run(test)


def test_what_is_asked_for_twice_is_spoken_once() -> None:
    async def test() -> None:
        engine = Engine()
        queue = Queue(engine, lanes=2, engines=1, most_wait_s=100)
        takes = await asyncio.gather(*(queue.take(request("a"), 1.0) for _ in range(20)))
        assert len(takes) == 20
        assert engine.batches == [["a"]]
        queue.close()

    run(test)


def test_what_nobody_wants_any_more_is_not_spoken() -> None:
    async def test() -> None:
        engine = Engine()
        engine.go.clear()
        queue = Queue(engine, lanes=1, engines=1, most_wait_s=100)
        first = asyncio.ensure_future(queue.take(request("a"), 1.0))
        left = asyncio.ensure_future(queue.take(request("b"), 1.0))
        stays = asyncio.ensure_future(queue.take(request("c"), 1.0))
        also, goes = (asyncio.ensure_future(queue.take(request("d"), 1.0)) for _ in range(2))
        await until(lambda: bool(engine.batches))
        left.cancel()
        goes.cancel()
        await asyncio.gather(left, goes, return_exceptions=True)
        engine.go.set()
        await asyncio.gather(first, stays, also)
        assert engine.batches == [["a"], ["c"], ["d"]]
        queue.close()

    run(test)


def test_who_would_wait_too_long_is_told_so() -> None:
    async def test() -> None:
        engine = Engine()
        engine.go.clear()
        queue = Queue(engine, lanes=1, engines=1, most_wait_s=5, ratio=1.0)
        queue.admit([100.0])  # nobody waits: even a long one is taken
        tasks = [asyncio.ensure_future(queue.take(request(str(i)), 4.0)) for i in range(3)]
        await until(lambda: bool(engine.batches))
        with pytest.raises(BusyError, match="2 lines wait, about 12 s") as refused:
            queue.admit([1.0])
        assert refused.value.after_s == 7
        queue.admit([])  # all of it is in the store
        engine.go.set()
        await asyncio.gather(*tasks)
        queue.admit([1.0])
        queue.close()

    run(test)


def test_a_failure_is_of_its_line_alone() -> None:
    async def test() -> None:
        queue = Queue(Engine(), lanes=1, engines=1, most_wait_s=100)
        answers = await asyncio.gather(
            *(queue.take(request(name), 1.0, width=8) for name in ("a", "bad", "c")), return_exceptions=True
        )
        assert isinstance(answers[1], LinesFailedError)
        assert [isinstance(one, Take) for one in answers] == [True, False, True]
        with pytest.raises(WorkerDiedError):
            await queue.take(request("dies"), 1.0)
        assert (await queue.take(request("e"), 1.0)).key == "e"
        queue.close()

    run(test)


def test_recent_answers_go_least_recently_asked_for_first() -> None:
    recent = Recent(most_bytes=10, most_of_one=6)
    recent.put("a", b"aaaa")
    recent.put("b", b"bbbb")
    assert recent.get("a") == b"aaaa"
    recent.put("c", b"cccc")
    assert [recent.get(key) for key in "abc"] == [b"aaaa", None, b"cccc"]
    recent.put("d", b"d" * 7)
    assert recent.get("d") is None
    recent.put("a", b"aaaaaa")
    assert [recent.get(key) for key in "ac"] == [b"aaaaaa", b"cccc"]
