"""Damaged, truncated and foreign entries count as not made, whatever they hold; they never stop a production."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.delivery.stored import deliverable_of, facts_of
from pipeline.masters.kept import MasterFacts, master_of
from pipeline.masters.level import LevelFacts
from pipeline.records import Deliverable, Finding, Levels, Master, Missing, Part, Take
from pipeline.store import CacheEntry, NewEntry, Store, from_json, stored_findings, to_json
from pipeline.takes.kept import TakeFacts, take_of

KEY = "k" * 64
FINDING = Finding("t-003", "take", "short")
READERS: dict[str, tuple[object, Callable[[CacheEntry], Any]]] = {
    "take": (TakeFacts(5, 24_000, 1, 5, 0.5, {"why": "end"}, stored_findings([FINDING]), 4), take_of),
    "level": (LevelFacts(-1.5), lambda entry: entry.facts_as(LevelFacts)),
    "master": (MasterFacts(9, 24_000, ((0, 4), (5, 9)), Levels(-20.0, -3.0, 1.0), "AAA="), master_of),
    "deliverable": (
        facts_of("m4b", [Part("Book.m4b", "d" * 64, 90), Part("b", "e" * 64, 1, 0.5)], [FINDING]),
        lambda entry: deliverable_of("m4b", entry),
    ),
}
# What stores of the first version hold: names and shapes as they were written then.
EARLY: dict[str, dict[str, Any]] = {
    "take": {"samples": 5, "sample_rate_hz": 24_000, "seed": 1, "compute_ms": 5, "peak": 0.5, "facts": {},
             "notes": [["t-003", "take", "short"]]},
    "level": {"gain_db": -1},
    "master": {"samples": 9, "sample_rate_hz": 24_000, "timeline": [[0, 4]], "loudness": "",
               "levels": {"integrated_lufs": -20, "true_peak_dbtp": -3.0, "gain_db": 1.0}},
    "deliverable": {"parts": [["Book.m4b", "d" * 64, 90]], "notes": []},
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def kept(root: Path, recipe: str, facts: object) -> tuple[Store, Path]:
    store = Store(root)
    store.forget(recipe, KEY)
    store.keep(NewEntry(recipe, KEY, b"sound", facts, {"spoken": "Oh, “no”."}), synced=False)
    return store, root / "slips" / recipe / f"{KEY}.json"


def without_checksum(data: bytes) -> bytes:
    fields = json.loads(data)
    del fields["sum"]
    return json.dumps(fields).encode()


@pytest.mark.parametrize("recipe", READERS)
def test_what_is_kept_is_read_and_written_as_the_first_version_did(tmp_path: Path, recipe: str) -> None:
    facts, record = READERS[recipe]
    store, path = kept(tmp_path, recipe, facts)
    now = store.find_as(recipe, KEY, record)
    assert not isinstance(now, Missing)
    assert set(json.loads(path.read_bytes())) == {"digest", "size", "facts", "inputs", "sum"}
    assert set(EARLY[recipe]) <= set(json.loads(path.read_bytes())["facts"])
    store, path = kept(tmp_path, recipe, EARLY[recipe])
    path.write_bytes(without_checksum(path.read_bytes()))
    early = store.find_as(recipe, KEY, record)
    assert type(early) is type(now)
    match early:
        case Take():
            assert (early.findings, early.heard_samples) == ((FINDING,), None)
        case Master():
            assert (early.timeline, early.levels) == (((0, 4),), Levels(-20.0, -3.0, 1.0))
        case Deliverable():
            assert early.parts == (Part("Book.m4b", "d" * 64, 90),)


@pytest.mark.parametrize("checksum", [True, False])
@pytest.mark.parametrize("recipe", READERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_bytes_are_the_same_record_or_none(
    tmp_path: Path, recipe: str, checksum: bool, data: st.DataObject
) -> None:
    facts, record = READERS[recipe]
    store, path = kept(tmp_path, recipe, facts)
    whole = path.read_bytes() if checksum else without_checksum(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=3))
    damaged = whole[:at] + damage + whole[at + data.draw(st.integers(0, 4)) :]
    path.write_bytes(damaged)
    found = store.find_as(recipe, KEY, record)
    if b', "sum": "' in damaged:
        assert isinstance(found, Missing) is (damaged != whole)
    if isinstance(found, Missing):
        assert found.reason
        store.keep(NewEntry(recipe, KEY, b"sound", facts, {}), synced=False)
        assert not isinstance(store.find_as(recipe, KEY, record), Missing)


@pytest.mark.parametrize("recipe", READERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(foreign=JSON)
def test_foreign_facts_are_no_record(tmp_path: Path, recipe: str, foreign: object) -> None:
    store, path = kept(tmp_path, recipe, READERS[recipe][0])
    fields = json.loads(path.read_bytes()) | {"facts": foreign}
    del fields["sum"]
    path.write_text(json.dumps(fields), "utf-8")
    assert isinstance(store.find_as(recipe, KEY, READERS[recipe][1]), Missing)
    assert not isinstance(store.find(recipe, KEY), CacheEntry)  # forgotten, so that it is made again


def test_lone_surrogates_and_numbers_of_numpy_come_back() -> None:
    import numpy as np

    facts = TakeFacts(1, 2, 3, 4, 0.5, {"why": "\ud800", "ratio": np.float64(0.25), "rows": np.int64(3)}, ())
    back = from_json(to_json(facts), TakeFacts)
    assert back.facts == {"why": "\ud800", "ratio": 0.25, "rows": 3}
    with pytest.raises(ValueError, match="surrogates|Expected"):
        from_json(b'{"samples": "\\ud800"}', TakeFacts)
