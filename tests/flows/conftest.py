"""One Prefect server for all flow tests: real, on loopback, with a database of its own."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import deploy, environment, server

# Set before anything imports Prefect: its settings are read once. Tests must not touch a person's ~/.prefect.
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def prefect(prefect_home: Path) -> Iterator[dict[str, str]]:
    """The environment of a client of the server, with the deployments of prefect.yaml registered."""
    env = environment(prefect_home, free_port()) | {
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    }
    with server(env, prefect_home / "logs"):
        deploy(env)
        yield env
