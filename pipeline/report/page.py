"""The report as one HTML page: no script, no request, no font of its own; light and dark, on paper, at 400 px.

The page is drawn from templates/, in which every value is escaped; what stands in them is worked out here.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.codes import CODES, WARNING
from pipeline.qa.findings import PlacedFinding, by_code
from pipeline.qa.verdict import WAIVED
from pipeline.report import figures
from pipeline.report.plots import LevelsPlot, TimePlot, histogram, merged, over_time
from pipeline.report.record import SHOWN_AS, ChapterRow, FileRow, Report
from pipeline.report.summary import SummaryLine, summary

if TYPE_CHECKING:
    from jinja2 import Environment

CLIP_MS, CLIP_BEFORE_MS = 5_000, 500
SHOWN = 100  # lines of one code; the JSON twin has them all
FILES_SHOWN = 6  # of one format; the others fold away

MARKS = {"pass": "✓", "look": "!", "fail": "✗", "missing": "…", "unfinished": "…", "know": "i", "waived": "–"}
NAMES = {"m4b": "M4B", "m4a": "M4A", "mp3": "MP3", "mp3-book": "MP3", "opus": "Opus", "flac": "FLAC", "acx": "ACX",
         "epub": "EPUB", "lpf": "LPF"}  # fmt: skip


def page(report: Report) -> str:
    lines = summary(report)
    verdicts = report.of_chapter()
    shown, folded = _files(report)
    return _environment().get_template("page.html").render(
        report=report, marks=MARKS, most=SHOWN, facts=_facts(report), headline=_headline(report, lines),
        reasons=() if report.look == "unfinished" else report.verdict.reasons[:SHOWN], summary=lines,
        totals=_totals(report), listen=_listen(report),
        shown_files=shown, folded_files=folded, loudness=_loudness(report),
        chapters=[(chapter, verdicts[chapter.number]) for chapter in report.chapters],
        heard=lambda finding: _heard(finding, report), clip=lambda finding: _clip(finding, report),
        shares=_shares(report), covered=_covered(report),
        groups=[(CODES[code], findings) for code, findings in by_code(report.open)],
        waived=[finding for finding in report.findings if finding.waived][:SHOWN])  # fmt: skip


@cache
def _environment() -> Environment:
    import jinja2  # takes 35 ms, which every start would pay: most commands draw no page

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {
        "base64": lambda data: base64.b64encode(data).decode(),
        "clock": figures.clock,
        "count": figures.count,
        "decibels": figures.decibels,
        "format_name": lambda form: NAMES.get(form, form),
        "limiter": _limiter,
        "quiet": _noise_floor,
        "sentence": figures.sentence,
        "share_of": figures.share_of,
        "shown_as": SHOWN_AS.get,
        "size": figures.size,
        "thousands": figures.thousands,
        "url": quote,
    }
    return environment


# ---------------------------------------------------------------- above everything


def _facts(report: Report) -> list[str]:
    facts = (f"Narrated by {report.narrator}, a synthetic voice", report.series, report.publisher, report.finished)
    return [fact for fact in facts if fact]


def _headline(report: Report, lines: Sequence[SummaryLine]) -> str:
    looks = sum(1 for finding in report.open if finding.severity == WARNING)
    failed = sum(1 for line in lines if line.state == "fail")
    waived = "Passed with waivers" if report.verdict.state == WAIVED else ""
    return {
        "pass": waived or "Every check passed",
        "look": f"{waived or 'Passed'}, {'and' if waived else 'with'} {figures.count(looks, 'thing')} to look at",
        "fail": f"Failed: {figures.count(failed, 'check')} failed" if failed else "Failed",
        "unfinished": "Not finished",
    }[report.look]


def _listen(report: Report) -> str:
    """What leads to the page on which a person listens and decides."""
    if report.gate and report.gate.waiting:
        waits = report.gate.waits()
        return f"{waits[0].upper()}{waits[1:]}. Listen and decide:"
    return "Listen and decide:"


def _totals(report: Report) -> list[tuple[str, str, str]]:
    """(name, value, what it is of)."""
    speed = f"{report.audio_ms / report.compute_ms:,.0f}×" if report.compute_ms else "–"
    loudness = f"{figures.decibels(report.integrated_lufs)} LUFS" if report.integrated_lufs > -100 else "–"
    return [
        ("Duration", figures.duration(report.audio_ms), ""),
        ("Chapters", f"{len(report.chapters):,}", ""),
        ("Lines", f"{report.lines:,}", ""),
        ("Voice compute", figures.duration(report.compute_ms), "on one engine"),
        ("Real-time factor", speed, "audio / compute"),
        ("Loudness", loudness, "whole book"),
    ]


def _files(report: Report) -> tuple[list[FileRow], list[tuple[str, list[FileRow]]]]:
    """The files of the table, and by format those that fold away."""
    groups: dict[str, list[FileRow]] = {}
    for file in report.files:
        groups.setdefault(file.format, []).append(file)
    shown, folded = [], []
    for form, files in groups.items():
        number = FILES_SHOWN if len(files) > FILES_SHOWN + 2 else len(files)
        shown += files[:number]
        if files[number:]:
            folded.append((form, files[number:]))
    return shown, folded


# ---------------------------------------------------------------- sound and text


@dataclass(frozen=True, slots=True)
class Loudness:
    over_time: TimePlot
    histogram: LevelsPlot
    least: float  # of the chapters, LUFS
    most: float
    above_gate: float  # of the time, in percent


def _loudness(report: Report) -> Loudness | None:
    counts = merged(report.chapters)
    if not counts:
        return None
    levels = [c.levels.integrated_lufs for c in report.chapters if c.levels]
    speech = sum(n for tenths, n in counts.items() if tenths >= 10 * (report.integrated_lufs - 10))
    share = 100 * speech / sum(counts.values())
    drawn = over_time(report.chapters, report.spec), histogram(counts, report.spec)
    return Loudness(*drawn, min(levels), max(levels), share)


def _limiter(chapter: ChapterRow) -> str:
    levels = chapter.levels
    if levels is None:
        return ""
    share = figures.share_of(levels.limited_samples, chapter.samples) if chapter.samples else ""
    lowered = share if levels.limited_samples and share else "none"
    return f"{lowered}, {figures.decibels(levels.limited_db)} dB" if levels.limited_db else lowered


def _noise_floor(decibels: float) -> str:
    return figures.decibels(decibels) if decibels > -199 else "silence"


def _shares(report: Report) -> list[tuple[str, int]]:
    table = report.coverage
    replaced, skipped = sum(table.replaced.values()), sum(table.skipped.values())
    return [("spoken", table.spoken), ("replaced", replaced), ("skipped", skipped)]


def _covered(report: Report) -> list[tuple[str, str, int]]:
    """(kind, name, characters): spoken as written, then each rule and each reason, the largest first."""
    table = report.coverage
    rows = [("spoken", "Spoken as written", table.spoken)]
    for kind, name, by in (("replaced", "Replaced", table.replaced), ("skipped", "Not read", table.skipped)):
        rows += [(kind, f"{name}: {why}", n) for why, n in sorted(by.items(), key=lambda item: -item[1])]
    return rows


# ---------------------------------------------------------------- findings


def _heard(finding: PlacedFinding, report: Report) -> str:
    """The time at which the finding's line is heard, and its chapter's title."""
    place = report.places.get(finding.slate)
    title = next((c.title for c in report.chapters if c.number == finding.chapter), "")
    return ", ".join(filter(None, [figures.clock(place.at_ms) if place else "", title if finding.slate else ""]))


def _clip(finding: PlacedFinding, report: Report) -> Mapping[str, Any]:
    """Five seconds around the line, played from the finished file: nothing is copied, nothing loaded before a click."""
    place = report.places.get(finding.slate)
    if place is None or not place.path:
        return {}
    start = max(0, place.at_ms - place.offset_ms - CLIP_BEFORE_MS)
    end = max(start + CLIP_MS, place.until_ms - place.offset_ms)
    return {
        "source": f"{quote(place.path)}#t={start / 1000:.1f},{end / 1000:.1f}",
        "label": f"{finding.slate} at {figures.clock(place.at_ms)}",
    }
