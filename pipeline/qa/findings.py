"""Findings as people meet them: how grave each is, where it stands, and which of them somebody has waived.

A waiver silences one finding, by its code and its place, and says why:

    # waivers.yaml beside a production
    waivers:
      - {code: t-003, where: "Oh!", reason: "she draws it out; heard and liked"}

`where` is what the finding names: a slate, a chapter's title, a file; or the words of the line, which outlive new
slates.
`where: book` is everything of this code that stands at no single line or chapter.
A waived finding is shown as waived; a waiver that silences nothing is itself a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.manifests import Waiver
from pipeline.matching import plain
from pipeline.records import CODES, REFUSES_BOOK, REFUSING, Finding

# What a listener or a shop would send back: a production with one of these, not waived, has failed. Every other code is
# worth a look, or (INFORMS) only worth knowing.
FAILS = frozenset({"t-001", "t-002", "m-001", *REFUSES_BOOK, *REFUSING})
INFORMS = frozenset({"i-002", "i-004", "i-005", "i-007", "i-010", "s-003", "s-004", "t-005", "m-002", "m-004", "d-003",
                     "d-005", "d-018"})  # fmt: skip


SEVERITIES = {"fail": "error", "look": "warning", "know": "info"}
WHOLE_BOOK = "book"  # the place that a waiver names for what stands at no single line or chapter


def gravity(code: str) -> str:
    """fail, look or know."""
    return "fail" if code in FAILS else "know" if code in INFORMS else "look"


def severity(code: str) -> str:
    """The same in the words that machines are told: error, warning or info."""
    return SEVERITIES[gravity(code)]


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its place in the book: `slate` and `text` of its line, number of its chapter (0: of none)."""

    code: str
    where: str
    found: str
    slate: str = ""
    text: str = ""
    chapter: int = 0
    waived: str = ""  # the reason somebody gave

    @property
    def gravity(self) -> str:
        return "waived" if self.waived else gravity(self.code)


def waive(findings: Iterable[PlacedFinding], waivers: Sequence[Waiver], where: str) -> list[PlacedFinding]:
    """The findings with their waivers, and a finding for each waiver that is not needed.

    Args:
        where: the waivers stand, for the finding about one that silences nothing.
    """
    by_place: Mapping[tuple[str, str], Waiver] = {(w.code, plain(w.where)): w for w in waivers}
    used = set()
    out = []
    for finding in findings:
        whole = "" if finding.slate or finding.chapter else WHOLE_BOOK
        places = (
            [(finding.code, plain(place)) for place in (finding.where, finding.slate, finding.text, whole) if place]
            if by_place
            else []
        )
        key = next((place for place in places if place in by_place), None)
        if key:
            used.add(key)
            out.append(
                PlacedFinding(
                    finding.code,
                    finding.where,
                    finding.found,
                    finding.slate,
                    finding.text,
                    finding.chapter,
                    by_place[key].reason,
                )
            )
        else:
            out.append(finding)
    out += [
        PlacedFinding("q-001", where, f"{w.code} at {w.where!r} ({w.reason})")
        for key, w in by_place.items()
        if key not in used
    ]
    return out


def finding_of(finding: PlacedFinding) -> Finding:
    return Finding(finding.code, finding.slate or finding.where, finding.found)


def by_code(findings: Iterable[PlacedFinding]) -> list[tuple[str, str, list[PlacedFinding]]]:
    """(code, what it means, the findings), the gravest codes first."""
    grouped: dict[str, list[PlacedFinding]] = {}
    for finding in findings:
        grouped.setdefault(finding.code, []).append(finding)
    order = {"fail": 0, "look": 1, "know": 2}
    codes = sorted(grouped, key=lambda code: (order[gravity(code)], code))
    return [(code, CODES[code], grouped[code]) for code in codes]
