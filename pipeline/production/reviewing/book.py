"""The list of a production's lines for its reviewers: a row each, with its verdict and what people decided."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.codes import CODES
from pipeline.production.assembly import Assembly
from pipeline.production.findings import findings_of
from pipeline.production.gating.attempts import Attempt
from pipeline.production.job.job import Job
from pipeline.production.reviewing.attempts import by_slate, of_gate, risk_of, shown, state_of
from pipeline.production.reviewing.decided import decided_of
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.gate.records import PASS
from pipeline.qa.waivers import waive
from pipeline.records import Line, Missing, Take
from pipeline.report.review import Decided, ReviewBook, ReviewChapter, ReviewRow
from pipeline.report.review.records import RowState
from pipeline.store import digest_of, to_json
from pipeline.takes import Failure

TO_LOOK_AT = frozenset(
    {"flag", "fail", "inconclusive", "missing"}
)  # states that a person should look at, until something is decided


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A production and what its reviewers see of it."""

    assembly: Assembly
    book: ReviewBook
    findings: Mapping[str, Sequence[PlacedFinding]]  # by slate
    index_of: Mapping[str, int]  # of the rows, by slate


def review(assembly: Assembly) -> Reviewed:
    """The list of a production as it stands. Reads cache entries and no audio."""
    findings = by_slate(findings_of(assembly, []))
    decided = decided_of(assembly)
    job, state = assembly.job, assembly.state
    rows: list[ReviewRow] = []
    for section in assembly.sections:
        for index in range(section.first, section.last):
            line = state.lines[index]
            rows.append(
                _row(assembly, index, section.number, findings.get(line.slate, ()), decided.get(line.slate, Decided()))
            )
    book = ReviewBook(
        slug=job.slug, title=assembly.metadata.title, creators=assembly.metadata.creators,
        language=assembly.metadata.language, gate=state.gate.in_force.level if state.gate else "off",
        heard=sum(_heard(assembly, index) for index in range(len(rows))),
        chapters=_chapters(assembly, rows), voices=tuple(dict.fromkeys(row.voice for row in rows)),
        codes={code: CODES[code].means for code in sorted({code for row in rows for code in row.codes})},
        rows=tuple(rows), lexicons=tuple(name for name, _ in job.lexicons), rehearsal=job.rehearsal,
    )  # fmt: skip
    return Reviewed(assembly, book, findings, {row.slate: index for index, row in enumerate(rows)})


def _heard(assembly: Assembly, index: int) -> bool:
    """Whether the words of the take that is used were heard."""
    attempts = assembly.state.attempts(index)
    return bool(attempts) and "words" in attempts[assembly.state.circled(index)].heard_by


def redecided(reviewed: Reviewed, job: Job) -> Reviewed:
    """The same list after people have approved, waived or put off: `job` says what the manifests say now.

    Only rows that are decided otherwise are looked at: of 12,000 lines the whole list takes seconds, this some tens of
    milliseconds. It is not for what changes a take: another attempt, another text, a word said otherwise.
    """
    assembly = copy.copy(reviewed.assembly)
    assembly.job = job
    decided, findings, rows = decided_of(assembly), dict(reviewed.findings), list(reviewed.book.rows)
    for index, row in enumerate(rows):
        now = decided.get(row.slate, Decided())
        if now != row.decided:
            found = [replace(finding, waived="") for finding in findings.get(row.slate, ())]
            findings[row.slate] = waive(found, job.waivers)[0]
            rows[index] = _row(assembly, index, row.chapter, findings[row.slate], now)
    book = replace(reviewed.book, rows=tuple(rows), chapters=_chapters(assembly, rows))
    return Reviewed(assembly, book, findings, reviewed.index_of)


def _row(
    assembly: Assembly, index: int, chapter: int, findings: Sequence[PlacedFinding], decided: Decided
) -> ReviewRow:
    state = assembly.state
    line, take, attempts = state.lines[index], state.take(index), state.attempts(index)
    used = attempts[state.circled(index)] if attempts else None
    verdict = used.verdict if used else None
    of_take = verdict.findings if verdict else ()
    found = [*(f.state for f in of_take), *(shown(f).state for f in findings if not f.waived)]
    codes = tuple(dict.fromkeys([*(f.code for f in of_take), *(f.code for f in findings)]))
    judged = row_state(line, take, used, findings)
    digest = take.digest if isinstance(take, Take) else ""
    return ReviewRow(
        slate=line.slate, chapter=chapter, text=line.text, voice=line.voice, state=judged,
        risk=risk_of(used, findings), codes=codes, duration_ms=take.duration_ms if isinstance(take, Take) else 0,
        attempts=sum(isinstance(one.take, Take) for one in attempts), decided=decided,
        quirk=bool(found) and all(state == PASS for state in found) and judged in (PASS, "unheard"),
        open=judged in TO_LOOK_AT and not settled(judged, decided),
        version=version_of(line, digest, judged, decided),
    )  # fmt: skip


def row_state(
    line: Line, take: Take | Failure | Missing | None, used: Attempt | None, findings: Sequence[PlacedFinding]
) -> RowState:
    """The verdict on a line as it is now in the book."""
    if not line.spoken or take is None or used is None:
        return "silent"
    if not isinstance(take, Take):
        return "fail" if isinstance(take, Failure) else "missing"
    waived = {finding.code for finding in findings if finding.waived}
    judged = used.verdict.findings if used.verdict else ()
    found = [shown(finding) for finding in findings]
    return state_of(used, [*found, *(of_gate(one, "waived" if one.code in waived else "") for one in judged)])


def settled(state: RowState, decided: Decided) -> bool:
    """Whether a person has said what becomes of the line: a pickup that came out wrong again is still to be heard."""
    return decided.approved or bool(decided.later) or (bool(decided.pickup) and state == "missing")


def version_of(line: Line, digest: str, state: RowState, decided: Decided) -> str:
    """Of a row: what a person who decides has seen. A decision that was made on another is refused."""
    return digest_of(to_json((line.text, line.spoken, line.voice, digest, state, decided)))[:12]


def _chapters(assembly: Assembly, rows: Sequence[ReviewRow]) -> tuple[ReviewChapter, ...]:
    still_open = Counter(row.chapter for row in rows if row.open)
    return tuple(
        ReviewChapter(section.number, section.title, section.length, still_open[section.number])
        for section in assembly.sections
    )
