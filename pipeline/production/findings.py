"""All findings of a production, from its manuscript to its files, each with its place and its waiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.codes import BOOK
from pipeline.qa import checks
from pipeline.qa.checks import Checked, CheckedChapter
from pipeline.qa.findings import PlacedFinding, placed
from pipeline.qa.verdict import failing
from pipeline.qa.waivers import with_waivers
from pipeline.records import Deliverable, Finding, Master

if TYPE_CHECKING:
    from pipeline.production.plan import ProductionState


def holding_back(state: ProductionState) -> list[PlacedFinding]:
    """Errors of lines, takes and masters, not waived, for which none of the files is published.

    A book with a line that is silent must not take the place of last month's, in which it was spoken.
    """
    against = failing(findings_of(state, []), state.job.rehearsal)
    return [finding for finding in against if finding.refuses != BOOK]  # those stop a run before it begins


def findings_of(
    state: ProductionState, delivered: Sequence[Deliverable], of_run: Iterable[Finding] = ()
) -> list[PlacedFinding]:
    """All findings, with their waivers.

    Args:
        delivered: deliverables that the store holds.
        of_run: findings of the run that is ending, which nothing else remembers.
    """
    job = state.job
    of_files = (finding for one in delivered for finding in one.findings)
    written_down = dict.fromkeys((*job.manuscript.findings, *state.script.findings, *of_files, *of_run))
    checked = _checked(state)
    findings = [*_placed(state, written_down), *(finding for check in checks.CHECKS for finding in check(checked))]
    return with_waivers(findings, job.waivers, "waivers.yaml")


def _checked(state: ProductionState) -> Checked:
    chapters = [
        CheckedChapter(c.number, c.title, c.first, c.last, c.master if isinstance(c.master, Master) else None)
        for c in state.chapters
    ]
    return Checked(state.job.spec, state.lines, state.requests, state.takes, chapters)


def _placed(state: ProductionState, findings: Iterable[Finding]) -> Iterator[PlacedFinding]:
    """Findings that name a slate or a chapter's title, with that line or chapter."""
    index_of = {line.slate: index for index, line in enumerate(state.lines)}
    number_of = {c.title: c.number for c in reversed(state.chapters)}
    chapter_of = [c.number for c in state.chapters for _ in range(c.first, c.last)]
    for finding in findings:
        index = index_of.get(finding.where)
        if index is None:
            yield placed(finding, chapter=number_of.get(finding.where, 0))
        else:
            yield placed(finding, finding.where, state.lines[index].text, chapter_of[index])
