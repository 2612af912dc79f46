"""Rumble, room and sibilants are lowered where a spec asks for it; the voice beside them is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from pipeline.audio import Samples, de_essed, gated, high_passed

RATE = 24_000


def db(sound: Samples) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-20))


def vowel(seconds: float, pitch: float = 120) -> Samples:
    at = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * pitch * n * at) / n for n in range(1, 20)) * 0.1, np.float32)


def noise(seconds: float, low_hz: float, high_hz: float, level_db: float) -> Samples:
    white = np.random.default_rng(3).standard_normal(round(seconds * RATE))
    band = sosfilt(butter(4, (low_hz, high_hz), "bandpass", fs=RATE, output="sos"), white)
    return np.asarray(band * 10 ** ((level_db - db(band)) / 20), np.float32)


def test_rumble_goes_and_the_voice_stays() -> None:
    rumble = np.asarray(0.05 * np.sin(2 * np.pi * 20 * np.arange(RATE) / RATE) + 0.02, np.float32)
    assert db(high_passed(rumble, RATE, 80)[RATE // 2 :]) < db(rumble) - 20
    assert db(high_passed(vowel(1), RATE, 60)[RATE // 4 :]) == pytest.approx(db(vowel(1)[RATE // 4 :]), abs=0.3)


def test_the_gate_lowers_the_room_between_words_and_no_word() -> None:
    room = noise(3, 100, 8_000, -60)
    sound = room.copy()
    words = [slice(RATE // 2, RATE), slice(2 * RATE, 5 * RATE // 2)]
    for word in words:
        sound[word] += vowel(0.5)
    out = gated(sound, RATE, 10)
    for word in words:
        assert np.array_equal(out[word.start + 120 : word.stop - 120], sound[word.start + 120 : word.stop - 120])
    pause = slice(RATE + RATE // 10, 2 * RATE - RATE // 10)
    assert db(out[pause]) == pytest.approx(db(sound[pause]) - 10, abs=0.2)
    assert np.abs(np.diff(out)).max() <= np.abs(np.diff(sound)).max()  # no step where it opens or shuts


def test_a_short_pause_is_speech_and_stays() -> None:
    sound = noise(1.1, 100, 8_000, -60)
    sound[: RATE // 2] += vowel(0.5)
    sound[RATE // 2 + RATE // 10 :] += vowel(0.5)
    assert np.array_equal(gated(sound, RATE, 10)[: len(sound) - 240], sound[: len(sound) - 240])


def test_loud_sibilants_are_lowered_and_vowels_are_not() -> None:
    loud = db(vowel(0.5))
    sibilant = noise(0.2, 6_000, 9_000, loud)
    sound = np.concatenate((vowel(0.5), sibilant, vowel(0.5)))
    out = de_essed(sound, RATE, 6)
    middle = slice(RATE // 2 + 600, RATE // 2 + len(sibilant) - 600)
    assert db(out[middle]) == pytest.approx(db(sound[middle]) - 6, abs=1)  # 3:1 from what is 9 dB over
    assert db(out[: RATE // 2 - 600]) == pytest.approx(db(sound[: RATE // 2 - 600]), abs=0.02)
    quiet = np.concatenate((vowel(0.5), noise(0.2, 6_000, 9_000, loud - 14), vowel(0.5)))
    assert db(de_essed(quiet, RATE, 6)[middle]) == pytest.approx(db(quiet[middle]), abs=0.1)


@pytest.mark.parametrize("length", [0, 1, 50, 119, 121])
def test_sound_shorter_than_a_frame_is_left_alone(length: int) -> None:
    sound = vowel(0.1)[:length]
    for out in (gated(sound, RATE, 10), de_essed(sound, RATE, 6)):
        assert len(out) == length
        assert np.allclose(out, sound, atol=1e-3)
