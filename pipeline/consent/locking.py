"""Locking away: what a revoked voice has spoken, and all that was made of it, is put where nothing finds it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pipeline.records import Missing
from pipeline.store import Store, digest_of_json

# What is made of takes, in the order in which it is made: an entry's inputs name what went into it.
MADE_OF_TAKES = ("take", "approved", "master", "encoded", "deliverable")


@dataclass(frozen=True, slots=True)
class LockedAway:
    where: str  # the folder below `locked/` in the store
    takes: int
    others: int  # masters, encodings, deliverables


def place_of(marks: Collection[str]) -> str:
    """The folder of a voice's locked takes."""
    return digest_of_json(sorted(marks))[:16]


def lock_away(
    store: Store, where: str, fingerprints: Collection[str], also: Collection[tuple[str, str]] = ()
) -> LockedAway:
    """Locks the takes of these voices, and whatever contains them.

    Args:
        also: (recipe, key) of what is known to contain them: masters of old do not name their takes.
    """
    entries: set[tuple[str, str]] = set()
    gone: set[str] = set()  # digests
    kept: set[str] = set()
    by_recipe: dict[str, list[str]] = {recipe: [] for recipe in MADE_OF_TAKES}
    for recipe, key in store.entries():
        by_recipe.setdefault(recipe, []).append(key)
    for recipe in (*MADE_OF_TAKES, *(one for one in by_recipe if one not in MADE_OF_TAKES)):
        for key in by_recipe[recipe]:
            entry = store.find(recipe, key)
            if isinstance(entry, Missing):
                continue
            digests = {entry.digest, *_parts(entry.facts)} if recipe == "deliverable" else {entry.digest}
            named = named_in(recipe, entry.inputs)
            if (entry.inputs.get("voice") in fingerprints if recipe == "take" else not gone.isdisjoint(named)) or (
                not named and (recipe, key) in also
            ):
                entries.add((recipe, key))
                gone |= digests
            else:
                kept |= digests
    store.lock_away(where, sorted(entries), sorted(gone - kept))
    takes = sum(recipe == "take" for recipe, _ in entries)
    return LockedAway(where, takes, sum(recipe in MADE_OF_TAKES[2:] for recipe, _ in entries))


def named_in(recipe: str, inputs: Any) -> set[str]:
    """Digests of what went into an entry of a recipe of MADE_OF_TAKES."""
    match recipe:
        case "approved":
            return {str(inputs.get("take"))}
        case "master":
            return set(map(str, inputs.get("takes", ())))
        case "encoded":
            return {str(inputs.get("master"))}
        case "deliverable":
            return {str(digest) for _, digest in inputs.get("chapters", ())}
    return set()


def _parts(facts: Any) -> set[str]:
    return {str(part[1]) for part in facts.get("parts", ())}
