"""What was found of a production, from its manuscript to its files, each in its place and with its waiver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.masters import level_notes
from pipeline.qa.findings import Finding, waive
from pipeline.qa.verdict import failing
from pipeline.records import REFUSES_BOOK, Deliverable, Master, Note, Take

if TYPE_CHECKING:
    from pipeline.production.plan import ProductionState


def holding_back(state: ProductionState) -> list[Finding]:
    """What was found in lines, takes and masters for which none of the files is published: errors, not waived.

    A book with a line that is silent must not take the place of last month's, in which it was spoken.
    """
    found = failing(findings_of(state, []), state.job.rehearsal)
    return [finding for finding in found if finding.code not in REFUSES_BOOK]  # those stop a run before it begins


def in_words(findings: Sequence[Finding]) -> str:
    """As a refused file's reason: one sentence a finding, the first ten."""
    said = [f"{one.code} {one.slate or one.where}: {one.found}" for one in findings[:10]]
    return "; ".join([*said, *([f"and {len(findings) - 10} more"] if len(findings) > 10 else [])])


def findings_of(state: ProductionState, delivered: Sequence[Deliverable], of_run: Iterable[Note] = ()) -> list[Finding]:
    """All that was found, with its waivers.

    Args:
        delivered: deliverables that the store holds.
        of_run: notes of the run that is ending, which nothing else remembers.
    """
    job = state.job
    notes = [*job.manuscript.notes, *state.script.notes, *(note for one in delivered for note in one.notes), *of_run]
    # Not by their titles, which two chapters may share.
    levels = [
        Finding(n.code, n.where, n.found, chapter=c.number)
        for c in state.chapters
        if isinstance(c.master, Master)
        for n in level_notes([(c.title, c.master)], job.spec)
    ]
    found = [*_located(state, dict.fromkeys(notes)), *levels, *_of_takes(state)]
    return waive(found, job.waivers, "waivers.yaml")


def _located(state: ProductionState, notes: Iterable[Note]) -> list[Finding]:
    """Notes that name a slate or a chapter's title, with that line or chapter."""
    at = {line.slate: index for index, line in enumerate(state.lines)}
    titles = {c.title: c.number for c in reversed(state.chapters)}
    chapter_at = [c.number for c in state.chapters for _ in range(c.first, c.last)]
    out = []
    for note in notes:
        index = at.get(note.where)
        if index is None:
            out.append(Finding(note.code, note.where, note.found, chapter=titles.get(note.where, 0)))
        else:
            text = state.lines[index].text
            out.append(Finding(note.code, note.where, note.found, note.where, text, chapter_at[index]))
    return out


def _of_takes(state: ProductionState) -> list[Finding]:
    """What was found when lines were spoken; a take's note stands at the first line that uses it."""
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
                notes = list(take.notes)
            elif isinstance(take, str):
                continue
            else:
                notes = [Note("t-001", line.slate, take.why)]
            out += [Finding(n.code, n.where, n.found, line.slate, line.text, chapter.number) for n in notes]
    return out
