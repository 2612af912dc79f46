"""The list of a production's lines for its reviewers: a row each, with its verdict and what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.codes import CODES
from pipeline.production.assembly import Assembly
from pipeline.production.findings import findings_of
from pipeline.production.reviewing.attempts import by_slate, risk_of, shown, state_of
from pipeline.production.reviewing.decided import decided_of
from pipeline.qa.findings import PlacedFinding
from pipeline.records import Line, Missing, Take
from pipeline.report.review import Decided, ReviewBook, ReviewChapter, ReviewRow
from pipeline.report.review.records import RowState
from pipeline.store import digest_of, to_json
from pipeline.takes import Failure

TO_LOOK_AT = frozenset({"flag", "fail", "missing"})  # states that a person should look at, until something is decided


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
        language=assembly.metadata.language, gate=str(getattr(job.production, "gate", "off")),
        heard=sum(row.state in ("pass", "flag", "fail", "inconclusive") for row in rows),
        chapters=_chapters(assembly, rows), voices=tuple(dict.fromkeys(row.voice for row in rows)),
        codes={code: CODES[code].means for code in sorted({code for row in rows for code in row.codes})},
        rows=tuple(rows), lexicons=tuple(name for name, _ in job.lexicons), rehearsal=job.rehearsal,
    )  # fmt: skip
    return Reviewed(assembly, book, findings, {row.slate: index for index, row in enumerate(rows)})


def _row(
    assembly: Assembly, index: int, chapter: int, findings: Sequence[PlacedFinding], decided: Decided
) -> ReviewRow:
    line, take = assembly.state.lines[index], assembly.state.take(index)
    found = [shown(finding) for finding in findings]
    verdict = _state(line, take, state_of(found, heard=False))
    codes = tuple(dict.fromkeys(finding.code for finding in findings))
    quirk = bool(found) and all(finding.state == "pass" for finding in found)
    digest = take.digest if isinstance(take, Take) else ""
    return ReviewRow(
        slate=line.slate, chapter=chapter, text=line.text, voice=line.voice, state=verdict, risk=risk_of(findings),
        codes=codes, duration_ms=take.duration_ms if isinstance(take, Take) else 0, attempts=1, decided=decided,
        quirk=quirk, open=verdict in TO_LOOK_AT and not decided.any, version=version_of(line, digest, decided),
    )  # fmt: skip


def _state(line: Line, take: Take | Failure | Missing | None, judged: RowState) -> RowState:
    if not line.spoken or take is None:
        return "silent"
    return judged if isinstance(take, Take) else "fail" if isinstance(take, Failure) else "missing"


def version_of(line: Line, digest: str, decided: Decided) -> str:
    """Of a row: what a person who decides has seen. A decision that was made on another is refused."""
    return digest_of(to_json((line.text, line.spoken, line.voice, digest, decided)))[:12]


def _chapters(assembly: Assembly, rows: Sequence[ReviewRow]) -> tuple[ReviewChapter, ...]:
    still_open = Counter(row.chapter for row in rows if row.open)
    return tuple(
        ReviewChapter(section.number, section.title, section.length, still_open[section.number])
        for section in assembly.sections
    )
