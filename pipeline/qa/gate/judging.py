"""From a heard take to its verdict, by the checks of checks/ and the limits in force."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.listener import Role
from pipeline.qa.gate.agreement import SECOND, doubtful
from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.records import FAIL, FLAG, INCONCLUSIVE, PASS, HeardTake, Limits, State, TakeFinding, TakeVerdict


def judge(take: HeardTake, limits: Mapping[str, Limits]) -> TakeVerdict:
    """The verdict on a take; `limits` by the checks' names, those of a check that is not named are as shipped."""
    findings: list[TakeFinding] = []
    for check in TAKE_CHECKS:
        if all(role in take.hearings for role in check.roles):
            findings += check.check(take, limits.get(check.name, check.limits))
    states = {finding.state for finding in findings}
    gravest: tuple[State, ...] = (FAIL, FLAG, INCONCLUSIVE)
    state: State = next((state for state in gravest if state in states), PASS)
    risk = sum(finding.score for finding in findings if finding.state != PASS)
    why = (
        "; ".join(finding.found for finding in findings if finding.state == INCONCLUSIVE)
        if state == INCONCLUSIVE
        else ""
    )
    return TakeVerdict(state, tuple(findings), risk, _wanted(take), why)


def _wanted(take: HeardTake) -> tuple[Role, ...]:
    """The roles that have to hear the take before the verdict is final."""
    return (SECOND,) if SECOND not in take.hearings and doubtful(take) else ()
