"""The script room's memory, in the store: split sentences and spoken forms, a chapter at a time."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from pipeline.errors import StoreFailure
from pipeline.store import Made, Store, script_key


class StoreMemo:
    """What `make_script` may ask instead of thinking again; `key` names all that decides the answer."""

    def __init__(self, store: Store):
        self._store = store

    def get(self, key: str) -> list[Any] | None:
        slip = self._store.find("script", script_key(key))
        if isinstance(slip, str):
            return None
        try:
            found: list[Any] = json.loads(self._store.read(slip.digest))
        except StoreFailure:
            return None  # damaged: it is worked out again
        return found

    def put(self, key: str, value: list[Any]) -> None:
        data = json.dumps(value, ensure_ascii=False).encode()
        with suppress(StoreFailure):  # a plan may be asked of a store that cannot be written to
            self._store.keep(Made("script", script_key(key), data, {}, {}))
