"""Atomic writes on local disks: temporary sibling, fsync, rename."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError

HOST = socket.gethostname().replace(".", "-")


def temporary_name() -> str:
    """A unique file name with host and process in it, so that a later run can tell an orphan from work in progress."""
    return f"{HOST}.{os.getpid()}.{threading.get_ident()}-{time.monotonic_ns()}"


def write(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Writes a new file, with fsync where `synced`."""
    with path.open("xb") as file:
        file.write(data)
        if synced:
            file.flush()
            os.fsync(file.fileno())


def sync(path: Any) -> None:
    """fsync of a file, or of a folder's directory entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file that people read beside the store.

    Raises:
        StoreError: it cannot be written; what stood there stays.
    """
    with written_beside(path, data) as temporary:
        temporary.replace(path)


@contextmanager
def written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """A temporary sibling of `path` that holds `data` and only has to take its place. Removed in the end.

    Raises:
        StoreError: it cannot be written, or cannot take its place; what stood there stays.
    """
    temporary = path.parent / f".{path.name}.{temporary_name()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(temporary, data)
        yield temporary
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}; what is made is kept in the store, "
            "make room for it and run again"
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
