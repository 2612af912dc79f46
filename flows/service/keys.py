"""Keys of the service: who may ask, for what, and how often. Of a key only its digest is kept.

A key is 256 random bits, so that a plain SHA-256 of it is as hard to turn round as the key is to guess; passwords would
want a slow hash, which here would cost every request a tenth of a second.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hmac
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import ConflictError, ManifestError, RefusedError
from pipeline.store import digest_of, write_atomically
from pipeline.store.json_records import from_json, to_json

Scope = Literal["speak", "enrol", "produce", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "vp_"
FILE = Path("registry") / "keys.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept. `until` is the last day on which it opens, in UTC; "" for ever."""

    name: str
    sha256: str
    scopes: tuple[str, ...]
    made: str  # ISO 8601
    until: str = ""
    per_minute: int = 600  # requests
    at_once: int = 8  # requests

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes or "admin" in self.scopes

    def open_on(self, day: dt.date) -> bool:
        return not self.until or day.isoformat() <= self.until


class Keys:
    """The keys of a production repo, read again when their file has changed."""

    def __init__(self, repo: Path):
        self.path = repo / FILE
        self._read: tuple[int, tuple[Key, ...]] = (-1, ())

    def all(self) -> tuple[Key, ...]:
        """
        Raises:
            ManifestError: the file is not what `voicepress keys` writes.
        """
        try:
            changed = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        if changed != self._read[0]:
            try:
                self._read = changed, from_json(self.path.read_bytes(), tuple[Key, ...])
            except (ValueError, TypeError) as error:
                raise ManifestError(f"{self.path} is damaged ({error}); remove it, and add the keys again") from None
        return self._read[1]

    def holder(self, secret: str, day: dt.date) -> Key | None:
        """Whose key this is; None where it opens nothing. Every key is compared, and each in constant time."""
        asked = digest_of(secret.encode("utf-8", "surrogatepass"))
        found = [key for key in self.all() if hmac.compare_digest(key.sha256, asked)]
        return found[0] if found and found[0].open_on(day) else None

    def add(self, name: str, scopes: Sequence[str], *, until: str = "", per_minute: int = 600, at_once: int = 8) -> str:
        """Makes a key and returns it: nobody can read it again.

        Raises:
            RefusedError: a name, a scope, a day or a number that there cannot be.
            ConflictError: there is a key of this name.
        """
        _check(name, scopes, until, per_minute, at_once)
        secret = PREFIX + secrets.token_urlsafe(32)
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        key = Key(name, digest_of(secret.encode()), tuple(scopes), made, until, per_minute, at_once)
        with self._changing() as keys:
            if any(one.name == name for one in keys):
                raise ConflictError(f"there is a key {name!r}; revoke it first, or take another name")
            self._write([*keys, key])
        return secret

    def revoke(self, name: str) -> Key:
        """Raises RefusedError where there is no such key."""
        with self._changing() as keys:
            gone = [key for key in keys if key.name == name]
            if not gone:
                known = ", ".join(key.name for key in keys) or "none"
                raise RefusedError(f"there is no key {name!r}; there are: {known}")
            self._write([key for key in keys if key.name != name])
        return gone[0]

    @contextmanager
    def _changing(self) -> Iterator[tuple[Key, ...]]:
        """The keys, while nobody else changes them."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._read = (-1, ())
            yield self.all()

    def _write(self, keys: Sequence[Key]) -> None:
        write_atomically(self.path, to_json(tuple(keys)))
        self.path.chmod(0o600)


def _check(name: str, scopes: Sequence[str], until: str, per_minute: int, at_once: int) -> None:
    if not _NAME.fullmatch(name):
        raise RefusedError(f"{name!r} cannot be a key's name: letters, digits, '.', '_' and '-', 64 at most")
    if not scopes or set(scopes) - set(SCOPES):
        raise RefusedError(f"{', '.join(scopes) or 'nothing'}: a key is for some of {', '.join(SCOPES)}")
    if per_minute < 1 or at_once < 1:
        raise RefusedError("a key that may ask for nothing is no key: --per-minute and --at-once are 1 or more")
    if until:
        try:
            dt.date.fromisoformat(until)
        except ValueError:
            raise RefusedError(f"--until {until}: write a day as 2027-01-31") from None
