"""The registry's database: a SQLite file of the house, or PostgreSQL by URL; the same transactions on both.

SQLite runs in WAL mode with a busy timeout, and a writing transaction takes its lock when it begins (BEGIN IMMEDIATE):
one that reads first and writes later could not wait for its turn. PostgreSQL is spoken to by asyncpg, which Prefect
brings (Apache-2.0; psycopg is under the LGPL), on an event loop in a thread of its own, so that callers may have a loop
or not; passwords come as libpq's clients take them, by PGPASSWORD or ~/.pgpass.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.errors import ConflictError, RefusedError, StoreError, VoiceError, VoicepressError
from pipeline.store.urls import shown

T = TypeVar("T")
BUSY_MS = 30_000  # how long a transaction waits for another one's lock
FIRST_WRITE_S = 10  # after which a file that is still empty is no registry in the making
CONNECTIONS = 4  # to PostgreSQL, per process: a transaction takes milliseconds


class Database(Protocol):
    """Where transactions run; `where` names it to people, without its secrets."""

    where: str

    def read(self, within: Callable[[Connection], T]) -> T:
        """What `within` answers, of one consistent state."""
        ...

    def write(self, within: Callable[[Connection], T]) -> T:
        """Runs `within` whole or not at all, after or before every other writer."""
        ...


def opened(database: str, house: Path) -> Database:
    """The database at a path of the house, or a URL.

    Raises:
        RefusedError: it is neither SQLite nor PostgreSQL, or has a password in its URL.
    """
    if "://" not in database:
        return SQLite(house / database)
    scheme = urlsplit(database).scheme.lower()
    if scheme in ("sqlite", "file"):
        return SQLite(Path(database.partition("://")[2]))
    if scheme not in ("postgresql", "postgres"):
        raise RefusedError(
            f"registry: database: {shown(database)} is neither a file of the house nor postgresql://HOST/NAME"
        )
    if urlsplit(database).password:
        raise RefusedError(
            f"registry: database: {shown(database)} has a password in its URL, where git and lists of processes show "
            "it; leave it out, and give it by PGPASSWORD or ~/.pgpass"
        )
    return PostgreSQL(database)


class SQLite:
    """See `Database`."""

    def __init__(self, path: Path):
        self.where = str(path)
        self.path = path
        self._engine: Engine | None = None

    def read(self, within: Callable[[Connection], T]) -> T:
        with _told(self.where, "read"), self._opened().connect() as connection:
            return within(connection)

    def write(self, within: Callable[[Connection], T]) -> T:
        with _told(self.where, "written to"):
            engine = self._opened().execution_options(writes=True)
            with engine.begin() as connection:
                return within(connection)

    def _opened(self) -> Engine:
        if self._engine is None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                there = self.path.stat() if self.path.exists() else None
            except OSError as error:
                raise StoreError(f"{self.path.parent} cannot be made: {error.strerror}") from None
            if self.path.is_dir():
                raise RefusedError(
                    f"the registry {self.where} is a folder; name a file (`registry: {{database: ...}}`)"
                )
            # Another process may be making it at this moment.
            if there and not there.st_size and time.time() - there.st_mtime > FIRST_WRITE_S:
                raise _damaged(self.where, "it is empty; where no voice was ever registered, delete it")
            # A connection a transaction: opening one takes 0.1 ms, and none is left open in a forked process.
            engine = create_engine(_url(self.path), poolclass=NullPool, connect_args={"timeout": BUSY_MS / 1000})
            event.listen(engine, "connect", _prepared if _writable(self.path) else _read_only)
            event.listen(engine, "begin", _begun)
            self._engine = engine
        return self._engine


def _url(path: Path) -> str:
    """As SQLite takes it. One that nobody may write to here is read as it is: it has no place for a log of its own."""
    if _writable(path):
        return f"sqlite:///{path}"
    left = path.with_name(f"{path.name}-wal").exists()  # what another process has not written back yet
    return f"sqlite:///file:{quote(str(path))}?mode=ro{'' if left else '&immutable=1'}&uri=true"


def _writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _read_only(connection: Any, _: object) -> None:
    connection.isolation_level = None


def _damaged(where: str, said: str) -> VoiceError:
    return VoiceError(
        f"the registry {where} is damaged, or no registry: {said}. Nothing of it is used; put back a copy from before"
    )


def _prepared(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begun`, not by sqlite3's guesses
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # a promotion that was answered outlives a power cut
    connection.execute("PRAGMA foreign_keys=ON")


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class PostgreSQL:
    """See `Database`."""

    def __init__(self, url: str):
        from sqlalchemy.ext.asyncio import create_async_engine  # takes 0.15 s, which SQLite does not pay

        self.where = shown(url)
        self._engine = create_async_engine(
            "postgresql+asyncpg" + url[url.index("://") :],
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=BUSY_MS / 1000,
            pool_pre_ping=True,
        )

    def read(self, within: Callable[[Connection], T]) -> T:
        return self._run(self._within(within, isolation="REPEATABLE READ"), "read")

    def write(self, within: Callable[[Connection], T]) -> T:
        return self._run(self._within(within, isolation="READ COMMITTED"), "written to")

    async def _within(self, within: Callable[[Connection], T], isolation: str) -> T:
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level=isolation)
            async with connection.begin():
                return await connection.run_sync(within)

    def _run(self, work: Coroutine[Any, Any, T], verb: str) -> T:
        with _told(self.where, verb):
            return asyncio.run_coroutine_threadsafe(work, _loop()).result()


_LOOPS: dict[int, asyncio.AbstractEventLoop] = {}  # one a process, in a thread of its own, which no fork inherits
_LOCK = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    with _LOCK:
        if (process := os.getpid()) not in _LOOPS:
            _LOOPS[process] = asyncio.new_event_loop()
            threading.Thread(target=_LOOPS[process].run_forever, name="registry", daemon=True).start()
        return _LOOPS[process]


@contextmanager
def _told(where: str, verb: str) -> Iterator[None]:
    """What databases and their drivers raise, as one sentence without secrets.

    Raises:
        VoiceError: it is damaged.
        StoreError: trying again may help.
        ConflictError: somebody else has written the same row at this moment.
    """
    try:
        yield
    except VoicepressError:
        raise
    except IntegrityError as error:
        if "append-only" in str(error.orig):
            raise StoreError(f"the registry {where} cannot be {verb}: {error.orig}") from None
        raise ConflictError(
            f"somebody else has written to the registry {where} at this moment; look at what is there, and try again"
        ) from None
    except DatabaseError as error:
        said = " ".join(str(error.orig).split())
        if "malformed" in said or "not a database" in said:
            raise _damaged(where, said) from None
        if "readonly database" in said:
            raise StoreError(
                f"the registry {where} is read-only for this user; give write permission, or do it where it is not"
            ) from None
        raise _unreached(where, verb, error) from None
    except (SQLAlchemyError, OSError, TimeoutError, RuntimeError) as error:
        raise _unreached(where, verb, error) from None


def _unreached(where: str, verb: str, error: Exception) -> StoreError:
    said = " ".join(shown(getattr(error, "orig", None) or error).split()) or type(error).__name__
    return StoreError(f"the registry {where} cannot be {verb}: {said[:300]}; see that it can be reached, and run again")
