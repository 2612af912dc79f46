"""What a production came to, in one word and why: the one place where that is decided.

Exit codes, `--json`, status, the report, the night's report and Prefect's states all say what stands here.
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
UNFINISHED = "not finished"  # nothing speaks against it so far


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is one of the above; `reasons` say why it is no plain pass: what failed, was waived or is missing."""

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
        rehearsal: whether it hums.
        errors: what else stands against it: what stopped it, what was refused.
        missing: what is not made yet.
    """
    said = list(dict.fromkeys(errors))
    said += _counted(f for f in failing(findings, rehearsal) if not any(f.found in error for error in said))
    if said:
        return Verdict(FAILED, tuple(said))
    if absent := tuple(dict.fromkeys(missing)):
        return Verdict(UNFINISHED, absent)
    waived = [f"{f.code} {f.place}: {f.waived}" for f in findings if f.waived]
    return Verdict(WAIVED, tuple(dict.fromkeys(waived))) if waived else Verdict(PASSED)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Of several specs of one production: the gravest state, with the reasons of all that are in it."""
    order = (FAILED, UNFINISHED, WAIVED, PASSED)
    state = min((verdict.state for verdict in verdicts), key=order.index)
    reasons = (reason for verdict in verdicts if verdict.state == state for reason in verdict.reasons)
    return Verdict(state, tuple(dict.fromkeys(reasons)))


def _counted(findings: Iterable[PlacedFinding]) -> list[str]:
    """One sentence a code: the first of its findings, and how many more there are."""
    found = list(findings)
    number = Counter(f.code for f in found)
    first: dict[str, PlacedFinding] = {}
    for finding in found:
        first.setdefault(finding.code, finding)
    return [
        f"{code} ({CODES[code].means}), {one.place}: {one.found}"
        + (f" (and {number[code] - 1:,} more)" if number[code] > 1 else "")
        for code, one in first.items()
    ]
