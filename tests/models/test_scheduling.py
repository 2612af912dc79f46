"""Batches on several devices: nearly twice as quick on two, by a clock that nobody waits for."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.gpt_sovits.schedule import Spoken, book, passes, simulate
from models.scheduling import MOST_PIECES, Turns, dealt, least_loaded
from models.worker import UNDER_WAY


def finished_at(batches: Sequence[Sequence[Spoken]], devices: int, cost: Callable[[Sequence[Spoken]], float]) -> float:
    """When the last device is done: pieces wait for a turn, the largest first; a device speaks one after the other."""
    waiting = [
        (-sum(batch[i].characters for i in piece), number, [batch[i] for i in piece])
        for number, (batch, piece) in enumerate(
            (batch, piece) for batch in batches for piece in dealt([line.characters for line in batch], devices)
        )
    ]
    heapq.heapify(waiting)
    under_way: list[list[int]] = [[] for _ in range(devices)]  # sizes
    free_at = [0.0] * devices
    ends: list[tuple[float, int]] = []
    while waiting or ends:
        while waiting and min(map(len, under_way)) < UNDER_WAY:
            size, _, piece = heapq.heappop(waiting)
            device = least_loaded([sum(sizes) for sizes in under_way], [len(sizes) for sizes in under_way], UNDER_WAY)
            under_way[device].append(-size)
            free_at[device] += cost(piece)  # whoever is free while others wait gets a piece at once
            heapq.heappush(ends, (free_at[device], device))
        _, device = heapq.heappop(ends)
        under_way[device].pop(0)
    return max(free_at)


@pytest.mark.parametrize(("devices", "share"), [(2, 0.95), (4, 0.92), (8, 0.85)])
def test_a_book_is_nearly_as_many_times_quicker_as_there_are_devices(devices: int, share: float) -> None:
    """Every device has its own rows, so pieces keep fewer of them busy: the clock counts that, too."""
    batches = list(passes(book(12_000), 1024))

    def cost(lines: Sequence[Spoken]) -> float:
        found = simulate(list(lines), 128, len(lines), 8)
        return found.semantic_ms + found.sound_ms

    alone = finished_at(batches, 1, cost)
    assert alone / finished_at(batches, devices, cost) > share * devices


@given(sizes=st.lists(st.integers(1, 200), max_size=50), devices=st.integers(0, 9))
def test_pieces_hold_every_line_once_and_are_alike(sizes: list[int], devices: int) -> None:
    pieces = dealt(sizes, devices)
    assert sorted(i for piece in pieces for i in piece) == list(range(len(sizes)))
    assert len(pieces) <= max(1, min(devices, MOST_PIECES))
    if len(pieces) > 1:
        loads = [sum(sizes[i] for i in piece) for piece in pieces]
        assert max(loads) - min(loads) <= max(sizes)
    else:
        assert pieces == [list(range(len(sizes)))]


def test_the_largest_goes_first() -> None:
    turns = Turns(1)
    order: list[int] = []
    threads = []

    def wants(size: int) -> None:
        with turns.turn(size):
            order.append(size)

    with turns.turn(99):
        for size in (3, 9, 1, 9, 5):
            threads.append(threading.Thread(target=wants, args=(size,)))
            threads[-1].start()
            while turns.waiting < len(threads):
                pass
    for thread in threads:
        thread.join()
    assert order == [9, 9, 5, 3, 1]


def test_the_least_loaded_with_room_is_chosen() -> None:
    assert least_loaded([5, 3, 4], [1, 2, 1], 2) == 2
    assert least_loaded([5, 3, 4], [1, 1, 1], 2) == 1
    assert least_loaded([0, 0], [0, 0], 2) == 0
