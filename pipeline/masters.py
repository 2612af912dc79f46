"""Takes -> a chapter: assembled, levelled, lossless, with its timeline.

One static gain for the whole book, then the limiter; nothing that rides the level. Sound is read, levelled and written
a take at a time, so that memory does not grow with the chapter. 16-bit FLAC: the takes' own noise (-70 dBFS) dithers
it, and digital silence stays silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import soundfile

from pipeline.audio import Meter, Samples, faded, integrated_lufs, limited, take_clip, trimmed, true_peak
from pipeline.errors import Refused
from pipeline.manifests import Spec
from pipeline.records import Levels, Master, Note, Take
from pipeline.store import Slip, Store, level_key, master_key

VERSION = 1  # of trimming, fades and limiter: raise it when the same takes should sound different
MOVED_LU = 0.5  # the book's gain stays unless the whole book needs another by more than this
WRITE_S = 10  # seconds of sound that are written at once
FLAC_LEVEL = 0.5  # of 0 to 1: 3,000 times real time; 1.0 saves 1 % more at a third of the speed


def find_master(store: Store, takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec,
                gain_db: float) -> Master | str:
    """The master that the store holds for this, or why there is none. Touches no audio."""
    found = store.find("master", _key(takes, pauses_ms, spec, gain_db))
    return found if isinstance(found, str) else master_of(found)


def make_master(store: Store, takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec,
                gain_db: float) -> Master:
    """Assembles a chapter, or finds it.

    Args:
        takes: of the chapter's lines, in order; None where a line has nothing to speak.
        pauses_ms: after each line; the spec's head and tail are added.
        gain_db: of the whole book.

    Raises:
        Damaged: a take's object is missing or does not match its digest.
        Refused: the takes are of different sample rates.
    """
    known = find_master(store, takes, pauses_ms, spec, gain_db)
    if isinstance(known, Master):
        return known
    rate = _rate(takes)
    meter = Meter(rate)
    timeline: list[tuple[int, int]] = []
    peak = 0.0
    changed = samples = 0
    with store.making() as path:
        with soundfile.SoundFile(path, "w", rate, 1, "PCM_16", format="FLAC", compression_level=FLAC_LEVEL) as file:
            waiting: list[Samples] = []
            for sound, is_take, limited_here, peak_here in _pieces(store, takes, pauses_ms, spec, gain_db, rate):
                if is_take:
                    timeline.append((samples, samples + len(sound)))
                waiting.append(sound)
                samples += len(sound)
                changed += limited_here
                peak = max(peak, peak_here)
                if sum(map(len, waiting)) > WRITE_S * rate:
                    _write(file, meter, waiting)
            _write(file, meter, waiting)
        levels = Levels(round(integrated_lufs([meter.counts]), 2), _db(peak), round(gain_db, 2), changed)
        facts = {"samples": samples, "sample_rate_hz": rate, "timeline": timeline,
                 "levels": [levels.integrated_lufs, levels.true_peak_dbtp, levels.gain_db, levels.limited_samples],
                 "loudness": {str(tenths): n for tenths, n in sorted(meter.counts.items())}}
        return master_of(store.keep_file("master", _key(takes, pauses_ms, spec, gain_db), path, facts, {}))


def _write(file: soundfile.SoundFile, meter: Meter, waiting: list[Samples]) -> None:
    sound = np.concatenate([np.zeros(0, np.float32), *waiting])
    waiting.clear()
    # To integers here: libsndfile would clip floats beyond full scale instead of failing.
    file.write(np.round(sound * 32767).astype(np.int16))
    meter.add(sound)


def _pieces(store: Store, takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec, gain_db: float,
            rate: int) -> Iterator[tuple[Samples, bool, int, float]]:
    """(sound, whether it is a take, samples that the limiter changed, true peak), in order."""
    silence = np.zeros(rate, np.float32)

    def pause(ms: int) -> Iterator[tuple[Samples, bool, int, float]]:
        left = ms * rate // 1000
        while left > 0:
            yield silence[: min(left, rate)], False, 0, 0.0
            left -= rate

    yield from pause(spec.pauses.head)
    for take, after_ms in zip(takes, pauses_ms, strict=True):
        if take is None or not take.samples:
            yield silence[:0], True, 0, 0.0
        else:
            sound, changed = levelled(store, take, gain_db, spec.level.true_peak_dbtp)
            yield sound, True, changed, _near_peak(sound)
        yield from pause(after_ms)
    yield from pause(spec.pauses.tail)


def levelled(store: Store, take: Take, gain_db: float, ceiling_dbtp: float) -> tuple[Samples, int]:
    """A take as it stands in a master, and how many of its samples the limiter changed."""
    clip = take_clip(store.read(take.digest))
    sound = trimmed(clip.samples, clip.sample_rate_hz) * np.float32(10 ** (gain_db / 20))
    sound, changed = limited(sound, clip.sample_rate_hz, 10 ** (ceiling_dbtp / 20))
    return faded(sound, clip.sample_rate_hz), changed


def _near_peak(sound: Samples) -> float:
    """True peak around the highest sample: what it costs to know it everywhere is a limiter's pass over everything."""
    if not len(sound):
        return 0.0
    at = int(np.abs(sound).argmax())
    return true_peak(sound, max(0, at - 200), min(len(sound), at + 200))


