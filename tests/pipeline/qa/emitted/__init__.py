"""Scenarios in which the product emits each code of findings: a module per family, a function per code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.records import Finding

# Given an empty folder: the findings of the smallest input that shows the code.
Scenario = Callable[[Path], Iterable[Finding]]


def reported(repo: Path) -> list[Finding]:
    """The findings in the report of the production in a folder, whose run may have failed."""
    (report,) = repo.glob("out/*/report.json")
    return [Finding(one["code"], one["where"], one["found"]) for one in json.loads(report.read_text())["notes"]]
