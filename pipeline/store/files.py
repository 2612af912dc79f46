"""Where a store's files lie: the Protocol that a local folder and a remote file system implement.

Names are relative to the store's root. Every method raises FileNotFoundError for what is not there, and StoreError for
everything else that goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, Protocol


class Files(Protocol):
    root: Any  # a Path, or a UPath

    def read(self, name: str) -> bytes: ...
    def size(self, name: str) -> int: ...

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The file as a stream, for something large."""

    def write(self, files: Sequence[tuple[str, bytes]], *, synced: bool) -> None:
        """Writes each file whole or not at all; waits for the disk once for all of them where `synced`."""

    def move(self, name: str, to: str) -> None: ...
    def remove(self, name: str) -> None: ...

    def temporary(self) -> Path:
        """The path of a new temporary file on this machine, for something large."""

    def adopt(self, path: Path, name: str) -> None:
        """Moves or uploads the file at `path`, which `temporary` gave."""

    def local_path(self, name: str) -> Path:
        """Where the file lies on this machine; of a remote one, where its local copy would lie."""

    def names(self, folder: str, pattern: str) -> Iterator[str]:
        """The files below a folder, relative to it."""

    def sizes(self, folder: str) -> dict[str, int]:
        """The files of a folder with their sizes in bytes; {} where there is no such folder."""

    def clear_temporaries(self) -> int:
        """Removes temporary files of dead processes. How many."""
