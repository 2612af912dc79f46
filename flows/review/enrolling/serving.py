"""Serving a voice's clips until Ctrl-C, as the review page is served."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from flows.review.enrolling.app import make_app
from flows.review.security import Door
from flows.review.serving import CLOSING_S, listen


def serve(folder: Path, host: str, port: int, tell: Callable[[str], None], *, browser: bool) -> None:
    opened = listen(host, port)
    door = Door.at(host, opened.getsockname()[1])
    config = uvicorn.Config(
        make_app(folder, door), log_level="warning", access_log=False, server_header=False, ws="none",
        timeout_graceful_shutdown=CLOSING_S,
    )  # fmt: skip
    tell(door.url)
    if browser:
        threading.Timer(0.3, webbrowser.open, [door.url]).start()
    try:
        uvicorn.Server(config).run(sockets=[opened])
    finally:
        opened.close()
