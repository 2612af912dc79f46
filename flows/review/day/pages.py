"""The pages themselves, as they lie in static/."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.pages import static
from flows.review.studio import desk_of


async def _shelf(request: Request) -> Response:  # noqa: ARG001
    return static("shelf.html")


async def _page(request: Request, name: str) -> Response:
    desk_of(request)
    return static(name)


ROUTES = (
    Route("/shelf", _shelf),
    *(Route(f"/{name}/{{book}}", partial(_page, name=f"{name}.html")) for name in ("making", "manuscript", "voices")),
)
