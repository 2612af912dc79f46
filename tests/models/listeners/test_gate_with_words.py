"""A voice that says other words than it should, and the recogniser that hears it: the book comes out right."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from models import ENGINES, LISTENERS, EngineRecord
from pipeline.errors import DeliveryError
from pipeline.production import lay_out, produce
from tests.factories import write_production
from tests.here import runtime_here
from tests.models.failing import TEXTS, Failing
from tests.pipeline.production.test_production import production_parts
from tests.slow.test_gate import book

CHANCE = 0.2


@pytest.mark.qa
@pytest.mark.timeout(1200)
def test_wrong_words_are_heard_and_said_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "failing", EngineRecord("tests.models.failing:Failing"))
    for name in set(LISTENERS) - {"signal", "tiny.en", "base"}:
        monkeypatch.delitem(LISTENERS, name)
    settings = {"chance": CHANCE, "kinds": list(TEXTS)}
    voice = f"engine: failing\nsettings: {settings}"
    path = write_production(tmp_path, "fails", book(60, 2), voice=voice, extra="gate: strict\n")
    job, store, _ = production_parts(path)
    with suppress(DeliveryError):  # what is wrong to the end is counted below
        produce(job, runtime_here(job, store))
    state = lay_out(job, store).state
    assert state.gate
    assert all("words" in course.used.heard_by for course in state.gate.courses)
    engine = Failing(settings)
    faults = [
        [engine.fault_of(prompt)[0] for attempt in course.attempts for prompt in attempt.request.prompts]
        for course in state.gate.courses
    ]
    kept = [any(engine.fault_of(prompt)[0] for prompt in course.used.request.prompts) for course in state.gate.courses]
    assert sum(map(any, faults)) > 5
    # A line may be wrong three times by chance: then it is told, and never let pass.
    assert not [
        course.first.spoken for wrong, course in zip(kept, state.gate.courses, strict=True) if wrong > course.wrong
    ]
    assert sum(kept) <= 3
