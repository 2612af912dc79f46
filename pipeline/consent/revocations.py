"""Revocations: that an owner has taken a consent back, in the repo for people and in the store for whoever uses it.

manifests/revoked.yaml         committed like any manifest; it holds in this repo, whatever store is named
<store>/revoked/<digest>.json  holds for every repo that speaks into this store, and goes with copies of it
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from pipeline.manifests import Strict, read_yaml
from pipeline.manifests.fields import NotBlank
from pipeline.store import Store, digest_of_json, from_json, to_json, write_atomically

FOLDER = "revoked"  # in the store
HEAD = "# Written by `voicepress voice revoke`. Commit it: what stands here does not speak, under whatever name.\n"


@dataclass(frozen=True, slots=True)
class Revocation:
    voice: str  # as it was called
    at: str  # ISO 8601, UTC
    reason: str
    marks: tuple[str, ...]  # of its likeness

    def __str__(self) -> str:
        return f"its owner revoked the consent on {self.at[:10]} (as {self.voice!r}): {self.reason}"


class WrittenRevocation(Strict):
    """A voice whose owner took the consent back."""

    voice: NotBlank
    at: str
    reason: NotBlank
    marks: tuple[str, ...]


class Revocations(Strict):
    """manifests/revoked.yaml, written by `voicepress voice revoke`."""

    revocations: tuple[WrittenRevocation, ...] = ()


def revocations(repo: Path, store: Store) -> list[Revocation]:
    """All that are known here.

    Raises:
        ManifestError: manifests/revoked.yaml is no longer what the tool wrote.
        StoreError: the store cannot be read. What is not known is not allowed.
    """
    path = _path(repo)
    written = read_yaml(path, Revocations).revocations if path.exists() else ()
    found = [Revocation(one.voice, one.at, one.reason, one.marks) for one in written]
    return list({digest_of_json(asdict(one)): one for one in [*found, *revocations_in(store)]}.values())


def revocations_in(store: Store) -> list[Revocation]:
    """Those that the store knows: what a worker sees, which has no repo."""
    found = []
    for name in store.notes(FOLDER):
        with suppress(FileNotFoundError):
            found.append(from_json(store.read_note(f"{FOLDER}/{name}"), Revocation))
    return found


def revoked(known: Collection[Revocation], likeness: Collection[str]) -> Revocation | None:
    """The revocation that holds for a voice of this likeness."""
    return next((one for one in known if not set(one.marks).isdisjoint(likeness)), None)


def write_revocation(repo: Path, store: Store, voice: str, likeness: Collection[str], reason: str, at: dt.datetime
                     ) -> Revocation:  # fmt: skip
    """Adds a revocation to the repo and to the store."""
    new = Revocation(voice, at.astimezone(dt.UTC).isoformat(timespec="seconds"), reason, tuple(sorted(likeness)))
    store.write_note(f"{FOLDER}/{digest_of_json(asdict(new))[:32]}.json", to_json(new))
    path = _path(repo)
    before = read_yaml(path, Revocations).revocations if path.exists() else ()
    rows = [one.model_dump(mode="json") for one in before] + [{**asdict(new), "marks": list(new.marks)}]
    text = yaml.safe_dump({"revocations": rows}, sort_keys=False, allow_unicode=True, width=200)
    write_atomically(path, (HEAD + text).encode())
    return new


def _path(repo: Path) -> Path:
    return repo / "manifests" / "revoked.yaml"
