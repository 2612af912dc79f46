"""Cache entries: which object answers a key, and what was found when it was made. JSON with a checksum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.store.keys import digest_of, is_digest

DAMAGED = "its cache entry is damaged"
NEVER = "not made yet"  # why there is nothing: nothing was ever made of these inputs


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """Which object answers a key.

    `facts` are what the module that made the object writes and reads back; `inputs` are kept for explanations.
    """

    recipe: str
    key: str
    digest: str
    size: int
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be kept, with its object's bytes."""

    recipe: str
    key: str
    data: bytes
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


_CHECKSUM = b', "sum": "'


def entry_bytes(entry: CacheEntry) -> bytes:
    """The entry as one line of JSON, which ends with a checksum of the bytes before it."""
    fields = {"digest": entry.digest, "size": entry.size, "facts": entry.facts, "inputs": entry.inputs}
    data = json.dumps(fields, ensure_ascii=False).encode()[:-1]
    return data + _CHECKSUM + digest_of(data)[:16].encode() + b'"}'


def entry_of(recipe: str, key: str, data: bytes) -> CacheEntry:
    """The entry in `data`; entries of early versions have no checksum (see `Store.understood`).

    Raises:
        ValueError, KeyError, TypeError: the bytes are not what was written.
    """
    before, mark, end = data.rpartition(_CHECKSUM)
    if mark and end != digest_of(before)[:16].encode() + b'"}':
        raise ValueError("its checksum is another")
    fields = json.loads(data)
    entry = CacheEntry(recipe, key, fields["digest"], fields["size"], fields["facts"], fields["inputs"])
    if not is_digest(entry.digest):
        raise ValueError(entry.digest)
    return entry
