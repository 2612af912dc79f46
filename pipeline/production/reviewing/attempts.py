"""The attempts of a line, with what was heard and found in each, as far as the production knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.codes import CODES, INFO
from pipeline.production.assembly import Assembly
from pipeline.qa.findings import PlacedFinding
from pipeline.records import Take
from pipeline.report.review import ReviewAttempt, ReviewFinding, ReviewWord
from pipeline.report.review.records import RowState

# What a finding that nothing has scored counts for in the order of the list.
RISKS = {"error": 10.0, "warning": 1.0, "info": 0.0}


def attempts_of(assembly: Assembly, index: int, findings: Sequence[PlacedFinding]) -> tuple[ReviewAttempt, ...]:
    """All attempts of the line at `index`, in the order in which they were made; one of them is circled.

    Args:
        findings: of this line, by the checks of the production.
    """
    request, take = assembly.state.requests[index], assembly.state.take(index)
    if request is None or not isinstance(take, Take):
        return ()
    found = tuple(map(shown, findings))
    words = tuple(ReviewWord("unheard", word, "") for word in assembly.state.lines[index].spoken.split())
    how = "first take" if request.attempt == 0 else f"pickup {request.attempt}"
    state = state_of(found, heard=False)
    return (
        ReviewAttempt(
            request.attempt, take.digest, take.duration_ms, state, risk_of(findings), take.seed, how, True, words, found
        ),
    )


def shown(finding: PlacedFinding) -> ReviewFinding:
    severity = CODES[finding.code].severity
    state = "pass" if severity == INFO else "fail" if severity == "error" else "flag"
    return ReviewFinding(finding.code, state, finding.found, waived=finding.waived)  # type: ignore[arg-type]


def state_of(findings: Sequence[ReviewFinding], *, heard: bool) -> RowState:
    states = {finding.state for finding in findings if not finding.waived}
    return "fail" if "fail" in states else "flag" if "flag" in states else "pass" if heard else "unheard"


def risk_of(findings: Sequence[PlacedFinding]) -> float:
    return sum(RISKS[CODES[finding.code].severity] for finding in findings if not finding.waived)


def by_slate(findings: Sequence[PlacedFinding]) -> Mapping[str, list[PlacedFinding]]:
    grouped: dict[str, list[PlacedFinding]] = {}
    for finding in findings:
        if finding.slate:
            grouped.setdefault(finding.slate, []).append(finding)
    return grouped
