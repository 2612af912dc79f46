"""Serving: a socket on loopback (or where `--host` says), its address told and opened, until Ctrl-C."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from flows.review.app import make_app
from flows.review.security import Door
from flows.review.studio import Studio
from pipeline.errors import RefusedError

PORT = 8642  # the first that is tried; a few after it where it is taken
TRIED = 20
CLOSING_S = 2


def listen(host: str, port: int) -> socket.socket:
    """A socket on this port; where none is named, on the first that is free.

    Raises:
        RefusedError: the port is taken, or there is no such address here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in [port] if port else [*range(PORT, PORT + TRIED), 0]:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, number))
        except OSError as error:
            opened.close()
            if port or not number:
                raise RefusedError(f"{host}:{number} cannot be listened on: {error.strerror or error}") from None
        else:
            return opened
    raise AssertionError


def server_of(studio: Studio, opened: socket.socket, host: str) -> tuple[uvicorn.Server, Door]:
    """The server for a studio behind a socket that listens, and its door."""
    door = Door.at(host, opened.getsockname()[1])
    config = uvicorn.Config(
        make_app(studio, door), log_level="warning", access_log=False, server_header=False, ws="none",
        timeout_graceful_shutdown=CLOSING_S,
    )  # fmt: skip
    return uvicorn.Server(config), door


def serve(studio: Studio, host: str, port: int, tell: Callable[[str], None], *, browser: bool) -> None:
    """Serves the studio until Ctrl-C."""
    opened = listen(host, port)
    server, door = server_of(studio, opened, host)
    tell(door.url)
    if browser:
        threading.Timer(0.3, webbrowser.open, [door.url]).start()
    try:
        server.run(sockets=[opened])
    finally:
        opened.close()
