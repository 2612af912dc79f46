"""The record of published files: what is not one of its entries is dropped, and a touched file is seen."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.delivery.published import RECORD, PublishedFile, digest_at, keep_record, published_file, read_record
from pipeline.records import Deliverable
from pipeline.store import digest_of

DIGEST = digest_of(b"sound")
OLD = {"digest": DIGEST, "size": 5, "mtime_ns": 7}


def read(folder: Path, data: bytes) -> dict[str, PublishedFile]:
    (folder / RECORD).write_bytes(data)
    return read_record(folder)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.m4b"
    path.write_bytes(b"sound")
    file = published_file(path, DIGEST, Deliverable("m4b", "k" * 64, (), 0))
    keep_record(tmp_path, {"a.m4b": file})
    assert read_record(tmp_path) == {"a.m4b": file}
    assert json.loads((tmp_path / RECORD).read_bytes())["a.m4b"] == {
        "digest": DIGEST,
        "size": 5,
        "mtime_ns": path.stat().st_mtime_ns,
        "key": "k" * 64,
        "form": "m4b",
    }


def test_an_entry_of_an_early_version_has_no_key_and_no_form(tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps({"a": OLD}).encode()) == {"a": PublishedFile(DIGEST, 5, 7)}


@pytest.mark.parametrize(
    "entry",
    [1, [], {}, OLD | {"size": "5"}, OLD | {"mtime_ns": None}, OLD | {"digest": "../x"}, OLD | {"form": 1}],
    ids=str,
)
def test_an_entry_of_another_shape_is_none_of_ours_and_spoils_no_other(tmp_path: Path, entry: object) -> None:
    assert list(read(tmp_path, json.dumps({"bad": entry, "good": OLD}).encode())) == ["good"]


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000], ids=lambda d: str(d[:5]))
def test_a_damaged_record_is_an_empty_one(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == {}


def test_a_file_elsewhere_is_none_of_ours(tmp_path: Path) -> None:
    assert not read_record(tmp_path)
    names = ["../a", "/etc/passwd", "b/../../a", "inner/a"]
    assert list(read(tmp_path, json.dumps(dict.fromkeys(names, OLD)).encode())) == ["inner/a"]


def test_a_file_of_another_size_or_time_was_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.m4b"
    path.write_bytes(b"sound")
    file = published_file(path, DIGEST, Deliverable("m4b", "", (), 0))
    assert file.untouched(path)
    os.utime(path, ns=(0, file.mtime_ns + 1))
    assert not file.untouched(path)
    path.write_bytes(b"sounds")
    os.utime(path, ns=(0, file.mtime_ns))
    assert not file.untouched(path)
    assert not file.untouched(tmp_path / "nowhere")
    assert digest_at(path) == digest_of(b"sounds")
    assert digest_at(tmp_path) == ""
