"""Slips and objects: made once, found again, never overwritten.

    <root>/objects/<sha256>               what was made, named by its own digest
    <root>/slips/<recipe>/<key>.json      for the request `key`: which object answers it, and what was found making it
    <root>/aside/<sha256>.<when>          objects that no longer match their digest: damaged, or edited by hand
    <root>/making/                        what is being written; renamed into place when it is whole

A key is the sha256 of canonical JSON `[recipe, version, inputs]`; inputs are text, settings and digests, never
paths, positions, times or slates. Every key of the house is made in this file. A slip is written last and whole:
temporary sibling, fsync, rename, fsync of the folder; its existence means that its object is there. What an object
makes possible downstream is keyed on its *digest*, because a GPU's second performance need not equal its first.

The root is a local path or a URL that fsspec reads and writes and that other processes reach (s3://, gs:// ...; an
object store's upload is atomic in itself, so there the rename is left out).
"""

from __future__ import annotations

import errno
import functools
import hashlib
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import DamagedError, StoreError
from pipeline.remote import clear_scratch, opened, reaching, scratch, shown

T = TypeVar("T")

DAMAGED = "its slip is damaged"
NEVER = "not made yet"  # why there is nothing: nothing was ever made of these inputs

# ---------------------------------------------------------------- keys

# Raise a number when the same inputs should give something else; everything made by the recipe becomes stale.
RECIPES = {"manuscript": 1, "script": 2, "take": 1, "level": 1, "master": 2, "encoded": 1, "cover": 2, "deliverable": 2}


# Made once: `json.dumps` makes another for every key.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def key_of(recipe: str, inputs: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of recipe, version and inputs."""
    return hashlib.sha256(_CANONICAL.encode([recipe, RECIPES[recipe], inputs]).encode()).hexdigest()


def manuscript_key(source: str, name: str, readers: str) -> str:
    """A manuscript as read: the source's digest and file name (a title where it says none), and the readers' code."""
    return key_of("manuscript", {"source": source, "name": name, "readers": readers})


def script_key(depends_on: str) -> str:
    """Split and spoken forms of a chapter; `depends_on` is the script room's own account of what decides them."""
    return key_of("script", {"depends_on": depends_on})


def take_key(spoken: str, language: str, voice: str, seed: int, attempt: int) -> str:
    """`voice` is the engine's fingerprint. The take's own seed follows from these, so it is the same for equal text."""
    return key_of("take", {"spoken": spoken, "language": language, "voice": voice, "seed": seed, "attempt": attempt})


def level_key(takes: Iterable[str], settings: Mapping[str, Any]) -> str:
    """The gain that brings these takes to a level."""
    return key_of("level", {"takes": list(takes), "settings": settings})


def master_key(takes: Iterable[tuple[str, int]], settings: Mapping[str, Any]) -> str:
    """`takes` are digests with the milliseconds of pause after each, in order ("" where a line has no audio)."""
    return key_of("master", {"takes": [list(take) for take in takes], "settings": settings})


def encoded_key(master: str, settings: Mapping[str, Any]) -> str:
    """One master's audio in a codec, without tags."""
    return key_of("encoded", {"master": master, "settings": settings})


def cover_key(digest: str, width: int) -> str:
    """A cover drawn as SVG, as players take it."""
    return key_of("cover", {"cover": digest, "width": width})


def deliverable_key(form: str, chapters: Iterable[tuple[str, str]], settings: Mapping[str, Any]) -> str:
    """`chapters` are titles with the digests of their audio; `settings` hold the tags and the cover's digest."""
    return key_of("deliverable", {"form": form, "chapters": [list(c) for c in chapters], "settings": settings})


_DIGEST = re.compile("[0-9a-f]{64}")


def is_digest(value: object) -> bool:
    """Whether a digest that was read from a file can name an object: what else it says would be a path."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_tree(path: Path) -> str:
    """Of a file, or of a folder's files with their names."""
    if path.is_file():
        return digest_of_file(path)
    files = sorted(p for p in path.rglob("*") if p.is_file())
    return digest_of("\n".join(f"{p.relative_to(path).as_posix()} {digest_of_file(p)}" for p in files).encode())


@functools.cache
def digest_of_code(package: Path) -> str:
    """Of a package's Python files: what pure code has worked out is worked out again when the code has changed."""
    files = sorted(package.rglob("*.py"))
    named = (f"{file.relative_to(package).as_posix()} {digest_of_file(file)}" for file in files)
    return digest_of("\n".join(named).encode())


# ---------------------------------------------------------------- slips


