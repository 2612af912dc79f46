"""The speech routes: a text becomes a sound, line by line, as `/v1/audio/speech` and under GPT-SoVITS's `/tts`."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from flows.service.audit import Entry, moment
from flows.service.door import ANYBODY
from flows.service.keys import Key
from flows.service.messages import Line, Speech
from flows.service.sounds import FORMATS, SoundStream
from flows.service.stage import Stage
from flows.service.texts import Asked, Text, language_of, text_of
from pipeline.audio import Samples, faded, take_clip, trimmed
from pipeline.records import Take
from pipeline.store import digest_of
from pipeline.takes import VoiceInUse

AHEAD = 4  # lines of one text that wait at the same time: a long text leaves room for short ones
router = APIRouter()


@dataclass
class Speaking:
    """One answer under way."""

    stage: Stage
    key: Key
    path: str
    body: Speech
    used: VoiceInUse
    text: Text
    stored: dict[str, Take]
    sounded: list[str] = field(default_factory=list)
    why: str = ""

    @property
    def lines(self) -> Sequence[Asked]:
        return self.text.lines

    @property
    def hit(self) -> bool:
        """Whether all of it has been spoken before."""
        return all(one.request.key in self.stored for one in self.lines)

    @property
    def headers(self) -> dict[str, str]:
        have, of = sum(one.request.key in self.stored for one in self.lines), len(self.lines)
        headers = {
            "X-Cache": f"{'hit' if self.hit else 'miss'}; {have} of {of} lines",
            "X-Voice": quote(self.used.name),
            "X-Language": self.text.language,
            "X-Synthetic": "true",
        }
        if self.text.unspoken:
            headers["X-Unspoken"] = quote(self.text.unspoken)
        return headers

    def note(self, status: int) -> None:
        self.stage.audit.note(
            Entry(
                moment(), self.key.name, self.path, status, self.used.name, self.used.fingerprint, self.text.language,
                digest_of(self.body.input.encode()), len(self.body.input), tuple(self.sounded),
                sum(one.request.key in self.stored for one in self.lines), self.why,
            )
        )  # fmt: skip

    async def take(self, asked: Asked) -> Take:
        if take := self.stored.get(asked.request.key):
            return take
        engine = self.used.engine
        return await self.stage.queue.take(asked.request, self.used.expected_ms(asked.request) / 1000, engine.width)

    async def takes(self) -> AsyncIterator[tuple[Asked, Take]]:
        """The takes in order, AHEAD of them under way."""
        pending: list[tuple[Asked, asyncio.Task[Take]]] = []
        rest = iter(self.lines)
        try:
            for asked in itertools.islice(rest, AHEAD):
                pending.append((asked, asyncio.ensure_future(self.take(asked))))
            while pending:
                asked, task = pending[0]
                take = await task
                pending.pop(0)
                if (more := next(rest, None)) is not None:
                    pending.append((more, asyncio.ensure_future(self.take(more))))
                self.sounded.append(take.digest)
                yield asked, take
        finally:
            for _, task in pending:
                task.cancel()
            await asyncio.gather(*(task for _, task in pending), return_exceptions=True)

    async def sound(self) -> AsyncIterator[bytes]:
        """The bytes of the file; all at once where it was asked for not long ago."""
        key = self._file_key([self.stored[one.request.key].digest for one in self.lines]) if self.hit else None
        if key and (known := self.stage.recent.get(key)) is not None:
            self.sounded = list(key[1])
            yield known
            return
        made: list[bytes] = []
        async for chunk in self._made():
            made.append(chunk)
            yield chunk
        self.stage.recent.put(self._file_key(self.sounded), b"".join(made))

    def _file_key(self, takes: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[int, ...], bool]:
        """What decides the bytes."""
        return self.body.response_format, tuple(takes), tuple(one.pause_ms for one in self.lines), self.body.streamed

    async def _made(self) -> AsyncIterator[bytes]:
        whole = not self.body.streamed
        stream = SoundStream(self.body.response_format, self.used.engine.sample_rate_hz, whole=whole)
        last = self.lines[-1]
        async for asked, take in self.takes():
            samples = await run_in_threadpool(self._samples, take, 0 if asked is last else asked.pause_ms)
            if data := await run_in_threadpool(stream.add, samples):
                yield data
        if data := await run_in_threadpool(stream.finish):
            yield data

    def _samples(self, take: Take, pause_ms: int) -> Samples:
        clip = take_clip(self.stage.repo.store.read(take.digest))
        rate = clip.sample_rate_hz
        sound = faded(trimmed(clip.samples, rate), rate)
        return np.concatenate([sound, np.zeros(rate * pause_ms // 1000, np.float32)])


@router.post("/v1/audio/speech", response_class=Response, responses={200: {"content": {"audio/mpeg": {}}}})
async def speech(body: Speech, request: Request) -> Response:
    """Speaks a text. `X-Cache` says how many of its lines had been spoken before, by a book or by the service."""
    return await _answer(body, request)


@router.post("/tts", response_class=Response, responses={200: {"content": {"audio/wav": {}}}})
async def tts(body: Line, request: Request) -> Response:
    """The same under the name that GPT-SoVITS's users know; a voice of this house in place of files."""
    return await _answer(body.speech, request)