# ---------------------------------------------------------------- the book's level


def find_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float | None:
    """The gain that `book_gain` found for these takes before; touches no audio."""
    found = store.find("level", _level_key(takes, spec))
    return None if isinstance(found, str) else float(found.facts["gain_db"])


def book_gain(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The static gain in dB that brings these takes, limited, to the spec's loudness."""
    known = find_gain(store, takes, spec)
    if known is not None:
        return known
    gain_db = _gain_for(store, takes, spec)
    store.keep_record("level", _level_key(takes, spec), f"{gain_db}\n".encode(), {"gain_db": gain_db})
    return gain_db


def _level_key(takes: Sequence[Take], spec: Spec) -> str:
    level = spec.level
    settings = {"version": VERSION, "integrated_lufs": level.integrated_lufs, "true_peak_dbtp": level.true_peak_dbtp}
    return level_key([take.digest for take in takes], settings)


def _gain_for(store: Store, takes: Sequence[Take], spec: Spec) -> float:
    """The limiter takes some loudness away, so the gain is found in rounds, each measuring what came out."""
    spoken = [take for take in takes if take.samples]
    if not spoken:
        return 0.0
    gain_db = 0.0
    for ceiling_dbtp in (None, spec.level.true_peak_dbtp, spec.level.true_peak_dbtp):
        meter = Meter(_rate(spoken))
        pause = np.zeros(spec.pauses.sentence * _rate(spoken) // 1000, np.float32)
        for take in spoken:
            meter.add(pause)  # windows that reach into pauses count in the book, so they count here
            meter.add(levelled(store, take, gain_db, 400.0 if ceiling_dbtp is None else ceiling_dbtp)[0])
        loudness = integrated_lufs([meter.counts])
        if loudness < -100:
            return 0.0  # silence has no level to bring anywhere
        gain_db += spec.level.integrated_lufs - loudness
    return round(gain_db, 2)


def book_needs(store: Store, masters: Sequence[Master], spec: Spec, gain_db: float) -> float | None:
    """Another gain for the book, where the whole of it misses the spec by more than MOVED_LU; reads slips, no audio."""
    loudness = integrated_lufs([loudness_of(store, master) for master in masters])
    missed = spec.level.integrated_lufs - loudness
    if loudness < -100 or abs(missed) <= MOVED_LU:
        return None
    return round(gain_db + missed, 2)


def loudness_of(store: Store, master: Master) -> Mapping[int, int]:
    """Tenths of LUFS -> steps of 100 ms with that momentary loudness; {} where the master is gone. Touches no audio."""
    found = store.find("master", master.key)
    return {} if isinstance(found, str) else {int(k): n for k, n in found.facts["loudness"].items()}


def level_notes(masters: Iterable[tuple[str, Master]], spec: Spec) -> list[Note]:
    """Chapters outside the spec's tolerance; a short one is judged by nobody."""
    wanted = spec.level.integrated_lufs
    return [Note("m-001", title, f"{m.levels.integrated_lufs:.1f} LUFS, the spec asks for {wanted:.1f}")
            for title, m in masters if m.duration_ms > 10_000 and m.levels.integrated_lufs > -100
            and abs(m.levels.integrated_lufs - wanted) > spec.level.tolerance_lu]


# ---------------------------------------------------------------- keys and slips


def _key(takes: Sequence[Take | None], pauses_ms: Sequence[int], spec: Spec, gain_db: float) -> str:
    settings: dict[str, Any] = {"version": VERSION, "gain_db": round(gain_db, 2), "head_ms": spec.pauses.head,
                                "tail_ms": spec.pauses.tail, "true_peak_dbtp": spec.level.true_peak_dbtp}
    digests = [take.digest if take else "" for take in takes]
    return master_key(zip(digests, pauses_ms, strict=True), settings)


def master_of(slip: Slip) -> Master:
    facts = slip.facts
    timeline = tuple((first, last) for first, last in facts["timeline"])
    return Master(slip.key, slip.digest, facts["samples"], facts["sample_rate_hz"], timeline, Levels(*facts["levels"]))


def _rate(takes: Sequence[Take | None]) -> int:
    rates = {take.sample_rate_hz for take in takes if take is not None}
    if len(rates) > 1:
        raise Refused(f"takes of one chapter have different sample rates ({', '.join(map(str, sorted(rates)))} Hz): "
                      "cast voices of one engine for it")
    return rates.pop() if rates else 24_000


def _db(value: float) -> float:
    return round(20 * float(np.log10(value)), 2) if value > 1e-10 else -200.0
