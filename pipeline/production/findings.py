"""All findings of a production, from its manuscript to its files, each with its place and its waiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.codes import BOOK
from pipeline.listener import Hearing, Role
from pipeline.production.assembly import Assembly
from pipeline.production.gating.summary import heard_findings
from pipeline.qa import checks
from pipeline.qa.checks import Checked, CheckedChapter
from pipeline.qa.findings import PlacedFinding, placed
from pipeline.qa.verdict import failing
from pipeline.qa.waivers import with_waivers
from pipeline.records import Deliverable, Finding


def holding_back(assembly: Assembly) -> list[PlacedFinding]:
    """Errors of lines, takes and masters, not waived, for which none of the files is published.

    A book with a line that is silent must not take the place of last month's, in which it was spoken.
    """
    against = failing(findings_of(assembly, []), assembly.job.rehearsal)
    return [finding for finding in against if finding.refuses != BOOK]  # those stop a run before it begins


def findings_of(
    assembly: Assembly, delivered: Sequence[Deliverable], of_run: Iterable[Finding] = ()
) -> list[PlacedFinding]:
    """All findings, with their waivers.

    Args:
        delivered: deliverables that the store holds.
        of_run: findings of the run that is ending, which nothing else remembers.
    """
    of_files = (finding for one in delivered for finding in one.findings)
    written_down = dict.fromkeys((*assembly.findings, *of_files, *of_run))
    checked = _checked(assembly)
    findings = [
        *_placed(assembly, written_down),
        *_placed(assembly, (*assembly.state.findings, *heard_findings(assembly.state))),
        *(finding for check in checks.CHECKS for finding in check(checked)),
    ]
    return with_waivers(findings, assembly.job.waivers, "waivers.yaml")


def _checked(assembly: Assembly) -> Checked:
    state = assembly.state
    sections = [CheckedChapter(s.number, s.title, s.first, s.last, assembly.master_of(s)) for s in assembly.sections]

    def heard(index: int) -> Mapping[Role, Hearing]:
        attempts = state.attempts(index)
        return attempts[state.circled(index)].hearings if attempts else {}

    return Checked(assembly.job.spec, state.lines, state.requests, state.takes, sections, state.verdicts(), heard)


def _placed(assembly: Assembly, findings: Iterable[Finding]) -> Iterator[PlacedFinding]:
    """Findings that name a slate or a section's title, with that line or section."""
    lines = assembly.state.lines
    index_of = {line.slate: index for index, line in enumerate(lines)}
    number_of = {section.title: section.number for section in reversed(assembly.sections)}
    section_of = [section.number for section in assembly.sections for _ in range(section.first, section.last)]
    for finding in findings:
        index = index_of.get(finding.where)
        if index is None:
            yield placed(finding, chapter=number_of.get(finding.where, 0))
        else:
            yield placed(finding, finding.where, lines[index].text, section_of[index])
