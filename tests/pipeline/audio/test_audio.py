"""Clips, trimming, fades, limiter and loudness, against figures from elsewhere."""

import numpy as np
import pyebur128
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio import (
    Clip,
    Limiting,
    LoudnessMeter,
    OverloadError,
    Samples,
    curve_of,
    curve_text,
    faded,
    integrated_lufs,
    limited,
    take_bytes,
    take_clip,
    trimmed,
    true_peak,
)
from pipeline.audio.limiter import BLOCK, CHUNK, _blocks, _filters, _peaks_at
from pipeline.errors import DamagedError

RATE = 24_000


def speech(seconds: float = 4.0, seed: int = 0, level: float = 0.3) -> Samples:
    """Something with syllables, pauses and peaks: bursts of harmonics under an envelope."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE)) / RATE
    pitch = 2 * np.pi * np.cumsum(110 + 30 * np.sin(2 * np.pi * 0.7 * t)) / RATE
    voice = sum(np.sin(pitch * n + rng.uniform(0, 6)) / n for n in range(1, 30))
    envelope = np.clip(np.sin(2 * np.pi * 2.3 * t + rng.uniform(0, 6)), 0, None) ** 0.5
    sound = np.asarray(voice * envelope * rng.uniform(0.3, 1.0, len(t) // 4000 + 1).repeat(4000)[: len(t)])
    return (level * sound / np.abs(sound).max()).astype(np.float32)


def test_a_take_survives_its_file_to_half_a_step() -> None:
    clip = Clip(speech(), RATE)
    back = take_clip(take_bytes(clip))
    assert back.sample_rate_hz == RATE
    assert np.abs(back.samples - clip.samples).max() < 1 / 32767
    assert len(take_clip(take_bytes(Clip(np.zeros(0, np.float32), RATE))).samples) == 0


def test_nothing_clips() -> None:
    with pytest.raises(OverloadError, match="reaches 1.100 of full scale"):
        take_bytes(Clip(np.array([1.1], np.float32), RATE))
    with pytest.raises(OverloadError, match="reaches nan of full scale"):
        take_bytes(Clip(np.array([0.1, np.nan], np.float32), RATE))
    with pytest.raises(DamagedError, match="cannot be read"):
        take_clip(b"RIFF nothing")


def test_trimming_keeps_all_that_sounds_and_a_little_more() -> None:
    sound = np.concatenate((np.zeros(7_000, np.float32), speech(2.0), np.zeros(12_000, np.float32)))
    loud = np.flatnonzero(np.abs(sound) > 0.004)
    kept = trimmed(sound, RATE)
    start = int(np.flatnonzero(np.convolve(sound == kept[1000], [1], "same"))[0]) - 1000
    assert start <= loud[0]
    assert start + len(kept) >= loud[-1]
    assert len(kept) < loud[-1] - loud[0] + round(0.1 * RATE)
    assert len(trimmed(np.zeros(9_000, np.float32), RATE)) == 0


def test_joins_make_no_click() -> None:
    """A cut in the middle of a vowel, between silences: the burst above 8 kHz is 50 dB softer with the fades."""
    cut = speech(1.0, level=0.5)[3_000:15_000] + np.float32(0.01)

    def burst(sound: Samples) -> float:
        joined = np.concatenate((np.zeros(2_000, np.float32), sound, np.zeros(2_000, np.float32)))
        edges = [joined[2_000 - 512 : 2_000 + 512], joined[-2_000 - 512 : -2_000 + 512]]
        spectra = [np.abs(np.fft.rfft(edge * np.hanning(1024)))[round(8_000 / RATE * 1024) :] for edge in edges]
        return max(float(np.square(s).sum()) for s in spectra)

    smooth = faded(cut, RATE)
    assert 10 * np.log10(burst(cut) / burst(smooth)) > 50
    assert abs(float(smooth[0])) < 1e-3
    assert abs(float(smooth[-1])) < 1e-3
    np.testing.assert_allclose(smooth[600:-600], cut[600:-600] - cut.mean(), atol=1e-6)


def reference_true_peak(sound: Samples) -> float:
    """libebur128's, of the whole."""
    state = pyebur128.R128State(1, RATE, pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    state.add_frames(np.ascontiguousarray(sound), len(sound))
    return float(pyebur128.get_true_peak(state, 0))


def test_true_peaks_agree_with_libebur128() -> None:
    for seed in range(5):
        sound = speech(seed=seed, level=0.8)
        assert 20 * abs(np.log10(true_peak(sound) / reference_true_peak(sound))) < 0.15


@pytest.mark.parametrize("length", [1, 7, 31, 32, 33, 1_000, 65_535, 65_537])
def test_looking_everywhere_finds_what_looking_at_each_place_finds(length: int) -> None:
    sound = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    each = [float(_peaks_at(sound, np.array([n]))[0]) for n in range(0, length, max(1, length // 50))]
    everywhere = _peaks_at(sound, np.arange(length))
    assert everywhere[:: max(1, length // 50)] == pytest.approx(each, abs=1e-5)
    assert float(everywhere.max()) == true_peak(sound)


def test_no_product_is_so_large_that_openblas_shares_it_out() -> None:
    """Its threads would wait for the encoder's, at eight times the CPU seconds (interface/gemm.c: 2^18)."""
    assert CHUNK * _filters().size < 1 << 18
    assert CHUNK // BLOCK * _blocks().size < 1 << 18


@pytest.mark.parametrize("frequency", [1_000, 5_900, RATE / 4])
def test_a_sine_whose_samples_miss_its_crest_is_still_held_down(frequency: float) -> None:
    sine = (0.9 * np.sin(2 * np.pi * frequency / RATE * np.arange(RATE) + np.pi / 4)).astype(np.float32)
    held, changed = limited(sine, RATE, 0.5)
    assert changed.samples
    assert reference_true_peak(held[2_000:-2_000]) <= 0.5 * 10 ** (0.1 / 20)


@pytest.mark.parametrize("frequency", [440, 3_000, 7_000, 9_000, 9_940])
def test_no_sample_is_above_the_ceiling_at_another_rate(frequency: float) -> None:
    """A real sibilant of 9.9 kHz was 1.2 dB above it at 44.1 kHz, where a shop counts samples."""
    at = np.arange(RATE)
    burst = np.exp(-(((at - RATE / 2) / 60) ** 2)) * np.sin(2 * np.pi * frequency / RATE * at + 0.3)
    held, changed = limited((0.6 * burst).astype(np.float32), RATE, 0.5)
    assert changed.samples
    assert np.abs(soxr.resample(held, RATE, 44_100)).max() <= 0.5 * 10 ** (0.1 / 20)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.floats(0.1, 1.5), st.floats(0.2, 0.8))
def test_the_limiter_holds_the_ceiling_and_touches_nothing_far_from_it(seed: int, level: float, ceiling: float) -> None:
    sound = speech(2.0, seed, level)
    held, changed = limited(sound, RATE, ceiling)
    assert len(held) == len(sound)
    assert reference_true_peak(held) <= ceiling * 10 ** (0.1 / 20)
    if reference_true_peak(sound) < 0.97 * ceiling:
        assert changed == Limiting()
        assert held is sound
    # A gain, never more than one, that bends and does not jump: 12 dB in 4 ms at the most.
    where = np.abs(sound) > 0.02
    gain_db = 20 * np.log10(np.abs(held[where]) / np.abs(sound[where]))
    assert gain_db.max() < 0.01
    if changed.samples:
        assert changed.most_db == pytest.approx(-gain_db.min(), abs=0.5)
        both = where[1:] & where[:-1]
        steps = np.diff(20 * np.log10(np.maximum(np.abs(held), 1e-9) / np.maximum(np.abs(sound), 1e-9)))[both]
        assert np.abs(steps).max() < 12 / 0.004 / RATE + 0.01


def reference_lufs(sound: Samples) -> float:
    state = pyebur128.R128State(1, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(sound), len(sound))
    return float(pyebur128.get_loudness_global(state))


def test_counted_loudness_is_libebur128s_and_merges() -> None:
    pieces = [np.concatenate((speech(20, seed, 0.1 * (seed + 1)), np.zeros(RATE, np.float32))) for seed in range(6)]
    whole = LoudnessMeter(RATE)
    parts = []
    for piece in pieces:
        for at in range(0, len(piece), 7_777):  # in whatever pieces it comes
            whole.add(piece[at : at + 7_777])
        part = LoudnessMeter(RATE)
        part.add(piece)
        parts.append(curve_of(curve_text(part.curve)))
    expected = reference_lufs(np.concatenate(pieces))
    assert abs(integrated_lufs([whole.curve]) - expected) < 0.005
    assert abs(integrated_lufs(parts) - expected) < 0.05  # without the windows that span two pieces
    assert integrated_lufs([]) == -200.0


def test_the_standards_own_level() -> None:
    """EBU Tech 3341, case 1, in one channel: a sine of -23 dBFS reads -26 LUFS in mono (-23 in both of stereo)."""
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 / RATE * np.arange(20 * RATE))).astype(np.float32)
    meter = LoudnessMeter(RATE)
    meter.add(sine)
    assert abs(integrated_lufs([meter.curve]) + 26.0) < 0.1
