"""Removing from the store what no production under a folder refers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery import keys_of, references
from pipeline.errors import RefusedError
from pipeline.production.cache import key_of_source
from pipeline.production.job import EngineOf, load_all
from pipeline.production.plan import ProductionState, audio_of, book_of, lay_out
from pipeline.records import Master, Take
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Sweep:
    """What would be, or was, removed."""

    productions: int
    entries: tuple[tuple[str, str], ...]  # recipe, key
    objects: tuple[str, ...]
    size: int  # bytes of the objects
    kept_objects: int


def productions_under(folder: Path) -> list[Path]:
    """Every production manifest under `folder`, by name."""
    return sorted(folder.rglob("production.yaml"))


def sweep(store: Store, folder: Path, engine_of: EngineOf, out: Path | None = None) -> Sweep:
    """What no production under `folder` refers to, as made or as rehearsed. Removes nothing: see `remove`.

    Args:
        out: the house's folder of deliverables, where rehearsals have their locks.

    Raises:
        RefusedError: there is no production.
        as `load`: a production cannot be read; nothing may be removed while its needs are not known.
    """
    paths = productions_under(folder)
    if not paths:
        raise RefusedError(
            f"there is no production.yaml under {folder}: everything would go; name the folder "
            "that holds the productions"
        )
    wanted: set[tuple[str, str]] = set()
    for path in paths:
        for rehearsal in (False, True):
            for job in load_all(path, engine_of, rehearsal=rehearsal, out=out):
                wanted |= _wanted(lay_out(job, store))
    entries, keep = [], set()
    for recipe, key in store.entries():
        if (recipe, key) in wanted or recipe in ("level", "cover"):
            found = store.find(recipe, key)
            if not isinstance(found, str):
                keep.add(found.digest)
                keep.update(references(found))
        else:
            entries.append((recipe, key))
    sizes = store.sizes()
    gone = [digest for digest in sizes if digest not in keep]
    return Sweep(len(paths), tuple(entries), tuple(gone), sum(sizes[d] for d in gone), len(sizes) - len(gone))


def _wanted(state: ProductionState) -> set[tuple[str, str]]:
    masters = [c.master for c in state.chapters if isinstance(c.master, Master)]
    out = {("take", take.key) for take in state.takes.values() if isinstance(take, Take)}
    out |= {("master", master.key) for master in masters}
    out |= {("script", key) for key in state.script_keys}
    out.add(
        (
            "manuscript",
            key_of_source(state.job.manuscript_path, state.job.fixed.manuscript, state.job.production.encoding),
        )
    )
    if len(masters) == len(state.chapters):
        out |= set(keys_of(book_of(state.job), audio_of(state), state.job.formats, state.job.spec))
    return out


def remove(store: Store, found: Sweep) -> None:
    """Entries first: an object without an entry is rubbish, an entry without an object would be a lie."""
    for recipe, key in found.entries:
        store.forget(recipe, key)
    for digest in _once(found.objects):
        store.remove(digest)


def _once(digests: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(digests))
