"""The studio: the productions that a server shows, each at its desk, opened when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request

from flows.repo import Repo
from flows.review.desk import Desk, slug_of
from flows.review.events import Events
from pipeline.report.review import ReviewLine

SLATE = re.compile(r"c\d{3,}\.l\d{4,}")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass
class Studio:
    """Not slotted: desks are opened as they are asked for."""

    repo: Repo
    paths: dict[str, Path]  # of production.yaml, by slug
    first: str  # the production that the server was started for; "" where it shows the shelf
    events: Events
    rehearsal: bool = False
    _desks: dict[str, Desk] = field(default_factory=dict)

    def take_up(self, path: Path) -> str:
        """Adds a production, as the first if there is none; its slug."""
        slug = slug_of(path)
        self.paths[slug] = path
        self.first = self.first or slug
        return slug

    def shelve(self, paths: Iterable[Path]) -> None:
        """Adds productions to the shelf; one of a name that is there already is left out."""
        for path in paths:
            self.paths.setdefault(slug_of(path), path)

    def desk(self, slug: str) -> Desk | None:
        """Of a production that the server was started with; a name leads to no file that it was not given."""
        if slug not in self.paths:
            return None
        if slug not in self._desks:
            self._desks[slug] = Desk(self.repo, self.paths[slug], self.events, rehearsal=self.rehearsal)
        return self._desks[slug]

    def opened(self) -> list[Desk]:
        return list(self._desks.values())

    def close(self) -> None:
        """Stops what desks have started."""
        self.events.close()
        for desk in self.opened():
            desk.close()


def desk_of(request: Request) -> Desk:
    """The desk that an address names.

    Raises:
        HTTPException: there is no such production here.
    """
    studio: Studio = request.app.state.studio
    desk = studio.desk(request.path_params["book"])
    if desk is None:
        raise HTTPException(404, "there is no such production here")
    return desk


def line_of(request: Request, desk: Desk) -> ReviewLine:
    """The line that an address names."""
    slate = request.path_params["slate"]
    line = desk.line(slate) if SLATE.fullmatch(slate) else None
    if line is None:
        raise HTTPException(404, "there is no such line")
    return line
