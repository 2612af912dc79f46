"""The correction list as a download: what is wrong and not decided, in the trade's shape."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.studio import desk_of
from pipeline.production.reviewing import Reviewed, review_line
from pipeline.report.corrections import corrections, corrections_csv

WRONG = frozenset({"flag", "fail", "inconclusive"})


def correction_list(seen: Reviewed) -> bytes:
    """The list of a production as it stands, in the order of the book."""
    lines = (review_line(seen, index) for index, row in enumerate(seen.book.rows) if row.state in WRONG)
    begin = {
        section.number: seen.assembly.whereabouts(section.first).at_ms
        for section in seen.assembly.sections
        if section.length
    }
    return corrections_csv(corrections(lines, {number: at for number, at in begin.items() if at is not None}))


async def _corrections(request: Request) -> Response:
    desk: Desk = desk_of(request)
    data = await run_in_threadpool(lambda: correction_list(desk.reviewed))
    name = f'attachment; filename="{desk.slug}-corrections.csv"'
    return Response(data, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


ROUTES = (Route("/api/books/{book}/corrections.csv", _corrections),)
