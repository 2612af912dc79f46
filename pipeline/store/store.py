"""The store as productions use it: finds and keeps cache entries with the objects that they name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

from pipeline.records import Missing
from pipeline.store.entries import DAMAGED, NOT_MADE, CacheEntry, NewEntry, entry_bytes, entry_of, new_entry
from pipeline.store.failures import disk_failure
from pipeline.store.files import Files
from pipeline.store.json_records import from_json, to_json
from pipeline.store.local import LocalFiles
from pipeline.store.objects import Objects
from pipeline.store.remote import RemoteFiles
from pipeline.store.urls import opened, shown

T = TypeVar("T")
LOCKED = "locked"  # the folder of what nobody may use: see `Store.lock_away`
DIGESTS = "digests.json"  # of what was ever put there


class Store:
    """Cache entries and objects below one root, a folder or a URL."""

    def __init__(self, root: str | os.PathLike[str]):
        text = os.fspath(root)
        where = opened(text) if "://" in text else Path(text).resolve()
        self.root: Any = where
        self.local = not hasattr(where, "fs")
        self._files: Files = LocalFiles(where) if self.local else RemoteFiles(where)
        self._objects = Objects(self._files)

    def __str__(self) -> str:
        return shown(self.root)

    @property
    def objects(self) -> Any:
        """The folder of the objects."""
        return self.root / "objects"

    # -- finding

    def find(self, recipe: str, key: str) -> CacheEntry | Missing:
        """The entry for `key`, or why there is none to use: "not made yet", "its object is missing" ..."""
        try:
            entry = entry_of(recipe, key, self._files.read(_name(recipe, key)))
        except FileNotFoundError:
            return NOT_MADE
        except ValueError:
            return DAMAGED
        size = self._objects.size(entry.digest)
        if size is None:
            return Missing("its object is missing from the store")
        if size != entry.size:
            return Missing("its object in the store is damaged")
        return entry

    def find_as(self, recipe: str, key: str, record: Callable[[CacheEntry], T]) -> T | Missing:
        """The record that the entry for `key` holds, or why there is none to use.

        Args:
            record: reads the entry, as the module that wrote it does. An entry that it cannot read (damaged before
                entries had checksums, or foreign) is forgotten, so that what it stood for is made again.
        """
        entry = self.find(recipe, key)
        if isinstance(entry, Missing):
            return entry
        try:
            return record(entry)
        except (LookupError, ValueError):
            self.forget(recipe, key)
            return DAMAGED

    @contextmanager
    def listed(self) -> Iterator[None]:
        """Within, a remote store lists its objects once instead of answering per take. (A local one takes 2 us.)"""
        with nullcontext() if self.local else self._objects.listed():
            yield

    def has(self, digest: str) -> bool:
        return self._objects.size(digest) is not None

    # -- reading

    def read(self, digest: str) -> bytes:
        """The object's bytes, checked against its digest.

        Raises:
            DamagedError: it is missing, or does not match; a mismatch is in quarantine, so that it is made again.
        """
        return self._objects.read(digest)

    def file(self, digest: str) -> Path:
        """A local file with the object, checked against its digest; not to be written to.

        Raises:
            DamagedError: as `read` does.
        """
        return self._objects.file(digest)

    def copy(self, digest: str, to: Path) -> None:
        """Writes the object to a new file, block by block: see `Objects.copy`."""
        self._objects.copy(digest, to)

    # -- keeping

    def keep(self, *new: NewEntry, synced: bool = True) -> list[CacheEntry]:
        """Keeps objects, then their entries; many at a time share the waits for the disk.

        An entry that is already there, with its object, is not replaced but returned.

        Args:
            synced: wait for the disk. False is for what is cheaply worked out again: what a power cut leaves of it
                does not match its digest, or is no entry, and counts as not made.

        Raises:
            StoreError: the disk is full, read-only or gone; nothing is half-written.
        """
        digests = self._objects.keep([one.data for one in new], synced=synced)
        return self._keep_entries([one.entry(digest) for one, digest in zip(new, digests, strict=True)], synced=synced)

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A temporary local file to write something large to; give it to `keep_file`. Removed in the end."""
        path = self._files.temporary()
        try:
            yield path
        except OSError as error:
            raise disk_failure(self.root, error, "written to") from None
        finally:
            with suppress(OSError):  # of a read-only store there is nothing to remove
                path.unlink(missing_ok=True)

    def keep_file(self, recipe: str, key: str, path: Path, facts: object, inputs: object) -> CacheEntry:
        """Keeps the file that `making` gave, and its entry."""
        size = path.stat().st_size
        entry = new_entry(recipe, key, self.keep_object(path), size, facts, inputs)
        return self._keep_entries([entry], synced=True)[0]

    def keep_object(self, path: Path) -> str:
        """Keeps the file that `making` gave as an object that some entry will refer to; its digest."""
        return self._objects.adopt(path)

    def _keep_entries(self, entries: list[CacheEntry], *, synced: bool) -> list[CacheEntry]:
        found = [self.find(entry.recipe, entry.key) for entry in entries]
        new = [entry for entry, old in zip(entries, found, strict=True) if isinstance(old, Missing)]
        self._files.write([(_name(entry.recipe, entry.key), entry_bytes(entry)) for entry in new], synced=synced)
        return [entry if isinstance(old, Missing) else old for entry, old in zip(entries, found, strict=True)]

    # -- notes: small files beside the entries, which no recipe makes and no sweep removes

    def notes(self, folder: str) -> list[str]:
        """Names of the notes in a folder."""
        return sorted(self._files.sizes(folder))

    def read_note(self, name: str) -> bytes:
        """Raises FileNotFoundError where there is none."""
        return self._files.read(name)

    def write_note(self, name: str, data: bytes) -> None:
        self._files.write([(name, data)], synced=True)

    # -- locking away

    def lock_away(self, where: str, entries: Iterable[tuple[str, str]], digests: Iterable[str]) -> None:
        """Moves entries, then objects, where nothing finds them; nothing is deleted. `where` names the folder.

        The digests are written down: an object that somebody takes out of there is known again, as is an erased one.
        """
        digests = list(digests)
        if digests:
            self.write_note(f"{LOCKED}/{where}/{DIGESTS}", to_json(sorted({*digests, *self._digests(where)})))
        for name in [_name(recipe, key) for recipe, key in entries] + [f"objects/{digest}" for digest in digests]:
            with suppress(FileNotFoundError):  # another process was first, or it was ended between the two
                self._files.move(name, f"{LOCKED}/{where}/{name}")

    def lock_file(self, where: str, name: str, path: Path) -> None:
        """Moves a file that no entry names, such as a page's, to what was locked away there."""
        self.write_note(f"{LOCKED}/{where}/files/{name}", path.read_bytes())
        path.unlink()

    def locked(self, where: str) -> list[str]:
        """What was locked away there: names of files."""
        found = [f"slips/{name}" for name in self._files.names(f"{LOCKED}/{where}/slips", "*/*.json")]
        found += [f"files/{name}" for name in self._files.names(f"{LOCKED}/{where}/files", "**/*.*")]
        return found + [f"objects/{name}" for name in self._files.sizes(f"{LOCKED}/{where}/objects")]

    def known_locked(self) -> Mapping[str, frozenset[str]]:
        """The digests of all objects that were ever locked away, by folder: put back by hand or erased since."""
        return {
            where: frozenset({*self._digests(where), *self._files.sizes(f"{LOCKED}/{where}/objects")})
            for where in self._files.sizes(LOCKED)
        }

    def _digests(self, where: str) -> list[str]:
        try:
            return list(from_json(self.read_note(f"{LOCKED}/{where}/{DIGESTS}"), list[str]))
        except FileNotFoundError:
            return []

    def erase_locked(self, where: str) -> int:
        """Deletes what was locked away there; how many files."""
        names = self.locked(where)
        for name in names:
            with suppress(FileNotFoundError):
                self._files.remove(f"{LOCKED}/{where}/{name}")
        return len(names)

    # -- housekeeping

    def clear_temporaries(self) -> int:
        """Removes temporary files of dead processes of this machine, and of any machine after a day. How many."""
        return self._files.clear_temporaries()

    def entries(self) -> Iterator[tuple[str, str]]:
        """(recipe, key) of every entry."""
        for name in self._files.names("slips", "*/*.json"):
            recipe, _, key = name.removesuffix(".json").partition("/")
            yield recipe, key

    def sizes(self) -> dict[str, int]:
        """Every object's digest and bytes."""
        return self._objects.sizes()

    def forget(self, recipe: str, key: str) -> None:
        with suppress(FileNotFoundError):
            self._files.remove(_name(recipe, key))

    def remove(self, digest: str) -> None:
        self._objects.remove(digest)


def _name(recipe: str, key: str) -> str:
    # The folder keeps the name that it had in the first version ("slips"), so that older stores need no migration.
    return f"slips/{recipe}/{key}.json"
