"""The door: every request is known by its key, within its limits and bounds, before any route sees it.

A failure closes the door. Health is told to everybody, and nothing else. There are no CORS headers, and where the
service is open to this machine without keys, another site's page cannot use it: a browser names its origin.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import HTTPException  # Starlette's own is taken for a body that cannot be read
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.review.security import Door as Address
from flows.service.keys import Key, Keys
from flows.service.messages import refusal

OPEN = frozenset({"/healthz", "/readyz"})
ANYBODY = Key("this machine", "", ("speak",), "", per_minute=1_000_000, at_once=1_000)
MOST_BYTES = 1 << 20  # of a request's body
BODY_S = 20.0  # for a body to arrive: a slow sender holds no place for longer


@dataclass(slots=True)
class Allowance:
    """What a key may still do: requests left in its bucket, which fills over a minute, and those under way."""

    left: float
    filled_at: float
    under_way: int = 0

    def admit(self, key: Key, now: float) -> float:
        """0 where another request is admitted; else the seconds after which to ask again."""
        self.left = min(float(key.per_minute), self.left + (now - self.filled_at) * key.per_minute / 60)
        self.filled_at = now
        if self.under_way >= key.at_once:
            return 1.0
        if self.left < 1:
            return (1 - self.left) * 60 / key.per_minute
        self.left -= 1
        self.under_way += 1
        return 0.0


@dataclass(slots=True)
class Allowances:
    by_key: dict[str, Allowance] = field(default_factory=dict)

    def of(self, key: Key) -> Allowance:
        if key.name not in self.by_key:
            self.by_key[key.name] = Allowance(float(key.per_minute), time.monotonic())
        return self.by_key[key.name]


class Door:
    """The middleware. Whose request it is stands in `scope["state"]["key"]`."""

    def __init__(self, app: ASGIApp, keys: Keys | None, address: Address, answered: Callable[[int], None]):
        self._app, self._keys, self._address, self._answered = app, keys, address, answered
        self._allowances = Allowances()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # there are no web sockets

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered(message["status"])
            await send(message)

        await self._answer(scope, receive, send if scope["path"] in OPEN else counted)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        key = self._known(headers)
        if isinstance(key, tuple):
            await refusal(*key)(scope, receive, send)
            return
        allowance = self._allowances.of(key)
        if wait_s := allowance.admit(key, time.monotonic()):
            told = f"the key {key.name!r} asks for too much: {key.per_minute} a minute, {key.at_once} at once"
            await refusal(429, told, after_s=math.ceil(wait_s))(scope, receive, send)
            return
        scope.setdefault("state", {})["key"] = key
        try:
            await self._bounded(scope, headers, receive, send)
        finally:
            allowance.under_way -= 1

    def _known(self, headers: Headers) -> Key | tuple[int, str]:
        """The key of a request; status and sentence where it does not come in."""
        if self._keys is None:
            if not self._address.knows(headers.get("host", "")):
                return 421, "this service is not known by that name"
            if headers.get("origin") is not None or headers.get("sec-fetch-site", "none") != "none":
                return 403, "pages of a browser may not ask here without a key"
            return ANYBODY
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not secret.strip():
            return 401, "name a key: Authorization: Bearer vp_..."
        key = self._keys.holder(secret.strip(), dt.datetime.now(dt.UTC).date())
        return key if key else (401, "this key opens nothing here")

    async def _bounded(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """The application, with a body that is neither too large nor too slow."""
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MOST_BYTES:
            await refusal(413, f"a request has at most {MOST_BYTES:,} bytes")(scope, receive, send)
            return
        began, so_far, whole = time.monotonic(), 0, False

        async def bounded() -> Message:
            nonlocal so_far, whole
            if whole:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.01, began + BODY_S - time.monotonic()))
            except TimeoutError:
                raise HTTPException(408, f"its body did not come within {BODY_S:g} s") from None
            so_far += len(message.get("body", b""))
            if so_far > MOST_BYTES:
                raise HTTPException(413, f"a request has at most {MOST_BYTES:,} bytes")
            whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self._app(scope, bounded, send)
