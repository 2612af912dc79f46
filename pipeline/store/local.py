"""Local files of a store: a folder, written to by temporary sibling, fsync and rename."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipeline.errors import StoreError
from pipeline.store.atomic import sync, temporary_name, write
from pipeline.store.failures import disk_failure
from pipeline.store.housekeeping import clear_orphans


class LocalFiles:
    """See `Files`. Paths are put together as strings: a plan looks up 12,000 entries."""

    def __init__(self, root: Path):
        self.root = root
        self._making = root / "making"
        self._prefix = f"{root}/"

    def read(self, name: str) -> bytes:
        try:
            with open(self._prefix + name, "rb") as file:
                return file.read()
        except OSError as error:
            raise self._failure(error, "read") from None

    def size(self, name: str) -> int:
        try:
            return os.stat(self._prefix + name).st_size
        except OSError as error:
            raise self._failure(error, "read") from None

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with open(self._prefix + name, "rb") as file:
                yield file
        except OSError as error:
            raise self._failure(error, "read") from None

    def write(self, files: Sequence[tuple[str, bytes]], *, synced: bool) -> None:
        temporaries: list[Path] = []
        try:
            for _, data in files:
                temporaries.append(self._making / temporary_name())
                self._write_new(temporaries[-1], data, synced=synced)
            for temporary, (name, _) in zip(temporaries, files, strict=True):
                self._rename(temporary, self.root / name)
            for folder in {(self.root / name).parent for name, _ in files} if synced else ():
                sync(folder)
        except OSError as error:
            for temporary in temporaries:
                with suppress(OSError):
                    temporary.unlink()
            raise self._failure(error, "written to") from None

    def _write_new(self, path: Path, data: bytes, *, synced: bool) -> None:
        try:
            write(path, data, synced=synced)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, data, synced=synced)

    def _rename(self, path: Path, to: Path) -> None:
        try:
            path.replace(to)
        except FileNotFoundError:
            to.parent.mkdir(parents=True, exist_ok=True)
            path.replace(to)

    def move(self, name: str, to: str) -> None:
        try:
            (self.root / to).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).rename(self.root / to)
        except OSError as error:
            raise self._failure(error, "written to") from None

    def remove(self, name: str) -> None:
        try:
            (self.root / name).unlink()
        except OSError as error:
            raise self._failure(error, "written to") from None

    def temporary(self) -> Path:
        try:
            self._making.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._failure(error, "written to") from None
        return self._making / temporary_name()

    def adopt(self, path: Path, name: str) -> None:
        try:
            sync(path)
            self._rename(path, self.root / name)
            sync((self.root / name).parent)
        except OSError as error:
            raise self._failure(error, "written to") from None

    def local_path(self, name: str) -> Path:
        return self.root / name

    def names(self, folder: str, pattern: str) -> Iterator[str]:
        for path in (self.root / folder).glob(pattern):
            yield path.relative_to(self.root / folder).as_posix()

    def sizes(self, folder: str) -> dict[str, int]:
        try:
            with os.scandir(self._prefix + folder) as entries:
                return {entry.name: entry.stat().st_size for entry in entries}
        except FileNotFoundError:
            return {}

    def clear_temporaries(self) -> int:
        return clear_orphans(self._making)

    def _failure(self, error: OSError, verb: str) -> FileNotFoundError | StoreError:
        return error if isinstance(error, FileNotFoundError) else disk_failure(self.root, error, verb)
