"""How long an engine may say nothing: a clock of the test's own, no process."""

from __future__ import annotations

import pytest

from models.timeouts import LEAST, SLACK, IdleTimer


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_first_lines_have_the_whole_patience_and_more_for_their_length(clock: Clock) -> None:
    timer = IdleTimer(clock)
    timer.batch_sent(1, [900, 900])
    assert timer.remaining_s(100) == 200
    clock.at += 150
    assert timer.remaining_s(100) == 50
    timer.part_begun(1, 0, 1)  # a word: the clock starts again, for 900 characters
    assert timer.remaining_s(100) == 150


def test_afterwards_patience_is_by_experience(clock: Clock) -> None:
    timer = IdleTimer(clock)
    timer.batch_sent(1, [100, 100, 10])
    timer.part_begun(1, 0, 1)
    clock.at += 50  # half a second a character
    timer.part_begun(1, 1, 2)
    assert timer.timeout_s(80) == SLACK * 50
    clock.at += 10  # the slowest counts
    timer.part_begun(1, 2, 3)
    assert timer.timeout_s(80) == SLACK * 0.5 * 10
    assert timer.timeout_s(8000) == LEAST * 8000


def test_a_slow_engine_that_goes_on_speaking_is_never_silent_for_too_long(clock: Clock) -> None:
    """The batch that waits is not silent while the one before it is spoken: 0.6 s a line, patience 9 s."""
    timer = IdleTimer(clock)
    timer.batch_sent(1, [40] * 64)
    timer.batch_sent(2, [40] * 64)
    for number in (1, 2):
        for at in range(0, 64, 8):
            timer.part_begun(number, at, at + 8)
            for _ in range(8):
                clock.at += 0.6
                assert timer.remaining_s(9) > 0
        timer.batch_answered()
        timer.forget(number)


def test_time_without_work_is_no_experience(clock: Clock) -> None:
    timer = IdleTimer(clock)
    timer.batch_sent(1, [10])
    timer.part_begun(1, 0, 1)
    clock.at += 1
    timer.batch_answered()
    timer.forget(1)
    clock.at += 10_000
    timer.batch_sent(2, [10])
    assert timer.remaining_s(100) > 0
    timer.part_begun(2, 0, 1)
    assert timer.slowest_s_per_character is None or timer.slowest_s_per_character < 1
    assert timer.has_spoken


def test_what_was_under_way_is_known(clock: Clock) -> None:
    timer = IdleTimer(clock)
    timer.batch_sent(1, [10] * 20)
    assert timer.in_progress(1) == (0, 0)
    timer.part_begun(1, 8, 16)
    assert timer.in_progress(1) == (8, 16)
    assert timer.in_progress(2) == (0, 0)
