"""A service on a socket of this machine: two voices that beep, one of which may not speak here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from flows.repo import Repo
from flows.review.security import Door as Address
from flows.review.serving import listen
from flows.service.keys import Keys
from flows.service.serving import server_of
from flows.service.stage import Stage
from tests.factories import write_production

TEXT = "CHAPTER I\n\nIt was a bright cold day. The clocks were striking thirteen.\n"


@dataclass
class Service:
    repo: Path
    url: str
    key: str
    stage: Stage
    keys: Keys
    production: Path

    def client(self, key: str | None = "") -> httpx.Client:
        """`key`: another than its own; None for no key."""
        headers = {} if key is None else {"Authorization": f"Bearer {key or self.key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def speak(self, text: str, *, of_key: str | None = "", **fields: object) -> httpx.Response:
        asked = {"input": text, "voice": "narrator", "response_format": "wav"} | fields
        with self.client(of_key) as client:
            return client.post("/v1/audio/speech", json=asked)


def write_voice(
    repo: Path, name: str, uses: str = "[audiobook, service]", more: str = "", engine: str = "tone"
) -> Path:
    path = repo / "manifests" / "voices" / f"{name}.yaml"
    path.write_text(
        f"engine: {engine}\nversion: 1\nlanguages: [en]\nseed: 7\n"
        f"consent: {{kind: own-voice, of: the test, uses: {uses}{more}}}\n"
    )
    return path


@contextmanager
def running(repo: Path, *, keys: bool = True, most_wait_s: float = 60) -> Iterator[Service]:
    stage = Stage.of(Repo.at(repo, workers=1), most_wait_s=most_wait_s)
    known = Keys(repo)
    key = known.add("tests", ["speak"], per_minute=100_000, at_once=100) if keys else ""
    opened = listen("127.0.0.1", 0)
    address = Address("127.0.0.1", opened.getsockname()[1])
    server = server_of(stage, known if keys else None, address)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    while not server.started:  # bound is not yet listening
        assert thread.is_alive()
        thread.join(timeout=0.01)
    path = repo / "manifests" / "productions" / "short" / "production.yaml"
    try:
        yield Service(repo, address.url.rstrip("/"), key, stage, known, path)
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        opened.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    repo = tmp_path_factory.mktemp("house")
    write_production(repo, "short", TEXT)
    write_voice(repo, "narrator")
    write_voice(repo, "quiet", "[audiobook]")
    write_voice(repo, "careful", more=", forbidden: {words: [casino]}")
    (repo / "configs" / "forbidden").mkdir(parents=True)
    (repo / "configs" / "forbidden" / "house.yaml").write_text("words: [brimstone]\n")
    with running(repo) as service:
        yield service
