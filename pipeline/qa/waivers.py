"""Waivers: findings that a person has looked at and accepts, each with the reason.

    # waivers.yaml beside a production
    waivers:
      - {code: t-003, where: "Oh!", reason: "she draws it out; heard and liked"}

`where` is what the finding names: a slate, a chapter's title, a file; or the words of the line, which outlive new
slates. `where: book` accepts every finding of this code that is about no single line or chapter.
A waived finding is shown as waived. A waiver that accepts nothing is itself a finding (q-001).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.manifests import Waiver
from pipeline.matching import plain
from pipeline.qa.findings import TOLD, PlacedFinding

WHOLE_BOOK = "book"


def waive(findings: Iterable[PlacedFinding], waivers: Sequence[Waiver]) -> tuple[list[PlacedFinding], list[Waiver]]:
    """The findings with the reasons of their waivers, and the waivers that accept none of them.

    Nothing else compares a finding with a waiver: what the report shows as waived is what a run lets pass.
    """
    by_place = {(waiver.code, plain(waiver.where)): waiver for waiver in waivers}
    if not by_place:
        return list(findings), []
    unneeded = dict(by_place)
    judged = []
    for finding in findings:
        key = next((key for key in _keys(finding) if key in by_place), None)
        if key:
            unneeded.pop(key, None)
            finding = replace(finding, waived=by_place[key].reason)
        judged.append(finding)
    return judged, list(unneeded.values())


def _keys(finding: PlacedFinding) -> Iterator[tuple[str, str]]:
    whole = "" if finding.slate or finding.chapter else WHOLE_BOOK
    for place in (finding.where, finding.slate, finding.text, whole):
        if place:
            yield finding.code, plain(place)


def with_waivers(findings: Iterable[PlacedFinding], waivers: Sequence[Waiver], where: str) -> list[PlacedFinding]:
    """The findings with their waivers, and a finding for each waiver that accepts nothing.

    Args:
        where: the file in which the waivers are written.
    """
    judged, unneeded = waive(findings, waivers)
    return judged + [PlacedFinding("q-001", where, f"{w.code} at {w.where!r} ({w.reason})") for w in unneeded]


def waivers_line(places: Iterable[tuple[str, str]]) -> str:
    """The line of waivers.yaml that accepts the findings with these (code, where); of many the first, and how many."""
    named = [
        json.dumps({"code": code, "where": where, "reason": "..."}, ensure_ascii=False)
        for code, where in dict.fromkeys(places)
    ]
    more = f"  # and {len(named) - TOLD:,} more" if len(named) > TOLD else ""
    return f"waivers: [{', '.join(named[:TOLD])}]{more}"
