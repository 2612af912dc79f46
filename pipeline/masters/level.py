"""The book's level: one static gain for all its takes, found before the masters and checked after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.audio import LoudnessMeter, integrated_lufs
from pipeline.manifests import Spec
from pipeline.masters.kept import curve_in
from pipeline.masters.sound import VERSION, levelled, rate_of
from pipeline.records import Master, Missing, Take
from pipeline.store import NewEntry, Store, level_key

MOVED_LU = 0.5  # the book's gain stays unless the whole book needs another by more than this


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """What the cache entry of a book's level holds."""

    gain_db: float


def find_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float | Missing:
    """The gain that `book_gain` found for these takes before. Reads no audio."""
    if spec.master_lufs is None:
        return 0.0
    return store.find_as("level", _level_key(takes, spec), lambda entry: entry.facts_as(LevelFacts).gain_db)


def book_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The static gain in dB that brings these takes, limited, to the spec's loudness."""
    known = find_gain(store, takes, spec)
    if not isinstance(known, Missing):
        return known
    gain_db = _gain_for(store, takes, spec)
    store.keep(NewEntry("level", _level_key(takes, spec), f"{gain_db}\n".encode(), LevelFacts(gain_db), {}))
    return gain_db


def _level_key(takes: Sequence[Take], spec: Spec) -> str:
    settings = {"version": VERSION, "level": spec.level.model_dump(mode="json"), "master_lufs": spec.master_lufs}
    return level_key([take.digest for take in takes], settings)


def _gain_for(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The gain is found in three rounds, each measuring the result of the last, because the limiter lowers loudness."""
    spoken = [take for take in takes if take.samples]
    if not spoken or spec.master_lufs is None:
        return 0.0
    gain_db = 0.0
    for limit in (False, True, True):
        meter = LoudnessMeter(rate_of(spoken))
        pause = np.zeros(spec.pauses.sentence * rate_of(spoken) // 1000, np.float32)
        for take in spoken:
            meter.add(pause)  # windows that reach into pauses count in the book, so they count here
            meter.add(levelled(store, take, gain_db, spec, limit=limit)[0])
        loudness = integrated_lufs([meter.curve])
        if loudness < -100:
            return 0.0  # silence has no level to bring anywhere
        gain_db += spec.master_lufs - loudness
    return round(gain_db, 2)


def book_needs(store: Store, masters: Sequence[Master], spec: Spec, gain_db: float) -> float | None:
    """Another gain for the book, where the whole of it misses the spec by more than MOVED_LU. Reads no audio."""
    if spec.master_lufs is None:
        return None
    # As they would be at the book's gain: a chapter that was corrected alone must not speak for the others.
    loudness = integrated_lufs(curve_in(store, master) - np.float32(master.levels.corrected_db) for master in masters)
    missed = spec.master_lufs - loudness
    if loudness < -100 or abs(missed) <= MOVED_LU:
        return None
    return round(gain_db + missed, 2)
