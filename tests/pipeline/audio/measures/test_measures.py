"""What is measured of a take, on sound whose faults are known."""

from collections.abc import Mapping

import numpy as np
import pytest

from pipeline.audio import Samples
from pipeline.audio.measures import measure
from pipeline.audio.measures.pauses import pauses_in
from tests.pipeline.audio.measures.speechlike import RATE_HZ, silence, speechlike


def of(samples: Samples) -> Mapping[str, float]:
    return measure(samples, RATE_HZ)


def noise(length: int, db: float) -> Samples:
    return (10 ** (db / 20) * np.random.default_rng(3).standard_normal(length)).astype(np.float32)


CLEAN = speechlike(pauses=(5,))
MEASURES = of(CLEAN)


def test_silence_around_speech_and_its_length() -> None:
    assert MEASURES["head_silence_ms"] == pytest.approx(330, abs=40)
    assert MEASURES["tail_silence_ms"] == pytest.approx(550, abs=60)
    assert MEASURES["duration_ms"] == round(1000 * len(CLEAN) / RATE_HZ)
    assert MEASURES["speech_ms"] < MEASURES["duration_ms"] - 800


def test_a_cut_climbs_at_once_and_speech_does_not() -> None:
    start = RATE_HZ * 400 // 1000
    for fade_ms in (0, 10):
        kept = CLEAN[start:].copy()
        kept[: fade_ms * RATE_HZ // 1000] *= np.linspace(0, 1, fade_ms * RATE_HZ // 1000, dtype=np.float32)
        head = of(np.concatenate((silence(300), kept)))
        tail = of(np.concatenate((silence(300), kept))[::-1])
        assert head["head_rise_ms"] < 2.5 < MEASURES["head_rise_ms"]
        assert tail["tail_rise_ms"] < 2.5 < MEASURES["tail_rise_ms"]
    bare = of(CLEAN[start:])
    assert bare["head_first_db"] > -20 > MEASURES["head_first_db"]
    assert bare["head_silence_ms"] == 0


def test_a_pause_dies_away_and_a_hole_is_cut() -> None:
    (pause,) = pauses_in(MEASURES)
    assert pause.ms == pytest.approx(400, abs=60)
    holed = speechlike()
    middle = len(holed) // 2
    holed[middle : middle + RATE_HZ // 2] = 0
    (hole,) = (p for p in pauses_in(of(holed)) if p.ms > 300)
    assert hole.at_ms == pytest.approx(1000 * middle / RATE_HZ, abs=30)
    assert min(hole.fall_ms, hole.rise_ms) < 3 < min(pause.fall_ms, pause.rise_ms)


def test_clipping_is_seen_below_full_scale_too() -> None:
    clipped = 0.4 * np.clip(CLEAN * 4, -0.3, 0.3)
    assert MEASURES["flat_ppm"] == 0
    assert of(clipped)["flat_ppm"] > 1000
    assert of(np.tanh(CLEAN * 20))["crest_db"] < MEASURES["crest_db"] - 3


def test_noise_all_along_and_in_a_part() -> None:
    loud = MEASURES["level_dbfs"]
    noisy = of(CLEAN + noise(len(CLEAN), loud - 25))
    assert noisy["floor_high_db"] > MEASURES["floor_high_db"] + 20
    part = CLEAN.copy()
    part[RATE_HZ : 2 * RATE_HZ] += noise(RATE_HZ, loud - 20)
    assert of(part)["part_db"] > MEASURES["part_db"] + 10


@pytest.mark.parametrize("mains_hz", [50, 60])
def test_hum_is_told_by_its_frequency(mains_hz: int) -> None:
    time = np.arange(len(CLEAN)) / RATE_HZ
    hum = sum(np.sin(2 * np.pi * mains_hz * k * time) / k for k in (1, 2, 3))
    humming = of((CLEAN + 0.003 * hum).astype(np.float32))
    assert humming[f"hum{mains_hz}_db"] > 20 > max(MEASURES["hum50_db"], MEASURES["hum60_db"])


def test_crackle_and_offset() -> None:
    crackling = CLEAN.copy()
    crackling[np.random.default_rng(1).integers(0, len(CLEAN), 40)] += 0.1
    assert of(crackling)["clicks_per_s"] > 5 > MEASURES["clicks_per_s"]
    assert of(CLEAN + np.float32(0.03))["dc"] == pytest.approx(0.03, abs=0.002)


@pytest.mark.parametrize(("ms", "times"), [(500, 1), (350, 3)])
def test_a_passage_that_sounds_again(ms: int, times: int) -> None:
    start, length = RATE_HZ * 900 // 1000, ms * RATE_HZ // 1000
    passage = np.tile(CLEAN[start : start + length], times)
    looped = of(np.concatenate((CLEAN[: start + length], passage, CLEAN[start + length :])))
    assert looped["copy_ms"] >= 0.7 * ms * times
    assert looped["copy_lag_ms"] == pytest.approx(ms, abs=1)
    assert MEASURES["copy_ms"] < 150


@pytest.mark.parametrize("hz", [110.0, 220.0])
def test_the_pitch(hz: float) -> None:
    assert of(speechlike(hz=hz))["pitch_hz"] == pytest.approx(hz, rel=0.08)


def test_a_softer_take_measures_the_same_but_for_its_level() -> None:
    soft = of(CLEAN * np.float32(0.25))
    assert soft["level_dbfs"] == pytest.approx(MEASURES["level_dbfs"] - 12.04, abs=0.1)
    for name in ("head_rise_ms", "tail_rise_ms", "pause_longest_ms", "crest_db", "pitch_hz"):
        assert soft[name] == pytest.approx(MEASURES[name], rel=0.1, abs=1), name


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(50), np.zeros(RATE_HZ), np.full(300, 0.5), CLEAN[8000:8400]])
def test_nothing_and_next_to_nothing_is_measured(samples: Samples) -> None:
    measures = of(np.asarray(samples, np.float32))
    assert all(np.isfinite(value) for value in measures.values())


def test_silence_has_no_speech() -> None:
    assert of(silence(2000) + noise(2 * RATE_HZ, -95))["speech_ms"] == 0
