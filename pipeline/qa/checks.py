"""The checks of what was spoken and levelled. To add one: a function here or beside it, its line in `CHECKS`, and its
code's line in codes.py.

What is found earlier (by intake, by the script, by a format) is written down where it is found; these checks look at
what the store remembers of takes and masters, and read no audio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.listener import Hearing, Role
from pipeline.manifests import Spec
from pipeline.qa.drift import ChapterLines, drifts, sampled
from pipeline.qa.findings import PlacedFinding, placed
from pipeline.qa.gate.records import TakeVerdict
from pipeline.qa.gate.telling import told
from pipeline.qa.levels import level_findings
from pipeline.records import Finding, Line, Master, Missing, Take
from pipeline.takes import Failure, TakeRequest

LENGTH = "t-003"


def _nothing_heard(_: int) -> Mapping[Role, Hearing]:
    return {}


@dataclass(frozen=True, slots=True)
class CheckedChapter:
    """A chapter's lines, `first:last` of all, and its master once there is one."""

    number: int
    title: str
    first: int
    last: int
    master: Master | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks look at: everything that is made of a book so far. `takes` by the key of their request."""

    spec: Spec
    lines: Sequence[Line]
    requests: Sequence[TakeRequest | None]
    takes: Mapping[str, Take | Failure | Missing]
    chapters: Sequence[CheckedChapter]
    verdicts: Mapping[str, tuple[TakeVerdict, int]] = field(default_factory=dict)  # by key, with how many attempts

    heard: Callable[[int], Mapping[Role, Hearing]] = _nothing_heard  # of the take that a line uses, by its index

    def spoken(self) -> Iterator[tuple[CheckedChapter, Line, TakeRequest, Take | Failure]]:
        """Every take and failure once, at the first line that uses it."""
        seen = set()
        for chapter in self.chapters:
            for index in range(chapter.first, chapter.last):
                request = self.requests[index]
                if request is None or request.key in seen:
                    continue
                seen.add(request.key)
                take = self.takes[request.key]
                if not isinstance(take, Missing):
                    yield chapter, self.lines[index], request, take


def levels(book: Checked) -> Iterator[PlacedFinding]:
    """m-001, m-002, m-003. Placed by the chapters' numbers: two chapters may share a title."""
    for chapter in book.chapters:
        if chapter.master:
            for finding in level_findings(chapter.title, chapter.master, book.spec):
                yield placed(finding, chapter=chapter.number)


def takes(book: Checked) -> Iterator[PlacedFinding]:
    """t-001 of lines on which the engine failed, and what was found when the others were spoken and heard."""
    for chapter, line, request, take in book.spoken():
        for finding in _of_take(book, line, request, take):
            yield placed(finding, line.slate, line.text, chapter.number)


def _of_take(book: Checked, line: Line, request: TakeRequest, take: Take | Failure) -> Iterator[Finding]:
    if isinstance(take, Failure):
        yield Finding("q-003" if request.recording else "t-001", line.slate, take.why)
        return
    if take.key not in book.verdicts:
        yield from take.findings
        return
    # What its engine expects of a line says less than the voice's own norm, by which it was judged; and what the
    # verdict says too (a silent take) is said once.
    judged = list(told(line.slate, *book.verdicts[take.key]))
    said = {LENGTH, *(finding.code for finding in judged)}
    yield from (finding for finding in take.findings if finding.code not in said)
    yield from judged


def drift(book: Checked) -> Iterator[PlacedFinding]:
    """h-012, of the lines that the signal's listener has heard."""
    yield from drifts([part for chapter in book.chapters for part in _by_voice(book, chapter)])


def _by_voice(book: Checked, chapter: CheckedChapter) -> Iterator[ChapterLines]:
    judged = [
        index
        for index in range(chapter.first, chapter.last)
        if (request := book.requests[index]) is not None and request.key in book.verdicts
    ]
    for voice in dict.fromkeys(book.lines[index].voice for index in judged):
        chosen = sampled([index for index in judged if book.lines[index].voice == voice], book.lines)
        heard = [(book.lines[index], book.heard(index)) for index in chosen]
        yield ChapterLines(chapter.number, chapter.title, voice, heard)


Check = Callable[[Checked], Iterable[PlacedFinding]]
CHECKS: tuple[Check, ...] = (levels, takes, drift)
