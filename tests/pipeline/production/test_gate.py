"""The gate in a run: what comes out wrong is performed again, and every run and every machine chooses the same."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from models import ENGINES, LISTENERS, EngineRecord, ListenerRecord
from pipeline.errors import DeliveryError, MissingExtraError
from pipeline.production import Produced, ProductionState, lay_out, produce
from pipeline.production.housekeeping import remove
from pipeline.qa.gate import judging
from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding
from pipeline.takes import machine_attempt
from tests.factories import write_production
from tests.here import Now, runtime_here
from tests.pipeline.production.test_production import plan, production_parts, rewrite

WORDS = "river stone lantern winter garden market shadow copper morning valley thunder harbour meadow silver".split()


def book(lines: int = 30, chapters: int = 3) -> str:
    """Sentences that differ, in several chapters."""
    size = len(WORDS)
    said = [
        f"The {WORDS[n % size]} of the {WORDS[(n * 5 + 3) % size]} was {WORDS[(n // size) % size]}, "
        f"and {WORDS[(n * 3 + n // 7) % size]} number {n} came {'very ' * (n % 4)}late."
        for n in range(lines)
    ]
    each = -(-lines // chapters)
    return "\n\n".join(
        f"CHAPTER {'I' * (n + 1)}\n\n" + " ".join(said[n * each : (n + 1) * each]) for n in range(chapters)
    )


def unusual(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    """Whatever differs from the voice's norms: enough for an engine that babbles."""
    measures, usual = take.hearings["signal"].measures, take.norms.figures
    pace = take.duration_ms / max(1, sum(map(str.isalnum, take.spoken)))
    figures = {
        "level": abs(measures["level_dbfs"] - usual["level_dbfs"]) / 6,
        "pace": 4 * abs(pace / usual["ms_per_character"] - 1),
        "pause": measures.get("pause_longest_ms", 0) / 500,
        "noise": (measures.get("floor_top_db", -100.0) + 100) / 50,
    }
    if take.duration_ms < 1500:  # a heading
        figures = {"level": figures["level"]}
    for name, figure in figures.items():
        if limits.fail is not None and figure > limits.fail:
            yield TakeFinding("t-003", f"{name} is {figure:.1f} of the limit", "fail", figure)


CHECK = TakeCheck("unusual", "t-003", ("signal",), Limits(fail=1.0), unusual)


@pytest.fixture(autouse=True)
def _signal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "faulty", EngineRecord("tests.models.faulty:Faulty"))
    for name in [name for name in LISTENERS if name != "signal"]:
        monkeypatch.delitem(LISTENERS, name)
    monkeypatch.setattr(judging, "TAKE_CHECKS", (CHECK,))


def write(tmp_path: Path, *, lines: int = 30, extra: str = "", **settings: Any) -> Path:
    voice = f"engine: faulty\nsettings: {json.dumps(settings)}"
    return write_production(tmp_path, "short", book(lines), voice=voice, extra=extra)


def make(path: Path, executor: Now | None = None) -> Produced:
    job, store, _ = production_parts(path)
    return produce(job, runtime_here(job, store, executor))


def state_of(path: Path) -> ProductionState:
    job, store, _ = production_parts(path)
    return lay_out(job, store).state


def circled(path: Path) -> list[tuple[int, str]]:
    """Of each line: which attempt is used, and its sound."""
    state = state_of(path)
    return [(state.circled(index), str(state.take(index).digest)) for index in range(len(state.lines))]  # type: ignore[union-attr]


def test_what_came_out_wrong_is_performed_again(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.3)
    made = make(path)
    state = state_of(path)
    again = [index for index in range(len(state.lines)) if state.circled(index) > 0]
    assert len(again) > 5
    assert (
        made.made >= len(state.lines) + len(again) - 20
    )  # equal lines share their takes, and some failed to be spoken
    for index in range(len(state.lines)):
        attempts = state.attempts(index)
        assert len(attempts) <= 3
        assert not attempts[state.circled(index)].failed
        assert all(attempt.failed for attempt in attempts[: state.circled(index)])
    assert made.verdict.state == "passed"


def test_a_second_run_speaks_and_hears_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.3)
    make(path)
    before = circled(path)
    assert plan(path).fresh
    executor = Now()
    assert make(path, executor).made == 0
    assert not {"takes", "hearing"} & set(executor.told)
    assert circled(path) == before


def test_two_runs_apart_choose_the_same(tmp_path: Path) -> None:
    one, two = (write(tmp_path / name, chance=0.2) for name in ("one", "two"))
    make(one)
    make(two)
    assert circled(one) == circled(two)


