"""A review server in this process, asked as a page asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from flows.repo import Repo
from flows.review.app import make_app
from flows.review.events import Events
from flows.review.security import Door
from flows.review.studio import Studio

ORIGIN = "http://127.0.0.1:8642"


def client(path: Path, door: Door | None = None) -> TestClient:
    """A client of the review of one production."""
    studio = Studio(Repo.at(path, workers=1), {}, "", Events())
    studio.take_up(path)
    app = make_app(studio, door or Door("127.0.0.1", 8642))
    return TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN})


def decide(page: TestClient, slate: str, book: str = "short", *, as_page: str = "one", **decision: Any) -> Any:
    """Sends a decision as a page does, preview first; the answer to it."""
    line = page.get(f"/api/books/{book}/lines/{slate}").json()["row"]
    asked = {
        "decision": {"slate": slate, "text": line["text"], **decision},
        "version": line["version"],
        "page": as_page,
    }
    shown = page.post(f"/api/books/{book}/preview", json=asked)
    if shown.status_code != 200:
        return shown
    return page.post(f"/api/books/{book}/decide", json=asked | {"files": shown.json()["files"]})
