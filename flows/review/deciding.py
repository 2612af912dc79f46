"""Decisions: what the page sends becomes a change of manifests, which is shown, then written, and can be taken back.

A decision names the version of the row that its author looked at, and what its author was shown that would be written.
Where either is no longer so, nothing is written and both sides are answered. What others have written elsewhere in the
same file is no conflict: a change is worked out anew on the file as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.lexicons import lines_touched
from flows.review.messages import body_of, record
from flows.review.studio import desk_of
from pipeline.deciding import Decision, Place, edits_of
from pipeline.errors import ConflictError
from pipeline.manifests.editing import Change, Draft, Edit, NewFile, changes_of, write_all
from pipeline.report.review import ReviewRow
from pipeline.store import digest_of

UNDONE = 200  # decisions that can be taken back, of each page
PERFORMED = ("pickup", "say", "lexicon")


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that would be written: how, and what stands for what the person was shown."""

    path: str
    diff: str
    digest: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A line that would be spoken otherwise."""

    slate: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    files: tuple[FileChange, ...]
    touched: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as the page sends it: on which version of the row, and with what was shown of the files."""

    decision: Decision
    version: str
    files: tuple[Shown, ...] = ()
    page: str = ""  # the page that asks, for its undo


@dataclass(frozen=True, slots=True)
class Taking:
    """The last decision of this page is to be taken back."""

    page: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    rows: tuple[ReviewRow, ...]
    told: str
    slate: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was here first."""

    error: str
    theirs: str
    mine: str


class ConflictingError(Exception):
    def __init__(self, conflict: Conflict):
        super().__init__(conflict.error)
        self.conflict = conflict


@dataclass(frozen=True, slots=True)
class Written:
    """A decision that was written: enough to take it back."""

    page: str
    decision: Decision
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]


def preview(desk: Desk, asked: Asked) -> Preview:
    """What a decision would write. Nothing is written."""
    desk.look()
    _check_row(desk, asked)
    changes, _ = _changes(desk, asked.decision)
    touched: tuple[Touched, ...] = ()
    if asked.decision.what == "lexicon":
        lines = lines_touched(desk.reviewed.assembly, asked.decision)
        touched = tuple(Touched(line.slate, line.text) for line in lines)
    return Preview(tuple(shown_change(change) for change in changes), touched)


def decide(desk: Desk, asked: Asked) -> Done:
    """Writes a decision, exactly as it was shown.

    Raises:
        ConflictingError: the row, or what would be written, is no longer what the person saw.
    """
    with desk.writing:
        desk.look()
        _check_row(desk, asked)
        changes, edits = _changes(desk, asked.decision)
        now = tuple(shown_change(change) for change in changes)
        if {(one.path, one.digest) for one in now} != {(one.path, one.digest) for one in asked.files}:
            theirs = "\n".join(one.diff for one in now) or "The manifests say this already."
            raise ConflictingError(
                Conflict("The manifests have changed since you looked: this is not what you saw.", theirs, "")
            )
        try:
            write_all(changes)
        except ConflictError as error:
            raise ConflictingError(Conflict(str(error), _texts(changes), "\n".join(one.diff for one in now))) from None
        desk.undone.append(Written(asked.page, asked.decision, tuple(changes), tuple(edits)))
        del desk.undone[:-UNDONE]
        rows = _with(desk, desk.refresh(decided=_silent(desk, asked.decision)).rows, asked.decision.slate)
    if asked.decision.what in PERFORMED:
        desk.perform([asked.decision.slate, *_waiting(rows)])
    names = ", ".join(Path(change.path).name for change in changes)
    return Done(rows, f"Written to {names}." if names else "The manifests say this already.", asked.decision.slate)


def undo(desk: Desk, page: str) -> Done:
    """Takes the last decision of a page back: byte for byte where nobody has written since, else its entries alone."""
    with desk.writing:
        written = next((one for one in reversed(desk.undone) if one.page == page), None)
        if written is None:
            raise HTTPException(409, "There is nothing to undo: this page has decided nothing yet.")
        try:
            write_all([change.reverse() for change in reversed(written.changes)])
        except ConflictError:
            edits = [edit for edit in reversed(written.edits) if not isinstance(edit, NewFile)]
            if len(edits) < len(written.edits):
                raise
            write_all(changes_of([edit.reverse() for edit in edits], desk.repo.root))
        desk.undone.remove(written)
        rows = _with(desk, desk.refresh(decided=_silent(desk, written.decision)).rows, written.decision.slate)
    return Done(rows, "Taken back.", written.decision.slate)


def _silent(desk: Desk, decision: Decision) -> bool:
    """Whether a decision changes nothing that is heard."""
    if decision.what == "approve":
        line = desk.line(decision.slate)
        return line is not None and any(one.circled and one.take == decision.take for one in line.attempts)
    return decision.what in ("later", "waive") or decision.undoes in ("later", "waive")


def _changes(desk: Desk, decision: Decision) -> tuple[list[Change], list[Edit]]:
    """What a decision changes in the files as they stand, and the edits that do it."""
    draft = Draft(desk.repo.root)
    place = Place(desk.path, desk.repo.root, desk.reviewed.assembly.state.lines)
    edits = edits_of(draft, decision, place)
    draft.edit(edits)
    return draft.changes(), edits


def _check_row(desk: Desk, asked: Asked) -> None:
    """Raises ConflictingError where the row is not the one that the person decided on."""
    seen = desk.reviewed
    if asked.decision.slate not in seen.index_of:
        raise HTTPException(404, "There is no such line any more.")
    row = seen.book.rows[seen.index_of[asked.decision.slate]]
    if row.version != asked.version:
        why = f"{row.slate} has changed since you looked at it. Nothing was written."
        raise ConflictingError(Conflict(why, _in_words(row), _decision_in_words(asked.decision)))


def shown_change(change: Change) -> FileChange:
    """A change with what stands for it: its added and removed lines, wherever in the file they are now."""
    diff = change.diff
    body = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    path = change.path.resolve()
    name = path.relative_to(change.repo.resolve()).as_posix()
    return FileChange(name, diff, digest_of("\n".join([name, *body]).encode()))


def _texts(changes: Sequence[Change]) -> str:
    return "\n".join(change.path.read_text("utf-8", "replace") for change in changes if change.path.is_file())


def _with(desk: Desk, rows: Sequence[ReviewRow], slate: str) -> tuple[ReviewRow, ...]:
    """The rows that changed, and the row that was decided on in any case."""
    seen = desk.reviewed
    own = [seen.book.rows[seen.index_of[slate]]] if slate in seen.index_of else []
    return (*(row for row in rows if row.slate != slate), *own)


def _waiting(rows: Sequence[ReviewRow]) -> list[str]:
    return [row.slate for row in rows if row.state == "missing"]


def _in_words(row: ReviewRow) -> str:
    decided = row.decided
    said = [
        f"accepted{f' by {decided.by}' if decided.by else ''}" if decided.approved else "",
        f"picked up: {decided.pickup}" if decided.pickup else "",
        f"for later: {decided.later}" if decided.later else "",
        f"waived: {', '.join(decided.waived)}" if decided.waived else "",
    ]
    return f"{row.text}\n{', '.join(filter(None, said)) or 'nothing is decided'}; verdict: {row.state}"


def _decision_in_words(decision: Decision) -> str:
    return ", ".join(filter(None, [decision.what, decision.reason, decision.say, decision.word, decision.code]))


# ---------------------------------------------------------------- routes


async def _answered(work: Callable[[], object]) -> Response:
    try:
        return record(await run_in_threadpool(work))
    except ConflictingError as error:
        return record(error.conflict, 409)


async def _asked(request: Request) -> Asked:
    """What a page asks, with the day on which it does."""
    asked = await body_of(request, Asked)
    today = dt.date.today().isoformat()
    return replace(asked, decision=replace(asked.decision, seen=asked.version, date=today))


async def _preview(request: Request) -> Response:
    desk, asked = desk_of(request), await _asked(request)
    return await _answered(lambda: preview(desk, asked))


async def _decide(request: Request) -> Response:
    desk, asked = desk_of(request), await _asked(request)
    return await _answered(lambda: decide(desk, asked))


async def _undo(request: Request) -> Response:
    desk, taking = desk_of(request), await body_of(request, Taking)
    return await _answered(lambda: undo(desk, taking.page))


ROUTES = (
    Route("/api/books/{book}/preview", _preview, methods=["POST"]),
    Route("/api/books/{book}/decide", _decide, methods=["POST"]),
    Route("/api/books/{book}/undo", _undo, methods=["POST"]),
)
