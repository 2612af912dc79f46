"""The list and its lines, as the page asks for them."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.messages import record
from flows.review.studio import desk_of, line_of


async def _book(request: Request) -> Response:
    desk = desk_of(request)
    return await run_in_threadpool(lambda: record(desk.reviewed.book))


async def _line(request: Request) -> Response:
    desk = desk_of(request)
    return await run_in_threadpool(lambda: record(line_of(request, desk)))


ROUTES = (Route("/api/books/{book}", _book), Route("/api/books/{book}/lines/{slate}", _line))
