"""The page's server: a voice's clips, their lines in dataset.tsv, and corrections. Behind the guard of every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review import pages, security
from flows.review.messages import Refusal, body_of, record
from flows.review.security import Door, Guard
from flows.review.sound import ranged
from pipeline.enrolment.dataset import NAME, Row, plain, read_rows, write_rows
from pipeline.enrolment.records import REASONS
from pipeline.errors import VoicepressError
from pipeline.untrusted.bounds import inside

LONGEST = 2_000  # characters of a clip's text: ten seconds have two hundred
LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a clip. `mark` is that of the line as the page showed it: another one was written since."""

    clip: str
    mark: str
    text: str
    verdict: str
    reason: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the data set, as the page shows it."""

    row: Row
    corrected: bool
    seen: str  # what stands in the file now: a correction names it


@dataclass(frozen=True, slots=True)
class DataSet:
    voice: str
    reasons: tuple[str, ...]
    lines: tuple[Line, ...]


class Clips:
    """A voice's folder. Corrections are one at a time."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = Lock()

    def data_set(self) -> DataSet:
        return DataSet(self.folder.name, REASONS, tuple(map(line_of, read_rows(self.folder / NAME))))

    def sound(self, clip: str) -> bytes:
        """Raises HTTPException: no line names it, or its file is gone."""
        known = {row.clip for row in read_rows(self.folder / NAME)}
        path = inside(self.folder, clip) if clip in known else None
        if path is None or path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            raise HTTPException(404, "there is no such clip")
        return path.read_bytes()

    def correct(self, said: Correction) -> Line:
        """Writes a person's line; every other line stays as it is.

        Raises:
            HTTPException: it was changed meanwhile, or says what cannot be.
        """
        with self._lock:
            rows = read_rows(self.folder / NAME)
            at = next((n for n, row in enumerate(rows) if row.clip == said.clip), -1)
            if at < 0:
                raise HTTPException(404, "there is no such clip")
            if line_of(rows[at]).seen != said.mark:
                raise HTTPException(409, "somebody else has changed this line; load the page again")
            rows[at] = corrected(rows[at], said)
            write_rows(self.folder / NAME, rows)
            return line_of(rows[at])


def line_of(row: Row) -> Line:
    return Line(row, row.corrected, row.made_mark())


def corrected(row: Row, said: Correction) -> Row:
    """The line as the person wants it. Without its mark it counts as a person's, whatever they changed."""
    if said.verdict not in ("kept", "refused"):
        raise HTTPException(400, "the verdict is kept or refused")
    if said.verdict == "refused" and said.reason not in REASONS:
        raise HTTPException(400, f"say why: {', '.join(REASONS)}")
    if len(said.text) > LONGEST or len(said.style) > 40:
        raise HTTPException(400, f"a clip's text has {LONGEST} characters at most, a style 40")
    reason = said.reason if said.verdict == "refused" else ""
    return replace(row, text=plain(said.text), verdict=said.verdict, reason=reason, style=plain(said.style), mark="")


async def _data_set(request: Request) -> Response:
    clips: Clips = request.app.state.clips
    return record(await run_in_threadpool(clips.data_set))


async def _sound(request: Request) -> Response:
    clips: Clips = request.app.state.clips
    clip = request.query_params.get("clip", "")
    return ranged(request, await run_in_threadpool(clips.sound, clip), "audio/wav")


async def _correct(request: Request) -> Response:
    clips: Clips = request.app.state.clips
    said = await body_of(request, Correction)
    return record(await run_in_threadpool(clips.correct, said))


async def _page(request: Request) -> Response:  # noqa: ARG001
    return pages.static("enrolling.html")


async def _static(request: Request) -> Response:
    return pages.static(request.path_params["name"])


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, HTTPException)
    return record(Refusal(str(error.detail)), error.status_code)


async def _stopped(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return record(Refusal(str(error)), 409)


ROUTES = (
    Route("/", _page),
    Route("/static/{name}", _static),
    Route("/api/clips", _data_set),
    Route("/api/clips/correct", _correct, methods=["POST"]),
    Route("/sound/clip.wav", _sound),
    *security.ROUTES,
)


def make_app(folder: Path, door: Door) -> Starlette:
    """The application for a voice's folder, reached by this door."""
    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, door=door)],
        exception_handlers={HTTPException: _refused, VoicepressError: _stopped},
    )
    app.state.clips, app.state.door = Clips(folder), door
    return app
