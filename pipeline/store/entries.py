"""Cache entries: which object answers a key, and what was found when it was made. JSON with a checksum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from pipeline.records import Finding
from pipeline.store.keys import digest_of, is_digest

T = TypeVar("T")

DAMAGED = "its cache entry is damaged"
NEVER = "not made yet"  # why there is nothing: nothing was ever made of these inputs
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
        return _mapping(self.facts_json)

    @property
    def inputs(self) -> Mapping[str, Any]:
        return _mapping(self.inputs_json)

    def facts_as(self, kind: type[T]) -> T:
        """The facts as a record of the module that wrote them; fields that came later have defaults there.

        Raises:
            ValueError: they are no such record.
        """
        decoder: Any = _DECODERS.get(kind) or _DECODERS.setdefault(kind, msgspec.json.Decoder(kind))
        facts: T = _decoded(decoder, self.facts_json)
        return facts


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
    return CacheEntry(recipe, key, digest, size, _json(facts), _json(inputs))


def entry_bytes(entry: CacheEntry) -> bytes:
    """The entry as one line of JSON, which ends with a checksum of the bytes before it."""
    raw = _Stored(entry.digest, entry.size, msgspec.Raw(entry.facts_json), msgspec.Raw(entry.inputs_json))
    data = msgspec.json.encode(raw)[:-1]
    return data + _CHECKSUM + digest_of(data)[:16].encode() + b'"}'


def entry_of(recipe: str, key: str, data: bytes) -> CacheEntry:
    """The entry in `data`; entries of early versions have no checksum (see `Store.understood`).

    Raises:
        ValueError: the bytes are not what was written.
    """
    before, mark, end = data.rpartition(_CHECKSUM)
    if mark and end != digest_of(before)[:16].encode() + b'"}':
        raise ValueError("its checksum is another")
    stored = _decoded(_STORED, data)
    if not is_digest(stored.digest):
        raise ValueError(stored.digest)
    entry = CacheEntry(recipe, key, stored.digest, stored.size, bytes(stored.facts), bytes(stored.inputs))
    if not mark:  # the parts that stay JSON may be damaged
        _mapping(entry.facts_json), _mapping(entry.inputs_json)
    return entry


# A finding as entries have held it since the first version: code, where, found.
StoredFindings = tuple[tuple[str, str, str], ...]


def stored_findings(findings: Iterable[Finding]) -> StoredFindings:
    return tuple((one.code, one.where, one.found) for one in findings)


def findings_of(stored: StoredFindings) -> tuple[Finding, ...]:
    return tuple(Finding(*one) for one in stored)


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, enc_hook=_plain)


def _plain(value: Any) -> Any:
    """The number in one of numpy's, which engines and meters report."""
    return value.item()


class _Stored(msgspec.Struct):
    digest: str
    size: int
    facts: msgspec.Raw
    inputs: msgspec.Raw


_STORED = msgspec.json.Decoder(_Stored)
_MAPPING = msgspec.json.Decoder(dict[str, Any])
_DECODERS: dict[type, Any] = {}  # made once for each kind of facts


def _mapping(data: bytes) -> Mapping[str, Any]:
    return _decoded(_MAPPING, data)


def _decoded(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from None
