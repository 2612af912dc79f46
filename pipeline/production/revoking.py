"""What a voice's consent touches in a repo (voices, books, files, dates), and taking the consent back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.consent import now
from pipeline.consent.likeness import likeness_of, spoke
from pipeline.consent.locking import LockedAway, lock_away, place_of
from pipeline.consent.permission import InUse
from pipeline.consent.revocations import Revocation, write_revocation
from pipeline.delivery.provenance.record import BESIDE
from pipeline.delivery.published import read_record
from pipeline.errors import TextLossError, VoicepressError
from pipeline.manifests import bare, voice_files
from pipeline.production.housekeeping import productions_under
from pipeline.production.job.job import Job
from pipeline.production.job.loading import load_all
from pipeline.production.job.locks import FINGERPRINT
from pipeline.production.job.voices import EngineOf, voices_in_use
from pipeline.production.kinds import lay_out
from pipeline.registry.house import house_of
from pipeline.store import Store

PROVENANCE_MB = 64


@dataclass(frozen=True, slots=True)
class PublishedFile:
    production: str
    path: Path
    day: str  # it was put there
    digest: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What one consent touches."""

    marks: frozenset[str]  # of its voices' likeness
    voices: tuple[str, ...]
    fingerprints: frozenset[str]
    jobs: tuple[Job, ...]
    files: tuple[PublishedFile, ...]
    auditions: tuple[Path, ...]  # folders of pages on which its versions were compared, with their sounds
    unread: tuple[str, ...]  # why a production or a voice could not be looked at

    @property
    def productions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(job.slug for job in self.jobs))


def voices_of(repo: Path, engine_of: EngineOf) -> tuple[list[InUse], list[str]]:
    """Every voice of the repo with its engine, and why others cannot be read."""
    found: list[InUse] = []
    unread = []
    for path in voice_files(repo):
        try:
            found += voices_in_use([path.stem], repo, engine_of, "", rehearsal=False).values()
        except VoicepressError as error:
            unread.append(str(error))
    registered, lost = _registered(repo, engine_of)
    return found + registered, unread + lost


def _registered(repo: Path, engine_of: EngineOf) -> tuple[list[InUse], list[str]]:
    """Every registered version of every voice: one that no manifest shows any more can be named as well."""
    house = house_of(repo)
    found: list[InUse] = []
    unread = []
    for name in house.registry.names() if house.exists else ():
        for version in house.registry.voice(name).versions:
            try:
                found += voices_in_use([f"{name}@{version}"], repo, engine_of, "", rehearsal=False).values()
            except VoicepressError as error:
                unread.append(str(error))
    return found, unread


def touched(used: InUse, repo: Path, out: Path, store: Store, engine_of: EngineOf) -> Touched:
    """Every voice, book, file and date that the consent of a voice touches."""
    marks = set(likeness_of(used.voice, used.engine, used.fingerprint))
    voices, unread = voices_of(repo, engine_of)
    for one in voices:  # versions of one voice are its owner's, whatever they were trained on
        if bare(one.name) == bare(used.name):
            marks |= likeness_of(one.voice, one.engine, one.fingerprint)
    names, fingerprints = {used.name}, {used.fingerprint}
    known = [(one.name, one.fingerprint, likeness_of(one.voice, one.engine, one.fingerprint)) for one in voices]
    known += [(one.name, one.fingerprint, frozenset(one.marks)) for one in spoke(store)]
    while more := [one for one in known if not marks.isdisjoint(one[2]) and not one[2] <= marks]:
        for _, _, likeness in more:
            marks |= likeness
    for name, fingerprint, likeness in known:
        if not marks.isdisjoint(likeness):
            names.add(name)
            fingerprints.add(fingerprint)
    jobs = []
    for path in productions_under(repo / "manifests"):
        try:
            jobs += load_all(path, engine_of, out=out)
        except VoicepressError as error:
            unread.append(f"{path}: {error}")
    mine = [job for job in jobs if _uses(job, marks, fingerprints)]
    for job in mine:
        fingerprints |= {
            found[0]
            for name, said in (job.lock.voices if job.lock else {}).items()
            if name in names and (found := FINGERPRINT.findall(said))
        }
    files = tuple(sorted(_files(mine, out, fingerprints), key=lambda file: (file.production, str(file.path))))
    return Touched(
        frozenset(marks), tuple(sorted(names)), frozenset(fingerprints), tuple(mine), files, _auditions(names, out),
        tuple(unread))  # fmt: skip


def _auditions(names: Collection[str], out: Path) -> tuple[Path, ...]:
    voices = out / "voices"
    found = {path.parent for path in voices.rglob("index.html")} if voices.is_dir() else set()
    mine = {bare(name) for name in names}
    return tuple(sorted(path for path in found if bare(path.relative_to(voices).as_posix()) in mine))


def _uses(job: Job, marks: Collection[str], fingerprints: Collection[str]) -> bool:
    """Whether the voice speaks in a production, or is in what was made of it before."""
    if job.lock and any(
        not set(FINGERPRINT.findall(said)).isdisjoint(fingerprints) for said in job.lock.voices.values()
    ):
        return True
    return any(not likeness_of(one.voice, one.engine, one.fingerprint).isdisjoint(marks) for one in job.voices.values())


def _files(jobs: Collection[Job], out: Path, fingerprints: Collection[str]) -> set[PublishedFile]:
    """Published files: of these productions, and of whatever else says in its record that the voice is in it."""
    folders = {job.out: job.slug for job in jobs}
    for beside in out.rglob(BESIDE) if out.is_dir() else ():
        if not set(_recorded(beside)).isdisjoint(fingerprints):
            folders.setdefault(beside.parent, beside.parent.relative_to(out).parts[0])
    found = set()
    for folder, slug in folders.items():
        for below in (folder, *sorted((folder / "refused").glob("*"))):
            for name, file in read_record(below).items():
                if (path := below / name).is_file():
                    day = dt.datetime.fromtimestamp(file.mtime_ns / 1e9, dt.UTC).date().isoformat()
                    found.add(PublishedFile(slug, path, day, file.digest))
    return found


def _recorded(beside: Path) -> Iterator[str]:
    """Fingerprints of the voices in a record of origin."""
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        if beside.stat().st_size <= PROVENANCE_MB << 20:
            yield from (str(voice["fingerprint"]) for voice in json.loads(beside.read_text("utf-8"))["voices"])


def revoke(used: InUse, found: Touched, repo: Path, store: Store, reason: str) -> tuple[Revocation, LockedAway]:
    """Takes a consent back: first nothing may speak, then what was spoken is locked away.

    Raises:
        StoreError: the store cannot be written to; what is locked stays so, and the command can be run again.
    """
    revocation = write_revocation(repo, store, used.name, found.marks, reason, now())
    also: set[tuple[str, str]] = set()
    for job in found.jobs:
        with suppress(
            VoicepressError, TextLossError
        ):  # a book that cannot be read any more: its entries name their takes
            keys = lay_out(job, store).keys()
            also |= {(recipe, key) for recipe, key in keys if recipe == "master"}
    where = place_of(found.marks)
    locked = lock_away(store, where, found.fingerprints, also)
    for folder in found.auditions:  # takes as plain files, which no store knows
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            store.lock_file(where, path.relative_to(folder.parent).as_posix(), path)
    return revocation, locked
