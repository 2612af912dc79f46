"""Stems: in place to the sample, as long as the picture, adding up; levels, ducking, and refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipeline.audio import Samples
from pipeline.dub.sound.layback import LaidTake, blocks_of
from pipeline.dub.sound.mixing import Ducking, Keyframe, curve_of_blocks, ducked, gain_of, gated, levelled, united
from pipeline.dub.sound.picture import picture
from pipeline.dub.sound.stems import MixPlan, Title, write_stems
from pipeline.errors import DeliveryError
from tests.pipeline.dub.sound.speech import RATE_HZ, words

PICTURE = picture("25", "10:00:00:00", 25 * 26)  # 26 s
TITLE = Title("film_fr", "Film", date="2026-11-29", time="12:00:00")


def take(name: str, at_s: float, *lengths_s: float, character: str = "ANN", pitch_hz: float = 140) -> LaidTake:
    samples = words(*lengths_s, pitch_hz=pitch_hz)
    return LaidTake(name, round(at_s * RATE_HZ), len(samples), character, lambda: samples)


TAKES = [
    take("a", 1.0, 0.8, 0.6),
    take("b", 5.0, 1.2, character="BEN", pitch_hz=100),
    take("c", 9.9, 0.9, 0.9),
    take("d", 20.0, 1.5, character="BEN", pitch_hz=100),
]


def effects(length: int, channels: int = 1, level: float = 0.02) -> Callable[[int], Iterator[Samples]]:
    def blocks(size: int) -> Iterator[Samples]:
        chance = np.random.default_rng(5)
        for at in range(0, length, size):
            yield chance.normal(0, level, (min(size, length - at), channels)).astype(np.float32)

    return blocks


def read(path: Path) -> Samples:
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


@pytest.mark.parametrize("block", [4_800, 480_000, 1 << 30])
def test_takes_lie_at_their_sample_whatever_the_block(block: int) -> None:
    laid = np.concatenate(list(blocks_of(TAKES, PICTURE.samples, block)))
    assert len(laid) == PICTURE.samples
    for one in TAKES:
        assert np.array_equal(laid[one.at : one.end], one.sound())
    assert laid.astype(bool).sum() <= sum(one.length for one in TAKES)


def test_two_at_once_are_added_and_one_beyond_the_picture_is_refused() -> None:
    twice = np.concatenate(list(blocks_of([TAKES[0], replace(TAKES[0], id="z")], PICTURE.samples)))
    assert np.array_equal(twice[TAKES[0].at : TAKES[0].end], 2 * TAKES[0].sound())
    with pytest.raises(DeliveryError, match="cue z reaches .* ms beyond the picture; nothing is cut off"):
        list(blocks_of([replace(TAKES[0], id="z", at=PICTURE.samples - 100)], PICTURE.samples))
    with pytest.raises(DeliveryError, match="cue z begins behind"):
        list(blocks_of([replace(TAKES[0], id="z", at=PICTURE.samples + 100)], PICTURE.samples))
    with pytest.raises(DeliveryError, match="planned were 7"):
        list(blocks_of([replace(TAKES[0], id="z", length=7)], PICTURE.samples))


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("depth_db", [0.0, 12.0])
def test_stems_are_as_long_as_the_picture_and_add_up_to_the_mix(tmp_path: Path, channels: int, depth_db: float) -> None:
    mix = MixPlan(-27.0, ducking=Ducking(depth_db))
    made = write_stems(tmp_path, TITLE, PICTURE, TAKES, mix, effects(PICTURE.samples, channels, 0.01), channels)
    names = [path.name for path in made.files]
    assert names == [f"film_fr_{stem}.wav" for stem in ("DX_ANN", "DX_BEN", "DX", "ME", "MIX")]
    ann, ben, dx, me, both = map(read, made.files)
    assert {len(stem) for stem in (ann, ben, dx, me, both)} == {PICTURE.samples}
    assert np.abs(dx + me - both).max() <= 10 ** (-80 / 20) / 100
    assert np.abs(ann + ben - dx[:, :1]).max() <= 1e-6
    for one in TAKES:
        place = np.correlate(dx[one.at - 50 : one.end + 50, 0], one.sound(), "valid")
        assert int(np.argmax(place)) == 50
    assert made.loudness.dialogue_lufs == pytest.approx(-27, abs=0.3)
    assert made.loudness.share == pytest.approx(sum(one.length for one in TAKES) / PICTURE.samples, abs=0.001)
    untouched = np.concatenate(list(effects(PICTURE.samples, channels, 0.01)(480_000)))
    if not depth_db:
        assert np.abs(me - untouched).max() <= 1e-6
        assert not made.automation
    else:
        inside = slice(TAKES[0].at, TAKES[0].end)
        assert 20 * np.log10(me[inside].std() / untouched[inside].std()) == pytest.approx(-12, abs=0.01)


def test_a_changed_take_changes_its_own_place_alone(tmp_path: Path) -> None:
    first = write_stems(tmp_path / "", TITLE, PICTURE, TAKES, MixPlan())
    before = {path.name: read(path) for path in first.files}
    other = take("b", 5.0, 1.0, character="BEN", pitch_hz=101)
    again = write_stems(tmp_path, TITLE, PICTURE, [TAKES[0], other, *TAKES[2:]], MixPlan(gain_db=first.gain_db))
    for path in again.files:
        changed = np.flatnonzero(np.any(read(path) != before[path.name], axis=1))
        assert not len(changed) or (changed[0] >= TAKES[1].at and changed[-1] < TAKES[1].end)
    assert np.array_equal(read(again.files[0]), before["film_fr_DX_ANN.wav"])


@pytest.mark.parametrize("by", [-4800, 4800])
def test_me_of_another_length_is_refused_in_a_sentence(tmp_path: Path, by: int) -> None:
    with pytest.raises(DeliveryError, match="is it another version's"):
        write_stems(tmp_path, TITLE, PICTURE, TAKES, MixPlan(), effects(PICTURE.samples + by))
    assert not list(tmp_path.iterdir())


def test_a_mix_that_is_too_loud_is_refused_and_not_limited(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="lower it by"):
        write_stems(tmp_path, TITLE, PICTURE, TAKES, MixPlan(), effects(PICTURE.samples, level=0.25))
    assert not list(tmp_path.iterdir())


def test_no_take_at_all_and_no_effects(tmp_path: Path) -> None:
    made = write_stems(tmp_path, TITLE, PICTURE, [], MixPlan())
    assert [path.name for path in made.files] == ["film_fr_DX.wav", "film_fr_ME.wav", "film_fr_MIX.wav"]
    assert not read(made.files[2]).any()
    assert made.loudness.share == 0


def test_two_characters_of_one_file_are_refused(tmp_path: Path) -> None:
    pair = [replace(TAKES[0], character="Dr. X"), replace(TAKES[2], character="Dr- X")]
    with pytest.raises(DeliveryError, match="same file"):
        write_stems(tmp_path, TITLE, PICTURE, pair, MixPlan())


def test_dialogue_is_measured_where_somebody_speaks() -> None:
    tone = (0.1 * np.sin(2 * np.pi * 997 * np.arange(20 * RATE_HZ) / RATE_HZ)).astype(np.float32)
    tone[5 * RATE_HZ : 10 * RATE_HZ] *= 0.1
    curve = curve_of_blocks([tone])
    loud = gated(curve, [(0, 5 * RATE_HZ), (10 * RATE_HZ, 20 * RATE_HZ)], len(tone))
    soft = gated(curve, [(5 * RATE_HZ, 10 * RATE_HZ)], len(tone))
    assert loud.dialogue_lufs == pytest.approx(-23.0, abs=0.1)  # -20 dB sine: BS.1770 reads -23.01
    assert soft.dialogue_lufs == pytest.approx(-43.0, abs=0.3)
    assert (loud.share, soft.share) == (0.75, 0.25)
    assert gated(curve, [(100, 2000)], len(tone)).dialogue_lufs == pytest.approx(-23.0, abs=0.3)
    assert gated(curve, [], len(tone)).dialogue_lufs == -200


def test_ducking_is_down_before_a_word_and_stays_down_between_near_ones() -> None:
    spoken = [(10 * RATE_HZ, 11 * RATE_HZ), (round(11.3 * RATE_HZ), 12 * RATE_HZ)]
    frames = ducked(spoken, Ducking(8.2), 30 * RATE_HZ)
    assert frames[0] == Keyframe(0, 1.0)
    assert len([frame for frame in frames if frame.gain < 0.5]) == 2
    gain = gain_of(frames, 0, 30 * RATE_HZ)
    assert gain[10 * RATE_HZ : 12 * RATE_HZ].max() == pytest.approx(0.389, abs=0.001)
    assert gain[round(9.69 * RATE_HZ)] == 1.0
    assert gain[round(12.31 * RATE_HZ)] == 1.0
    at_once = ducked([(0, RATE_HZ)], Ducking(8.2), RATE_HZ)
    assert [frame.gain for frame in at_once] == [pytest.approx(0.389, abs=0.001)] * len(at_once)


def test_a_take_at_its_level_keeps_the_peaks_of_a_premix() -> None:
    hot = levelled(words(0.5), 20.0)
    assert np.abs(hot).max() <= 10 ** (-6 / 20) + 1e-3
    assert np.array_equal(levelled(words(0.5), 0.0), words(0.5))


def test_united_stretches() -> None:
    assert united([(5, 9), (0, 3), (3, 4), (8, 12), (20, 20)]) == [(0, 4), (5, 12)]
