"""Whoever sits where: nobody is lost or sits twice, rows are busy, and the clock counts what batching.py would do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gpt_sovits.bench import schedule
from models.gpt_sovits.bench.schedule import COMPUTED_H200, Spoken, book, passes, simulate
from models.gpt_sovits.serving.scheduler import LINES_A_ROW, SPAN, Seating


@settings(max_examples=60, deadline=None)
@given(
    tokens=st.lists(st.integers(1, 90), min_size=1, max_size=40),
    rows=st.integers(1, 16),
    look_every=st.sampled_from([1, 4, 8]),
    halving=st.booleans(),
)
def test_everybody_speaks_once_and_to_the_end(tokens: list[int], rows: int, look_every: int, halving: bool) -> None:
    seating = Seating(tokens, tokens, rows, look_every, halving)
    said: dict[int, int] = {}
    finished: list[int] = []
    while seating.going:
        for row, index in seating.refill():
            assert index not in said
            assert seating.seats[row].index == index
            said[index] = 0
        before = {seat.index for seat in seating.seats} - {None}
        for move in seating.shrink():
            assert move.target < seating.rows <= move.source
        assert {seat.index for seat in seating.seats} - {None} == before
        if halving:
            assert rows % seating.rows == 0
        span = seating.span()
        assert span % SPAN == 0
        for seat in seating.seats:
            if seat.index is not None:
                assert tokens[seat.index] + said[seat.index] + look_every < span
                said[seat.index] = min(said[seat.index] + look_every, tokens[seat.index])
        finished += [
            index
            for _, index in seating.look(
                [seat.index is not None and said[seat.index] < tokens[seat.index] for seat in seating.seats],
                [0 if seat.index is None else tokens[seat.index] + said[seat.index] for seat in seating.seats],
            )
        ]
    assert sorted(finished) == list(range(len(tokens)))


@pytest.mark.parametrize("rows", [128, 256])
def test_a_whole_book_keeps_its_rows_busy(rows: int) -> None:
    """12,000 lines of a real book's lengths, with paces that nobody knows beforehand."""
    lines = book(12_000)
    found = simulate(lines, rows, LINES_A_ROW * rows, 8)
    assert found.lines == 12_000
    assert found.spoken == found.tokens
    assert found.busy >= 0.95
    assert found.filled >= 0.91


def test_looking_often_keeps_rows_busier_and_longer_passes_too() -> None:
    lines = book(3000)
    by_look = [simulate(lines, 64, 512, k).busy for k in (1, 4, 16)]
    assert by_look == sorted(by_look, reverse=True)
    by_width = [simulate(lines, 64, 64 * n, 8).filled for n in (1, 4, 16)]
    assert by_width == sorted(by_width)


def test_passes_are_those_of_a_production() -> None:
    from pipeline.takes import TakeRequest, batches

    chance = random.Random(3)
    lines = [Spoken(chance.randint(3, 200), 10, 20) for _ in range(700)]
    requests = [TakeRequest(str(i), "x" * line.characters, "en", "v", 1, 1) for i, line in enumerate(lines)]
    assert [[len(w.spoken) for w in batch] for batch in batches(requests, lines=64)] == [
        [line.characters for line in batch] for batch in passes(lines, 64)
    ]


def test_a_book_is_the_same_for_the_same_seed() -> None:
    assert book(50, 3) == book(50, 3) != book(50, 4)
    assert all(line.characters <= 200 and line.tokens >= 11 for line in book(2000))


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    schedule.table(book(200), [8], [4], 4, COMPUTED_H200, "computed")
    said = capsys.readouterr().out
    assert "200 lines" in said
    assert "computed" in said
