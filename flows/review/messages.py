"""Messages of the page: what it sends, strictly read, and what it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pipeline.store import from_json, to_json

T = TypeVar("T")
LARGEST = 256 * 1024  # bytes of a request


@dataclass(frozen=True, slots=True)
class Entry:
    """The token, as the page has it from its address."""

    token: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done, in one sentence."""

    error: str


async def body_of(request: Request, kind: type[T]) -> T:
    """The record that a page sent.

    Raises:
        HTTPException: it is too large, or no such record.
    """
    data = b""
    try:
        async for piece in request.stream():
            data += piece
            if len(data) > LARGEST:
                raise HTTPException(413, "this is too much for one decision")
    except ClientDisconnect:
        raise HTTPException(400, "the page went away before it had said what it wants") from None
    try:
        return from_json(data, kind)
    except ValueError as error:
        raise HTTPException(400, f"this is not what the page sends: {error}") from None


def record(value: object, status: int = 200) -> Response:
    """A record as JSON."""
    return Response(to_json(value), status, media_type="application/json")
