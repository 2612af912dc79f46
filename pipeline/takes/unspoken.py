"""Attempts on which an engine failed: remembered, so that a finished production does not try them again for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Missing
from pipeline.store import CacheEntry, NewEntry, Store
from pipeline.takes.performing import Failure
from pipeline.takes.requests import TakeRequest


@dataclass(frozen=True, slots=True)
class Unspoken:
    why: str


def keep_failures(store: Store, failures: Mapping[str, Failure], requests: Sequence[TakeRequest]) -> None:
    """Remembers why these requests have no take; `failures` by key."""
    new = [
        NewEntry("unspoken", one.key, b"", Unspoken(failures[one.key].why), {"spoken": one.spoken})
        for one in requests
        if one.key in failures
    ]
    if new:
        store.keep(*new, synced=False)


def find_failure(store: Store, key: str) -> Failure | Missing:
    """Why an attempt has no take; Missing where nobody has tried."""
    return store.find_as("unspoken", key, _failure)


def _failure(entry: CacheEntry) -> Failure:
    return Failure(entry.facts_as(Unspoken).why)
