"""Revocations: that an owner has taken a consent back, in the repo for people and in the store for whoever uses it.

manifests/revoked.yaml         committed like any manifest; it holds in this repo, whatever store is named
<store>/revoked/<digest>.json  holds for every repo that speaks into this store, and goes with copies of it
<store>/lifted/<digest>.json   that one of them was lifted, for a new consent and no other

Nothing is ever taken out. A lift holds where it stands: one of the store does not touch what a repo wrote down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import yaml

from pipeline.manifests import Consent, Strict, read_yaml
from pipeline.manifests.fields import NotBlank
from pipeline.store import Store, digest_of_json, from_json, to_json, write_atomically

FOLDER, LIFTED = "revoked", "lifted"  # in the store
HEAD = "# Written by `voicepress voice revoke`. Commit it: what stands here does not speak, under whatever name.\n"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Revocation:
    voice: str  # as it was called
    at: str  # ISO 8601, UTC
    reason: str
    marks: tuple[str, ...]  # of its likeness

    def __str__(self) -> str:
        return f"its owner revoked the consent on {self.at[:10]} (as {self.voice!r}): {self.reason}"

    def digest(self) -> str:
        return digest_of_json(asdict(self))


@dataclass(frozen=True, slots=True)
class Lift:
    """That the owner agrees again, to something else than what was revoked."""

    voice: str
    at: str  # ISO 8601, UTC
    by: str  # who wrote it down
    reason: str
    revocation: str  # its digest
    consent: str  # digest of the record that it is lifted for


@dataclass(frozen=True, slots=True)
class Known:
    """A revocation with what lifts it."""

    revocation: Revocation
    lifts: tuple[Lift, ...] = ()

    def holds(self, likeness: Collection[str], consent: Consent | None) -> bool:
        """Whether it silences a voice of this likeness and this consent."""
        if set(self.revocation.marks).isdisjoint(likeness):
            return False
        return not any(lift.consent == digest_of_consent(consent) for lift in self.lifts)


class WrittenRevocation(Strict):
    """A voice whose owner took the consent back."""

    voice: NotBlank
    at: str
    reason: NotBlank
    marks: tuple[str, ...]


class WrittenLift(Strict):
    """A revocation that was lifted, for a new consent."""

    voice: NotBlank
    at: str
    by: NotBlank
    reason: NotBlank
    revocation: str
    consent: str


class Revocations(Strict):
    """manifests/revoked.yaml, written by `voicepress voice revoke`."""

    revocations: tuple[WrittenRevocation, ...] = ()
    lifted: tuple[WrittenLift, ...] = ()


def digest_of_consent(consent: Consent | None) -> str:
    """Of everything that the record says: a lift is for one agreement, and for no later edit of it."""
    return digest_of_json(consent.stated()) if consent else ""


def revocations(repo: Path, store: Store) -> list[Known]:
    """All that are known here.

    Raises:
        ManifestError: manifests/revoked.yaml is no longer what the tool wrote.
        StoreError: the store cannot be read. What is not known is not allowed.
    """
    written = _written(repo)
    rows = [Revocation(**one.model_dump()) for one in written.revocations]
    return _lifted(rows, [Lift(**one.model_dump()) for one in written.lifted]) + revocations_in(store)


def revocations_in(store: Store) -> list[Known]:
    """Those that the store knows: what a worker sees, which has no repo."""
    if not (found := _notes(store, FOLDER, Revocation)):
        return []
    return _lifted(found, _notes(store, LIFTED, Lift))


def revoked(known: Collection[Known], likeness: Collection[str], consent: Consent | None) -> Revocation | None:
    """The revocation that holds for a voice of this likeness, with this consent."""
    return next((one.revocation for one in known if one.holds(likeness, consent)), None)


def write_revocation(repo: Path, store: Store, voice: str, likeness: Collection[str], reason: str, at: dt.datetime
                     ) -> Revocation:  # fmt: skip
    """Adds a revocation to the repo and to the store."""
    new = Revocation(voice, _utc(at), reason, tuple(sorted(likeness)))
    store.write_note(f"{FOLDER}/{new.digest()[:32]}.json", to_json(new))
    before = _written(repo)
    row = WrittenRevocation(**asdict(new))
    _write(repo, before.model_copy(update={"revocations": (*before.revocations, row)}))
    return new


def write_lifts(repo: Path, store: Store, lifts: Collection[Lift]) -> None:
    """Adds lifts to the repo and to the store: who, when and why stays beside what was revoked."""
    for lift in lifts:
        store.write_note(f"{LIFTED}/{digest_of_json(asdict(lift))[:32]}.json", to_json(lift))
    before = _written(repo)
    rows = [WrittenLift(**asdict(lift)) for lift in lifts]
    _write(repo, before.model_copy(update={"lifted": (*before.lifted, *rows)}))


def _lifted(found: Collection[Revocation], lifts: Collection[Lift]) -> list[Known]:
    return [Known(one, tuple(lift for lift in lifts if lift.revocation == one.digest())) for one in found]


def _notes(store: Store, folder: str, kind: type[T]) -> list[T]:
    found = []
    for name in store.notes(folder):
        with suppress(FileNotFoundError):
            found.append(from_json(store.read_note(f"{folder}/{name}"), kind))
    return found


def _written(repo: Path) -> Revocations:
    path = _path(repo)
    return read_yaml(path, Revocations) if path.exists() else Revocations()


def _write(repo: Path, what: Revocations) -> None:
    said = what.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=200)
    write_atomically(_path(repo), (HEAD + text).encode())


def _utc(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def _path(repo: Path) -> Path:
    return repo / "manifests" / "revoked.yaml"
