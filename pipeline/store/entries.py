"""Cache entries: which object answers a key, and what was found when it was made. JSON with a checksum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from pipeline.records import Finding, Missing
from pipeline.store.json_records import from_json, to_json
from pipeline.store.keys import digest_of, is_digest

T = TypeVar("T")

NOT_MADE = Missing("not made yet")  # nothing was ever made of these inputs
DAMAGED = Missing("its cache entry is damaged")
_CHECKSUM = b', "sum": "'


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """Which object answers a key.

    Facts are what the module that made the object writes and reads back; inputs are kept for explanations. Both stay
    JSON until somebody asks: a plan looks up 12,000 entries and reads the inputs of none.
    """

    recipe: str
    key: str
    digest: str
    size: int
    facts_json: bytes
    inputs_json: bytes

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.facts_as(dict)

    @property
    def inputs(self) -> Mapping[str, Any]:
        return from_json(self.inputs_json, dict)

    def facts_as(self, kind: type[T]) -> T:
        """The facts as a record of the module that wrote them.

        Raises:
            ValueError: they are no such record.
        """
        return from_json(self.facts_json, kind)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be kept, with its object's bytes. Facts and inputs are records, or mappings of plain values."""

    recipe: str
    key: str
    data: bytes
    facts: object
    inputs: object

    def entry(self, digest: str) -> CacheEntry:
        return new_entry(self.recipe, self.key, digest, len(self.data), self.facts, self.inputs)


def new_entry(recipe: str, key: str, digest: str, size: int, facts: object, inputs: object) -> CacheEntry:
    """The entry of an object that is kept now."""
    return CacheEntry(recipe, key, digest, size, to_json(facts), to_json(inputs))


# A finding as entries have held it since the first version: code, where, found.
StoredFindings = tuple[tuple[str, str, str], ...]


def stored_findings(findings: Iterable[Finding]) -> StoredFindings:
    return tuple((one.code, one.where, one.found) for one in findings)


def findings_of(stored: StoredFindings) -> tuple[Finding, ...]:
    return tuple(Finding(*one) for one in stored)


class _Stored(msgspec.Struct):
    """An entry on disk, as far as its path does not say it."""

    digest: str
    size: int
    facts: msgspec.Raw
    inputs: msgspec.Raw


def entry_bytes(entry: CacheEntry) -> bytes:
    """The entry as one line of JSON, which ends with a checksum of the bytes before it."""
    raw = _Stored(entry.digest, entry.size, msgspec.Raw(entry.facts_json), msgspec.Raw(entry.inputs_json))
    data = to_json(raw)[:-1]
    return data + _CHECKSUM + digest_of(data)[:16].encode() + b'"}'


def entry_of(recipe: str, key: str, data: bytes) -> CacheEntry:
    """The entry in `data`; entries of early versions have no checksum (see `Store.find_as`).

    Raises:
        ValueError: the bytes are not what was written.
    """
    before, mark, end = data.rpartition(_CHECKSUM)
    if mark and end != digest_of(before)[:16].encode() + b'"}':
        raise ValueError("its checksum is another")
    stored = from_json(data, _Stored)
    if not is_digest(stored.digest):
        raise ValueError(stored.digest)
    entry = CacheEntry(recipe, key, stored.digest, stored.size, bytes(stored.facts), bytes(stored.inputs))
    if not mark:  # nothing vouches for the parts that stay JSON
        from_json(entry.facts_json, dict)
        from_json(entry.inputs_json, dict)
    return entry
