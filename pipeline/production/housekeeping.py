"""Garbage collection of the store: finds and removes what no production under a folder refers to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.consent.locking import MADE_OF_TAKES, named_in
from pipeline.delivery import references
from pipeline.errors import RefusedError
from pipeline.hearing import ListenerOf, take_heard
from pipeline.production.assembly import Assembly
from pipeline.production.job.job import Job
from pipeline.production.job.loading import load_all
from pipeline.production.job.locks import FINGERPRINT
from pipeline.production.job.voices import EngineOf
from pipeline.production.kinds import lay_out
from pipeline.records import Missing
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Sweep:
    """Cache entries and objects that no production refers to."""

    productions: int
    entries: tuple[tuple[str, str], ...]  # recipe, key
    objects: tuple[str, ...]
    size: int  # bytes of the objects
    kept_objects: int


def productions_under(folder: Path) -> list[Path]:
    """Every production manifest under `folder`, by name."""
    return sorted(folder.rglob("production.yaml"))


def sweep(
    store: Store, folder: Path, engine_of: EngineOf, out: Path | None = None, listener_of: ListenerOf | None = None
) -> Sweep:
    """Finds what no production under `folder` refers to, made or rehearsed. `remove` removes it.

    Args:
        out: the repo's folder of deliverables, where rehearsals have their locks.

    Raises:
        RefusedError: there is no production.
        as `load`: a production cannot be read, so what it needs is not known and nothing may be removed.
    """
    paths = productions_under(folder)
    if not paths:
        raise RefusedError(
            f"there is no production.yaml under {folder}: everything would go; name the folder "
            "that holds the productions"
        )
    wanted: set[tuple[str, str]] = set()
    locked: set[str] = set()
    for path in paths:
        for rehearsal in (False, True):
            for job in load_all(path, engine_of, rehearsal=rehearsal, out=out, listener_of=listener_of):
                wanted |= _wanted(lay_out(job, store))
                locked |= _unaccepted(job)
    wanted |= _made_by(locked, store)
    entries, keep, hearings = [], set(), []
    for recipe, key in store.entries():
        if recipe == "hearing":
            hearings.append(key)
        elif (recipe, key) in wanted or recipe in ("level", "cover"):
            found = store.find(recipe, key)
            if not isinstance(found, Missing):
                keep.add(found.digest)
                keep.update(references(found))
        else:
            entries.append((recipe, key))
    for key in hearings:  # a take that stays was heard for good, by whichever listeners
        found = store.find("hearing", key)
        if isinstance(found, Missing) or take_heard(found) not in keep:
            entries.append(("hearing", key))
        else:
            keep.add(found.digest)
    sizes = store.sizes()
    gone = [digest for digest in sizes if digest not in keep]
    return Sweep(len(paths), tuple(entries), tuple(gone), sum(sizes[d] for d in gone), len(sizes) - len(gone))


def _unaccepted(job: Job) -> set[str]:
    """Fingerprints of voices that its lock names and nobody has given up: an alias has moved on, or a manifest has
    changed, and no person has accepted that. What they spoke is what a rollback comes back to."""
    if job.lock is None or "voices" not in job.changed():
        return set()
    before = {mark for said in job.lock.voices.values() for mark in FINGERPRINT.findall(said)}
    return before - {used.fingerprint for used in job.voices.values()}


def _made_by(voices: Collection[str], store: Store) -> set[tuple[str, str]]:
    """(recipe, key) of takes by voices of these fingerprints, and of what is made of such takes."""
    found: set[tuple[str, str]] = set()
    digests: set[str] = set()
    if not voices:
        return found
    entries = list(store.entries())
    for made in MADE_OF_TAKES:
        for recipe, key in entries:
            if recipe != made or isinstance(entry := store.find(recipe, key), Missing):
                continue
            by = entry.inputs.get("voice") in voices if recipe == "take" else None
            if by or (by is None and not digests.isdisjoint(named_in(recipe, entry.inputs))):
                found.add((recipe, key))
                digests |= {entry.digest, *references(entry)}
    return found


def _wanted(assembly: Assembly) -> set[tuple[str, str]]:
    """(recipe, key) of everything in the store that a production refers to."""
    state = assembly.state
    attempts = {attempt.request.key for index in range(len(state.lines)) for attempt in state.attempts(index)}
    verdicts = {("gate", state.gate.verdicts_key)} if state.gate else set()
    return (
        assembly.keys() | verdicts | {(recipe, key) for key in attempts for recipe in ("take", "unspoken", "approved")}
    )


def remove(store: Store, found: Sweep) -> None:
    """Removes entries before their objects: a crash in between leaves objects that nobody names, never the reverse."""
    for recipe, key in found.entries:
        store.forget(recipe, key)
    for digest in _once(found.objects):
        store.remove(digest)


def _once(digests: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(digests))