async def _answer(body: Speech, request: Request) -> Response:
    stage: Stage = request.app.state.stage
    key: Key = getattr(request.state, "key", ANYBODY)
    speaking = await run_in_threadpool(_prepared, stage, key, request.url.path, body)
    missing = [one for one in speaking.lines if one.request.key not in speaking.stored]
    stage.queue.admit([speaking.used.expected_ms(one.request) / 1000 for one in missing])
    chunks = _noted(speaking)
    # The first bytes come before the answer begins, so that what cannot be spoken is said with its status.
    began = time.monotonic()
    first = await _unless_left(request, chunks)
    stage.metrics.first_byte.observe(time.monotonic() - began)
    stage.metrics.takes.labels("stored").inc(len(speaking.lines) - len(missing))
    form = FORMATS[body.response_format]
    if body.stream_format == "sse":
        return StreamingResponse(_events(first, chunks), media_type="text/event-stream", headers=speaking.headers)
    if not body.streamed:  # then what came first is all of it
        await anext(chunks, b"")
        return Response(first, media_type=form.media_type, headers=speaking.headers)
    return StreamingResponse(_chained(first, chunks), media_type=form.media_type, headers=speaking.headers)


async def _unless_left(request: Request, chunks: AsyncGenerator[bytes]) -> bytes:
    """The first bytes; where the client leaves before they are there, nothing more is spoken for it."""
    coming = asyncio.ensure_future(anext(chunks, b""))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if coming.done():
            return coming.result()
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        raise ClientDisconnect
    finally:
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _prepared(stage: Stage, key: Key, path: str, body: Speech) -> Speaking:
    """All that can be refused, is refused here: voice, consent, language, words."""
    used = stage.voice(body.voice_name)
    language = language_of(body.input, body.language, used)
    stage.check_agreed(used, [language])
    text = text_of(
        body.input, language, used, stage.pauses, stage.forbidden, pace=body.speed, direction=body.instructions
    )
    return Speaking(stage, key, path, body, used, text, stage.stored([one.request for one in text.lines]))


async def _noted(speaking: Speaking) -> AsyncGenerator[bytes]:
    """The sound; how it ended is in the audit log, whoever ended it."""
    status, begun = 500, False
    try:
        async for chunk in speaking.sound():
            begun = True
            yield chunk
        status = 200
    except (asyncio.CancelledError, GeneratorExit):
        status, speaking.why = 499, "the client left"
        raise
    except Exception as error:
        status, speaking.why = (500, str(error)) if begun else (0, "")  # before the first byte the answer itself tells
        raise
    finally:
        if status:
            speaking.note(status)


async def _chained(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _events(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for chunk in _chained(first, rest):
        yield _event({"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()})
    yield _event({"type": "speech.audio.done"})


def _event(said: dict[str, str]) -> bytes:
    return f"data: {json.dumps(said)}\n\n".encode()
