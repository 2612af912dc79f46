"""From where a production stands to its report: out/<production>/report.html and report.json."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.audio import Curve, integrated_lufs
from pipeline.delivery import chapter_starts_ms, find_deliverable
from pipeline.masters import curve_in
from pipeline.production.audiobook.origin import tool
from pipeline.production.findings import findings_of, holding_back
from pipeline.production.job import Job
from pipeline.production.plan import REPORT, ChapterState, ProductionState, audio_of, book_of
from pipeline.production.verdict import unfit
from pipeline.qa.findings import PlacedFinding, in_words
from pipeline.records import Deliverable, Finding, Master, Take
from pipeline.report.cover import small_cover
from pipeline.report.page import page
from pipeline.report.record import ChapterRow, FileRow, Place, Report, SpecRow, VoiceRow, as_json
from pipeline.report.shapes import counts_of, course_of
from pipeline.store import write_atomically

TWIN = "report.json"
WHOLE_BOOK = ("m4b", "mp3-book")  # formats in which the book is one file
A_FILE_A_CHAPTER = ("m4a", "mp3", "opus", "flac")
DRAWN = 240  # stretches of time in the plot over the book; more is noise


def report_of(state: ProductionState, of_run: Iterable[Finding] = (), errors: Iterable[str] = ()) -> Report:
    """What the production came to, as far as it is made. Reads cache entries and no audio.

    Args:
        of_run: findings of the run that is ending, which nothing else remembers.
        errors: what stopped it.
    """
    job = state.job
    book, spec = book_of(job), job.spec
    curves = {c.number: curve_in(state.store, c.master) for c in state.chapters if isinstance(c.master, Master)}
    found = round(integrated_lufs(curves.values()), 2)
    steps = max(1, sum(map(len, curves.values()))) / DRAWN
    chapters = tuple(_chapter(c, curves.get(c.number), steps) for c in state.chapters)
    delivered = _delivered(state)
    held = in_words(holding_back(state))
    taken = [t for w in state.requests if w and isinstance(t := state.takes[w.key], Take)]
    files = tuple(row for d in delivered for row in _files(job, d, held))
    lines_of = Counter(line.voice for line in state.lines)
    findings = tuple(findings_of(state, delivered, of_run))
    return Report(
        slug=job.slug, title=book.title, authors=book.authors, language=book.language, publisher=book.publisher,
        series=" ".join(filter(None, (book.series, book.series_part))), narrator=book.narrator,
        rehearsal=job.rehearsal, finished=_newest(job, files),
        spec=SpecRow(spec.name, spec.source, found if spec.master_lufs is None else spec.master_lufs,
                     spec.level.tolerance_lu, spec.level.true_peak_dbtp, spec.master_lufs is not None),
        voices=tuple(_voice(job, name, lines_of[name]) for name in job.voices if lines_of[name]),
        audio_ms=state.audio_ms(), compute_ms=sum({t.key: t.compute_ms for t in taken}.values()),
        lines=len(state.lines), silent=sum(1 for w in state.requests if w is None), taken=len(taken),
        integrated_lufs=found, chapters=chapters,
        not_read=tuple((c.title, c.reason) for c in state.selected.chapters if c.reason is not None),
        coverage=state.script.coverage, findings=findings, files=files,
        made_by=tool(), errors=tuple(dict.fromkeys(filter(None, (*errors, job.without_consent() or unfit(state))))),
        cover=small_cover(state.store, book.cover), places=_places(state, findings, files))  # fmt: skip


def _places(state: ProductionState, findings: Iterable[PlacedFinding], files: Sequence[FileRow]) -> dict[str, Place]:
    """Where the lines of findings are heard, as far as all chapters are made."""
    slates = {finding.slate for finding in findings} - {""}
    if not slates or any(isinstance(chapter.master, str) for chapter in state.chapters):
        return {}
    starts = chapter_starts_ms(audio_of(state))
    out = {}
    for chapter, start in zip(state.chapters, starts, strict=True):
        assert isinstance(chapter.master, Master)
        rate = chapter.master.sample_rate_hz
        path, offset = _file_of(chapter.number, start, len(state.chapters), files)
        for line, (first, last) in zip(state.lines[chapter.first : chapter.last], chapter.master.timeline, strict=True):
            if line.slate in slates:
                out[line.slate] = Place(start + 1000 * first // rate, start + 1000 * last // rate, path, offset)
    return out


def _file_of(chapter: int, start_ms: int, chapters: int, files: Sequence[FileRow]) -> tuple[str, int]:
    """A file in which a chapter is heard, and where in the book that file begins; ("", 0) where there is none."""
    if whole := next((file for file in files if file.format in WHOLE_BOOK), None):
        return whole.path, 0
    for form in A_FILE_A_CHAPTER:
        sound = [file for file in files if file.format == form and file.duration_ms]
        if len(sound) == chapters:  # none was parted for its length
            return sound[chapter - 1].path, start_ms
    return "", 0


def write_report(job: Job, report: Report) -> Path:
    """The page and its JSON twin beside the deliverables; the page's path."""
    twin = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    for name, text in ((TWIN, twin), (REPORT, page(report))):
        write_atomically(job.out / name, text.encode())
    return job.out / REPORT


def _chapter(chapter: ChapterState, curve: Curve | None, steps: float) -> ChapterRow:
    """`steps` of 100 ms are one stretch of the plot."""
    lines = chapter.last - chapter.first
    master = chapter.master
    if isinstance(master, Master) and curve is not None:
        return ChapterRow(
            chapter.number,
            chapter.title,
            lines,
            master.duration_ms,
            master.levels,
            master.samples,
            "",
            counts_of(curve),
            course_of(curve, round(len(curve) / steps)),
        )
    assert isinstance(master, str)
    return ChapterRow(chapter.number, chapter.title, lines, 0, None, missing=master)


def _voice(job: Job, name: str, lines: int) -> VoiceRow:
    used = job.voices[name]
    agreed = used.voice.consent
    consent = f"{agreed.kind} {agreed.of}, for {', '.join(agreed.uses)}" if agreed else "none"
    return VoiceRow(
        name,
        used.voice.narrator or name,
        used.engine.version,
        used.voice.version,
        used.fingerprint,
        used.voice.cloned,
        consent,
        lines,
    )


# ---------------------------------------------------------------- files


def _delivered(state: ProductionState) -> list[Deliverable]:
    if any(isinstance(chapter.master, str) for chapter in state.chapters):
        return []
    book, chapters, spec = book_of(state.job), audio_of(state), state.job.spec
    found = [find_deliverable(state.store, form, book, chapters, spec) for form in state.job.formats]
    return [one for one in found if isinstance(one, Deliverable)]


def _files(job: Job, deliverable: Deliverable, held: str) -> list[FileRow]:
    refused = held or job.refuses(deliverable)
    folder = Path("refused") / deliverable.format if refused else Path()
    rows = []
    for part in deliverable.parts:
        path = folder / part.name
        try:
            size = (job.out / path).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            continue  # made, and not published yet
        rows.append(
            FileRow(deliverable.format, path.as_posix(), size, part.duration_ms, part.digest, refused, part.watermark)
        )
    return rows


def _newest(job: Job, files: Sequence[FileRow]) -> str:
    """The day of the newest file: what the report is of, and the same whenever it is written."""
    times = [(job.out / file.path).stat().st_mtime for file in files]
    return dt.date.fromtimestamp(max(times)).isoformat() if times else ""
