"""The attempts of a line, with what was heard and found in each, as far as the production knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.codes import CODES, INFO
from pipeline.listener import Hearing
from pipeline.production.assembly import Assembly
from pipeline.production.gating.attempts import Attempt
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.gate.records import PASS, TakeFinding
from pipeline.records import Take
from pipeline.report.review import ReviewAttempt, ReviewFinding, ReviewWord, aligned
from pipeline.report.review.records import RowState
from pipeline.takes import TakeRequest, machine_attempt, persons_attempt

# What a finding that nothing has scored counts for in the order of the list.
RISKS = {"error": 10.0, "warning": 1.0, "info": 0.0}
MACHINE_HOW = ("first take", "another seed", "safe settings", "another seed again")
NO_GOOD_TAKE = "h-020"
HEARD = ("second", "words")  # the slower model's words are shown where it was asked


def attempts_of(assembly: Assembly, index: int, findings: Sequence[PlacedFinding]) -> tuple[ReviewAttempt, ...]:
    """The attempts of the line at `index` that have a take, in their order; one of them is circled.

    Args:
        findings: of this line, by the checks of the production.
    """
    state = assembly.state
    used = state.circled(index)
    return tuple(
        _attempt(attempt, attempt.take, findings if number == used else (), circled=number == used)
        for number, attempt in enumerate(state.attempts(index))
        if isinstance(attempt.take, Take)
    )


def _attempt(attempt: Attempt, take: Take, placed: Sequence[PlacedFinding], *, circled: bool) -> ReviewAttempt:
    found = (*_judged(attempt, placed), *_others(attempt, placed))
    return ReviewAttempt(
        attempt.request.attempt, take.digest, take.duration_ms, state_of(attempt, found), risk_of(attempt, placed),
        take.seed, how_of(attempt.request), circled, _words(attempt, found), found)  # fmt: skip


def how_of(request: TakeRequest) -> str:
    """How an attempt was made, for people."""
    if request.recording:
        return "recording"
    if request.approved:
        return "accepted take"
    machine, person = machine_attempt(request), persons_attempt(request)
    how = "clause by clause" if request.pieces else MACHINE_HOW[min(machine, len(MACHINE_HOW) - 1)]
    return how if not person else f"pickup {person}" if not machine else f"pickup {person}, {how}"


def _words(attempt: Attempt, findings: Sequence[ReviewFinding]) -> tuple[ReviewWord, ...]:
    hearing = next((one for role in HEARD if (one := _heard(attempt, role)) and one.words is not None), None)
    if hearing is None:
        return tuple(ReviewWord("unheard", word, "") for word in attempt.request.spoken.split())
    return aligned(hearing.expected, hearing.words, findings)


def _heard(attempt: Attempt, role: str) -> Hearing | None:
    return attempt.hearings.get(role)  # type: ignore[call-overload, no-any-return]


# ---------------------------------------------------------------- findings


def _judged(attempt: Attempt, placed: Iterable[PlacedFinding]) -> Iterator[ReviewFinding]:
    """What the gate found, with the waivers of the line."""
    waived = {finding.code: finding.waived for finding in placed if finding.waived}
    for found in attempt.verdict.findings if attempt.verdict else ():
        yield of_gate(found, waived.get(found.code, ""))


def of_gate(found: TakeFinding, waived: str) -> ReviewFinding:
    """A finding of the gate, with the reason of its waiver."""
    state = found.state if found.state in ("flag", "fail") else "pass"
    return ReviewFinding(
        found.code, state, found.found, found.said, found.should, found.start_ms, found.end_ms, waived)  # fmt: skip


def _others(attempt: Attempt, placed: Iterable[PlacedFinding]) -> Iterator[ReviewFinding]:
    """What other checks found: those of the engine's process, of masters."""
    known = {found.code for found in attempt.verdict.findings} if attempt.verdict else set()
    yield from (shown(finding) for finding in placed if finding.code not in known)


def shown(finding: PlacedFinding) -> ReviewFinding:
    """A finding of the production as one of the line."""
    severity = CODES[finding.code].severity
    state = "pass" if severity == INFO else "fail" if severity == "error" else "flag"
    return ReviewFinding(finding.code, state, finding.found, waived=finding.waived)  # type: ignore[arg-type]


def state_of(attempt: Attempt, findings: Sequence[ReviewFinding]) -> RowState:
    """The gravest of what was found and is not waived; else what the gate says.

    That every attempt is wrong (h-020) is what keeps a book from being published: who waives it accepts the take.
    """
    accepted = any(finding.waived for finding in findings if finding.code == NO_GOOD_TAKE)
    states = {finding.state for finding in findings if not finding.waived and not accepted}
    if "fail" in states or "flag" in states:
        return "fail" if "fail" in states else "flag"
    if attempt.verdict is None or "words" not in attempt.heard_by:  # measured, maybe; but no word of it was heard
        return "unheard"
    return "inconclusive" if attempt.verdict.state == "inconclusive" else "pass"


def risk_of(attempt: Attempt | None, placed: Iterable[PlacedFinding]) -> float:
    """The order of the list: what the gate says, and what other checks found."""
    verdict = attempt.verdict if attempt else None
    waived = {finding.code for finding in placed if finding.waived}
    known = {found.code for found in verdict.findings} if verdict else set()
    judged = sum(f.score for f in verdict.findings if f.state != PASS and f.code not in waived) if verdict else 0.0
    others = sum(RISKS[CODES[f.code].severity] for f in placed if not f.waived and f.code not in known)
    # A line that is wrong comes before all that are doubtful.
    return round(judged + others + (100.0 if verdict and verdict.state == "fail" else 0.0), 3)


def by_slate(findings: Sequence[PlacedFinding]) -> Mapping[str, list[PlacedFinding]]:
    """The findings of each line; what people wrote about it (q) is no finding in its take."""
    grouped: dict[str, list[PlacedFinding]] = {}
    for finding in findings:
        if finding.slate and not finding.code.startswith("q-"):
            grouped.setdefault(finding.slate, []).append(finding)
    return grouped
