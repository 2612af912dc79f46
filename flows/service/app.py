"""The application: all routes behind the door. To add one: a module with a router, and its line here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect

from flows.review.security import Door as Address
from flows.service import speech, voices
from flows.service.audit import Entry, moment
from flows.service.door import ANYBODY, Door
from flows.service.keys import Key, Keys
from flows.service.messages import refusal
from flows.service.metrics import CONTENT_TYPE
from flows.service.queueing import BusyError
from flows.service.stage import Stage, UnknownVoiceError
from flows.service.texts import ForbiddenError
from pipeline.errors import (
    ConsentError,
    LinesFailedError,
    MachineError,
    ManifestError,
    MissingExtraError,
    RefusedError,
    UnfitError,
    VoiceError,
    VoicepressError,
)

# The first that fits decides; what a client can put right is 4xx, what the house must is 5xx.
STATUS: tuple[tuple[type[VoicepressError], int], ...] = (
    (UnknownVoiceError, 404),
    (ForbiddenError, 403),
    (ConsentError, 403),
    (UnfitError, 422),
    (MissingExtraError, 503),
    (VoiceError, 503),
    (ManifestError, 503),
    (RefusedError, 400),
    (LinesFailedError, 422),
    (MachineError, 503),
)
AGAIN_S = 5  # after a fault of the machine


def make_app(stage: Stage, keys: Keys | None, address: Address) -> FastAPI:
    """The application for a stage; without `keys` everybody on this machine may speak, and nobody else."""

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(stage.open)
        yield
        stage.close()

    door = Middleware(Door, keys=keys, address=address, answered=lambda status: _counted(stage, status))
    app = FastAPI(
        title="voicepress", lifespan=alive, middleware=[door],
        docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json",
        exception_handlers={
            HTTPException: _http, RequestValidationError: _invalid, VoicepressError: _stopped,
            ClientDisconnect: _gone, Exception: _unforeseen,
        },
    )  # fmt: skip
    app.state.stage = stage
    app.include_router(speech.router)
    app.include_router(voices.router)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(stage.metrics.exposition(), media_type=CONTENT_TYPE)

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> dict[str, str]:
        return {"status": "ready"}

    return app


def _counted(stage: Stage, status: int) -> None:
    stage.metrics.requests.labels(str(status)).inc()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(error.status_code, f"{request.method} {request.url.path}: {error.detail}")


async def _invalid(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    return refusal(400, f"{where}: {first['msg']}" if where else str(first["msg"]), param=where or None)


async def _stopped(request: Request, error: Exception) -> Response:
    assert isinstance(error, VoicepressError)
    if isinstance(error, BusyError):
        status, after_s = 503, error.after_s
    else:
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
        after_s = AGAIN_S if isinstance(error, MachineError) else 0
    stage: Stage = request.app.state.stage
    key: Key = getattr(request.state, "key", ANYBODY)
    stage.audit.note(Entry(moment(), key.name, request.url.path, status, why=str(error)))
    return refusal(status, str(error), after_s=after_s)


async def _gone(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return Response(status_code=499)  # nobody reads it


async def _unforeseen(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return refusal(500, f"a fault of the service: {type(error).__name__}; its log says more")
