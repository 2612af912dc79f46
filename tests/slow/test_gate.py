"""A voice that fails in every way that the signal shows: its book comes out right by itself, killed or not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from models import ENGINES, LISTENERS, EngineRecord
from pipeline.production import ProductionState, lay_out
from pipeline.qa.calibration.texts import sentences
from pipeline.records import Take
from tests.factories import write_production
from tests.models.failing import Failing
from tests.pipeline.production.test_production import production_parts

LINES, KILLS, CHANCE = 300, 10, 0.15
VOICE = f"engine: failing\nsettings: {{chance: {CHANCE}}}"


def book(lines: int = LINES, chapters: int = 5) -> str:
    said, each = sentences("en")[:lines], -(-lines // chapters)
    return "\n\n".join(f"CHAPTER {n + 1}\n\n" + "\n\n".join(said[n * each : (n + 1) * each]) for n in range(chapters))


def command(path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.models.launch", "signal", "produce", str(path), "--workers", "2", "--json"]


def run(path: Path) -> None:
    """Makes the book; a line that the gate finds wrong to the end is no fault of the run."""
    done = subprocess.run(command(path), capture_output=True, text=True)
    assert done.returncode == 0 or "h-020" in done.stderr, done.stderr[-2000:]


def takes(path: Path) -> int:
    return len(list((path.parents[3] / "store" / "slips" / "take").glob("*.json")))


def state_of(path: Path) -> ProductionState:
    job, store, _ = production_parts(path)
    return lay_out(job, store).state


def used(state: ProductionState) -> list[str]:
    """The sound of each line."""
    return [take.digest if isinstance(take := state.take(n), Take) else "" for n in range(len(state.lines))]


def truth(state: ProductionState) -> tuple[Counter[str], Counter[str]]:
    """Faults of all takes that were judged, and of those that are used, by kind; "" where nothing is wrong."""
    assert state.gate
    engine = Failing({"chance": CHANCE})
    made: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for course in state.gate.courses:
        for attempt in course.attempts:
            faults = (engine.fault_of(prompt)[0] for prompt in attempt.request.prompts)
            made[fault := next(filter(None, faults), "")] += 1
            if attempt is course.used:
                kept[fault] += 1
    return made, kept


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_voice_that_fails_makes_a_book_that_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "failing", EngineRecord("tests.models.failing:Failing"))
    for name in [name for name in LISTENERS if name != "signal"]:
        monkeypatch.delitem(LISTENERS, name)
    whole, killed = (write_production(tmp_path / name, "fails", book(), voice=VOICE) for name in ("whole", "killed"))
    run(whole)
    state = state_of(whole)
    made, kept = truth(state)
    assert sum(made.values()) - made[""] > 30  # faults, of eight kinds
    assert len(made) > 6
    assert sum(kept.values()) - kept[""] <= 1  # of 300 lines
    assert all(len(state.attempts(n)) <= 3 and state.settled(n) for n in range(len(state.lines)))
    before = takes(whole)
    run(whole)
    assert takes(whole) == before

    rng = random.Random(11)
    for _ in range(KILLS):
        process = subprocess.Popen(command(killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(2.0, 12.0))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    run(killed)
    assert used(state_of(killed)) == used(state)
    assert takes(killed) == before
