"""The voices that the service offers, in the shapes that clients ask for; and what OpenAI's clients ask first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from flows.service.stage import Stage
from pipeline.errors import VoicepressError

router = APIRouter()


@router.get("/v1/audio/voices")
async def voices(request: Request) -> dict[str, Any]:
    """Voices whose owners agreed to the service; by name alone, and with what is known of them."""
    stage: Stage = request.app.state.stage
    data = await run_in_threadpool(_listed, stage)
    return {"object": "list", "voices": [one["id"] for one in data], "data": data}


@router.get("/v1/models")
async def models(request: Request) -> dict[str, Any]:
    """One model: what speaks is decided by the voice."""
    del request
    return {"object": "list", "data": [{"id": "voicepress", "object": "model", "owned_by": "this house"}]}


def _listed(stage: Stage) -> list[dict[str, Any]]:
    found = []
    for name in stage.names:
        try:
            used = stage.voice(name)
        except VoicepressError:  # taken back since
            continue
        voice = used.voice
        found.append(
            {
                "id": name, "object": "voice", "name": voice.narrator or name, "languages": list(voice.languages),
                "engine": voice.engine, "version": voice.version, "fingerprint": used.fingerprint,
            }
        )  # fmt: skip
    return found
