"""Events to the pages that are open: what changed, as server-sent events. Threads publish, the event loop sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from pipeline.store import to_json

ALIVE_S = 15.0  # after so long without an event a comment is sent, so that a dead connection is noticed
WAITING = 256  # events that a page may lag behind; beyond them it is told to read everything again


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed in a production: `kind` says what, `value` is a record or plain values."""

    kind: str  # "rows", "working", "again"
    book: str
    value: object = None


class Events:
    """Who listens, and what they are told."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    def publish(self, event: Event) -> None:
        """Tells every open page; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, event)

    def close(self) -> None:
        """Ends all streams, so that the server can stop."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, None)

    def _put(self, event: Event | None) -> None:
        for queue in self._listeners:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(Event("again", ""))
            queue.put_nowait(event)

    async def stream(self) -> AsyncIterator[bytes]:
        """What one page receives."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Event | None] = asyncio.Queue(WAITING)
        self._listeners.add(queue)
        try:
            yield b": here\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), ALIVE_S)
                except TimeoutError:
                    yield b": alive\n\n"
                    continue
                if event is None:
                    return
                yield b"data: " + to_json(event) + b"\n\n"
        finally:
            self._listeners.discard(queue)


async def _events(request: Request) -> StreamingResponse:
    events: Events = request.app.state.events
    return StreamingResponse(events.stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


ROUTES = (Route("/api/events", _events),)
