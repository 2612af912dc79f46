"""Rows of an audiobook's report: its chapters with their levels, and where the lines of findings are heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.audio import Curve, integrated_lufs
from pipeline.delivery import ChapterAudio
from pipeline.manifests import Spec
from pipeline.masters import curve_in
from pipeline.production.audiobook.chapters import ChapterState
from pipeline.production.audiobook.timeline import spans_of
from pipeline.records import Line, Master, Missing
from pipeline.report.record import ChapterRow, FileRow, Place, Report
from pipeline.report.shapes import counts_of, course_of
from pipeline.store import Store

WHOLE_BOOK = ("m4b", "mp3-book")  # formats in which the book is one file
A_FILE_A_CHAPTER = ("m4a", "mp3", "opus", "flac")
DRAWN = 240  # stretches of time in the plot over the book; more is noise


def with_chapters(
    report: Report,
    chapters: Sequence[ChapterState],
    lines: Sequence[Line],
    audio: Sequence[ChapterAudio],
    spec: Spec,
    store: Store,
) -> Report:
    """A report with the chapters, their loudness as it was written down when masters were made, and places."""
    curves = {c.number: curve_in(store, c.master) for c in chapters if isinstance(c.master, Master)}
    loudness = round(integrated_lufs(curves.values()), 2)
    steps = max(1, sum(map(len, curves.values()))) / DRAWN
    return replace(
        report,
        spec=report.spec if spec.master_lufs is not None else replace(report.spec, integrated_lufs=loudness),
        integrated_lufs=loudness,
        chapters=tuple(_row(c, curves.get(c.number), steps) for c in chapters),
        places=_places(report, chapters, lines, audio),
    )


def _row(chapter: ChapterState, curve: Curve | None, steps: float) -> ChapterRow:
    """`steps` of 100 ms are one stretch of the plot."""
    master = chapter.master
    if isinstance(master, Master) and curve is not None:
        drawn = course_of(curve, round(len(curve) / steps))
        return ChapterRow(
            chapter.number, chapter.title, chapter.length, master.duration_ms, master.levels, master.samples,
            counts=counts_of(curve), course=drawn)  # fmt: skip
    assert isinstance(master, Missing)
    return ChapterRow(chapter.number, chapter.title, chapter.length, 0, None, missing=master.reason)


def _places(
    report: Report, chapters: Sequence[ChapterState], lines: Sequence[Line], audio: Sequence[ChapterAudio]
) -> dict[str, Place]:
    """Where the lines of findings are heard, as far as all chapters are made."""
    slates = {finding.slate for finding in report.findings} - {""}
    if not slates or any(isinstance(chapter.master, Missing) for chapter in chapters):
        return {}
    places = {}
    for chapter, start, spans in spans_of(chapters, audio):
        path, offset = _file_of(chapter.number, start, len(chapters), report.files)
        for line, (at_ms, until_ms) in zip(lines[chapter.first : chapter.last], spans, strict=True):
            if line.slate in slates:
                places[line.slate] = Place(at_ms, until_ms, path, offset)
    return places


def _file_of(chapter: int, start_ms: int, chapters: int, files: Sequence[FileRow]) -> tuple[str, int]:
    """A file in which a chapter is heard, and where in the book that file begins; ("", 0) where there is none."""
    if whole := next((file for file in files if file.format in WHOLE_BOOK), None):
        return whole.path, 0
    for form in A_FILE_A_CHAPTER:
        sound = [file for file in files if file.format == form and file.duration_ms]
        if len(sound) == chapters:  # none was parted for its length
            return sound[chapter - 1].path, start_ms
    return "", 0
