"""The cache of voices' files on this machine: bounded, by digest, fetched once however many processes ask.

    <folder>/<key>/<name>      the files of one setting of a voice, under their own names; the key is a digest over them
    <folder>/<key>.lock        held while they are fetched, and shared by every process that speaks with them

Each process checks what it finds against the digests once; what is damaged is fetched again. Beyond the bound the files
that were asked for longest ago are removed, unless a running process has them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import DamagedError, StoreError
from pipeline.registry.records import StoredFile
from pipeline.store import Store, digest_of_file, digest_of_json
from pipeline.store.atomic import temporary_name
from pipeline.store.machine import machine_cache

PART = ".fetching"  # the end of the name of a file that is not whole yet
_HELD: dict[tuple[str, int], int] = {}  # folder of a setting and process -> the handle of its lock, kept to the end
_LOCK = threading.Lock()


def default_folder() -> Path:
    return machine_cache() / "voices"


class VoiceCache:
    """See above. Thread-safe."""

    def __init__(self, folder: Path, most_bytes: int):
        self.folder, self.most_bytes = folder, most_bytes

    def has(self, files: Sequence[StoredFile]) -> bool:
        """Whether files of one setting are here, as far as their sizes tell."""
        folder = self.folder / _key(files)
        return all(_size(folder / file.name) == file.size for file in files)

    def bring(self, files: Sequence[StoredFile], store: Store) -> Path:
        """The folder on this machine with the files of one setting, whole; fetched from `store` where they are not.

        Raises:
            DamagedError: the store's own copy is missing or damaged.
            StoreError: this machine has no room, or the store cannot be reached.
        """
        folder = self.folder / _key(files)
        with _LOCK:
            if (str(folder), os.getpid()) in _HELD and all((folder / file.name).is_file() for file in files):
                return folder
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._bring(folder, files, store)
            except OSError as error:
                raise StoreError(
                    f"{self.folder} cannot be written to: {error.strerror}; make room there, or name another folder "
                    "(`registry: {cache: ...}` in configs/house.yaml)"
                ) from None
            self._make_room()
        return folder

    def _bring(self, folder: Path, files: Sequence[StoredFile], store: Store) -> None:
        held = (str(folder), os.getpid())
        handle = _HELD.pop(held, None)
        try:
            while True:
                handle = _locked(_lock_of(folder), handle)
                _clear_parts(folder)
                for file in files:
                    self._whole(folder, file, store)
                os.utime(_lock_of(folder))  # used now
                # From here on this process has the files: nobody removes them before it ends. Another may have done
                # so in the moment between the two locks.
                fcntl.flock(handle, fcntl.LOCK_SH)
                if _is(_lock_of(folder), handle) and all(_size(folder / file.name) == file.size for file in files):
                    _HELD[held] = handle
                    return
        finally:
            if held not in _HELD and handle is not None:
                os.close(handle)

    def _whole(self, folder: Path, file: StoredFile, store: Store) -> None:
        path = folder / file.name
        if _size(path) == file.size and digest_of_file(path) == file.digest:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{temporary_name()}{PART}")
        try:
            store.copy(file.digest, part)
            part.replace(path)
        except DamagedError as damage:
            raise DamagedError(
                f"{file.name} ({file.setting}) cannot be fetched from {store}: {damage}; register the voice again "
                "where its files are"
            ) from None
        finally:
            part.unlink(missing_ok=True)

    def _make_room(self) -> None:
        """Removes what was used longest ago, beyond the bound, and is in nobody's hands."""
        kept = []
        for lock in self.folder.glob("*.lock"):
            with suppress(OSError):
                kept.append((lock.stat().st_mtime_ns, lock))
        sizes = {lock: sum(_size(path) or 0 for path in lock.with_suffix("").rglob("*")) for _, lock in kept}
        total = sum(sizes.values())
        for _, lock in sorted(kept):
            if total <= self.most_bytes:
                return
            with _alone(lock) as free:
                if free:
                    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                    lock.unlink(missing_ok=True)
                    total -= sizes[lock]


def _clear_parts(folder: Path) -> None:
    """Removes what a process that was killed had begun to fetch; whoever holds the lock fetches alone."""
    for part in folder.rglob(f"*{PART}"):
        part.unlink(missing_ok=True)


def _locked(lock: Path, handle: int | None) -> int:
    """A handle of the lock, which nobody else holds; the file may be removed while one waits for it."""
    while True:
        if handle is None:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is(lock, handle):
            return handle
        os.close(handle)
        handle = None


def _is(lock: Path, handle: int) -> bool:
    """Whether the handle is of the file that is there now."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), lock.stat())
    return False


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Whether no process has what the lock is for."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _key(files: Sequence[StoredFile]) -> str:
    return digest_of_json([[file.name, file.digest] for file in files])


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _size(path: Path) -> int | None:
    with suppress(OSError):
        if path.is_file():
            return path.stat().st_size
    return None
