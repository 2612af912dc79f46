"""What was found of a production, from its manuscript to its files, each in its place and with its waiver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.masters import level_findings
from pipeline.qa.findings import PlacedFinding, waive
from pipeline.qa.verdict import failing
from pipeline.records import REFUSES_BOOK, Deliverable, Finding, Master, Take

if TYPE_CHECKING:
    from pipeline.production.plan import ProductionState


def holding_back(state: ProductionState) -> list[PlacedFinding]:
    """What was found in lines, takes and masters for which none of the files is published: errors, not waived.

    A book with a line that is silent must not take the place of last month's, in which it was spoken.
    """
    found = failing(findings_of(state, []), state.job.rehearsal)
    return [finding for finding in found if finding.code not in REFUSES_BOOK]  # those stop a run before it begins


def in_words(findings: Sequence[PlacedFinding]) -> str:
    """As a refused file's reason: one sentence a finding, the first ten."""
    said = [f"{one.code} {one.slate or one.where}: {one.found}" for one in findings[:10]]
    return "; ".join([*said, *([f"and {len(findings) - 10} more"] if len(findings) > 10 else [])])


def findings_of(
    state: ProductionState, delivered: Sequence[Deliverable], of_run: Iterable[Finding] = ()
) -> list[PlacedFinding]:
    """All that was found, with its waivers.

    Args:
        delivered: deliverables that the store holds.
        of_run: findings of the run that is ending, which nothing else remembers.
    """
    job = state.job
    findings = [
        *job.manuscript.findings,
        *state.script.findings,
        *(finding for one in delivered for finding in one.findings),
        *of_run,
    ]
    # Not by their titles, which two chapters may share.
    levels = [
        PlacedFinding(n.code, n.where, n.found, chapter=c.number)
        for c in state.chapters
        if isinstance(c.master, Master)
        for n in level_findings([(c.title, c.master)], job.spec)
    ]
    found = [*_located(state, dict.fromkeys(findings)), *levels, *_of_takes(state)]
    return waive(found, job.waivers, "waivers.yaml")


def _located(state: ProductionState, findings: Iterable[Finding]) -> list[PlacedFinding]:
    """Findings that name a slate or a chapter's title, with that line or chapter."""
    at = {line.slate: index for index, line in enumerate(state.lines)}
    titles = {c.title: c.number for c in reversed(state.chapters)}
    chapter_at = [c.number for c in state.chapters for _ in range(c.first, c.last)]
    out = []
    for finding in findings:
        index = at.get(finding.where)
        if index is None:
            out.append(PlacedFinding(finding.code, finding.where, finding.found, chapter=titles.get(finding.where, 0)))
        else:
            text = state.lines[index].text
            out.append(
                PlacedFinding(finding.code, finding.where, finding.found, finding.where, text, chapter_at[index])
            )
    return out


def _of_takes(state: ProductionState) -> list[PlacedFinding]:
    """What was found when lines were spoken; a finding about a take stands at the first line that uses it."""
    out = []
    seen = set()
    for chapter in state.chapters:
        for index in range(chapter.first, chapter.last):
            request, line = state.requests[index], state.lines[index]
            if request is None or request.key in seen:
                continue
            seen.add(request.key)
            take = state.takes[request.key]
            if isinstance(take, Take):
                findings = list(take.findings)
            elif isinstance(take, str):
                continue
            else:
                findings = [Finding("t-001", line.slate, take.why)]
            out += [PlacedFinding(n.code, n.where, n.found, line.slate, line.text, chapter.number) for n in findings]
    return out
