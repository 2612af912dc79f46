"""What of a manuscript is not read, and the switches that read it: each shows what it writes before it does."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.deciding import Conflict, FileChange, Preview, Shown, shown_change
from flows.review.desk import Desk
from flows.review.messages import body_of, record
from flows.review.studio import desk_of
from pipeline.errors import ConflictError
from pipeline.manifests import AudiobookProduction
from pipeline.manifests.editing import Change, Draft, write_all
from pipeline.production.audiobook.assembly import Audiobook
from pipeline.report.day import Skipped, Switch, edits_of_switch, skipped_of
from pipeline.report.day.skipped import text_of

MOST_BLOCKS = 400  # of a preview
LONGEST = 60_000  # characters of it


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    title: str
    paragraphs: tuple[Paragraph, ...]
    more: int = 0  # paragraphs that are not shown


@dataclass(frozen=True, slots=True)
class Switching:
    """A switch as the page sends it, with what was shown of the files."""

    switch: Switch
    files: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Switched:
    skipped: Skipped
    told: str


def manuscript_of(desk: Desk) -> Skipped:
    """What is read and skipped.

    Raises:
        HTTPException: the production has no manuscript.
    """
    desk.look()
    book, production = _book(desk), desk.reviewed.assembly.job.production
    assert isinstance(production, AudiobookProduction)
    return skipped_of(desk.slug, book.selected, production.read, book.script.coverage)


def excerpt_of(desk: Desk, number: int) -> Excerpt:
    """The text of a chapter of the manuscript."""
    chapters = _book(desk).selected.chapters
    if not 0 <= number < len(chapters):
        raise HTTPException(404, "there is no such chapter")
    found, length, blocks = [], 0, [*text_of(chapters[number])]
    for kind, text, reason in blocks[:MOST_BLOCKS]:
        found.append(Paragraph(kind, text[:LONGEST], reason))
        length += len(text)
        if length > LONGEST:
            break
    return Excerpt(chapters[number].title, tuple(found), len(blocks) - len(found))


def preview(desk: Desk, switch: Switch) -> Preview:
    """What a switch would write. Nothing is written."""
    return Preview(_shown(_changes(desk, switch)))


def turn(desk: Desk, asked: Switching) -> Switched | Conflict:
    """Writes what was shown, or says why not."""
    with desk.writing:
        changes = _changes(desk, asked.switch)
        now = _shown(changes)
        if {(one.path, one.digest) for one in now} != {(one.path, one.digest) for one in asked.files}:
            theirs = "\n".join(one.diff for one in now) or "production.yaml says this already."
            return Conflict("production.yaml has changed since you looked: this is not what you saw.", theirs, "")
        try:
            write_all(changes)
            desk.refresh()
        except ConflictError as error:
            return Conflict(str(error), "", "\n".join(one.diff for one in now))
    return Switched(manuscript_of(desk), "Written to production.yaml." if changes else "It says so already.")


def _book(desk: Desk) -> Audiobook:
    assembly = desk.reviewed.assembly
    if not isinstance(assembly, Audiobook):
        raise HTTPException(404, "this production has no manuscript")
    return assembly


def _changes(desk: Desk, switch: Switch) -> list[Change]:
    draft = Draft(desk.repo.root)
    draft.edit(edits_of_switch(draft, desk.path, switch))
    return draft.changes()


def _shown(changes: list[Change]) -> tuple[FileChange, ...]:
    return tuple(shown_change(change) for change in changes)


# ---------------------------------------------------------------- routes


async def _manuscript(request: Request) -> Response:
    desk = desk_of(request)
    return await run_in_threadpool(lambda: record(manuscript_of(desk)))


async def _excerpt(request: Request) -> Response:
    desk, number = desk_of(request), request.path_params["number"]
    return await run_in_threadpool(lambda: record(excerpt_of(desk, number)))


async def _preview(request: Request) -> Response:
    desk, asked = desk_of(request), await body_of(request, Switching)
    return await run_in_threadpool(lambda: record(preview(desk, asked.switch)))


async def _turn(request: Request) -> Response:
    desk, asked = desk_of(request), await body_of(request, Switching)
    answer = await run_in_threadpool(lambda: turn(desk, asked))
    return record(answer, 409 if isinstance(answer, Conflict) else 200)


ROUTES = (
    Route("/api/books/{book}/manuscript", _manuscript),
    Route("/api/books/{book}/manuscript/preview", _preview, methods=["POST"]),
    Route("/api/books/{book}/manuscript/turn", _turn, methods=["POST"]),
    Route("/api/books/{book}/manuscript/{number:int}", _excerpt),
)
