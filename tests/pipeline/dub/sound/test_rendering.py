"""Rendering: exact lengths, the same pitch, nothing lost, pauses before pace."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.audio import Clip
from pipeline.dub import Placement
from pipeline.dub.sound.pauses import inner_pauses, pauses_ms, shrunk
from pipeline.dub.sound.rendering import rendered, spoken
from pipeline.dub.sound.stretching import stretched
from pipeline.errors import VoicepressError
from tests.pipeline.dub.sound.speech import RATE_HZ, pitch_of, words


@pytest.mark.parametrize("rate", [0.92, 0.999, 1.05, 1.1, 1.2, 1.3])
@pytest.mark.parametrize("pitch", [90.0, 220.0])
def test_another_length_to_the_sample_and_the_same_pitch(rate: float, pitch: float) -> None:
    take = words(0.6, 0.4, 0.9, pitch_hz=pitch, pause_s=0.2)
    for extra in (0, 1, 7):
        length = round(len(take) / rate) + extra
        placed = stretched(take, RATE_HZ, length)
        assert len(placed) == length
    assert pitch_of(placed) == pytest.approx(pitch_of(take), rel=0.005)
    assert np.abs(placed).max() <= np.abs(take).max() * 1.1


@pytest.mark.parametrize("rate", [0.92, 1.1, 1.3])
def test_no_word_is_lost_or_moved_by_a_frame(rate: float) -> None:
    take = words(*[0.3] * 8, pause_s=0.25)
    placed = stretched(take, RATE_HZ, round(len(take) / rate))
    before, after = inner_pauses(take, RATE_HZ), inner_pauses(placed, RATE_HZ)
    assert len(before) == len(after) == 7
    for (_, start), (_, moved) in zip(before, after, strict=True):
        assert abs(moved - start / rate) <= 0.03 * RATE_HZ
    last = slice(-round(0.2 * RATE_HZ / rate), None)
    assert np.square(placed[last]).mean() == pytest.approx(np.square(take[-round(0.2 * RATE_HZ) :]).mean(), rel=0.3)


def test_the_same_length_is_the_same_sound() -> None:
    take = words(0.5)
    assert np.array_equal(stretched(take, RATE_HZ, len(take)), take)


def test_very_short_and_silent_takes() -> None:
    assert len(stretched(np.zeros(0, np.float32), RATE_HZ, 48)) == 48
    assert len(stretched(words(0.02), RATE_HZ, 1000)) == 1000
    assert not stretched(np.zeros(48_000, np.float32), RATE_HZ, 40_000).any()
    with pytest.raises(VoicepressError, match="rate 4"):
        stretched(words(1.0), RATE_HZ, 12_000)


def test_pauses_are_found_and_give_way_in_proportion() -> None:
    take = words(0.5, 0.4, 0.3, pause_s=0.6)
    assert [abs(ms - 600) <= 30 for ms in pauses_ms(take, RATE_HZ)] == [True, True]
    shorter = shrunk(take, RATE_HZ, 24_000, 300 * 48, 120 * 48)
    assert len(shorter) == len(take) - 24_000
    assert len(inner_pauses(shorter, RATE_HZ)) == 2
    for one, other in zip(pauses_ms(take, RATE_HZ), pauses_ms(shorter, RATE_HZ), strict=True):
        assert abs(one - other - 250) <= 5


def test_pauses_give_no_more_than_they_have_and_words_nothing() -> None:
    take = words(0.5, 0.5, pause_s=0.5)
    most = shrunk(take, RATE_HZ, 10**9, 300 * 48, 120 * 48)
    assert [abs(ms - 120) <= 12 for ms in pauses_ms(most, RATE_HZ)] == [True]
    without = words(0.5, 0.5, pause_s=0.2)
    assert np.array_equal(shrunk(without, RATE_HZ, 5000, 300 * 48, 120 * 48), without)
    assert np.array_equal(most[: 48 * 480], take[: 48 * 480])
    assert np.array_equal(most[-48 * 480 :], take[-48 * 480 :])


def test_a_joined_pause_makes_no_click() -> None:
    chance = np.random.default_rng(1)
    take = words(0.5, 0.5, pause_s=0.8) + chance.normal(0, 1e-4, len(words(0.5, 0.5, pause_s=0.8))).astype(np.float32)
    shorter = shrunk(take, RATE_HZ, 20_000, 300 * 48, 120 * 48)
    (pause,) = inner_pauses(shorter, RATE_HZ)
    assert np.abs(np.diff(shorter[pause[0] + 2400 : pause[1] - 2400])).max() < 1e-3


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 32_000, 44_100, 48_000])
def test_a_take_as_planned(rate_hz: int) -> None:
    own = np.concatenate(
        [np.zeros(rate_hz // 2, np.float32), words(0.5, 0.7, rate_hz=rate_hz), np.zeros(rate_hz, np.float32)]
    )
    clip = spoken(Clip(own, rate_hz))
    assert clip.sample_rate_hz == RATE_HZ
    assert abs(clip.duration_ms - 1700) < 100
    as_it_is = rendered(clip, Placement("a", 0, clip.duration_ms, 1.0))
    assert np.array_equal(as_it_is, clip.samples)
    faster = rendered(clip, Placement("a", 0, 1200, 1.25, 200))
    assert len(faster) == 1200 * 48
