"""The record of what was published in a folder: a file's digest, size and time, and the key that it was made under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from pipeline.records import Deliverable
from pipeline.store import digest_of_file, is_digest, write_atomically
from pipeline.untrusted.bounds import inside

RECORD = ".published.json"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """Early versions kept no key and no form."""

    digest: str
    size: int
    mtime_ns: int
    key: str = ""
    form: str = ""

    def untouched(self, path: Path) -> bool:
        """Whether the file at `path` has the size and the time that it was given."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.mtime_ns)


def published_file(path: Path, digest: str, deliverable: Deliverable) -> PublishedFile:
    """What the record says of a file that was just put at `path`."""
    status = path.stat()
    return PublishedFile(digest, status.st_size, status.st_mtime_ns, deliverable.key, deliverable.format)


def digest_at(path: Path) -> str:
    return "" if path.is_dir() else digest_of_file(path)  # we publish no folder of that name: a person made it


def read_record(folder: Path) -> dict[str, PublishedFile]:
    """File -> what is known of it. Entries of another shape, or of files elsewhere, are dropped."""
    try:
        record: Any = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    known = {name: _entry(value) for name, value in record.items()} if isinstance(record, dict) else {}
    return {name: file for name, file in known.items() if file and inside(folder, name)}


def _entry(value: object) -> PublishedFile | None:
    try:
        file = msgspec.convert(value, PublishedFile)
    except msgspec.ValidationError:
        return None
    return file if is_digest(file.digest) else None


def keep_record(folder: Path, record: Mapping[str, PublishedFile]) -> None:
    entries = {name: asdict(file) for name, file in record.items()}
    write_atomically(folder / RECORD, json.dumps(entries, indent=1, ensure_ascii=False).encode())
