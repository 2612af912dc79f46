"""Stores that lie elsewhere: secrets, local copies, what cannot be shared, and damage; S3 itself where moto plays it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from pipeline.errors import DamagedError, MissingExtraError, RefusedError, StoreError
from pipeline.records import Missing
from pipeline.store import CacheEntry, NewEntry, Store, digest_of
from pipeline.store.housekeeping import clear_scratch
from pipeline.store.scratch import scratch
from pipeline.store.urls import opened, shown
from pipeline.takes import find_takes, take_of
from tests.shelf import elsewhere

SHOWN = {
    "s3://KEY:SECRET@bucket/x": "s3://***@bucket/x",
    "cannot reach s3://KEY:SE/CRET@bucket: denied": "cannot reach s3://KEY:SE/CRET@bucket: denied",
    "sftp://ann:pass@host:22/a": "sftp://***@host:22/a",
    "https://h/x?sig=abc&v=1": "https://h/x?sig=***&v=1",
    "abfs://c@account.dfs/x": "abfs://***@account.dfs/x",
    "gs://bucket/a?access_token=zzz": "gs://bucket/a?access_token=***",
    "s3://bucket/plain": "s3://bucket/plain",
    "two s3://a:b@c/d and ftp://e:f@g/h": "two s3://***@c/d and ftp://***@g/h",
    'bucket "key:secret@nowhere" is no name': 'bucket "***@nowhere" is no name',
    "mail ann@example.org": "mail ann@example.org",
}


@pytest.mark.parametrize("url", SHOWN)
def test_secrets_of_urls_are_not_shown(url: str) -> None:
    assert shown(url) == SHOWN[url]


@pytest.mark.parametrize(
    "url",
    [
        "memory://x/store",
        "MEMORY://x",
        "data://x",
        "https://example.org/store",
        "zip://a.zip",
        "simplecache::s3://bucket",
        "github://a:b@c/d",
    ],
)
def test_stores_that_engines_cannot_share_are_refused(url: str) -> None:
    with pytest.raises(RefusedError, match="processes of their own"):
        opened(url)


@pytest.mark.parametrize("url", ["nosuch://x", "s3x://bucket"])
def test_an_unknown_kind_of_store_is_one_sentence(url: str) -> None:
    with pytest.raises((StoreError, MissingExtraError), match="the store"):
        opened(url)


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    assert Store(f"file://{tmp_path}/a%20b").root == tmp_path / "a b"
    assert Store(f"file://{tmp_path}/a").local


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    import tempfile

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return Store(elsewhere(tmp_path))


def kept(store: Store, data: bytes = b"sound") -> CacheEntry:
    return store.keep(NewEntry("take", "k" * 64, data, {"samples": 5}, {}))[0]


@pytest.mark.parametrize("poison", [b"POISON", b"", b"sounds"])
def test_a_spoilt_local_copy_is_fetched_again(store: Store, poison: bytes) -> None:
    entry = kept(store)
    copy = store.file(entry.digest)
    copy.write_bytes(poison)
    assert store.file(entry.digest).read_bytes() == b"sound"


def test_a_spoilt_remote_object_is_no_copy(store: Store, tmp_path: Path) -> None:
    entry = kept(store)
    (tmp_path / "store" / "objects" / entry.digest).write_bytes(b"other")
    with pytest.raises(DamagedError):
        store.file(entry.digest)
    assert not (scratch() / entry.digest).exists()


def test_a_folder_of_copies_that_is_not_ours_alone_is_refused(store: Store) -> None:
    entry = kept(store)
    folder = scratch()
    folder.chmod(0o777)
    with pytest.raises(StoreError, match="not a folder of this user alone"):
        store.file(entry.digest)
    folder.rmdir()
    folder.symlink_to(folder.parent)
    with pytest.raises(StoreError, match="not a folder of this user alone"):
        store.file(entry.digest)


def test_old_copies_go_beyond_a_bound_and_halves_of_the_dead_always(store: Store) -> None:
    old = time.time() - 7200
    names = [digest_of(str(n).encode()) for n in range(4)]
    for n, name in enumerate([*names, f"{names[0]}.dead"]):
        (scratch() / name).write_bytes(b"x" * 100)
        os.utime(scratch() / name, (old + n, old + n))
    (scratch() / digest_of(b"new")).write_bytes(b"x" * 1000)
    assert clear_scratch(most=250) == 3
    assert {path.name for path in scratch().iterdir()} == {*names[2:], digest_of(b"new")}


def test_what_another_process_has_just_made_is_seen(store: Store, tmp_path: Path) -> None:
    assert store.sizes() == {}
    other = kept(Store(elsewhere(tmp_path)))
    assert store.sizes() == {other.digest: 5}
    assert isinstance(store.find("take", "k" * 64), CacheEntry)


# ---------------------------------------------------------------- entries that are damaged


FACTS = {"samples": 24_000, "sample_rate_hz": 24_000, "seed": 1, "compute_ms": 5, "peak": 0.5, "facts": {}, "notes": []}


def take(root: Path) -> tuple[Store, Path]:
    store = Store(root)
    store.keep(NewEntry("take", "k" * 64, b"sound", FACTS, {"spoken": "Oh."}))
    return store, root / "slips" / "take" / f"{'k' * 64}.json"


def test_every_flipped_bit_of_an_entry_is_noticed(tmp_path: Path) -> None:
    store, path = take(tmp_path)
    whole = path.read_bytes()
    assert isinstance(store.find("take", "k" * 64), CacheEntry)
    for at in range(0, len(whole), 3):
        for bit in (0, 3, 6):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << bit
            path.write_bytes(flipped)
            found = store.find_as("take", "k" * 64, take_of)
            if bytes(flipped).find(b', "sum": "') >= 0:
                assert found == Missing("its cache entry is damaged"), (at, bit)
    path.write_bytes(whole)
    assert isinstance(store.find("take", "k" * 64), CacheEntry)


@pytest.mark.parametrize("damage", [{"samples": None}, {"samplez": 1}, {"notes": [["x"]]}, {"notes": 5}])
def test_facts_of_an_earlier_version_that_make_no_sense_are_made_again(
    tmp_path: Path, damage: dict[str, object]
) -> None:
    """Entries that were written before they had a checksum are found, and mended where they cannot be used."""
    store, path = take(tmp_path)
    said = json.loads(path.read_bytes())
    del said["sum"]
    path.write_text(json.dumps(said))
    assert isinstance(store.find("take", "k" * 64), CacheEntry)
    said["facts"] = {name: value for name, value in FACTS.items() if f"{name[:-1]}z" not in damage} | damage
    path.write_text(json.dumps(said))
    taken = store.find_as("take", "k" * 64, take_of)
    if isinstance(taken, Missing):
        assert taken == Missing("its cache entry is damaged")
        assert store.find("take", "k" * 64) == Missing("not made yet")
        store.keep(NewEntry("take", "k" * 64, b"sound", FACTS, {}))
        assert not isinstance(store.find_as("take", "k" * 64, take_of), Missing)
    else:
        assert damage == {"samples": None}  # found out where the length is asked for
    assert find_takes(store, []) == {}


# ---------------------------------------------------------------- S3


def test_a_first_production_on_s3_is_whole_and_a_second_makes_nothing(s3: str, tmp_path: Path) -> None:
    from flows.repo import Repo
    from pipeline.production import produce
    from tests.factories import write_production

    path = write_production(tmp_path, "short", "CHAPTER I\n\nIt was late. Nobody came.\n\nCHAPTER II\n\nShe went.\n")
    made = []
    for _ in range(2):
        repo = Repo.at(path, store=f"{s3}/{tmp_path.name}", workers=1)
        job = repo.load(path)
        with repo.runtime(job) as runtime:
            produced = produce(job, runtime)
        made.append(produced.made)
        assert produced.deliverables[0].path.stat().st_size > 1000
    assert made[0] > 0
    assert made[1] == 0


def test_an_s3_that_cannot_be_reached_is_one_sentence_to_try_again(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("FSSPEC_S3_ENDPOINT_URL", "http://127.0.0.1:9")
    import fsspec

    fsspec.get_filesystem_class("s3").clear_instance_cache()
    fsspec.config.set_conf_env(fsspec.config.conf)
    store = Store("s3://nowhere/x")
    with pytest.raises(StoreError, match="see that it can be reached") as said:
        store.find("take", "k" * 64)
    assert said.value.exit_code == 22
    with pytest.raises(StoreError, match="see that it can be reached"):
        store.keep(NewEntry("take", "k" * 64, b"sound", FACTS, {}))


@pytest.mark.parametrize("url", ["s3://AKIAKEY:verysecret@bucket/x", "gs://AKIAKEY:verysecret@bucket"])
def test_a_key_in_a_url_is_refused_and_not_told(url: str) -> None:
    with pytest.raises(RefusedError, match="by the environment") as said:
        Store(url)
    assert "verysecret" not in str(said.value)
    assert "AKIAKEY" not in str(said.value)
