"""Measures what was delivered while an encoding is decoded again, and judges the figures by the spec.

A book in one file is its chapters' sound in a row, so its figures follow from theirs, without a second decoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.audio import LevelMeter, LoudnessMeter, Measured, Samples, curve_of, curve_text, decibels, integrated_lufs
from pipeline.audio.levels import power_db
from pipeline.audio.loudness import MOMENTARY_MS, SHORT_TERM_MS, STEP_MS, highest_lufs, loudness_range_lu
from pipeline.delivery.verify.clauses import Clause, judge
from pipeline.manifests import Spec
from pipeline.records import Finding

# Clauses about the sound itself, whichever codec it is in; the others concern files for that shop alone.
LEVELS = ("integrated loudness", "RMS", "sample peak", "true peak", "noise floor", "room tone", "clipping")

LEVEL_MS = 60_000  # in a shorter file, its pauses decide the level


@dataclass(frozen=True, slots=True)
class EncodedSound:
    """What the cache entry of an encoding holds: the figures of its sound; the names are those of the first version."""

    codec: str
    bit_rate: int
    constant_bit_rate: bool | None
    sample_rate_hz: int
    channels: int
    samples: int
    true_peak_dbtp: float
    sample_peak_db: float
    rms_db: float
    noise_floor_db: float
    dc: float
    clipped_runs: int
    silence_ms: tuple[int, int]  # before the first sound and after the last
    curve: str  # as `curve_text` writes it


class DeliveryMeter:
    """Measures a file's sound, which is added block by block."""

    def __init__(self, sample_rate_hz: int, channels: int):
        self._meter, self._levels = LoudnessMeter(sample_rate_hz, channels), LevelMeter(sample_rate_hz, channels)

    def add(self, samples: Samples) -> None:
        """`samples` [n, channels]."""
        self._meter.add(samples.reshape(-1))
        self._levels.add(samples)

    def sound(self, codec: str, bit_rate: int, constant_bit_rate: bool | None) -> EncodedSound:
        """The figures of all that was added."""
        t = self._levels
        return EncodedSound(
            codec=codec,
            bit_rate=bit_rate,
            constant_bit_rate=constant_bit_rate,
            sample_rate_hz=t.sample_rate_hz,
            channels=t.channels,
            samples=t.samples,
            true_peak_dbtp=decibels(t.true_peak),
            sample_peak_db=decibels(t.sample_peak),
            rms_db=t.rms_db,
            noise_floor_db=t.noise_floor_db,
            dc=round(t.dc, 6),
            clipped_runs=t.clipped_runs,
            silence_ms=t.silence_ms(),
            curve=curve_text(self._meter.curve),
        )


def measured_of(sounds: Sequence[EncodedSound]) -> Measured:
    """The figures of one encoding, or of several played one after the other."""
    first, samples = sounds[0], sum(f.samples for f in sounds)
    curves = [curve_of(f.curve) for f in sounds]
    power = sum(f.samples * 10 ** (f.rms_db / 10) for f in sounds) / max(1, samples)
    return Measured(
        first.codec, first.sample_rate_hz, first.channels,
        round(sum(f.samples * f.bit_rate for f in sounds) / max(1, samples)), first.constant_bit_rate, samples,
        round(integrated_lufs(curves), 2), round(loudness_range_lu(curves), 2),
        round(max(highest_lufs(curve, MOMENTARY_MS, STEP_MS) for curve in curves), 2),
        round(max(highest_lufs(curve, SHORT_TERM_MS, STEP_MS) for curve in curves), 2),
        max(f.true_peak_dbtp for f in sounds), max(f.sample_peak_db for f in sounds), power_db(power),
        min(f.noise_floor_db for f in sounds), max(f.dc for f in sounds), sum(f.clipped_runs for f in sounds),
        sounds[0].silence_ms[0], sounds[-1].silence_ms[1])  # fmt: skip


def missed_clauses(name: str, measured: Measured, spec: Spec, *, whole_book: bool = False) -> list[Finding]:
    """One finding per clause that a file misses.

    A file in one of the shop's own codecs is for the shop, and is held to all that it asks (d-008); any other is held
    to its levels, if it is long enough to have any (d-004). A book in one file is of no length that a shop of chapter
    files could ask for.
    """
    meant = not spec.limits.codecs or measured.codec in spec.limits.codecs
    out = []
    for clause in judge(measured, spec.limits):
        if not clause.passed and (meant or (clause.name in LEVELS and measured.duration_ms >= LEVEL_MS)):
            grave = meant and not (whole_book and clause.name == "length")
            out.append(Finding("d-008" if grave else "d-004", name, _said(clause, spec)))
    return out


def _said(clause: Clause, spec: Spec) -> str:
    return f"{clause.name}: {clause.found}, {spec.name} asks for {clause.wanted}"


def metered(pieces: Iterator[Samples], meter: DeliveryMeter, skip: int) -> Iterator[Samples]:
    """Adds blocks [n, channels] to the meter, without the first `skip` samples, and yields them as one channel."""
    for piece in pieces:
        kept = piece[skip:]
        skip = max(0, skip - len(piece))
        if len(kept):
            meter.add(kept)
            yield kept[:, 0] if kept.shape[1] == 1 else kept.mean(axis=1, dtype=np.float32)
