"""Telling: the verdicts on the takes that are used, as findings on their lines."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.qa.gate.records import FAIL, INCONCLUSIVE, TakeFinding, TakeVerdict
from pipeline.records import Finding


def told(slate: str, verdict: TakeVerdict, attempts: int) -> Iterator[Finding]:
    """What a person should know of the take of a line.

    Args:
        attempts: how many there were; the one that is used is the best of them.
    """
    if verdict.state == FAIL:
        wrong = "; ".join(f"{one.code} {in_words(one)}" for one in verdict.findings if one.state == FAIL)
        times = "once" if attempts == 1 else f"{attempts} times"
        yield Finding("h-020", slate, f"performed {times}, and the best is still wrong: {wrong}")
    if verdict.state == INCONCLUSIVE:
        yield Finding("h-011", slate, verdict.why or "it could not be judged")
    for one in verdict.findings:
        yield Finding(one.code, slate, in_words(one))


def in_words(finding: TakeFinding) -> str:
    """What was found, and where in the take."""
    if finding.start_ms < 0:
        return finding.found
    until = f" to {finding.end_ms / 1000:.1f}" if finding.end_ms > finding.start_ms else ""
    return f"{finding.found} (at {finding.start_ms / 1000:.1f}{until} s)"
