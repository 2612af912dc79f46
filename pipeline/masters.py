"""Takes -> a chapter: assembled, levelled, lossless, with its timeline.

One static gain for the whole book, then the limiter; nothing that rides the level. A chapter that misses the spec at
the book's gain is corrected alone, by a static gain of its own. Sound is read, levelled and written a take at a time,
so that memory does not grow with the chapter. 16-bit FLAC: room tone or the takes' own noise (-70 dBFS) dithers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import soundfile

from pipeline.audio import (
    Curve,
    Limiting,
    Meter,
    Room,
    Samples,
    Tally,
    curve_of,
    curve_text,
    de_essed,
    decibels,
    faded,
    gated,
    high_passed,
    integrated_lufs,
    laid_under,
    limited,
    loudness_range_lu,
    recorded_tone,
    room_tone,
    take_clip,
    trimmed,
)
from pipeline.errors import RefusedError
from pipeline.manifests import Spec
from pipeline.records import Levels, Master, Take
from pipeline.store import CacheEntry, NewEntry, Store, level_key, master_key

VERSION = 2  # of trimming, fades, limiter, room tone: raise it when the same takes should sound different
MOVED_LU = 0.5  # the book's gain stays unless the whole book needs another by more than this
WRITE_S = 10  # seconds of sound that are written at once
FLAC_LEVEL = 0.5  # of 0 to 1: 3,000 times real time; 1.0 saves 1 % more at a third of the speed
JUDGED_MS = 10_000  # a shorter chapter (a title, a dedication) has no level of its own to be right or wrong


class Hearer(Protocol):
    """Told the sound of a master while it is made, sample by sample what the file will hold."""

    def begin(self, sample_rate_hz: int) -> None:
        """From the start; once more where the chapter turns out to need a gain of its own."""

    def add(self, samples: Samples) -> None: ...


@dataclass(frozen=True, slots=True)
class MasterFacts:
    """What the cache entry of a master holds; the names are those of the first version."""

    samples: int
    sample_rate_hz: int
    timeline: tuple[tuple[int, int], ...]
    levels: Levels
    loudness: str  # the curve, as `curve_text` writes it


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """What the cache entry of a book's level holds."""

    gain_db: float


@dataclass(slots=True)
class _Assembly:
    """What assembling a chapter found, as it went."""

    timeline: list[tuple[int, int]] = field(default_factory=list)
    limiting: Limiting = field(default_factory=Limiting)
    samples: int = 0


def find_master(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    room: Room | None = None,
) -> Master | str:
    """The master that the store holds for this, or why there is none. Touches no audio."""
    found = store.find("master", _key(takes, pauses_ms, spec, gain_db, room))
    return store.understood(found, master_of)


def make_master(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    hearer: Hearer | None = None,
    room: Room | None = None,
) -> Master:
    """Assembles a chapter, or finds it.

    Args:
        takes: of the chapter's lines, in order; None where a line has nothing to speak.
        pauses_ms: after each line; the spec's head and tail are added.
        gain_db: of the whole book. A chapter that then misses the spec by more than its tolerance gets another.
        hearer: told nothing where the master is found.
        room: whose tone is laid under the chapter, where the spec wants any; noise like a room's without one.

    Raises:
        DamagedError: a take's object is missing or does not match its digest.
        RefusedError: the takes are of different sample rates.
    """
    known = find_master(store, takes, pauses_ms, spec, gain_db, room)
    if isinstance(known, Master):
        return known
    with store.making() as path:
        facts = _assemble(store, takes, pauses_ms, spec, gain_db, path, hearer, room)
        moved = _correction(facts, spec)
        if moved:
            facts = _assemble(store, takes, pauses_ms, spec, gain_db + moved, path, hearer, room)
            facts = replace(facts, levels=replace(facts.levels, corrected_db=moved))
        return master_of(store.keep_file("master", _key(takes, pauses_ms, spec, gain_db, room), path, facts, {}))


def _correction(facts: MasterFacts, spec: Spec) -> float:
    """The gain in dB that a chapter needs beside the book's: 0 within the spec's tolerance."""
    loudness, wanted = facts.levels.integrated_lufs, spec.master_lufs
    if wanted is None or loudness < -100 or 1000 * facts.samples < JUDGED_MS * facts.sample_rate_hz:
        return 0.0
    return round(wanted - loudness, 2) if abs(wanted - loudness) > spec.level.tolerance_lu else 0.0


def _assemble(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    path: Path,
    hearer: Hearer | None,
    room: Room | None,
) -> MasterFacts:
    """Writes the chapter to `path`; what its cache entry shall say."""
    rate = _rate(takes)
    if hearer:
        hearer.begin(rate)
    meter, tally, found = Meter(rate), Tally(rate), _Assembly()
    tone = _tone(spec, rate, room)
    with soundfile.SoundFile(path, "w", rate, 1, "PCM_16", format="FLAC", compression_level=FLAC_LEVEL) as file:
        for sound in _gathered(_pieces(store, takes, pauses_ms, spec, gain_db, rate, found), WRITE_S * rate):
            sound = laid_under(sound, tally.samples, tone)
            # To integers here: libsndfile would clip floats beyond full scale instead of failing.
            written = np.round(sound * 32767).astype(np.int16)
            file.write(written)
            if hearer:
                hearer.add(written.astype(np.float32) / np.float32(32768))  # as libsndfile reads them
            meter.add(sound)
            tally.add(sound[:, None])
    curve = meter.curve
    levels = Levels(
        round(integrated_lufs([curve]), 2),
        decibels(tally.true_peak),
        round(gain_db, 2),
        found.limiting.samples,
        found.limiting.most_db,
        round(loudness_range_lu([curve]), 2),
        tally.rms_db,
        tally.noise_floor_db,
    )
    return MasterFacts(found.samples, rate, tuple(found.timeline), levels, curve_text(curve))


