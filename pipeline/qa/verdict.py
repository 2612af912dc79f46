"""The verdict on a production: passed, passed with waivers, failed or not finished, and why.

It is decided here alone. Exit codes, `--json`, `status`, the report, the morning report and Prefect's states all show
this verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.codes import CODES, ERROR
from pipeline.qa.findings import PlacedFinding

PASSED = "passed"
WAIVED = "passed with waivers"
FAILED = "failed"
UNFINISHED = "not finished"  # something is still to be made, and no error was found so far


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state and the reasons why it is no plain pass: what failed, was waived or is missing."""

    state: str
    reasons: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        return self.state == FAILED

    def __str__(self) -> str:
        return f"{self.state}: {'; '.join(self.reasons)}" if self.reasons else self.state


def failing(findings: Iterable[PlacedFinding], rehearsal: bool = False) -> list[PlacedFinding]:
    """The findings by which a production fails: errors that nobody has waived.

    A rehearsal hums what no voice can speak, and its levels say nothing of the voice's: errors of the voice pass.
    """
    return [
        finding
        for finding in findings
        if finding.severity == ERROR and not finding.waived and not (rehearsal and CODES[finding.code].of_voice)
    ]


def verdict_of(
    findings: Sequence[PlacedFinding],
    *,
    rehearsal: bool = False,
    errors: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> Verdict:
    """The verdict on a production.

    Args:
        findings: all of them, waived ones with their reasons.
        rehearsal: whether the tone engine hums it.
        errors: other reasons to fail: what stopped the run, which files were refused.
        missing: what is not made yet.
    """
    reasons = list(dict.fromkeys(errors))
    reasons += _counted(f for f in failing(findings, rehearsal) if not any(f.found in reason for reason in reasons))
    if reasons:
        return Verdict(FAILED, tuple(reasons))
    if absent := tuple(dict.fromkeys(missing)):
        return Verdict(UNFINISHED, absent)
    waived = [f"{f.code} {f.place}: {f.waived}" for f in findings if f.waived]
    return Verdict(WAIVED, tuple(dict.fromkeys(waived))) if waived else Verdict(PASSED)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The gravest of several verdicts (a production may have several specs), with the reasons of all in that state."""
    order = (FAILED, UNFINISHED, WAIVED, PASSED)
    state = min((verdict.state for verdict in verdicts), key=order.index)
    reasons = (reason for verdict in verdicts if verdict.state == state for reason in verdict.reasons)
    return Verdict(state, tuple(dict.fromkeys(reasons)))


def _counted(findings: Iterable[PlacedFinding]) -> list[str]:
    """One sentence per code: the first of its findings, and how many more there are."""
    counted = list(findings)
    number = Counter(f.code for f in counted)
    first: dict[str, PlacedFinding] = {}
    for finding in counted:
        first.setdefault(finding.code, finding)
    return [
        f"{code} ({CODES[code].means}), {one.place}: {one.found}"
        + (f" (and {number[code] - 1:,} more)" if number[code] > 1 else "")
        for code, one in first.items()
    ]
