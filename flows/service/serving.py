"""Serving: a socket on loopback (or where `--host` says), until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn

from flows.review.security import Door as Address
from flows.review.serving import listen
from flows.service.app import make_app
from flows.service.keys import Keys
from flows.service.stage import Stage

PORT = 8650
CLOSING_S = 10  # for sounds that are being sent
MOST_CONNECTIONS = 1000


def server_of(stage: Stage, keys: Keys | None, address: Address) -> uvicorn.Server:
    config = uvicorn.Config(
        make_app(stage, keys, address), log_level="warning", access_log=False, server_header=False, ws="none",
        timeout_graceful_shutdown=CLOSING_S, limit_concurrency=MOST_CONNECTIONS,
    )  # fmt: skip
    return uvicorn.Server(config)


def serve(stage: Stage, keys: Keys | None, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serves until Ctrl-C.

    Raises:
        RefusedError: the port is taken, or there is no such address here.
    """
    opened = listen(host, port or PORT)
    address = Address(host, opened.getsockname()[1])
    tell(address.url.rstrip("/"))
    try:
        server_of(stage, keys, address).run(sockets=[opened])
    finally:
        opened.close()
        stage.close()