def test_lines_that_never_come_right_are_told_and_everything_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.0, never="number seven came", kinds=["hole"])
    with pytest.raises(DeliveryError, match="h-020"):
        make(path)
    state = state_of(path)
    (index,) = [index for index, line in enumerate(state.lines) if "number 7 " in line.text]
    attempts = state.attempts(index)
    assert len(attempts) == 3
    assert all(attempt.failed for attempt in attempts)
    assert state.settled(index)


def test_without_a_gate_nothing_is_heard(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.12, kinds=["hole"], extra="gate: off\n")
    made = make(path)
    state = state_of(path)
    assert state.gate is None
    assert made.verdict.state == "passed"
    assert {state.circled(index) for index in range(len(state.lines))} == {0}
    rewrite(path, "gate: off", "gate: standard")
    assert make(path).made > 0


def test_the_sheet_tells_the_attempts(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.3)
    make(path)
    state = state_of(path)
    with (tmp_path / "out" / "short" / "takesheet.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["circled"]) for row in rows] == [state.circled(index) + 1 for index in range(len(rows))]
    (told, *_) = [row["tried"] for row in rows if row["circled"] == "2"]
    assert told.startswith("1: fail")


def test_a_finished_book_is_not_judged_again_until_its_limits_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, chance=0.15)
    make(path)
    before = circled(path)
    judged: list[str] = []

    def count(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
        judged.append(take.spoken)
        yield from unusual(take, limits)

    monkeypatch.setattr(judging, "TAKE_CHECKS", (dataclasses.replace(CHECK, check=count),))
    assert plan(path).fresh
    assert circled(path) == before
    assert not judged
    gates = tmp_path / "configs" / "gates"
    gates.mkdir(parents=True)
    (gates / "en.yaml").write_text(f"language: en\nthresholds: {{{TAKE_CHECKS[0].name}: {{fail: 123.0}}}}\n")
    executor = Now()
    make(path, executor)
    assert judged
    assert "hearing" not in executor.told
    assert circled(path) == before


def test_a_damaged_take_is_made_and_heard_again(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.15)
    make(path)
    before = circled(path)
    _, store, _ = production_parts(path)
    damaged = store.objects / before[0][1]
    damaged.unlink()
    assert not plan(path).fresh
    assert make(path).made == 1
    assert circled(path) == before


def test_what_a_gate_needs_is_kept_by_a_sweep(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.3)
    make(path)
    before = circled(path)
    _, store, repo = production_parts(path)
    remove(store, repo.sweep(tmp_path / "manifests"))
    assert plan(path).fresh
    assert circled(path) == before


def test_a_strict_gate_does_not_start_where_nothing_can_hear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, extra="gate: strict\n")
    with pytest.raises(MissingExtraError, match="no listener for words"):
        make(path)
    monkeypatch.setitem(LISTENERS, "deaf", ListenerRecord("tests.models.deaf:Deaf", ("words",)))
    with pytest.raises(MissingExtraError, match="hearing wants ears"):
        make(path)
    assert not list((tmp_path / "store" / "slips").glob("take/*"))


def test_a_book_without_variety_is_not_asked_for_the_same_again(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.0, never="number seven came", kinds=["hole"], varies=False)
    with pytest.raises(DeliveryError, match="h-020"):
        make(path)
    state = state_of(path)
    (attempts,) = [state.attempts(i) for i, line in enumerate(state.lines) if "number 7 " in line.text]
    assert [machine_attempt(attempt.request) for attempt in attempts] == [0, 3]


def test_a_waiver_lets_a_wrong_line_pass(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.0, never="number seven came", kinds=["hole"])
    state = state_of(path)
    (slate,) = [line.slate for line in state.lines if "number 7 " in line.text]
    path.with_name("waivers.yaml").write_text(f"waivers: [{{code: h-020, where: {slate}, reason: it is a poem}}]\n")
    made = make(path)
    assert made.verdict.state == "passed with waivers"
    assert made.gate
    assert made.gate.wrong == 1


def test_stopped_at_any_call_it_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    one, two = (write(tmp_path / name, chance=0.2) for name in ("one", "two"))
    make(one)
    for last in (0, 1, 2, 3, 1, 2, 4, 3, 5, 4):
        with suppress(KeyboardInterrupt):
            make(two, Now(last))
    make(two)
    assert circled(two) == circled(one)
    assert plan(two).fresh


def test_a_run_that_was_ended_before_lines_were_performed_again_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path, chance=0.3, kinds=["hole", "noise"])
    make(path)
    before = circled(path)
    state = state_of(path)
    again = {attempt.request.key for i in range(len(state.lines)) for attempt in state.attempts(i)[1:]}
    assert again
    for key in again:
        for entry in (tmp_path / "store" / "slips").glob(f"*/{key}*"):
            entry.unlink()
    assert plan(path).takes
    assert make(path).made
    assert circled(path) == before
