"""Whoever sits where: nobody is lost or sits twice, slots are busy, and the clock counts what batching.py would do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gpt_sovits.bench import schedule
from models.gpt_sovits.bench.schedule import COMPUTED_H200, SimulatedLine, book, passes, simulate
from models.gpt_sovits.serving.scheduler import GPU_LINES_PER_SLOT, Scheduler
from models.gpt_sovits.t2s.slots import SPAN


@settings(max_examples=60, deadline=None)
@given(
    tokens=st.lists(st.integers(1, 90), min_size=1, max_size=40),
    slots=st.integers(1, 16),
    sync_every=st.sampled_from([1, 4, 8]),
    halving=st.booleans(),
)
def test_everybody_speaks_once_and_to_the_end(tokens: list[int], slots: int, sync_every: int, halving: bool) -> None:
    scheduler = Scheduler(tokens, tokens, slots, sync_every, halving)
    said: dict[int, int] = {}
    finished: list[int] = []
    while scheduler.unfinished:
        for number, index in scheduler.admit():
            assert index not in said
            assert scheduler.slots[number].index == index
            said[index] = 0
        before = {slot.index for slot in scheduler.slots} - {None}
        for move in scheduler.compact():
            assert move.target < scheduler.batch_size <= move.source
        assert {slot.index for slot in scheduler.slots} - {None} == before
        if halving:
            assert slots % scheduler.batch_size == 0
        span = scheduler.span()
        assert span % SPAN == 0
        for slot in scheduler.slots:
            if slot.index is not None:
                assert tokens[slot.index] + said[slot.index] + sync_every < span
                said[slot.index] = min(said[slot.index] + sync_every, tokens[slot.index])
        finished += [
            index
            for _, index in scheduler.sync(
                [slot.index is not None and said[slot.index] < tokens[slot.index] for slot in scheduler.slots],
                [0 if slot.index is None else tokens[slot.index] + said[slot.index] for slot in scheduler.slots],
            )
        ]
    assert sorted(finished) == list(range(len(tokens)))


@pytest.mark.parametrize("slots", [128, 256])
def test_a_whole_book_keeps_its_rows_busy(slots: int) -> None:
    """12,000 lines of a real book's lengths, with paces that nobody knows beforehand."""
    lines = book(12_000)
    found = simulate(lines, slots, GPU_LINES_PER_SLOT * slots, 8)
    assert found.lines == 12_000
    assert found.generated == found.tokens
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
    lines = [SimulatedLine(chance.randint(3, 200), 10, 20) for _ in range(700)]
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
