"""The registry on SQLite and on PostgreSQL: versions stay, aliases move, history is whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.errors import ConflictError, RefusedError, StoreError, VoiceError
from pipeline.registry.database import opened
from pipeline.registry.records import Alias
from pipeline.registry.registry import Registry
from tests.pipeline.registry.conftest import version


def test_a_version_is_registered_once_and_never_changed(registry: Registry) -> None:
    first = registry.register(version(1))
    assert registry.register(version(1, made_by="somebody else")) == first
    with pytest.raises(RefusedError, match=r"ann@1 is registered already.*differs in fingerprint.*version: 2"):
        registry.register(version(1, fingerprint="another"))
    registry.register(version(4))
    assert list(registry.voice("ann").versions) == [1, 4]
    assert [event.kind for event in registry.voice("ann").events] == ["registered", "registered"]
    assert registry.names() == ["ann"]


def test_aliases_move_back_as_far_as_there_is_anything(registry: Registry) -> None:
    for number in (1, 2, 3):
        registry.register(version(number))
        registry.promote("ann", number, "stable", number - 1, "me")
    assert registry.roll_back("ann", "stable", 3, "me", "it lisps").version == 2
    assert registry.roll_back("ann", "stable", 4, "me").version == 1
    with pytest.raises(RefusedError, match="nothing before ann@stable"):
        registry.roll_back("ann", "stable", 5, "me")
    registry.promote("ann", 3, "stable", 5, "me")
    registry.retire("ann", 2, "me", "lost its licence")
    assert registry.roll_back("ann", "stable", 6, "me").version == 1
    voice = registry.voice("ann")
    assert voice.alias("stable") == Alias("stable", 1, 7)
    assert [event.reason for event in voice.events if event.kind == "rolled back"] == ["it lisps", "", ""]


def test_what_is_retired_is_promoted_no_more(registry: Registry) -> None:
    registry.register(version(1))
    registry.promote("ann", 1, "stable", 0, "me")
    with pytest.raises(RefusedError, match="ann@1 is stable; promote another"):
        registry.retire("ann", 1, "me", "old")
    registry.register(version(2))
    registry.promote("ann", 2, "stable", 1, "me")
    registry.retire("ann", 1, "me", "old")
    with pytest.raises(RefusedError, match="ann@1 was retired at .* by me: old"):
        registry.promote("ann", 1, "stable", 2, "me")
    with pytest.raises(RefusedError, match=r"there is no ann@7; .*versions: 1, 2"):
        registry.promote("ann", 7, "stable", 2, "me")


def test_who_has_not_seen_the_last_move_is_refused(registry: Registry) -> None:
    for number in (1, 2):
        registry.register(version(number))
    registry.promote("ann", 1, "stable", 0, "the first")
    with pytest.raises(ConflictError, match="was moved to version 1 at .* by the first, since you looked"):
        registry.promote("ann", 2, "stable", 0, "the second")


OTHER = """
import sys, threading
from pathlib import Path
from pipeline.errors import ConflictError
from pipeline.registry.database import opened
from pipeline.registry.registry import Registry
registry = Registry(opened(sys.argv[1], Path("/")))
print("ready", flush=True)
sys.stdin.readline()
told = []
def one(i):
    try:
        registry.promote("ann", 2 + i % 3, "stable", 1, f"other {i}")
        told.append("won")
    except ConflictError:
        told.append("lost")
