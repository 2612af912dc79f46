"""The window of the run loop: as many batches under way as the runtime can use, never more."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from pipeline.production import lay_out, run
from tests.factories import write_production
from tests.pipeline.production.test_production import make, production_parts

CAPACITY = 2


@dataclasses.dataclass
class Counting:
    """An executor that counts the batches that it was given and has not answered yet."""

    inner: Any
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)
    under_way: int = 0
    most: int = 0
    batches: int = 0

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:
        if stage != "takes":
            return self.inner.submit(stage, label, call, *args)
        with self.lock:
            self.batches += 1
            self.under_way += 1
            self.most = max(self.most, self.under_way)

        def counted() -> Any:
            try:
                return call(*args)
            finally:
                with self.lock:
                    self.under_way -= 1

        return self.inner.submit(stage, label, counted)


def test_no_more_batches_are_under_way_than_the_runtime_can_use(tmp_path: Path) -> None:
    # Four hundred lines are several windows of batches.
    text = "CHAPTER I\n\n" + " ".join(f"Line {n} of this chapter is said, and then the next." for n in range(400))
    path = write_production(tmp_path, "window", text)
    counting: list[Counting] = []

    def change(runtime: Any) -> Any:
        counting.append(Counting(runtime.executor))
        return dataclasses.replace(runtime, executor=counting[0], capacity=CAPACITY)

    make(path, change=change)
    assert counting[0].batches > 2 * CAPACITY
    assert counting[0].most == CAPACITY


def test_the_sheet_is_written_while_lines_are_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SHEET_EVERY_S", 0.0)
    text = "CHAPTER I\n\n" + " ".join(f"Line {n} of this chapter is said, and then the next." for n in range(400))
    path = write_production(tmp_path, "sheet", text)
    seen: list[bool] = []

    class Looking(Counting):
        def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Future[Any]:
            if stage == "takes":
                seen.append((tmp_path / "out" / "sheet" / "takesheet.csv").exists())
            return super().submit(stage, label, call, *args)

    make(path, change=lambda runtime: dataclasses.replace(runtime, executor=Looking(runtime.executor), capacity=1))
    assert not seen[0]
    assert seen[-1]


def test_the_time_that_is_left_at_first_is_the_plan_s_for_speaking_and_for_finishing(tmp_path: Path) -> None:
    text = "CHAPTER I\n\n" + " ".join(f"Line {n} of this chapter is said, and then the next." for n in range(400))
    path = write_production(tmp_path, "left", text, deliver="[mp3]")  # the tone engine speaks for next to nothing
    first: list[int | None] = []

    def progress(
        stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
    ) -> None:
        if stage == "takes" and not first:
            first.append(left_ms)

    expected_ms = planned_ms(path)
    make(path, change=lambda runtime: dataclasses.replace(runtime, progress=progress, capacity=1))
    assert first[0] == pytest.approx(expected_ms, rel=0.02, abs=200)


def planned_ms(path: Path) -> float:
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    finishing_ms = assembly.finishing_ms(("mp3",))
    assert finishing_ms > 1000
    return assembly.state.speaking_ms() + finishing_ms
