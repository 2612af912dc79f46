"""Assembles a chapter's takes and pauses into its master: levelled, lossless, with its timeline.

A chapter that misses the spec at the book's gain is corrected alone, by a static gain of its own. Sound is read,
levelled and written take by take, so that memory does not grow with the chapter. 16-bit FLAC: room tone or the takes'
own noise (-70 dBFS) dithers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from pipeline.audio import (
    LevelMeter,
    Limiting,
    LoudnessMeter,
    Room,
    Samples,
    curve_text,
    decibels,
    integrated_lufs,
    laid_under,
    loudness_range_lu,
    recorded_tone,
    room_tone,
    sound_writer,
)
from pipeline.manifests import Spec
from pipeline.masters.kept import MasterFacts, find_master, key_of_master, master_of
from pipeline.masters.sound import levelled, rate_of
from pipeline.records import Levels, Master, Take
from pipeline.store import Store

WRITE_S = 10  # seconds of sound per write
FLAC_LEVEL = 0.5  # from 0 to 1: 3,000 times real time; 1.0 saves 1 % more at a third of the speed
JUDGED_MS = 10_000  # the level of a shorter chapter (a title, a dedication) is not judged


class SoundSink(Protocol):
    """Receives the sound of a master while it is made, sample for sample as the file will hold it."""

    def begin(self, sample_rate_hz: int) -> None:
        """Starts, or starts again where the chapter turns out to need a gain of its own."""

    def add(self, samples: Samples) -> None: ...


@dataclass(slots=True)
class _Layout:
    """Where takes lie in the chapter, and what the limiter did to them; filled while the chapter is assembled."""

    timeline: list[tuple[int, int]] = field(default_factory=list)
    limiting: Limiting = field(default_factory=Limiting)
    samples: int = 0


def make_master(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    sink: SoundSink | None = None,
    room: Room | None = None,
) -> Master:
    """Finds the master in the store, or assembles it.

    Args:
        takes: of the chapter's lines, in order; None where a line has nothing to speak.
        pauses_ms: after each line; the spec's head and tail are added.
        gain_db: of the whole book. A chapter that then misses the spec by more than its tolerance gets another.
        sink: receives nothing where the master is found.
        room: the recording for the room tone, where the spec asks for one; without it, noise like a room's.

    Raises:
        DamagedError: a take's object is missing or does not match its digest.
        RefusedError: the takes are of different sample rates.
    """
    known = find_master(store, takes, pauses_ms, spec, gain_db, room)
    if isinstance(known, Master):
        return known
    with store.making() as path:
        facts = _assemble(store, takes, pauses_ms, spec, gain_db, path, sink, room)
        moved = _correction(facts, spec)
        if moved:
            facts = _assemble(store, takes, pauses_ms, spec, gain_db + moved, path, sink, room)
            facts = replace(facts, levels=replace(facts.levels, corrected_db=moved))
        key = key_of_master(takes, pauses_ms, spec, gain_db, room)
        inputs = {"takes": list(dict.fromkeys(take.digest for take in takes if take))}  # whose voices are in it
        return master_of(store.keep_file("master", key, path, facts, inputs))


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
    sink: SoundSink | None,
    room: Room | None,
) -> MasterFacts:
    """Writes the chapter to `path`; returns the facts for its cache entry."""
    rate = rate_of(takes)
    if sink:
        sink.begin(rate)
    loudness, level, layout = LoudnessMeter(rate), LevelMeter(rate), _Layout()
    tone = tone_of(spec, rate, room)
    with sound_writer(path, rate, 1, "PCM_16", format="FLAC", compression_level=FLAC_LEVEL) as file:
        for sound in _gathered(_sounds(store, takes, pauses_ms, spec, gain_db, rate, layout), WRITE_S * rate):
            sound = laid_under(sound, level.samples, tone)
            # Converted to integers here: libsndfile would clip floats beyond full scale instead of failing.
            written = np.round(sound * 32767).astype(np.int16)
            file.write(written)
            if sink:
                sink.add(written.astype(np.float32) / np.float32(32768))  # as libsndfile reads them
            loudness.add(sound)
            level.add(sound[:, None])
    curve = loudness.curve
    levels = Levels(
        round(integrated_lufs([curve]), 2),
        decibels(level.true_peak),
        round(gain_db, 2),
        layout.limiting.samples,
        layout.limiting.most_db,
        round(loudness_range_lu([curve]), 2),
        level.rms_db,
        level.noise_floor_db,
    )
    return MasterFacts(layout.samples, rate, tuple(layout.timeline), levels, curve_text(curve))


def tone_of(spec: Spec, rate: int, room: Room | None) -> Samples:
    """The room tone for a chapter; empty where the spec asks for digital silence."""
    level_db = spec.level.room_tone_db
    if level_db is None:
        return np.zeros(0, np.float32)
    return recorded_tone(room, rate, level_db) if room else room_tone(rate, level_db)


def _gathered(pieces: Iterator[Samples], enough: int) -> Iterator[Samples]:
    """The same sound in blocks of at least `enough` samples, because every write and measurement has a fixed cost."""
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


def _sounds(
    store: Store,
    takes: Sequence[Take | None],
    pauses_ms: Sequence[int],
    spec: Spec,
    gain_db: float,
    rate: int,
    layout: _Layout,
) -> Iterator[Samples]:
    """Pauses and takes in order; where takes begin and end, and what the limiter did, goes to `layout`."""
    silence = np.zeros(rate, np.float32)

    def pause(ms: int) -> Iterator[Samples]:
        left = ms * rate // 1000
        layout.samples += left
        while left > 0:
            yield silence[: min(left, rate)]
            left -= rate

    yield from pause(spec.pauses.head)
    for take, after_ms in zip(takes, pauses_ms, strict=True):
        sound = silence[:0]
        if take is not None and take.samples:
            sound, limiting = levelled(store, take, gain_db, spec)
            layout.limiting = layout.limiting.plus(limiting)
        layout.timeline.append((layout.samples, layout.samples + len(sound)))
        layout.samples += len(sound)
        yield sound
        yield from pause(after_ms)
    yield from pause(spec.pauses.tail)
    if not layout.samples:  # nothing to speak and no pause around it: a FLAC of no sample is no file
        layout.samples = 1
        yield silence[:1]
