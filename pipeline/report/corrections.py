"""The correction list in the trade's shape: chapter, time, what was said, what it should be, three words around.

One row for each place that differs, for those who record a line again or decide about it away from the page. UTF-8 with
a byte order mark, which spreadsheets want, and no cell that one of them would run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.review.records import ReviewAttempt, ReviewFinding, ReviewLine, ReviewWord
from pipeline.takes.sheet import cell

COLUMNS = ("chapter", "time", "said", "should be", "words around", "note", "time in book", "slate", "voice")
AROUND = 3  # words on each side
_DIFFERS = frozenset({"missing", "added", "replaced"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One place of the book that is not as it should be. Times are -1 where they are not known yet."""

    chapter: str
    at_ms: int  # in the chapter
    said: str
    should: str
    around: str  # "... came in and [sat] down. Nobody"
    note: str
    book_ms: int
    slate: str
    voice: str


def corrections(lines: Iterable[ReviewLine], starts: Mapping[int, int]) -> list[Correction]:
    """A correction for each place in which the take that the book has differs; none of lines that are approved.

    Args:
        starts: where each chapter begins in the book, in milliseconds, by its number.
    """
    return [one for line in lines if not line.row.decided.approved for one in _of_line(line, starts)]


def corrections_csv(rows: Sequence[Correction]) -> bytes:
    """The list as a file. Lines end as RFC 4180 has it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in rows:
        texts = (one.chapter, _clock(one.at_ms), one.said, one.should, one.around, one.note, _clock(one.book_ms))
        writer.writerow([cell(text) for text in (*texts, one.slate, one.voice)])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def _of_line(line: ReviewLine, starts: Mapping[int, int]) -> Iterator[Correction]:
    attempt = next((one for one in line.attempts if one.circled), None)
    if attempt is None:
        return
    runs = list(_runs(attempt.words))
    waived = set(line.row.decided.waived)
    open_findings = [f for f in attempt.findings if f.state != "pass" and not f.waived and f.code not in waived]
    if not open_findings:
        return
    shown: set[str] = set()
    for first, last in runs:
        words = attempt.words[first:last]
        start = next((word.start_ms for word in words if word.start_ms >= 0), _before(attempt.words, first))
        finding = _about(open_findings, words, start)
        if finding is None:
            continue
        shown.add(finding.code)
        said, should = (" ".join(filter(None, side)) for side in zip(*((w.said, w.should) for w in words), strict=True))
        yield _correction(line, starts, start, said, should, _around(attempt, first, last), finding)
    for finding in open_findings:
        if finding.code not in shown:
            around = line.row.text if len(line.row.text) <= 80 else f"{line.row.text[:80]} ..."
            yield _correction(line, starts, finding.start_ms, finding.said, finding.should, around, finding)


def _correction(
    line: ReviewLine,
    starts: Mapping[int, int],
    start_ms: int,
    said: str,
    should: str,
    around: str,
    finding: ReviewFinding,
) -> Correction:
    book = line.at_ms + max(0, start_ms) if line.at_ms >= 0 else -1
    begins = starts.get(line.row.chapter, -1)
    chapter_ms = book - begins if book >= 0 and begins >= 0 else -1
    note = f"{finding.code} {finding.found}"
    title = line.chapter_title or str(line.row.chapter)
    return Correction(title, chapter_ms, said, should, around, note, book, line.row.slate, line.row.voice)


def _runs(words: Sequence[ReviewWord]) -> Iterator[tuple[int, int]]:
    """First and last+1 of the words that differ and stand together."""
    first = -1
    for index, word in enumerate((*words, ReviewWord("same", "", ""))):
        if word.kind in _DIFFERS and first < 0:
            first = index
        elif word.kind not in _DIFFERS and first >= 0:
            yield first, index
            first = -1


def _about(findings: Sequence[ReviewFinding], words: Sequence[ReviewWord], start_ms: int) -> ReviewFinding | None:
    """The finding about these words: by their time, else the first that names words at all."""
    for finding in findings:
        if start_ms >= 0 and 0 <= finding.start_ms <= start_ms <= finding.end_ms:
            return finding
    said = {word.said for word in words} | {word.should for word in words}
    named = [f for f in findings if f.said or f.should]
    return next((f for f in named if said & {*f.said.split(), *f.should.split()}), None)


def _before(words: Sequence[ReviewWord], index: int) -> int:
    """Where the word before ends: a missing word has no time of its own."""
    return next((word.end_ms for word in reversed(words[:index]) if word.end_ms >= 0), 0 if index == 0 else -1)


def _around(attempt: ReviewAttempt, first: int, last: int) -> str:
    """The words as they should be, in brackets what differs; in its place a caret where something was added."""
    should = [word.should for word in attempt.words]
    left = [word for word in should[:first] if word][-AROUND:]
    right = [word for word in should[last:] if word][:AROUND]
    inner = " ".join(filter(None, should[first:last])) or "^"
    before = "... " if len([word for word in should[:first] if word]) > AROUND else ""
    after = " ..." if len([word for word in should[last:] if word]) > AROUND else ""
    return f"{before}{' '.join([*left, f'[{inner}]', *right])}{after}"


def _clock(time_ms: int) -> str:
    """0:12:34.5; "" where it is not known."""
    if time_ms < 0:
        return ""
    tenths = time_ms // 100
    return f"{tenths // 36000}:{tenths // 600 % 60:02}:{tenths // 10 % 60:02}.{tenths % 10}"
