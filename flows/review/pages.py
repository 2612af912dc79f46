"""The pages themselves: HTML, style sheets and scripts of our own, as they lie in static/. No word of a book."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.review.studio import Studio, desk_of

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Looked up by name in this table, never as a path.
FILES = {path.name: path for path in sorted(STATIC.iterdir()) if path.suffix in TYPES}


def static(name: str) -> Response:
    """One of the files of static/.

    Raises:
        HTTPException: there is no such file.
    """
    if name not in FILES:
        raise HTTPException(404, "there is no such file")
    path = FILES[name]
    headers = {"Cache-Control": "no-cache"}
    return Response(path.read_bytes(), headers=headers, media_type=TYPES[path.suffix])


async def _static(request: Request) -> Response:
    return static(request.path_params["name"])


async def _first(request: Request) -> Response:
    """The production that the server was started for; the shelf where it was started for several."""
    studio: Studio = request.app.state.studio
    return RedirectResponse(f"/review/{studio.first}" if studio.first else "/shelf", 302)


async def _review(request: Request) -> Response:
    desk_of(request)
    return static("review.html")


ROUTES = (Route("/", _first), Route("/review/{book}", _review), Route("/static/{name}", _static))
