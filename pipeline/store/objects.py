"""Objects: what was made, named by its own digest, and checked against it whenever it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipeline.errors import DamagedError
from pipeline.store.files import Files
from pipeline.store.keys import digest_of, digest_of_blocks, digest_of_file, is_digest
from pipeline.store.quarantine import quarantine
from pipeline.store.scratch import copy_into_scratch
from pipeline.store.urls import shown

BLOCK = 1 << 20


class Objects:
    """The objects of a store, by digest."""

    def __init__(self, files: Files):
        self._files = files
        self._sizes: dict[str, int] | None = None

    def size(self, digest: str) -> int | None:
        """Bytes of the object; None where there is none."""
        if not is_digest(digest):
            return None
        if self._sizes is not None:
            return self._sizes.get(digest)
        try:
            return self._files.size(f"objects/{digest}")
        except FileNotFoundError:
            return None

    def sizes(self) -> dict[str, int]:
        """Every object's digest and bytes."""
        return self._files.sizes("objects")

    @contextmanager
    def listed(self) -> Iterator[None]:
        """Within, `size` answers from one listing instead of asking for each object."""
        self._sizes = self.sizes()
        try:
            yield
        finally:
            self._sizes = None

    def read(self, digest: str) -> bytes:
        """The object's bytes.

        Raises:
            DamagedError: it is missing, or does not match; a mismatch is in quarantine, so that it is made again.
        """
        name = self._name(digest)
        try:
            data = self._files.read(name)
        except FileNotFoundError:
            raise self._missing(digest) from None
        if digest_of(data) != digest:
            raise quarantine(self._files, name, digest)
        return data

    def file(self, digest: str) -> Path:
        """A local file with the object; not to be written to.

        A local copy that a power cut or somebody else spoilt is fetched again.

        Raises:
            DamagedError: as `read` does.
        """
        path = self._files.local_path(self._name(digest))
        with suppress(OSError):
            if digest_of_file(path) == digest:
                return path
        return copy_into_scratch(digest, self.read(digest))

    def copy(self, digest: str, to: Path) -> None:
        """Writes the object to a new file, block by block, for something too large for memory.

        Raises:
            DamagedError: as `read` does; what was written is to be thrown away.
            StoreError: it cannot be read, or there is no room for it.
        """
        name = self._name(digest)
        try:
            with self._files.open(name) as source, to.open("xb") as file:
                found = digest_of_blocks(_copied(source, file))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            raise self._missing(digest) from None
        if found != digest:
            raise quarantine(self._files, name, digest)

    def _missing(self, digest: str) -> DamagedError:
        where = shown(self._files.root)
        return DamagedError(f"the object {digest[:12]} is missing from {where}; run again and it is made again")

    def keep(self, contents: list[bytes], *, synced: bool) -> list[str]:
        """Writes objects; their digests. Contents that are one object in memory are written once."""
        # A book's script is one object that every chapter's entry names: 300 digests of 4 MB took a plan 0.7 s.
        once = {id(data): data for data in contents}
        digests = {which: digest_of(data) for which, data in once.items()}
        self._files.write([(f"objects/{digests[which]}", data) for which, data in once.items()], synced=synced)
        return [digests[id(data)] for data in contents]

    def adopt(self, path: Path) -> str:
        """Moves a temporary file into the store; its digest."""
        digest = digest_of_file(path)
        self._files.adopt(path, f"objects/{digest}")
        return digest

    def remove(self, digest: str) -> None:
        with suppress(FileNotFoundError):
            self._files.remove(f"objects/{digest}")

    def _name(self, digest: str) -> str:
        # Entries name objects, and a name that is no digest, but perhaps a path, is damage.
        if not is_digest(digest):
            raise DamagedError(
                f"a record of the store {shown(self._files.root)} names {str(digest)[:80]!r}, which is no digest; "
                "run again and it is made again"
            )
        return f"objects/{digest}"


def _copied(source: IO[bytes], to: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        to.write(block)
        yield block
