"""The audit log: who had how much spoken by whose voice, a line of JSON a request. Texts are named by their digest."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.json_records import to_json


@dataclass(frozen=True, slots=True)
class Entry:
    at: str  # ISO 8601, UTC
    key: str  # the key's name
    asked: str  # method and path
    status: int
    voice: str = ""
    version: str = ""  # the voice's fingerprint
    language: str = ""
    text: str = ""  # sha256 of what was asked for
    characters: int = 0
    takes: tuple[str, ...] = ()  # digests of what sounded
    stored: int = 0  # of them, those that were there already
    why: str = ""  # it was refused, or ended early


def moment() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


class Audit:
    """A file a day under a folder; each entry is one write, so that processes can share it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = threading.Lock()

    def note(self, entry: Entry) -> None:
        line = to_json(entry).replace(b"\n", b" ") + b"\n"
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / f"{entry.at[:10]}.jsonl").open("ab", buffering=0) as file:
                file.write(line)
