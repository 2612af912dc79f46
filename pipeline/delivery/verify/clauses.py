"""Judges a measured file by a shop's limits, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.audio import Measured
from pipeline.manifests import Limits, Range

# Shops' checkers print tenths, and two correct meters differ by as much. All agree on the highest sample.
ROUNDING = 0.05
EXACT = 0.005  # as it is printed
ANTIPHASE = -0.5  # correlation of two channels below which no shop takes a file: wide stereo stays above 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a shop asks for: what was wanted, what was found, and whether that passes."""

    name: str
    wanted: str
    found: str
    passed: bool


def judge(measured: Measured, limits: Limits) -> list[Clause]:
    """Every clause that the shop asks for; what it does not ask for is not judged."""
    return list(_clauses(measured, limits))


def _clauses(m: Measured, limits: Limits) -> Iterator[Clause]:
    yield from _between("integrated loudness", m.integrated_lufs, limits.integrated_lufs, "LUFS")
    yield from _between("RMS", m.rms_db, limits.rms_db, "dB")
    yield from _at_most("sample peak", m.sample_peak_db, limits.sample_peak_db, "dB", EXACT)
    yield from _at_most("true peak", m.true_peak_dbtp, limits.true_peak_dbtp, "dBTP")
    yield from _at_most("noise floor", m.noise_floor_db, limits.noise_floor_db, "dB")
    if not limits.digital_silence:
        silent = m.noise_floor_db < -120  # half a second of it; 16 bits end at -98
        yield Clause(
            "room tone", "never digital silence", "half a second of none" if silent else "throughout", not silent
        )
    if not limits.clipping:
        yield Clause("clipping", "no run at full scale", f"{m.clipped_runs} runs", m.clipped_runs == 0)
    yield from _between("silence before", m.head_ms, limits.head_ms, "ms", grid=100)
    yield from _between("silence after", m.tail_ms, limits.tail_ms, "ms", grid=100)
    yield from _one_of("codec", m.codec, limits.codecs)
    yield from _one_of("sample rate", m.sample_rate_hz, limits.sample_rates_hz, " Hz")
    yield from _one_of("channels", m.channels, limits.channels)
    if m.correlation is not None and m.correlation < ANTIPHASE:
        text = f"they cancel each other out in mono ({m.correlation:.2f})"
        yield Clause("phase", "channels that add up", text, False)
    if limits.bit_rate is not None:
        # Containers round, and AAC's constant bit rate is an average: 10 % below is still the rate that was chosen.
        enough = m.bit_rate >= (limits.bit_rate if m.constant_bit_rate else 0.9 * limits.bit_rate)
        yield Clause(
            "bit rate", f"at least {limits.bit_rate // 1000} kbit/s", f"{m.bit_rate / 1000:.0f} kbit/s", enough
        )
    if limits.constant_bit_rate:
        text = {True: "constant", False: "variable", None: "not told by the codec"}[m.constant_bit_rate]
        yield Clause("bit rate mode", "constant", text, m.constant_bit_rate is True)
    if limits.minutes is not None:
        minutes = m.duration_ms / 60_000
        yield Clause("length", f"at most {limits.minutes:g} min", f"{minutes:.1f} min", minutes <= limits.minutes)


def _between(
    name: str, found: float, wanted: Range | tuple[int, int] | None, unit: str, grid: float = ROUNDING
) -> Iterator[Clause]:
    if wanted is not None:
        low, high = wanted
        yield Clause(name, f"{low:g} to {high:g} {unit}", _said(found, unit), low - grid <= found <= high + grid)


def _at_most(name: str, found: float, wanted: float | None, unit: str, grid: float = ROUNDING) -> Iterator[Clause]:
    if wanted is not None:
        yield Clause(name, f"at most {wanted:g} {unit}", _said(found, unit), found <= wanted + grid)


def _one_of(name: str, found: str | int, wanted: tuple[str, ...] | tuple[int, ...], unit: str = "") -> Iterator[Clause]:
    if wanted:
        yield Clause(name, f"{' or '.join(map(str, wanted))}{unit}", f"{found}{unit}", found in wanted)


def _said(value: float, unit: str) -> str:
    if unit == "ms":
        return f"{value:g} ms"
    return "silence" if value <= -199 else f"{value:.2f} {unit}"
