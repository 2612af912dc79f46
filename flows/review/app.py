"""The application: all routes, behind the guard. To add a page: a module with ROUTES, and its line here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from flows.review import corrections, day, deciding, events, lines, pages, security, sound
from flows.review.day.auditions import Booths
from flows.review.day.shelf import Cards
from flows.review.messages import Refusal, record
from flows.review.security import Door, Guard
from flows.review.sound import Sounds
from flows.review.studio import Studio
from pipeline.errors import VoicepressError

LOOK_S = 2.0  # how often the manifests are looked at: a colleague's editor writes them too
ROUTES = (
    *pages.ROUTES,
    *security.ROUTES,
    *events.ROUTES,
    *lines.ROUTES,
    *sound.ROUTES,
    *deciding.ROUTES,
    *corrections.ROUTES,
    *day.ROUTES,
)


def make_app(studio: Studio, door: Door) -> Starlette:
    """The application for a studio, reached by this door."""
    booths = Booths()

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        looking = asyncio.create_task(_look(studio))
        try:
            yield
        finally:
            looking.cancel()
            booths.close()
            with suppress(asyncio.CancelledError):
                await looking

    app = Starlette(
        routes=list(ROUTES),
        lifespan=alive,
        middleware=[Middleware(Guard, door=door)],
        exception_handlers={HTTPException: _refused, VoicepressError: _stopped},
    )
    app.state.cards, app.state.booths = Cards(), booths
    app.state.studio, app.state.door, app.state.events, app.state.sounds = studio, door, studio.events, Sounds()
    return app


async def _look(studio: Studio) -> None:
    """Notices what others write, as long as the server runs."""
    while True:
        await asyncio.sleep(LOOK_S)
        for desk in studio.opened():
            await run_in_threadpool(desk.look)


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, HTTPException)
    return record(Refusal(str(error.detail)), error.status_code)


async def _stopped(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return record(Refusal(str(error)), 409)
