"""How long an engine may say nothing: a clock of the test's own, no process."""

from __future__ import annotations

import pytest

from models.timeouts import LEAST, SLACK, Life


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_first_lines_have_the_whole_patience_and_more_for_their_length(clock: Clock) -> None:
    life = Life(clock)
    life.asked(1, [900, 900])
    assert life.left_s(100) == 200
    clock.at += 150
    assert life.left_s(100) == 50
    life.begun(1, 0, 1)  # a word: the clock starts again, for 900 characters
    assert life.left_s(100) == 150


def test_afterwards_patience_is_by_experience(clock: Clock) -> None:
    life = Life(clock)
    life.asked(1, [100, 100, 10])
    life.begun(1, 0, 1)
    clock.at += 50  # half a second a character
    life.begun(1, 1, 2)
    assert life.patience_s(80) == SLACK * 50
    clock.at += 10  # the slowest counts
    life.begun(1, 2, 3)
    assert life.patience_s(80) == SLACK * 0.5 * 10
    assert life.patience_s(8000) == LEAST * 8000


def test_a_slow_engine_that_goes_on_speaking_is_never_silent_for_too_long(clock: Clock) -> None:
    """The batch that waits is not silent while the one before it is spoken: 0.6 s a line, patience 9 s."""
    life = Life(clock)
    life.asked(1, [40] * 64)
    life.asked(2, [40] * 64)
    for number in (1, 2):
        for at in range(0, 64, 8):
            life.begun(number, at, at + 8)
            for _ in range(8):
                clock.at += 0.6
                assert life.left_s(9) > 0
        life.heard()
        life.answered(number)


def test_time_without_work_is_no_experience(clock: Clock) -> None:
    life = Life(clock)
    life.asked(1, [10])
    life.begun(1, 0, 1)
    clock.at += 1
    life.heard()
    life.answered(1)
    clock.at += 10_000
    life.asked(2, [10])
    assert life.left_s(100) > 0
    life.begun(2, 0, 1)
    assert life.slowest_s is None or life.slowest_s < 1
    assert life.spoke


def test_what_was_under_way_is_known(clock: Clock) -> None:
    life = Life(clock)
    life.asked(1, [10] * 20)
    assert life.under_way(1) == (0, 0)
    life.begun(1, 8, 16)
    assert life.under_way(1) == (8, 16)
    assert life.under_way(2) == (0, 0)
