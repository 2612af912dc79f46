"""Sounds that are no takes of a production, kept in a store like takes: what was heard of them is found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.audio import Clip, take_bytes, take_clip, trimmed
from pipeline.records import Missing, Take
from pipeline.store import CacheEntry, NewEntry, Store


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The facts of a sound's cache entry; `what` says what was done to it."""

    samples: int
    sample_rate_hz: int
    peak: float
    heard_samples: int
    what: str = ""


def find_sound(store: Store, key: str) -> Take | Missing:
    return store.find_as("sound", key, sound_of)


def keep_sounds(
    store: Store, sounds: Sequence[tuple[str, bytes | Clip]], inputs: Mapping[str, Any], what: Sequence[str] = ()
) -> list[Take]:
    """Keeps sounds under their keys: clips, or WAVs as takes are stored."""
    new = []
    for i, (key, sound) in enumerate(sounds):
        data = take_bytes(sound) if isinstance(sound, Clip) else sound
        clip = take_clip(data)
        heard = len(trimmed(clip.samples, clip.sample_rate_hz))
        facts = SoundFacts(
            len(clip.samples), clip.sample_rate_hz, round(clip.peak, 4), heard, what[i] if i < len(what) else ""
        )
        new.append(NewEntry("sound", key, data, facts, inputs))
    return [sound_of(entry) for entry in store.keep(*new, synced=False)]


def sound_of(entry: CacheEntry) -> Take:
    facts = entry.facts_as(SoundFacts)
    return Take(
        entry.key,
        entry.digest,
        facts.samples,
        facts.sample_rate_hz,
        seed=0,
        compute_ms=0,
        peak=facts.peak,
        facts={"what": facts.what} if facts.what else {},
        heard_samples=facts.heard_samples,
    )
