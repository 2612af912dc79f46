"""Deadlines and time zones as people write them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import yaml

from flows.clocks import clock_of, until, zone_of
from pipeline.errors import RefusedError


@pytest.mark.parametrize(("written", "clock"), [
    ("06:30", "06:30"), ("6:30", "06:30"), ("06.30", "06:30"), ("6.30", "06:30"), ("0630", "06:30"), ("6h30", "06:30"),
    ("6 Uhr", "06:00"), ("6:30 am", "06:30"), ("6:30 PM", "18:30"), ("12 am", "00:00"), ("24:00", "00:00"), ("23:59:59", "23:59"),
    (" 06:30 ", "06:30"), ("0:05", "00:05"), ("7", "07:00"),
])  # fmt: skip
def test_a_clock_time_is_understood(written: str, clock: str) -> None:
    assert clock_of(written).strftime("%H:%M") == clock


@pytest.mark.parametrize(("line", "clock"), [
    ("06:30", "06:30"), ("6:30", "06:30"), ("22:05", "22:05"), ("06.30", "06:30"), ("6.05", "06:05"), ("'06.30'", "06:30"),
    ("7", "07:00"),
])  # fmt: skip
def test_so_is_what_yaml_makes_of_it_without_quotation_marks(line: str, clock: str) -> None:
    assert clock_of(yaml.safe_load(f"deadline: {line}")["deadline"]).strftime("%H:%M") == clock


@pytest.mark.parametrize("written", ["25:00", "6:75", "half past six", "", "06:30+02:00", "tomorrow", 6.75, -5, 30])
def test_what_is_no_clock_time_gets_its_cure(written: str | float) -> None:
    with pytest.raises(RefusedError, match='"06:30"'):
        clock_of(written)


@pytest.mark.parametrize(("name", "meant"), [
    ("Europe/Munich", ""), ("europe/berlin", "Europe/Berlin"), ("Europe/Berln", "Europe/Berlin"), ("America/New York", "America/New_York"),
    ("", ""), ("../etc/passwd", ""), ("Europe", ""), ("Mars/Olympus", ""),
])  # fmt: skip
def test_an_unknown_zone_is_one_sentence(name: str, meant: str) -> None:
    with pytest.raises(RefusedError, match="there is no time zone") as refusal:
        zone_of(name)
    assert f"did you mean {meant}?" in str(refusal.value) or not meant
    assert len(str(refusal.value)) < 250


def test_the_next_such_clock_time_is_meant_and_the_earlier_end_holds() -> None:
    now = dt.datetime(2026, 11, 28, 21, 30, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
    assert until(now, "06:30", "Europe/Berlin", None) == now + 9 * 3600
    assert until(now, "21:45", "Europe/Berlin", None) == now + 900
    assert until(now, "06:30", "Europe/Berlin", 60) == now + 60
    assert until(now, None, "UTC", None) is None
