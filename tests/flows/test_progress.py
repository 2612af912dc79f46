"""What people see while a book is made."""

from __future__ import annotations

import pytest

from flows.progress import progress_bars, told
from pipeline.production.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.at = 50.0

    def __call__(self) -> float:
        return self.at


def test_time_left_is_the_plans_at_first_and_the_runs_own_later() -> None:
    clock = Clock()
    pace = Pace(100.0, clock)
    assert pace.left_ms(0) == 100_000
    clock.at += 30
    assert pace.left_ms(0) == 70_000
    assert pace.left_ms(0.05) == round(1000 * (0.5 * 100 + 0.5 * 600 - 30))  # half of the trust
    assert pace.left_ms(0.5) == 30_000
    assert pace.left_ms(1) == 0
    clock.at += 100
    assert pace.left_ms(0) is None  # slower than planned, and nothing is known yet


def test_a_line_tells_lines_audio_and_time_left() -> None:
    assert told("takes", 2_590_000, 41_462_000, (412, 6037), 154_000) == (
        "takes: 6 %, 412 of 6,037 lines, 0:43:10 of 11:31:02 of audio, 0:02:34 left"
    )
    assert told("chapters", 3, 61) == "chapters: 4 %, 3 of 61"
    assert told("deliverables", 1, 1) == "deliverables: 100 %, 1 of 1 files"
    assert told("takes", 0, 0) == "takes: 0 %, 0 of 0 lines, 0:00:00 of 0:00:00 of audio"


def test_the_first_line_comes_at_once_and_the_last_always(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as progress:
        progress("takes", 0, 1000, (0, 10), 5000)
        progress("takes", 500, 1000, (5, 10), 2500)  # within ten seconds: not told
        progress("takes", 1000, 1000, (10, 10))
        progress("deliverables", 0, 0)
    assert capsys.readouterr().err.splitlines() == [
        "takes: 0 %, 0 of 10 lines, 0:00:00 of 0:00:01 of audio, 0:00:05 left",
        "takes: 100 %, 10 of 10 lines, 0:00:01 of 0:00:01 of audio",
    ]


def test_machines_are_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars(quiet=True) as progress:
        progress("takes", 0, 1000, (0, 10), 5000)
    assert not capsys.readouterr().err
