"""One line in full: how it was made, what was heard, what stands around it."""

from __future__ import annotations

from pipeline.production.assembly import Assembly
from pipeline.production.reviewing.attempts import attempts_of
from pipeline.production.reviewing.book import Reviewed
from pipeline.report.review import Neighbour, ReviewLine


def review_line(reviewed: Reviewed, index: int) -> ReviewLine:
    """Everything about the line at `index`."""
    assembly, row = reviewed.assembly, reviewed.book.rows[index]
    state = assembly.state
    line, request = state.lines[index], state.requests[index]
    section = next(section for section in assembly.sections if section.first <= index < section.last)
    heard = assembly.whereabouts(index)
    can = assembly.job.voices[line.voice].engine.capabilities
    return ReviewLine(
        row=row, chapter_title=section.title, spoken=line.spoken,
        replacements=tuple(
            f"{line.text[change.start : change.end]!r} is said as {change.spoken!r} ({change.rule})"
            for change in line.replacements
        ),
        language=line.language, character=line.character, where=heard.place,
        at_ms=-1 if heard.at_ms is None else heard.at_ms, gain_db=heard.gain_db or 0.0,
        pause_after_ms=line.pause_after_ms, before=neighbour(assembly, index - 1, section.first, section.last),
        after=neighbour(assembly, index + 1, section.first, section.last),
        attempts=attempts_of(assembly, index, reviewed.findings.get(line.slate, ())),
        varies=can.varies, directions=can.directions,
        others=tuple(
            other.slate
            for other, wanted in zip(state.lines, state.requests, strict=True)
            if request is not None and wanted is not None and wanted.key == request.key and other.slate != line.slate
        ),
    )  # fmt: skip


def neighbour(assembly: Assembly, index: int, first: int, last: int) -> Neighbour | None:
    """The line at `index`, if it stands in the same section."""
    if not first <= index < last:
        return None
    line = assembly.state.lines[index]
    return Neighbour(line.slate, line.text, line.pause_after_ms)
