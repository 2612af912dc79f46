"""Findings as people meet them: with the line or chapter that each is about, and grouped by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.codes import CODES, SEVERITIES
from pipeline.records import Finding

TOLD = 5  # findings of a refusal that are told one by one; the report shows all


@dataclass(frozen=True, slots=True)
class PlacedFinding(Finding):
    """A finding with its place in the book and the waiver that accepts it."""

    slate: str = ""  # of the line that it is about, and the line's text
    text: str = ""
    chapter: int = 0  # its number; 0 where it is about no single chapter
    waived: str = ""  # the reason that a waiver gives

    @property
    def place(self) -> str:
        return self.slate or self.where

    def __str__(self) -> str:
        return f"{self.code} {self.place}: {self.found}"


def placed(finding: Finding, slate: str = "", text: str = "", chapter: int = 0) -> PlacedFinding:
    return PlacedFinding(finding.code, finding.where, finding.found, slate, text, chapter)


def without_place(finding: PlacedFinding) -> Finding:
    """The finding by itself, its place in words."""
    return Finding(finding.code, finding.place, finding.found)


def by_code(findings: Iterable[PlacedFinding]) -> list[tuple[str, list[PlacedFinding]]]:
    """(code, its findings), the gravest codes first."""
    grouped: dict[str, list[PlacedFinding]] = {}
    for finding in findings:
        grouped.setdefault(finding.code, []).append(finding)
    return sorted(grouped.items(), key=lambda item: (SEVERITIES.index(CODES[item[0]].severity), item[0]))


def in_words(findings: Sequence[PlacedFinding]) -> str:
    """The reason why a file is not published: the first findings, and how many more there are."""
    more = [f"and {len(findings) - TOLD:,} more"] if len(findings) > TOLD else []
    return "; ".join([*map(str, findings[:TOLD]), *more])
