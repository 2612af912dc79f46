"""Leases of devices: a training holds a GPU alone, and leaves it when a production asks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.devices import Lease, held_by_production
from pipeline.errors import MachineError, Stopped


def test_two_trainings_do_not_share_a_device(tmp_path: Path) -> None:
    with Lease("cuda:0", tmp_path):
        with pytest.raises(Stopped, match="cuda:0 is held"), Lease("cuda:0", tmp_path):
            pass
        with Lease("cuda:1", tmp_path):
            pass
    with Lease("cuda:0", tmp_path):
        pass


def test_a_training_does_not_begin_beside_a_production_and_productions_share(tmp_path: Path) -> None:
    both = held_by_production("cuda:0", tmp_path), held_by_production("cuda", tmp_path)
    with both[0], both[1], pytest.raises(Stopped, match="held by a production"), Lease("cuda:0", tmp_path):
        pass


def test_a_production_asks_and_gets_the_device(tmp_path: Path) -> None:
    asked = threading.Event()
    got: list[bool] = []

    def produce() -> None:
        with held_by_production("cuda:0", tmp_path, wait_s=20):
            got.append(True)

    with Lease("cuda:0", tmp_path) as lease:
        assert not lease.wanted()
        thread = threading.Thread(target=produce)
        thread.start()
        while not lease.wanted():
            asked.wait(0.01)
        assert not got
    thread.join(20)
    assert got == [True]
    with Lease("cuda:0", tmp_path) as lease:
        assert not lease.wanted()


def test_a_training_that_does_not_leave_is_told(tmp_path: Path) -> None:
    asking = held_by_production("cuda:0", tmp_path, wait_s=0.1)
    with Lease("cuda:0", tmp_path), pytest.raises(MachineError, match="has not left it"), asking:
        pass


def test_a_cpu_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda _by: 0)
    with held_by_production("cpu", tmp_path), Lease("cpu", tmp_path) as lease, Lease("cpu", tmp_path):
        assert not lease.wanted()
