"""What is measured of a clip, on sounds that are made here: each fault moves its own figure, and no other reason."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import resample_poly

from pipeline.audio import Clip
from pipeline.enrolment.cutting import cut
from pipeline.enrolment.enrolling import Enrolling
from pipeline.enrolment.figures.measuring import figures_of
from pipeline.enrolment.judging import of_signal, own_of
from pipeline.enrolment.records import Figures, Floats
from tests.enrolment.further import FURTHER, images
from tests.pipeline.enrolment.speech import RATE_HZ, ears, pause, recording, spoken, voicing


def words(seed: int) -> Floats:
    """Three runs of speech with pauses in which the room can be heard."""
    parts = [part for n in range(3) for part in (spoken(1.6, 10 * seed + n, 110 + 7 * seed), pause(0.5, n))]
    return np.concatenate(parts).astype(np.float32)


def measured(samples: Floats) -> Figures:
    return figures_of(Clip(samples, RATE_HZ), voicing(Clip(words(1), RATE_HZ)))


@pytest.fixture(scope="module")
def good() -> Figures:
    return measured(words(1))


def spoiled(kind: str) -> Floats:
    made = FURTHER[kind][0](words(1), [words(2)], np.random.default_rng(5))
    return np.asarray(made[: len(words(1))], np.float32)


@pytest.mark.parametrize(
    "kind",
    ["hum 50 few", "hum 60 odd", "hum 50 even", "hum 60 one", "phone lines", "phone band 8", "phone wall",
     "clipped 8 dB", "noise keyboard", "noise white", "echo long"],
)  # fmt: skip
def test_a_fault_is_called_by_its_name(kind: str, good: Figures) -> None:
    own = own_of([good] * 5, None)
    found = [reason for reason, _ in of_signal(measured(spoiled(kind)), own)]
    assert FURTHER[kind][1] in found


def test_nothing_is_found_in_what_is_good(good: Figures) -> None:
    assert of_signal(good, own_of([good] * 5, None)) == []


def test_clipping_is_found_when_a_codec_has_rounded_the_tops(good: Figures) -> None:
    rng = np.random.default_rng(3)
    driven = spoken(8, 3) + np.float32(1e-4) * rng.standard_normal(8 * RATE_HZ).astype(np.float32)
    cut_off = np.clip(driven / np.abs(driven).max() * 10 ** (12 / 20), -1, 1).astype(np.float32)
    rounded = cut_off + np.float32(0.02) * rng.standard_normal(len(cut_off)).astype(np.float32)
    found = figures_of(Clip(rounded, RATE_HZ), voicing(Clip(driven, RATE_HZ)))
    assert found.get("flat_ppm") < 60
    assert found.get("crowd") > 0.28
    assert "clipping" in [reason for reason, _ in of_signal(found, own_of([good] * 5, None))]


def test_hum_is_told_by_lines_that_never_pause(good: Figures) -> None:
    assert good.get("hum_lines") <= 1
    humming = measured(spoiled("hum 50 even"))
    assert (humming.get("mains_hz"), humming.get("hum_lines")) in ((50, 5), (50, 6))


def test_a_room_that_hums_is_not_refused_for_its_own_hum() -> None:
    room = measured(words(1) + 0.012 * np.sin(2 * np.pi * 60 * np.arange(len(words(1))) / RATE_HZ).astype(np.float32))
    assert room.get("hum_db") > 18
    assert "hum" not in [reason for reason, _ in of_signal(room, own_of([room] * 5, None))]


def test_a_mirrored_band_is_told_from_a_voice(good: Figures) -> None:
    assert abs(good.get("mirror")) < 0.2
    low = resample_poly(words(1), 1, 2)
    assert measured(np.repeat(low, 2).astype(np.float32)).get("mirror") > 0.9


def test_silence_and_noise_between_clips_are_two_stretches() -> None:
    hiss = (0.02 * np.random.default_rng(1).standard_normal(3 * RATE_HZ)).astype(np.float32)
    whole = recording(*(part for n in range(4) for part in (spoken(4, n), pause(0.6))), pause(3), hiss, pause(3))

    def deaf_to_hiss(clip: Clip) -> Floats:
        heard = voicing(clip)
        heard[int(20 * RATE_HZ / 512) :] = 0
        return heard

    stretches, _ = cut(whole, 0, deaf_to_hiss)
    assert [s.start for s in stretches] == [0, *(s.end for s in stretches[:-1])]
    assert sum(not s.speech for s in stretches[-4:]) >= 3
    found = Enrolling(ears(hears=deaf_to_hiss), "en").run([whole])
    assert [one.reasons[0] for one in found.judged if not one.stretch.speech and one.duration_ms > 2000] == [
        "silence", "noise", "silence",
    ]  # fmt: skip


def test_a_room_of_images_dies_away_as_it_should() -> None:
    response = images(0.8, 2.0, np.random.default_rng(2)).astype(np.float64)
    left = 10 * np.log10(np.cumsum(np.square(response)[::-1])[::-1] / np.square(response).sum())
    at_5, at_25 = (int(np.argmax(left < db)) for db in (-5, -25))
    assert 0.5 < 3 * (at_25 - at_5) / RATE_HZ < 1.1
