"""Records as JSON and back: frozen dataclasses, checked field by field when they are read."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_DECODERS: dict[Any, Any] = {}  # one for each kind of record


def to_json(value: object) -> bytes:
    """A record, or plain values, in which lone surrogates of a broken text are escaped."""
    try:
        return msgspec.json.encode(value, enc_hook=_plain)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value, enc_hook=_plain)).encode()


def from_json(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """The record of this kind that `to_json` wrote; fields that came later have defaults.

    Raises:
        ValueError: the data are no such record.
    """
    decoder = _DECODERS.get(kind) or _DECODERS.setdefault(kind, msgspec.json.Decoder(kind))
    try:
        record: T = decoder.decode(data)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    except (msgspec.DecodeError, RecursionError) as error:
        return _with_surrogates(bytes(data), kind, error)
    return record


def _with_surrogates(data: bytes, kind: type[T], error: Exception) -> T:
    if b"\\ud" not in data:
        raise ValueError(str(error)) from None
    try:
        return msgspec.convert(json.loads(data), kind)
    except (msgspec.ValidationError, RecursionError) as again:
        raise ValueError(str(again)) from None


def _plain(value: Any) -> Any:
    """The number in one of numpy's, which engines and meters report."""
    return value.item()
