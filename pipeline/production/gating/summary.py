"""Summary of the gate: which share was heard, what was performed again by itself, what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.codes import CODES, INFO
from pipeline.production.state import ProductionState
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.gate.records import PASS
from pipeline.records import Finding, Take
from pipeline.report.gate import GateSummary

# An editor hears a line between its neighbours: so much before and after it together.
CONTEXT_MS = 5_000


def summary_of(state: ProductionState, findings: Iterable[PlacedFinding]) -> GateSummary | None:
    """The summary; None where no gate is in force.

    Args:
        findings: of the whole production, with their waivers.
    """
    if state.gate is None:
        return None
    courses = [course for course in state.gate.courses if state.gate.judges(course.first)]
    waiting = _waiting(state, findings)
    return GateSummary(
        level=state.gate.in_force.level,
        lines=sum(len(course.lines) for course in courses),
        judged=sum(len(course.lines) for course in courses if course.settled),
        heard=sum(len(course.lines) for course in courses if "words" in course.used.heard_by),
        again=sum(max(0, sum(isinstance(one.take, Take) for one in course.attempts) - 1) for course in courses),
        picked_up=sum(len(course.lines) for course in courses if course.picked_up),
        wrong=sum(len(course.lines) for course in courses if course.wrong),
        waiting=len(waiting),
        listening_ms=sum(ms + CONTEXT_MS for ms in waiting.values()),
    )


def _waiting(state: ProductionState, findings: Iterable[PlacedFinding]) -> Mapping[str, int]:
    """Slates of the lines that wait for a person, with the length of their takes: doubted by the gate, not waived."""
    assert state.gate
    doubted = {
        state.lines[course.lines[0]].slate: course.used.take.heard_ms
        for course in state.gate.courses
        if course.used.verdict and course.used.verdict.state != PASS and isinstance(course.used.take, Take)
    }
    still = {one.slate for one in findings if not one.waived and CODES[one.code].severity != INFO}
    return {slate: ms for slate, ms in doubted.items() if slate in still}


def heard_findings(state: ProductionState) -> Iterator[Finding]:
    """h-013, h-014 and h-015: that nothing was heard of the words, or of which lines."""
    if state.gate is None:
        return
    found = summary_of(state, ())
    if found is None or not found.judged or found.heard >= found.judged:
        return
    if lacking := state.gate.lacking("words"):
        if not found.heard:
            yield Finding("h-013", "book", f"takes were measured, and no word was heard: {lacking}")
            return
        yield Finding("h-014", "book", f"{found.heard:,} of {found.judged:,} lines were heard: {lacking}")
        return
    deaf = [*state.gate.deaf]
    for course, why in deaf:
        yield Finding("h-015", state.lines[course.lines[0]].slate, f"no word of it was heard: {why}")
    if state.gate.in_force.level == "standard" and found.heard + sum(len(c.lines) for c, _ in deaf) < found.judged:
        yield Finding(
            "h-014",
            "book",
            f"{found.heard:,} of {found.judged:,} lines were heard, those that fail most; more would cost "
            f"over {100 * state.gate.in_force.share:.0f} % of the production's time (`gate: strict` hears all)",
        )
