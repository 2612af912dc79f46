"""The store: made once, found again, never overwritten; damage is found, disks fill, processes race and die."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import DamagedError, StoreError
from pipeline.records import Missing
from pipeline.store import CacheEntry, NewEntry, Store, digest_of, write_atomically
from tests.shelf import elsewhere


def made(data: bytes = b"sound", key: str = "k" * 64) -> NewEntry:
    return NewEntry("take", key, data, {"samples": 5}, {"spoken": "Oh."})


@pytest.fixture(params=["folder", "url"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(tmp_path / "store" if request.param == "folder" else elsewhere(tmp_path))


def test_what_is_kept_is_found(store: Store) -> None:
    assert store.find("take", "k" * 64) == Missing("not made yet")
    (entry,) = store.keep(made())
    assert store.has(entry.digest)
    assert not store.has("0" * 64)
    assert store.find("take", "k" * 64) == entry
    assert entry.digest == digest_of(b"sound")
    assert entry.facts == {"samples": 5}
    assert entry.inputs == {"spoken": "Oh."}
    assert store.read(entry.digest) == b"sound"
    assert store.file(entry.digest).read_bytes() == b"sound"
    assert list(store.entries()) == [("take", "k" * 64)]
    assert store.sizes() == {entry.digest: 5}


def test_what_cannot_be_written_is_one_sentence_and_what_stood_there_stays(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(StoreError, match=r"report.html cannot be written: .*; what is made is kept in the store"):
        write_atomically(tmp_path / "report.html", b"new")
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(StoreError, match="cannot be written"):
        write_atomically(tmp_path / "file" / "below.txt", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "report.html"]
    with pytest.raises(StoreError, match="the store"), Store(tmp_path / "file").making():
        pass


def test_large_things_are_written_to_a_file_and_kept(store: Store) -> None:
    with store.making() as path:
        path.write_bytes(b"long sound")
        entry = store.keep_file("master", "m" * 64, path, {}, {})
    assert store.read(entry.digest) == b"long sound"
    assert not path.exists()


def test_a_second_answer_does_not_replace_the_first(store: Store) -> None:
    (first,) = store.keep(made(b"first"))
    (second,) = store.keep(made(b"second"))
    assert second == first
    assert store.find("take", "k" * 64) == first


@pytest.mark.parametrize("damage", [b"sounD", b"soun"], ids=["flipped", "truncated"])
def test_damage_is_set_aside_reported_and_made_again(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    (entry,) = store.keep(made())
    (tmp_path / "objects" / entry.digest).write_bytes(damage)
    if len(damage) < 5:
        assert store.find("take", entry.key) == Missing("its object in the store is damaged")
    with pytest.raises(DamagedError, match="does not match its digest"):
        store.read(entry.digest)
    assert [p.read_bytes() for p in (tmp_path / "aside").iterdir()] == [damage]
    assert store.find("take", entry.key) == Missing("its object is missing from the store")
    store.keep(made())
    assert store.read(entry.digest) == b"sound"


def test_a_damaged_entry_is_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (entry,) = store.keep(made())
    (tmp_path / "slips" / "take" / f"{entry.key}.json").write_bytes(b'{"digest": ')
    assert store.find("take", entry.key) == Missing("its cache entry is damaged")
    assert store.keep(made()) == [entry]
    assert store.find("take", entry.key) == entry


def test_a_full_disk_is_one_sentence_and_corrupts_nothing(tmp_path: Path) -> None:
    code = """if True:
        import resource, signal, sys
        from pipeline.errors import StoreError
        from pipeline.store import NewEntry, Store
        store = Store(sys.argv[1])
        store.keep(NewEntry("take", "a" * 64, b"small", {}, {}))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            store.keep(NewEntry("take", "b" * 64, bytes(100_000), {}, {}))
        except StoreError as error:
            print(error)
    """
    child = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "is full; make room and run again" in child.stdout
    store = Store(tmp_path)
    assert isinstance(store.find("take", "a" * 64), CacheEntry)
    assert store.find("take", "b" * 64) == Missing("not made yet")
    assert len(list((tmp_path / "objects").iterdir())) == 1
    assert not list((tmp_path / "making").iterdir())


def test_a_store_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written to"):
        Store(tmp_path / "file" / "store").keep(made())


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_read_only_store_can_be_read(tmp_path: Path) -> None:
    (entry,) = Store(tmp_path).keep(made())
    for folder in ("objects", "making", "slips/take"):
        (tmp_path / folder).chmod(0o555)
    assert Store(tmp_path).read(entry.digest) == b"sound"
    with pytest.raises(StoreError, match="read-only"):
        Store(tmp_path).keep(made(b"other", "o" * 64))


def test_orphans_of_dead_processes_are_cleared_and_the_living_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    code = """if True:
        import os, sys
        from pipeline.store import Store
        with Store(sys.argv[1]).making() as path:
            path.write_bytes(b"half")
            print(path, flush=True)
            sys.stdin.read()
    """
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout
    path = Path(child.stdout.readline().decode().strip())
    assert store.clear_temporaries() == 0
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert path.exists()
    assert store.clear_temporaries() == 1
    assert not path.exists()


def test_several_processes_making_the_same_end_with_one_answer(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from pipeline.store import NewEntry, Store
        store = Store(sys.argv[1])
        for i in range(60):
            store.keep(NewEntry("take", f"{i:064}", f"sound {i} of {sys.argv[2]}".encode(), {"by": sys.argv[2]}, {}))
    """
    makers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(n)]) for n in range(4)]
    assert [maker.wait() for maker in makers] == [0] * 4
    store = Store(tmp_path)
    for i in range(60):
        entry = store.find("take", f"{i:064}")
        assert isinstance(entry, CacheEntry)
        assert store.read(entry.digest) == f"sound {i} of {entry.facts['by']}".encode()


def test_files_beside_the_store_are_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "out" / "sheet.csv"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["sheet.csv"]
