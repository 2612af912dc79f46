"""Sound for the page: attempts at the book's level, lines in their context, and waveforms. Rendered in memory."""

from __future__ import annotations

import functools
import io
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import soundfile
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.messages import record
from flows.review.studio import DIGEST, desk_of, line_of
from pipeline.audio import Clip
from pipeline.production.reviewing import Excerpt, excerpt, peaks, take_named, take_sound
from pipeline.report.review import ReviewLine

KEPT = 96  # sounds in memory: of a sentence 0.3 MB each


@dataclass(frozen=True, slots=True)
class Waveform:
    """What is drawn: the largest sample of each stretch, 0 to 255, and where the lines lie in it."""

    duration_ms: int
    peaks: tuple[int, ...]
    spans: tuple[tuple[str, int, int], ...] = ()


@dataclass
class Sounds:
    """The sounds that were rendered last. Thread-safe; two who ask at once may both render."""

    _kept: OrderedDict[tuple[object, ...], Excerpt] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: tuple[object, ...], render: Callable[[], Excerpt]) -> Excerpt:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = render()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def wav(clip: Clip) -> bytes:
    """16-bit WAV."""
    file = io.BytesIO()
    soundfile.write(file, clip.samples, clip.sample_rate_hz, "PCM_16", format="WAV")
    return file.getvalue()


def ranged(request: Request, data: bytes, media_type: str) -> Response:
    """The data, or the range of them that was asked for: players jump by ranges."""
    asked = request.headers.get("range", "")
    headers = {"Accept-Ranges": "bytes"}
    if not asked.startswith("bytes=") or "," in asked:
        return Response(data, media_type=media_type, headers=headers)
    first, _, last = asked.removeprefix("bytes=").partition("-")
    try:
        start = int(first) if first else max(0, len(data) - int(last))
        end = min(len(data), int(last) + 1) if first and last else len(data)
    except ValueError:
        start, end = 0, 0
    if not 0 <= start < end:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
    return Response(data[start:end], 206, headers, media_type)


def take_asked(request: Request, line: ReviewLine) -> str:
    """The digest of the attempt that is asked for; the one in the book where none is named.

    Raises:
        HTTPException: it is no attempt of this line, or the line has none.
    """
    digest = request.query_params.get("take", "") or next((a.take for a in line.attempts if a.circled), "")
    if not DIGEST.fullmatch(digest) or digest not in {attempt.take for attempt in line.attempts}:
        raise HTTPException(404, "there is no such take of this line")
    return digest


def _rendered(request: Request, desk: Desk, *, context: bool) -> Excerpt:
    sounds: Sounds = request.app.state.sounds
    line = line_of(request, desk)
    seen = desk.reviewed
    digest = take_asked(request, line)
    if not context:
        alone = (desk.slug, digest, line.gain_db)
        return sounds.get(alone, lambda: Excerpt(take_sound(seen.assembly, digest, line.gain_db), ()))
    index = seen.index_of[line.row.slate]
    around = [seen.book.rows[at].version for at in range(max(0, index - 1), min(len(seen.book.rows), index + 2))]
    key = (desk.slug, line.row.slate, digest, line.gain_db, *around)
    return sounds.get(key, lambda: excerpt(seen.assembly, index, take_named(seen.assembly, index, digest)))


async def _sound(request: Request, *, context: bool) -> Response:
    desk = desk_of(request)
    sound = await run_in_threadpool(lambda: wav(_rendered(request, desk, context=context).clip))
    return ranged(request, sound, "audio/wav")


async def _waveform(request: Request, *, context: bool) -> Response:
    desk = desk_of(request)

    def drawn() -> Response:
        made = _rendered(request, desk, context=context)
        return record(Waveform(made.clip.duration_ms, peaks(made.clip), made.spans))

    return await run_in_threadpool(drawn)


ROUTES = (
    Route("/sound/{book}/{slate}/take.wav", functools.partial(_sound, context=False)),
    Route("/sound/{book}/{slate}/context.wav", functools.partial(_sound, context=True)),
    Route("/api/books/{book}/lines/{slate}/take", functools.partial(_waveform, context=False)),
    Route("/api/books/{book}/lines/{slate}/context", functools.partial(_waveform, context=True)),
)