@dataclass(frozen=True, slots=True)
class Slip:
    """`facts` are what the recipe's own room writes and reads back; `inputs` are kept for explanations."""

    recipe: str
    key: str
    digest: str
    size: int
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """Something to be kept: its bytes, and what its slip shall say."""

    recipe: str
    key: str
    data: bytes
    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]


def _slip_written(slip: Slip) -> bytes:
    """One line of JSON that ends with a checksum of what stands before it."""
    said = json.dumps(
        {"digest": slip.digest, "size": slip.size, "facts": slip.facts, "inputs": slip.inputs}, ensure_ascii=False
    ).encode()
    return said[:-1] + _SUM + digest_of(said[:-1])[:16].encode() + b'"}'


def _slip_read(data: bytes) -> Any:
    """What a slip says; those of earlier versions have no checksum (see `Store.understood`).

    Raises:
        ValueError: it is not what was written.
    """
    before, mark, end = data.rpartition(_SUM)
    if mark and end != digest_of(before)[:16].encode() + b'"}':
        raise ValueError("its checksum is another")
    return json.loads(data)


_SUM = b', "sum": "'


class Store:
    def __init__(self, root: str | os.PathLike[str]):
        self.root: Any = _root(root)
        self.local = not hasattr(self.root, "fs")
        self.objects = self.root / "objects"
        self._making = self.root / "making"
        self._sizes: dict[str, int] | None = None

    def __str__(self) -> str:
        return shown(self.root)

    # -- finding

    def find(self, recipe: str, key: str) -> Slip | str:
        """The slip for `key`, or why there is none to use, for people: "not made yet", "its object is missing" ..."""
        try:
            if self.local:  # plain strings: 12,000 slips are looked up in a plan
                with open(f"{self.root}/slips/{recipe}/{key}.json", "rb") as file:
                    data = _slip_read(file.read())
            else:
                with reaching(self.root, "read"):
                    data = _slip_read((self.root / "slips" / recipe / f"{key}.json").read_bytes())
            slip = Slip(recipe, key, data["digest"], data["size"], data["facts"], data["inputs"])
            if not is_digest(slip.digest):
                raise ValueError(slip.digest)
        except FileNotFoundError:
            return NEVER
        except (ValueError, KeyError, TypeError):
            return DAMAGED
        except OSError as error:
            raise self._failure(error, "read") from None
        size = self._size(slip.digest)
        if size is None:
            return "its object is missing from the store"
        if size != slip.size:
            return "its object in the store is damaged"
        return slip

    def understood(self, found: Slip | str, of: Callable[[Slip], T]) -> T | str:
        """What a slip's own room makes of it, or why there is nothing to use.

        A slip that was damaged before slips had checksums is forgotten, so that what it stood for is made again.
        """
        if isinstance(found, str):
            return found
        try:
            return of(found)
        except (LookupError, TypeError, ValueError, AttributeError):
            self.forget(found.recipe, found.key)
            return DAMAGED

    @contextmanager
    def listed(self) -> Iterator[None]:
        """Within, a remote store is asked for its objects once, not once a take. (A local one answers in 2 us.)"""
        if not self.local:
            self._sizes = self.sizes()
        try:
            yield
        finally:
            self._sizes = None

    def has(self, digest: str) -> bool:
        return self._size(digest) is not None

    def _size(self, digest: str) -> int | None:
        if not is_digest(digest):
            return None
        if self._sizes is not None:
            return self._sizes.get(digest)
        try:
            if self.local:
                return os.stat(f"{self.root}/objects/{digest}").st_size
            with reaching(self.root, "read"):
                return int((self.objects / digest).stat().st_size)
        except FileNotFoundError:
            return None

    # -- reading

    def read(self, digest: str) -> bytes:
        """The object's bytes, checked against its digest.

        Raises:
            DamagedError: it is missing, or does not match; a mismatch has been set aside, so that it is made again.
        """
        path = self._object(digest)
        try:
            with self._reached("read"):
                data: bytes = path.read_bytes()
        except FileNotFoundError:
            raise self._gone(digest) from None
        except OSError as error:
            raise self._failure(error, "read") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise self._set_aside(digest)
        return data

    def file(self, digest: str) -> Path:
        """A local file with the object, checked against its digest; not to be written to.

        Raises:
            DamagedError: as `read` does.
        """
        named = self._object(digest)
        if not self.local:
            return self._copy(digest)
        path = Path(named)
        try:
            found = digest_of_file(path)
        except FileNotFoundError:
            raise self._gone(digest) from None
        except OSError as error:
            raise self._failure(error, "read") from None
        if found != digest:
            raise self._set_aside(digest)
        return path

    def _copy(self, digest: str) -> Path:
        """A local copy, as whole as the object: one that a power cut or somebody else spoilt is fetched again."""
        path = scratch() / digest
        with suppress(FileNotFoundError):
            if digest_of_file(path) == digest:
                return path
        data = self.read(digest)
        part = path.with_name(f"{digest}.{_temporary()}")
        try:
            _write(part, data)
            part.replace(path)
        except OSError as error:
            raise StoreError(
                f"{path.parent} cannot be written to: {error.strerror}; make room there and run again"
            ) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return path

    def _reached(self, verb: str) -> Any:
        return nullcontext() if self.local else reaching(self.root, verb)

    def _object(self, digest: str) -> Any:
        """Where the object lies. Records of the store name objects, too, and a name that is no digest is damage."""
        if not is_digest(digest):
            raise DamagedError(
                f"a record of the store {shown(self.root)} names {str(digest)[:80]!r}, which is no digest; "
                "run again and it is made again"
            )
        return self.objects / digest

    def _gone(self, digest: str) -> DamagedError:
        return DamagedError(
            f"the object {digest[:12]} is missing from {shown(self.root)}; run again and it is made again"
        )

    def _set_aside(self, digest: str) -> DamagedError:
        aside = self.root / "aside"
        to = aside / f"{digest}.{time.strftime('%Y%m%dT%H%M%S')}"
        try:
            with self._reached("written to"):
                aside.mkdir(parents=True, exist_ok=True)
                (self.objects / digest).rename(to)
        except FileNotFoundError:
            pass  # another process was first
        except (OSError, StoreError) as error:
            return DamagedError(f"the object {digest[:12]} does not match its digest and cannot be set aside: {error}")
        return DamagedError(
            f"the object {digest[:12]} does not match its digest (damaged, or edited by hand); "
            f"it is kept as {shown(to)}, and the next run makes it again"
        )

    # -- keeping

    def keep(self, *requests: Made) -> list[Slip]:
        """Keeps objects, then their slips; many at a time share the waits for the disk.

        An answer that is already there and whole is not replaced: its slip is returned.

        Raises:
            StoreError: the disk is full, read-only or gone; nothing is half-written.
        """
        return self._keep(requests, synced=True)

    def remember(self, *requests: Made) -> list[Slip]:
        """Like `keep`, without waiting for the disk, for what is cheaply worked out again.

        What a power cut leaves of it does not match its digest, or is no slip, and counts as not made.
        """
        return self._keep(requests, synced=False)

    def _keep(self, wanted: Sequence[Made], synced: bool) -> list[Slip]:
        contents = {
            id(request.data): request.data for request in wanted
        }  # several may share one object: it is written once
        digests = {which: digest_of(data) for which, data in contents.items()}
        self._write_all([(self.objects / digests[which], data) for which, data in contents.items()], synced)
        return self._keep_slips(
            [Slip(w.recipe, w.key, digests[id(w.data)], len(w.data), w.facts, w.inputs) for w in wanted], synced
        )

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A temporary local file to write something large to; give it to `keep_file`. Removed in the end."""
        path = (self._making if self.local else scratch()) / _temporary()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._reached("written to"):
                self.objects.mkdir(parents=True, exist_ok=True)
            yield path
        except OSError as error:
            raise self._failure(error, "written to") from None
        finally:
            with suppress(OSError):  # of a read-only store there is nothing to remove
                path.unlink(missing_ok=True)

    def keep_file(self, recipe: str, key: str, path: Path, facts: Mapping[str, Any], inputs: Mapping[str, Any]) -> Slip:
        """Keeps the file that `making` gave, and its slip."""
        size = path.stat().st_size
        return self._keep_slips([Slip(recipe, key, self.keep_object(path), size, facts, inputs)])[0]

    def keep_record(
        self, recipe: str, key: str, data: bytes, facts: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> Slip:
        """Keeps a slip whose object only lists other objects (kept before it by `keep_object`)."""
        return self.keep(Made(recipe, key, data, facts, inputs))[0]

    def keep_object(self, path: Path) -> str:
        """Keeps the file that `making` gave as an object that some slip will refer to; its digest."""
        digest = digest_of_file(path)
        target = self.objects / digest
        try:
            if self.local:
                _sync(path)
                path.replace(target)
                _sync(self.objects)
            else:
                with self._reached("written to"):
                    self.objects.fs.put_file(str(path), target.path)
        except OSError as error:
            raise self._failure(error, "written to") from None
        return digest

    def _keep_slips(self, slips: list[Slip], synced: bool = True) -> list[Slip]:
        found = [self.find(slip.recipe, slip.key) for slip in slips]
        new = [slip for slip, old in zip(slips, found, strict=True) if isinstance(old, str)]
        self._write_all(
            [(self.root / "slips" / slip.recipe / f"{slip.key}.json", _slip_written(slip)) for slip in new], synced
        )
        return [slip if isinstance(old, str) else old for slip, old in zip(slips, found, strict=True)]

    def _write_all(self, files: list[tuple[Any, bytes]], synced: bool) -> None:
        """Each as temporary sibling, fsync, rename; then the folders once."""
        if not self.local:
            with self._reached("written to"):
                for path, data in files:
                    path.write_bytes(data)
            return
        temporaries: list[Path] = []
        try:
            for _, data in files:
                temporary = self._making / _temporary()
                temporaries.append(temporary)
                try:
                    _write(temporary, data, synced)
                except FileNotFoundError:
                    self._making.mkdir(parents=True, exist_ok=True)
                    _write(temporary, data, synced)
            for temporary, (path, _) in zip(temporaries, files, strict=True):
                try:
                    temporary.replace(path)
                except FileNotFoundError:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    temporary.replace(path)
            for folder in {path.parent for path, _ in files} if synced else ():
                _sync(folder)
        except OSError as error:
            for temporary in temporaries:
                with suppress(OSError):
                    temporary.unlink()
            raise self._failure(error, "written to") from None

    # -- housekeeping

    def clear_temporaries(self) -> int:
        """Removes what dead processes of this machine left half-written (and anybody, a day ago). How many."""
        if not self.local:
            return clear_scratch()
        orphans = [path for path in self._making.glob("*") if _orphaned(path)]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def slips(self) -> Iterator[tuple[str, str]]:
        """(recipe, key) of every slip."""
        with self._reached("read"):
            for path in (self.root / "slips").glob("*/*.json"):
                yield path.parent.name, path.name.removesuffix(".json")

    def sizes(self) -> dict[str, int]:
        """Every object's digest and bytes."""
        try:
            if self.local:
                with os.scandir(str(self.objects)) as entries:
                    return {entry.name: entry.stat().st_size for entry in entries}
            with self._reached("read"):
                self.objects.fs.invalidate_cache()  # other processes write, too
                listing = self.objects.fs.ls(self.objects.path, detail=True)
            return {entry["name"].rsplit("/", 1)[-1]: entry["size"] for entry in listing}
        except FileNotFoundError:
            return {}

    def forget(self, recipe: str, key: str) -> None:
        with self._reached("written to"):
            (self.root / "slips" / recipe / f"{key}.json").unlink(missing_ok=True)

    def remove(self, digest: str) -> None:
        with self._reached("written to"):
            (self.objects / digest).unlink(missing_ok=True)

    def _failure(self, error: OSError, verb: str) -> StoreError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return StoreError(
                f"the disk of the store {self} is full; make room and run again, everything finished is kept"
            )
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return StoreError(
                f"the store {self} is read-only for this user; give write permission, or name another with --store"
            )
        if isinstance(error, NotADirectoryError):
            return StoreError(f"the store {self} cannot be {verb}: it is no folder; name another with --store")
        return StoreError(f"the store {self} cannot be {verb}: {shown(error)}")


def _root(root: str | os.PathLike[str]) -> Any:
    text = os.fspath(root)
    return opened(text) if "://" in text else Path(text).resolve()


_HOST = socket.gethostname().replace(".", "-")


def _temporary() -> str:
    # Host and process in the name, so that a later run can tell an orphan from somebody's work in hand.
    return f"{_HOST}.{os.getpid()}.{threading.get_ident()}-{time.monotonic_ns()}"


def _orphaned(path: Path) -> bool:
    try:
        host, process, _ = path.name.split(".")
        if time.time() - path.stat().st_mtime > 86_400:
            return True
        if host != _HOST:
            return False
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return True
    except (PermissionError, FileNotFoundError):
        return False
    return False


def _write(path: Path, data: bytes, synced: bool = True) -> None:
    with path.open("xb") as file:
        file.write(data)
        if synced:
            file.flush()
            os.fsync(file.fileno())


def _sync(path: Any) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """For the files that people read beside the store: temporary sibling, fsync, rename."""
    temporary = path.parent / f".{path.name}.{_temporary()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(temporary, data)
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}; what is made is kept in the store, "
            "make room for it and run again"
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
