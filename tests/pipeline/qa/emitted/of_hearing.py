"""h-: takes whose words differ from their text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.qa.gate.judging import judge
from pipeline.records import Finding
from tests.pipeline.qa.emitted import Scenario
from tests.pipeline.qa.gate.heard import take

LINE = "the old captain walked slowly down to the harbour"


def heard_as(heard: str | None, reference_text: str = "", **measures: float) -> Scenario:
    """The line, as both listeners wrote it."""

    def scenario(_: Path) -> Iterable[Finding]:
        verdict = judge(take(LINE, heard, reference_text=reference_text, **measures), {})
        return [Finding(one.code, "c001.l0001", one.found) for one in verdict.findings]

    return scenario


EMITS: dict[str, Scenario] = {
    "h-001": heard_as("thank you for watching"),
    "h-002": heard_as("the old captain slowly down to the harbour"),
    "h-003": heard_as(LINE + " with nobody behind him"),
    "h-004": heard_as(LINE.replace("captain", "widow")),
    "h-005": heard_as(LINE.replace("slowly", "slowly slowly")),
    "h-006": heard_as("she lived near a forest " + LINE, reference_text="Long ago she lived near a forest."),
    "h-007": heard_as(LINE + " to the harbour to the harbour to the harbour"),
    "h-010": heard_as(LINE.replace("harbour", "harrbour")),
}
