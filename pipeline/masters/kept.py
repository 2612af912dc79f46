"""Masters in the store: their keys, cache entries and loudness curves. Reads no audio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.audio import Curve, Room, curve_of
from pipeline.manifests import Spec
from pipeline.masters.sound import VERSION
from pipeline.records import Levels, Master, Missing, Take
from pipeline.store import CacheEntry, Store, master_key


@dataclass(frozen=True, slots=True)
class MasterFacts:
    """What the cache entry of a master holds; the names are those of the first version."""

    samples: int
    sample_rate_hz: int
    timeline: tuple[tuple[int, int], ...]
    levels: Levels
    loudness: str  # the curve, as `curve_text` writes it


def find_master(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    room: Room | None = None,
) -> Master | Missing:
    """The master that the store holds for this, or why there is none. Touches no audio."""
    return store.find_as("master", key_of_master(takes, pauses_ms, spec, gain_db, room), master_of)


def curve_in(store: Store, master: Master) -> Curve:
    """A master's loudness curve; empty where its entry is gone."""
    curve = store.find_as("master", master.key, lambda entry: curve_of(entry.facts_as(MasterFacts).loudness))
    return np.zeros(0, np.float32) if isinstance(curve, Missing) else curve


def key_of_master(
    takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec, gain_db: float, room: Room | None
) -> str:
    settings: dict[str, Any] = {
        "version": VERSION,
        "gain_db": round(gain_db, 2),
        "head_ms": spec.pauses.head,
        "tail_ms": spec.pauses.tail,
        "level": spec.level.model_dump(mode="json"),
        "master_lufs": spec.master_lufs,
    }
    if room and spec.level.room_tone_db is not None:
        settings["room"] = room.digest
    digests = [take.digest if take else "" for take in takes]
    return master_key(zip(digests, pauses_ms, strict=True), settings)


def master_of(entry: CacheEntry) -> Master:
    facts = entry.facts_as(MasterFacts)
    return Master(entry.key, entry.digest, facts.samples, facts.sample_rate_hz, facts.timeline, facts.levels)
