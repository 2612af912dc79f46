"""What a worker keeps loaded: within its memory, the voice of longest ago first, loaded once however many ask."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import numpy as np
import pytest

from models.abilities import Speaking
from models.loaded import Loaded, memory_mb
from models.tone import Tone
from pipeline.production.job.voices import REHEARSAL

MEGABYTES = 64


class Heavy(Tone):
    """Hums, with weights of some size; counts how often they are loaded."""

    loaded: ClassVar[Counter[str]] = Counter()

    def __init__(self, name: str):
        super().__init__({})
        self.name, self.weights = name, np.zeros(0)

    def load(self) -> None:
        Heavy.loaded[self.name] += 1
        if self.name == "broken" and Heavy.loaded[self.name] == 1:
            raise RuntimeError("weights are damaged")
        self.weights = np.ones(MEGABYTES << 17)  # doubles: all of it is written, so all of it is resident


@pytest.fixture(autouse=True)
def _counts_anew() -> None:
    Heavy.loaded.clear()


def make(name: str) -> Speaking:
    return Speaking(Heavy(name), REHEARSAL)


def in_a_fresh_process(what: Callable[[], None]) -> None:
    """Runs it where nothing else comes and goes: what other tests leave to be freed is memory of this process, too."""
    process = multiprocessing.get_context("spawn").Process(target=what)
    process.start()
    process.join()
    assert process.exitcode == 0


def test_the_voice_of_longest_ago_is_unloaded_and_memory_stays_flat() -> None:
    in_a_fresh_process(_the_voice_of_longest_ago_is_unloaded)


def _the_voice_of_longest_ago_is_unloaded() -> None:
    before = memory_mb()
    loaded = Loaded(make, budget_mb=before + 3 * MEGABYTES + MEGABYTES // 2)
    for turn in range(20):
        loaded.get("abcd"[turn % 4])
        assert len(loaded.names) <= 3
        assert memory_mb() < before + 4 * MEGABYTES
    assert loaded.names == ["b", "c", "d"]
    loaded.get("b")
    assert loaded.names == ["c", "d", "b"]  # found again, and now the last
    assert sum(Heavy.loaded.values()) == 20


def test_what_is_warm_stays() -> None:
    in_a_fresh_process(_what_is_warm_stays)


def _what_is_warm_stays() -> None:
    loaded = Loaded(make, budget_mb=memory_mb() + 2 * MEGABYTES + MEGABYTES // 2, warm=("warm",))
    loaded.get("warm")
    for name in "abcabc":
        loaded.get(name)
    assert "warm" in loaded.names
    assert Heavy.loaded["warm"] == 1


def test_without_a_bound_everything_stays() -> None:
    loaded = Loaded(make)
    for name in "abcde" * 3:
        loaded.get(name)
    assert set(Heavy.loaded.values()) == {1}


def test_it_is_loaded_once_however_many_ask_and_ahead_of_its_turn() -> None:
    loaded = Loaded(make)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(loaded.get, ["a"] * 40))
    assert len(set(map(id, found))) == 1
    loaded.load_ahead(["b", "a"])
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread() and "_load" in thread.name:
            thread.join()
    assert loaded.get("b") is loaded.known("b")
    assert Heavy.loaded == {"a": 1, "b": 1}


def test_what_could_not_be_loaded_is_tried_again_with_the_next_batch() -> None:
    loaded = Loaded(make)
    with pytest.raises(RuntimeError, match="damaged"):
        loaded.get("broken")
    assert loaded.known("broken") is None
    assert loaded.get("broken") is loaded.known("broken")
