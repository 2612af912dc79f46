"""A book being made: how far each chapter is, and those that are finished to be heard while the others are spoken."""

from __future__ import annotations

from collections import Counter

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.messages import record
from flows.review.sound import ranged
from flows.review.studio import DIGEST, desk_of
from pipeline.production.audiobook.assembly import Audiobook
from pipeline.production.job.owning import running
from pipeline.production.state import Section
from pipeline.records import Master, Missing, Take
from pipeline.report.day import Making, MakingChapter


def making_of(desk: Desk) -> Making:
    """How far a production is, as the store and its sheet say it."""
    desk.look()
    seen = desk.reviewed
    assembly, rows = seen.assembly, seen.book.rows
    if isinstance(assembly, Audiobook):
        assembly.find_masters()  # the sheet, which a desk watches, is not written when a master is made
    still = Counter(row.chapter for row in rows if row.open and row.state != "missing")
    taken = [isinstance(assembly.state.take(index), Take) or row.state == "silent" for index, row in enumerate(rows)]
    chapters = []
    for section in assembly.sections:
        master, made = assembly.master_of(section), sum(taken[section.first : section.last])
        missing = "" if master else _missing(section, made)
        sound_ms = master.duration_ms if master else assembly.state.sound_ms(section.first, section.last)
        chapters.append(
            MakingChapter(
                section.number, section.title, section.length, made, sound_ms, still[section.number],
                master.digest if master else "", missing, rows[section.first].slate if section.length else "",
            )
        )  # fmt: skip
    metadata = assembly.metadata
    return Making(
        desk.slug, metadata.title, metadata.authors, len(rows), sum(taken), assembly.audio_ms(),
        running(assembly.job.out), tuple(chapters),
    )  # fmt: skip


def _missing(section: Section, made: int) -> str:
    """Why a chapter cannot be heard yet."""
    if made < section.length:
        return f"{made:,} of {section.length:,} lines are spoken"
    why = getattr(section, "master", None)
    return str(why) if isinstance(why, Missing) else "all lines are spoken"


def master_sound(desk: Desk, digest: str) -> bytes:
    """The sound of a chapter's master, lossless as it lies in the store.

    Raises:
        HTTPException: it is no master of this production.
        DamagedError: its object is missing or does not match its digest.
    """
    assembly = desk.reviewed.assembly
    masters = {one.digest for section in assembly.sections if isinstance(one := assembly.master_of(section), Master)}
    if not DIGEST.fullmatch(digest) or digest not in masters:
        raise HTTPException(404, "there is no such chapter")
    return assembly.store.read(digest)


async def _making(request: Request) -> Response:
    desk = desk_of(request)
    return await run_in_threadpool(lambda: record(making_of(desk)))


async def _master(request: Request) -> Response:
    desk = desk_of(request)
    data = await run_in_threadpool(lambda: master_sound(desk, request.path_params["digest"]))
    return ranged(request, data, "audio/flac" if data.startswith(b"fLaC") else "audio/wav")


ROUTES = (Route("/api/books/{book}/making", _making), Route("/sound/{book}/master/{digest}", _master))
