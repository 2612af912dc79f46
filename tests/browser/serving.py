"""A review server in a thread of its own, for pages in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.repo import Repo
from flows.review.events import Events
from flows.review.serving import listen, server_of
from flows.review.studio import Studio
from pipeline.production.housekeeping import productions_under


@contextmanager
def reviewing(path: Path) -> Iterator[str]:
    """The address of the review of one production, or of the shelf of a folder of several."""
    studio = Studio(Repo.at(path, workers=1), {}, "", Events())
    if path.is_dir():
        studio.shelve(productions_under(path))
    else:
        studio.take_up(path)
    opened = listen("127.0.0.1", 0)
    server, door = server_of(studio, opened, "127.0.0.1")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    try:
        yield door.url
    finally:
        studio.close()
        server.should_exit = True
        thread.join(10)
        opened.close()
