"""Batches on several devices: nearly twice as quick on two, by a clock that nobody waits for."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.gpt_sovits.bench.schedule import SimulatedLine, book, passes, simulate
from models.pool import IN_FLIGHT
from models.scheduling import MAX_PARTS, PrioritySemaphore, least_loaded, split_batch


def finished_at(
    batches: Sequence[Sequence[SimulatedLine]], devices: int, cost: Callable[[Sequence[SimulatedLine]], float]
) -> float:
    """When the last device is done: parts wait for a turn, the largest first; a device speaks one after the other."""
    waiting = [
        (-sum(batch[i].characters for i in part), number, [batch[i] for i in part])
        for number, (batch, part) in enumerate(
            (batch, part) for batch in batches for part in split_batch([line.characters for line in batch], devices)
        )
    ]
    heapq.heapify(waiting)
    in_flight: list[list[int]] = [[] for _ in range(devices)]  # sizes
    free_at = [0.0] * devices
    ends: list[tuple[float, int]] = []
    while waiting or ends:
        while waiting and min(map(len, in_flight)) < IN_FLIGHT:
            size, _, part = heapq.heappop(waiting)
            device = least_loaded([sum(sizes) for sizes in in_flight], [len(sizes) for sizes in in_flight], IN_FLIGHT)
            in_flight[device].append(-size)
            free_at[device] += cost(part)  # whoever is free while others wait gets a part at once
            heapq.heappush(ends, (free_at[device], device))
        _, device = heapq.heappop(ends)
        in_flight[device].pop(0)
    return max(free_at)


@pytest.mark.parametrize(("devices", "share"), [(2, 0.95), (4, 0.92), (8, 0.85)])
def test_a_book_is_nearly_as_many_times_quicker_as_there_are_devices(devices: int, share: float) -> None:
    """Every device has its own rows, so parts keep fewer of them busy: the clock counts that, too."""
    batches = list(passes(book(12_000), 1024))

    def cost(lines: Sequence[SimulatedLine]) -> float:
        found = simulate(list(lines), 128, len(lines), 8)
        return found.semantic_ms + found.sound_ms

    alone = finished_at(batches, 1, cost)
    assert alone / finished_at(batches, devices, cost) > share * devices


@given(sizes=st.lists(st.integers(1, 200), max_size=50), devices=st.integers(0, 9))
def test_pieces_hold_every_line_once_and_are_alike(sizes: list[int], devices: int) -> None:
    parts = split_batch(sizes, devices)
    assert sorted(i for part in parts for i in part) == list(range(len(sizes)))
    assert len(parts) <= max(1, min(devices, MAX_PARTS))
    if len(parts) > 1:
        loads = [sum(sizes[i] for i in part) for part in parts]
        assert max(loads) - min(loads) <= max(sizes)
    else:
        assert parts == [list(range(len(sizes)))]


def test_the_largest_goes_first() -> None:
    semaphore = PrioritySemaphore(1)
    order: list[int] = []
    threads = []

    def wants(size: int) -> None:
        with semaphore.place(size):
            order.append(size)

    with semaphore.place(99):
        for size in (3, 9, 1, 9, 5):
            threads.append(threading.Thread(target=wants, args=(size,)))
            threads[-1].start()
            while semaphore.waiting < len(threads):
                pass
    for thread in threads:
        thread.join()
    assert order == [9, 9, 5, 3, 1]


def test_the_least_loaded_with_room_is_chosen() -> None:
    assert least_loaded([5, 3, 4], [1, 2, 1], 2) == 2
    assert least_loaded([5, 3, 4], [1, 1, 1], 2) == 1
    assert least_loaded([0, 0], [0, 0], 2) == 0
