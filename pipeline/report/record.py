"""The report of a production as data: everything that the page shows, and its JSON twin.

`production.reporting` fills a `Report`, `page` draws it. A report reads no audio: levels, loudness and compute times
were written down when takes and masters were made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.codes import ERROR, INFO, WARNING, Severity
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.verdict import FAILED, UNFINISHED, Verdict, verdict_of
from pipeline.records import Coverage, Levels, Metadata
from pipeline.report.figures import decibels
from pipeline.report.gate import GateSummary

SCHEMA = 2
# The page and its JSON twin name a severity by what the reader should do.
SHOWN_AS: Mapping[Severity, str] = {ERROR: "fail", WARNING: "look", INFO: "know"}


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter that is read. `counts` and `course` are its loudness as it is drawn: see shapes.py."""

    number: int
    title: str
    lines: int
    duration_ms: int
    levels: Levels | None  # None while there is no master: `missing` says why
    samples: int = 0
    missing: str = ""
    counts: Mapping[int, int] = field(default_factory=dict)
    course: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SpecRow:
    """What the masters were made for."""

    name: str
    source: str
    integrated_lufs: float  # of masters, in one channel; the book's own where the spec asks for none
    tolerance_lu: float
    true_peak_dbtp: float
    levelled: bool = True  # False: takes stand as they were spoken

    @property
    def asked(self) -> str:
        return f"{decibels(self.integrated_lufs)} LUFS ± {self.tolerance_lu:g} LU" if self.levelled else "as spoken"


@dataclass(frozen=True, slots=True)
class VoiceRow:
    name: str
    narrator: str
    engine: str
    version: int
    fingerprint: str
    cloned: bool
    consent: str  # "licence Apache-2.0, for audiobook"
    lines: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was delivered. `path` is relative to the page; `refused` says why it was kept aside instead."""

    format: str
    path: str
    size: int
    duration_ms: int
    digest: str
    refused: str = ""
    watermark: float | None = None  # how clearly it is heard, 0 to 1; None where none was asked for


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is heard: in the book as one file, and in a file that lies beside the page."""

    at_ms: int
    until_ms: int
    path: str = ""  # relative to the page; "" while no file is there
    offset_ms: int = 0  # of that file's beginning, in the book


@dataclass(frozen=True, slots=True)
class Report:
    slug: str
    metadata: Metadata
    rehearsal: bool
    finished: str  # day of the newest file, ISO 8601; "" while there is none
    spec: SpecRow
    voices: tuple[VoiceRow, ...]
    audio_ms: int
    compute_ms: int  # of the takes, on one engine
    lines: int
    silent: int  # lines with nothing to speak
    taken: int  # lines with a take
    integrated_lufs: float  # of the whole book; -200 while it is not known
    chapters: tuple[ChapterRow, ...]
    not_read: tuple[tuple[str, str], ...]  # titles of chapters, with the reason
    coverage: Coverage
    findings: tuple[PlacedFinding, ...]
    files: tuple[FileRow, ...]
    made_by: str  # "voicepress 0.1.0"
    cover: bytes = b""  # JPEG, small
    errors: tuple[str, ...] = ()  # what stopped it, or will
    places: Mapping[str, Place] = field(default_factory=dict)  # where the lines of findings are heard, by slate
    gate: GateSummary | None = None  # None where takes are not judged
    review: str = ""  # the command that opens the page to listen and decide on

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def authors(self) -> str:
        return self.metadata.authors

    @property
    def language(self) -> str:
        return self.metadata.language

    @property
    def publisher(self) -> str:
        return self.metadata.publisher

    @property
    def series(self) -> str:
        """The series and the book's part of it."""
        return " ".join(filter(None, (self.metadata.series, self.metadata.series_part)))

    @property
    def narrator(self) -> str:
        return self.metadata.narrator

    @property
    def finished_book(self) -> bool:
        return bool(self.files) and all(chapter.levels for chapter in self.chapters)

    @property
    def open(self) -> tuple[PlacedFinding, ...]:
        """Findings that nobody has waived."""
        return tuple(finding for finding in self.findings if not finding.waived)

    def of_chapter(self) -> dict[int, str]:
        """Chapter's number -> its verdict: pass, look, fail, missing."""
        out = {c.number: "pass" if c.levels else "missing" for c in self.chapters}
        for finding in self.open:
            if finding.chapter in out and out[finding.chapter] != "missing":
                if finding.severity == ERROR:
                    out[finding.chapter] = "fail"
                elif finding.severity == WARNING and out[finding.chapter] == "pass":
                    out[finding.chapter] = "look"
        return out

    @property
    def verdict(self) -> Verdict:
        refused = [f"{file.format} is not published: {file.refused}" for file in self.files if file.refused]
        missing = () if self.finished_book else ("it is not all made yet",)
        # Of a refused file its own findings say the same once more.
        findings = () if refused else self.findings
        return verdict_of(findings, rehearsal=self.rehearsal, errors=(*self.errors, *refused), missing=missing)

    @property
    def look(self) -> str:
        """How the page shows the verdict: fail, unfinished, look or pass."""
        state = self.verdict.state
        if state in (FAILED, UNFINISHED):
            return {FAILED: "fail", UNFINISHED: "unfinished"}[state]
        return "look" if any(finding.severity == WARNING for finding in self.open) else "pass"


def as_json(report: Report) -> dict[str, Any]:
    """The page's twin: its figures by name; files by digest."""
    verdicts = report.of_chapter()
    plain = {name: getattr(report, name) for name in (
        "slug", "title", "authors", "language", "publisher", "series", "narrator", "rehearsal", "finished", "audio_ms",
        "compute_ms", "lines", "silent", "taken", "integrated_lufs", "made_by")}  # fmt: skip
    return {
        "schema": SCHEMA, "verdict": dataclasses.asdict(report.verdict), **plain,
        "real_time_factor": round(report.audio_ms / report.compute_ms, 1) if report.compute_ms else None,
        "spec": dataclasses.asdict(report.spec),
        "voices": [dataclasses.asdict(voice) for voice in report.voices],
        "chapters": [
            {"number": c.number, "title": c.title, "lines": c.lines, "duration_ms": c.duration_ms,
             "verdict": verdicts[c.number], "levels": dataclasses.asdict(c.levels) if c.levels else None,
             "limited_share": c.levels.limited_samples / c.samples if c.levels and c.samples else None,
             "missing": c.missing}
            for c in report.chapters],
        "not_read": [{"title": title, "reason": reason} for title, reason in report.not_read],
        "coverage": {"characters": report.coverage.characters, "spoken": report.coverage.spoken,
                     "replaced": dict(report.coverage.replaced), "skipped": dict(report.coverage.skipped)},
        "notes": [{"code": f.code, "where": f.where, "found": f.found, "slate": f.slate, "text": f.text,
                   "at_ms": at.at_ms if (at := report.places.get(f.slate)) else None, "chapter": f.chapter,
                   "severity": f.severity, "gravity": "waived" if f.waived else SHOWN_AS[f.severity],
                   "waived": f.waived}
                  for f in report.findings],
        "files": [dataclasses.asdict(file) for file in report.files],
        "review": report.review,
        "gate": dataclasses.asdict(report.gate) if report.gate else None,
    }  # fmt: skip
