"""From a heard take to its verdict, by the checks of checks/ and the limits in force."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.records import FAIL, FLAG, PASS, HeardTake, Limits, TakeFinding, TakeVerdict


def judge(take: HeardTake, limits: Mapping[str, Limits]) -> TakeVerdict:
    """The verdict on a take; `limits` by the checks' names, those of a check that is not named are as shipped."""
    findings: list[TakeFinding] = []
    for check in TAKE_CHECKS:
        if all(role in take.hearings for role in check.roles):
            findings += check.check(take, limits.get(check.name, check.limits))
    states = {finding.state for finding in findings}
    state = FAIL if FAIL in states else FLAG if FLAG in states else PASS
    risk = sum(finding.score for finding in findings if finding.state != PASS)
    return TakeVerdict(state, tuple(findings), risk)  # type: ignore[arg-type]
