"""The simulated book: slots are busy, passes are those of a production, the table is printed. Needs no PyTorch."""

from __future__ import annotations

import random

import pytest

from models.gpt_sovits.bench import schedule
from models.gpt_sovits.bench.schedule import COMPUTED_H200, SimulatedLine, book, passes, simulate
from models.gpt_sovits.serving.scheduler import GPU_LINES_PER_SLOT


@pytest.mark.parametrize("slots", [128, 256])
def test_a_whole_book_keeps_its_slots_busy(slots: int) -> None:
    """12,000 lines of a real book's lengths, with paces that nobody knows beforehand."""
    lines = book(12_000)
    found = simulate(lines, slots, GPU_LINES_PER_SLOT * slots, 8)
    assert found.lines == 12_000
    assert found.generated == found.tokens
    assert found.busy >= 0.95
    assert found.filled >= 0.91


def test_syncing_often_keeps_slots_busier_and_longer_passes_too() -> None:
    lines = book(3000)
    by_sync = [simulate(lines, 64, 512, k).busy for k in (1, 4, 16)]
    assert by_sync == sorted(by_sync, reverse=True)
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
    printed = capsys.readouterr().out
    assert "200 lines" in printed
    assert "computed" in printed
