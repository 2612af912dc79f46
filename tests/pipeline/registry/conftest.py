"""A registry on SQLite and on PostgreSQL; the latter skips, and says so, where the machine has none."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from pipeline.registry.database import opened
from pipeline.registry.records import Version
from pipeline.registry.registry import Registry
from tests import postgresql

MANIFEST = "engine: tone\nversion: {}\nlanguages: [en]\nseed: 7\n"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What configs/house.yaml would say."""
    if request.param == "sqlite":
        return str(tmp_path / "registry" / "voices.db")
    url = request.getfixturevalue("server")
    name = f"t{uuid.uuid4().hex}"
    asyncio.run(_created(url, name))
    return f"{url.rpartition('/')[0]}/{name}"


async def _created(url: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


@pytest.fixture
def registry(database: str, tmp_path: Path) -> Registry:
    return Registry(opened(database, tmp_path))


def version(number: int, voice: str = "ann", **changes: object) -> Version:
    values = {"manifest": MANIFEST.format(number), "engine": "tone 1", "made_by": "the test", **changes}
    return Version(voice, number, **values)  # type: ignore[arg-type]