threads = [threading.Thread(target=one, args=(i,)) for i in range(50)]
[t.start() for t in threads]; [t.join() for t in threads]
print(*told)
"""


def test_of_fifty_threads_in_each_of_two_processes_one_wins(registry: Registry, database: str) -> None:
    for number in (1, 2, 3, 4):
        registry.register(version(number))
    registry.promote("ann", 1, "stable", 0, "me")
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    outcome: list[str] = []

    def one(i: int) -> None:
        try:
            registry.promote("ann", 2 + i % 3, "stable", 1, f"here {i}")
            outcome.append("won")
        except ConflictError:
            outcome.append("lost")

    threads = [threading.Thread(target=one, args=(i,)) for i in range(50)]
    other.stdin.write("\n")
    other.stdin.flush()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = other.communicate(timeout=60)[0].split()
    assert Counter(outcome + told) == {"won": 1, "lost": 99}
    voice = registry.voice("ann")  # its chain is checked whenever it is read
    assert voice.alias("stable").generation == 2
    assert [event.kind for event in voice.events] == ["registered"] * 4 + ["promoted"] * 2


def test_fifty_threads_that_look_again_all_come_through(registry: Registry) -> None:
    registry.register(version(1))
    registry.register(version(2))
    failed: list[BaseException] = []

    def one() -> None:
        try:
            while True:
                stands = registry.voice("ann").alias("stable")
                try:
                    registry.promote("ann", 1 if stands.version == 2 else 2, "stable", stands.generation, "me")
                    return
                except ConflictError:
                    pass
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert registry.voice("ann").alias("stable").generation == 50
    assert len(registry.voice("ann").events) == 52


def test_two_voices_do_not_wait_for_each_other_and_rollback_takes_under_a_second(registry: Registry) -> None:
    for number in range(1, 61):
        registry.register(version(number))
        registry.promote("ann", number, "stable", number - 1, "me")
    began = time.monotonic()
    stands = registry.voice("ann").alias("stable")
    assert registry.roll_back("ann", "stable", stands.generation, "me").version == 59
    assert time.monotonic() - began < 1


TAMPERING = {
    "an event is changed": ("events", "UPDATE events SET by = 'nobody' WHERE number = 2", "event 2 .* not as it was"),
    "an event is deleted": ("events", "DELETE FROM events WHERE number = 2", "event 2 of 'ann' is missing"),
    "the last is deleted": ("events", "DELETE FROM events WHERE number = 4", "ann@stable is ann@2, .* says ann@1"),
    "a reason is given": ("events", "UPDATE events SET details = '{}' WHERE number = 4", "event 4"),
    "a version is changed": ("versions", "UPDATE versions SET manifest = 'x' WHERE version = 2", "ann@2 is not as it"),
    "its record is no JSON": ("versions", "UPDATE versions SET record = 'x' WHERE version = 2", "cannot be read"),
    "an alias moves alone": ("aliases", "UPDATE aliases SET version = 1", "ann@stable is ann@1, .* says ann@2"),
    "an alias is gone": ("aliases", "DELETE FROM aliases", "ann@stable is gone"),
    "an alias from nowhere": ("aliases", "INSERT INTO aliases VALUES ('ann', 'x', 1, 1)", "history says no such alias"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_refused_and_where_triggers_are_gone_found(registry: Registry, what: str) -> None:
    table, statement, found = TAMPERING[what]
    for number in (1, 2):
        registry.register(version(number))
        registry.promote("ann", number, "stable", number - 1, "me")
    write = registry.database.write
    if table != "aliases":
        with pytest.raises(StoreError, match="append-only"):
            write(lambda c: c.execute(text(statement)))
        assert len(registry.voice("ann").events) == 4

    def without_triggers(connection: object) -> None:
        if connection.dialect.name == "sqlite":  # type: ignore[attr-defined]
            for change in ("update", "delete", "insert"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{change}"))  # type: ignore[attr-defined]
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))  # type: ignore[attr-defined]
        connection.execute(text(statement))  # type: ignore[attr-defined]

    write(without_triggers)
    with pytest.raises(VoiceError, match=f"tampered with: .*{found}"):
        registry.voice("ann")
    with pytest.raises(VoiceError, match="tampered with"):
        registry.roll_back("ann", "stable", 2, "me")


def test_sqlite_replaces_nothing_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "voices.db"
    registry = Registry(opened(str(path), tmp_path))
    registry.register(version(1))
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("INSERT OR REPLACE INTO voices VALUES ('ann', 'yesterday')")
    connection.close()


def test_a_registry_of_a_later_voicepress_is_refused(registry: Registry, database: str, tmp_path: Path) -> None:
    registry.database.write(lambda c: c.execute(text("INSERT INTO voicepress_registry VALUES (99)")))
    with pytest.raises(RefusedError, match="later voicepress"):
        Registry(opened(database, tmp_path))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/x", "neither a file of the house nor postgresql"),
        ("postgresql://me:secret@host/x", "has a password in its URL"),
    ],
)
def test_databases_that_are_refused(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=said) as refused:
        opened(url, tmp_path)
    assert "secret" not in str(refused.value)


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the registry .* cannot be"):
        Registry(opened("postgresql://127.0.0.1:1/x", tmp_path))
    (tmp_path / "voices.db").write_text("no database, but a text that is longer than a page's head" * 9)
    with pytest.raises(VoiceError, match="file is not a database"):
        Registry(opened("voices.db", tmp_path))
