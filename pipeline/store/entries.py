"""Slips: which object answers a key, and what was found when it was made. JSON with a checksum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.store.keys import digest_of, is_digest

DAMAGED = "its slip is damaged"
NEVER = "not made yet"  # why there is nothing: nothing was ever made of these inputs


@dataclass(frozen=True, slots=True)
class Slip:
    """`facts` are what the recipe's own room writes and reads back; `inputs` are kept for explanations."""

    recipe: str
    key: str
    digest: str
    size: int
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """Something to be kept: its bytes, and what its slip shall say."""

    recipe: str
    key: str
    data: bytes
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


_CHECKSUM = b', "sum": "'


def written(slip: Slip) -> bytes:
    """The slip as one line of JSON, which ends with a checksum of the bytes before it."""
    fields = {"digest": slip.digest, "size": slip.size, "facts": slip.facts, "inputs": slip.inputs}
    data = json.dumps(fields, ensure_ascii=False).encode()[:-1]
    return data + _CHECKSUM + digest_of(data)[:16].encode() + b'"}'


def read(recipe: str, key: str, data: bytes) -> Slip:
    """The slip in `data`; slips of early versions have no checksum (see `Store.understood`).

    Raises:
        ValueError, KeyError, TypeError: the bytes are not what was written.
    """
    before, mark, end = data.rpartition(_CHECKSUM)
    if mark and end != digest_of(before)[:16].encode() + b'"}':
        raise ValueError("its checksum is another")
    fields = json.loads(data)
    slip = Slip(recipe, key, fields["digest"], fields["size"], fields["facts"], fields["inputs"])
    if not is_digest(slip.digest):
        raise ValueError(slip.digest)
    return slip
