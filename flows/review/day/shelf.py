"""The shelf: every production of the repo with its verdict, how far it is, and what waits for a person to listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.messages import record
from flows.review.studio import Studio, desk_of
from pipeline.errors import VoicepressError
from pipeline.manifests import read_production
from pipeline.production import Assembly
from pipeline.production.job.owning import running
from pipeline.production.reporting import report_of
from pipeline.production.reviewing import review
from pipeline.report.cover import small_cover
from pipeline.report.day import Card
from pipeline.report.review import ReviewRow

WRITTEN = ("takesheet.csv", "report.json", "verdict.json")  # by a run
BESIDE_MS = 5_000  # an editor hears a line between its neighbours


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is on it, before anything is read: titles come with the cards."""

    books: tuple[Card, ...]


@dataclass
class Cards:
    """The cards that were drawn last, with the stamps of what they were drawn from. Thread-safe."""

    _known: dict[str, tuple[tuple[object, ...], Card]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, desk: Desk) -> Card:
        stamps = _stamps(desk)
        with self._lock:
            known = self._known.get(desk.slug)
        if known and known[0] == stamps:
            return known[1]
        card = card_of(desk)
        with self._lock:
            self._known[desk.slug] = (stamps, card)
        return card


def card_of(desk: Desk) -> Card:
    """The card of a production; one that cannot be read has the reason on it."""
    try:
        assembly = desk.repo.lay_out(desk.path, rehearsal=desk.rehearsal)
        report = report_of(assembly)
        rows = review(assembly).book.rows
        masters = sum(assembly.master_of(section) is not None for section in assembly.sections)
    except VoicepressError as error:
        why = str(error).replace(f"{desk.repo.root}/", "")
        return Card(desk.slug, _title(desk), state="cannot be read", reasons=(why,), look="fail")
    verdict = report.verdict
    waiting, waiting_ms = waits(rows)
    return Card(
        desk.slug, report.title, report.authors, report.language, report.look, verdict.state, verdict.reasons,
        len(rows), report.taken, len(assembly.sections), masters, report.audio_ms, waiting, waiting_ms,
        sum(bool(row.decided.later) for row in rows), report.finished, running(assembly.job.out), desk.rehearsal,
        bool(report.cover),
    )  # fmt: skip


def waits(rows: Sequence[ReviewRow]) -> tuple[int, int]:
    """Lines that a person should listen to, and how long that takes."""
    waiting = [row for row in rows if row.open and row.state != "missing" and not row.quirk]
    return len(waiting), sum(row.duration_ms + BESIDE_MS for row in waiting)


def cover_of(assembly: Assembly) -> bytes:
    return small_cover(assembly.store, assembly.cover)


def _title(desk: Desk) -> str:
    try:
        return read_production(desk.path).title or desk.slug
    except VoicepressError:
        return desk.slug


def _stamps(desk: Desk) -> tuple[object, ...]:
    """When the files were written that decide what a card says."""
    out = desk.repo.out / desk.slug
    files = (*sorted(desk.path.parent.glob("*.yaml")), *(out / name for name in WRITTEN))
    return (*map(_stamp, files), running(out))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, stat.st_mtime_ns, stat.st_size


# ---------------------------------------------------------------- routes


async def _shelf(request: Request) -> Response:
    studio: Studio = request.app.state.studio
    desks = [desk for slug in sorted(studio.paths) if (desk := studio.desk(slug))]
    return await run_in_threadpool(lambda: record(Shelf(tuple(Card(desk.slug, _title(desk)) for desk in desks))))


async def _card(request: Request) -> Response:
    desk = desk_of(request)
    cards: Cards = request.app.state.cards
    return await run_in_threadpool(lambda: record(cards.of(desk)))


async def _cover(request: Request) -> Response:
    desk = desk_of(request)
    picture = await run_in_threadpool(lambda: cover_of(desk.repo.lay_out(desk.path, rehearsal=desk.rehearsal)))
    if not picture:
        raise HTTPException(404, "this book has no cover")
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"})


ROUTES = (Route("/api/shelf", _shelf), Route("/api/shelf/{book}", _card), Route("/sound/{book}/cover.jpg", _cover))
