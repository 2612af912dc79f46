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
from flows.service.door import Door
from flows.service.keys import Keys
from flows.service.messages import refusal
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

    app = FastAPI(
        title="voicepress", lifespan=alive, middleware=[Middleware(Door, keys=keys, address=address)],
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

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> dict[str, str]:
        return {"status": "ready"}

    return app


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(error.status_code, f"{request.method} {request.url.path}: {error.detail}")


async def _invalid(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    return refusal(400, f"{where}: {first['msg']}" if where else str(first["msg"]), param=where or None)


async def _stopped(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, VoicepressError)
    if isinstance(error, BusyError):
        return refusal(503, str(error), after_s=error.after_s)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return refusal(status, str(error), after_s=AGAIN_S if isinstance(error, MachineError) else 0)


async def _gone(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return Response(status_code=499)  # nobody reads it


async def _unforeseen(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return refusal(500, f"a fault of the service: {type(error).__name__}; its log says more")