def _tone(spec: Spec, rate: int, room: Room | None) -> Samples:
    """What lies under all of a chapter; nothing where the spec wants digital silence."""
    level_db = spec.level.room_tone_db
    if level_db is None:
        return np.zeros(0, np.float32)
    return recorded_tone(room, rate, level_db) if room else room_tone(rate, level_db)


def _gathered(pieces: Iterator[Samples], enough: int) -> Iterator[Samples]:
    """The same sound in pieces of at least `enough` samples: each write and each measurement costs its own."""
    waiting: list[Samples] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += len(piece)
        if count >= enough:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if count:
        yield np.concatenate(waiting)


def _pieces(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    rate: int,
    found: _Assembly,
) -> Iterator[Samples]:
    """Pauses and takes in order; where takes begin and end, and what the limiter did, goes to `found`."""
    silence = np.zeros(rate, np.float32)

    def pause(ms: int) -> Iterator[Samples]:
        left = ms * rate // 1000
        found.samples += left
        while left > 0:
            yield silence[: min(left, rate)]
            left -= rate

    yield from pause(spec.pauses.head)
    for take, after_ms in zip(takes, pauses_ms, strict=True):
        sound = silence[:0]
        if take is not None and take.samples:
            sound, limiting = levelled(store, take, gain_db, spec)
            found.limiting = found.limiting.and_also(limiting)
        found.timeline.append((found.samples, found.samples + len(sound)))
        found.samples += len(sound)
        yield sound
        yield from pause(after_ms)
    yield from pause(spec.pauses.tail)
    if not found.samples:  # nothing to speak and no pause around it: a FLAC of no sample is no file
        found.samples = 1
        yield silence[:1]


def levelled(store: Store, take: Take, gain_db: float, spec: Spec, *, limit: bool = True) -> tuple[Samples, Limiting]:
    """A take as it stands in a master, and what the limiter did to it."""
    clip = take_clip(store.read(take.digest))
    rate, sound = clip.sample_rate_hz, clip.samples
    level = spec.level
    if level.high_pass_hz is not None:
        sound = high_passed(sound, rate, level.high_pass_hz)
    if level.gate_db is not None:
        sound = gated(sound, rate, level.gate_db)
    if level.de_ess_db is not None:
        sound = de_essed(sound, rate, level.de_ess_db)
    sound = faded(trimmed(sound, rate), rate) * np.float32(10 ** (gain_db / 20))
    if spec.master_lufs is None or not limit:
        return sound, Limiting()
    return limited(sound, rate, 10 ** (spec.level.true_peak_dbtp / 20))


# ---------------------------------------------------------------- the book's level


def find_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float | None:
    """The gain that `book_gain` found for these takes before; touches no audio."""
    if spec.master_lufs is None:
        return 0.0
    found = store.understood(
        store.find("level", _level_key(takes, spec)), lambda entry: entry.facts_as(LevelFacts).gain_db
    )
    return None if isinstance(found, str) else found


def book_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The static gain in dB that brings these takes, limited, to the spec's loudness."""
    known = find_gain(store, takes, spec)
    if known is not None:
        return known
    gain_db = _gain_for(store, takes, spec)
    store.keep(NewEntry("level", _level_key(takes, spec), f"{gain_db}\n".encode(), LevelFacts(gain_db), {}))
    return gain_db


def _level_key(takes: Sequence[Take], spec: Spec) -> str:
    settings = {"version": VERSION, "level": spec.level.model_dump(mode="json"), "master_lufs": spec.master_lufs}
    return level_key([take.digest for take in takes], settings)


def _gain_for(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The limiter takes some loudness away, so the gain is found in rounds, each measuring what came out."""
    spoken = [take for take in takes if take.samples]
    if not spoken or spec.master_lufs is None:
        return 0.0
    gain_db = 0.0
    for limit in (False, True, True):
        meter = Meter(_rate(spoken))
        pause = np.zeros(spec.pauses.sentence * _rate(spoken) // 1000, np.float32)
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


def curve_in(store: Store, master: Master) -> Curve:
    """A master's loudness in steps of 100 ms; empty where its entry is gone."""
    found = store.find("master", master.key)
    curve = store.understood(found, lambda entry: curve_of(entry.facts_as(MasterFacts).loudness))
    return np.zeros(0, np.float32) if isinstance(curve, str) else curve


# ---------------------------------------------------------------- keys and cache entries


def _key(takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec, gain_db: float, room: Room | None) -> str:
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


def _rate(takes: Sequence[Take | None]) -> int:
    rates = {take.sample_rate_hz for take in takes if take is not None}
    if len(rates) > 1:
        raise RefusedError(
            f"takes of one chapter have different sample rates ({', '.join(map(str, sorted(rates)))} Hz): "
            "cast voices of one engine for it"
        )
    return rates.pop() if rates else 24_000
