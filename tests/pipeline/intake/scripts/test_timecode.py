"""Timecode against published values, and frames there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.scripts.timecode import clock_ms, rate_of, timecode_frames, timecode_ms


@pytest.mark.parametrize(
    ("written", "rate", "frames"),
    [
        ("00:00:00:00", "25", 0),
        ("01:00:00:00", "25", 90_000),
        ("01:00:00:00", "23.976", 86_400),
        ("01:00:00:00", "29.97", 108_000),
        ("01:00:00;00", "29.97df", 107_892),  # SMPTE 12M: 108 numbers are left out in an hour
        ("00:01:00;02", "29.97df", 1_800),
        ("00:00:59;29", "29.97df", 1_799),
        ("00:10:00;00", "29.97df", 17_982),
        ("01:00:00;00", "59.94df", 215_784),
        ("00:01:00;04", "59.94df", 3_600),
    ],
)
def test_frames(written: str, rate: str, frames: int) -> None:
    assert timecode_frames(written, rate_of(rate)) == frames


def test_times() -> None:
    assert timecode_ms("01:00:00:00", rate_of("23.976")) == 3_603_600
    assert timecode_ms("01:00:00;00", rate_of("29.97df")) == 3_599_996
    assert timecode_ms("01:00:00:00", rate_of("29.97")) == 3_603_600
    assert timecode_ms("00:00:00:12", rate_of("24000/1001")) == 501  # 500.5, half up
    assert clock_ms("1:02:03.0045") == 3_723_005
    assert clock_ms("02:03,5") == 123_500


@pytest.mark.parametrize(
    ("written", "rate"), [("00:01:00;00", "29.97df"), ("00:00:00:25", "25"), ("00:61:00:00", "25"), ("1:2", "25")]
)
def test_what_does_not_exist_is_refused(written: str, rate: str) -> None:
    with pytest.raises(ValueError, match="timecode"):
        timecode_frames(written, rate_of(rate))


@pytest.mark.parametrize("written", ["0", "x", "25df", "1/0", "-25", "24.5.1"])
def test_rates_that_are_none(written: str) -> None:
    with pytest.raises(ValueError, match="frame"):
        rate_of(written)


@given(st.integers(0, 10 * 107_892))
def test_every_frame_of_drop_frame_timecode_has_one_name(number: int) -> None:
    tens, rest = divmod(number, 17_982)
    shown = number + 18 * tens + 2 * (max(0, rest - 1_800) // 1_798 + (rest >= 1_800))
    written = f"{shown // 108_000:02}:{shown // 1_800 % 60:02}:{shown // 30 % 60:02};{shown % 30:02}"
    assert timecode_frames(written, rate_of("29.97df")) == number
