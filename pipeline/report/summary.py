"""Summary of a report: a line per group of checks, with its state and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.codes import ERROR, INFO, WARNING
from pipeline.qa.levels import PEAK_SLACK_DB
from pipeline.report.figures import decibels
from pipeline.report.record import Report


@dataclass(frozen=True, slots=True)
class SummaryLine:
    name: str
    state: str  # pass, look, fail, missing
    sentence: str


def summary(report: Report) -> list[SummaryLine]:
    # A production whose files are made of takes directly has no masters to measure.
    sound = [_level(report), _peaks(report)] if report.chapters else []
    hearing = [_hearing(report)] if report.gate else []
    return [_text(report), _takes(report), *hearing, *sound, _files(report), _notes(report)]


def _state(report: Report, family: str, done: bool = True) -> str:
    """The state of the checks whose codes begin with `family`; `done` says whether all of them could run."""
    severities = {f.severity for f in report.open if f.code.startswith(family)}
    if ERROR in severities:
        return "fail"
    return ("look" if WARNING in severities else "pass") if done else "missing"


def _text(report: Report) -> SummaryLine:
    table = report.coverage
    share = 100 * table.spoken / (table.characters or 1)
    replaced = 100 * sum(table.replaced.values()) / (table.characters or 1)
    sentence = (
        f"all {table.characters:,} characters accounted for: {share:.1f} % spoken as written, {replaced:.1f} % by "
        f"rule, {max(0.0, 100 - share - replaced):.1f} % not read for a reason"
    )
    return SummaryLine("Text", _state(report, "s-"), sentence)


def _takes(report: Report) -> SummaryLine:
    spoken = report.lines - report.silent
    silent = f"; {report.silent:,} have nothing to speak" if report.silent else ""
    if report.taken == spoken:
        return SummaryLine("Takes", _state(report, "t-"), f"all {spoken:,} lines spoken{silent}")
    return SummaryLine("Takes", _state(report, "t-", False), f"{report.taken:,} of {spoken:,} lines spoken{silent}")


def _hearing(report: Report) -> SummaryLine:
    assert report.gate
    return SummaryLine("Hearing", _state(report, "h-", report.gate.judged == report.gate.lines), report.gate.in_words())


def _level(report: Report) -> SummaryLine:
    spec = report.spec
    levels = [c.levels.integrated_lufs for c in report.chapters if c.levels]
    asked = spec.asked
    if len(levels) < len(report.chapters):
        return SummaryLine(
            "Level", _state(report, "m-", False), f"{len(levels)} of {len(report.chapters)} chapters mastered"
        )
    state = _state(report, "m-001")
    outside = sum(1 for f in report.open if f.code == "m-001")
    if outside:
        return SummaryLine("Level", state, f"{outside} of {len(levels)} chapters outside {asked}")
    heard = (
        f"; {report.chapters[0].title} at {decibels(levels[0])}"
        if len(levels) == 1
        else f"; chapters from {decibels(min(levels))} to {decibels(max(levels))}"
    )
    return SummaryLine("Level", state, f"the book at {decibels(report.integrated_lufs)} LUFS, asked {asked}{heard}")


def _peaks(report: Report) -> SummaryLine:
    peaks = [c.levels.true_peak_dbtp for c in report.chapters if c.levels]
    ceiling = report.spec.true_peak_dbtp
    if not peaks:
        return SummaryLine("Peaks", "missing", "no chapter is mastered yet")
    state = "pass" if max(peaks) <= ceiling + PEAK_SLACK_DB else "fail"
    limited = [100 * c.levels.limited_samples / c.samples for c in report.chapters if c.levels and c.samples]
    sentence = (
        f"highest true peak {decibels(max(peaks))} dBTP, asked {decibels(ceiling)} at most; the limiter lowered at "
        f"most {max(limited, default=0):.2f} % of a chapter's samples"
    )
    return SummaryLine("Peaks", state, sentence)


def _files(report: Report) -> SummaryLine:
    refused = [file for file in report.files if file.refused]
    if refused:
        kept = ", ".join(dict.fromkeys(file.format for file in refused))
        return SummaryLine("Files", "fail", f"{kept} not published and kept aside: {refused[0].refused}")
    if not report.files:
        return SummaryLine("Files", "missing", "nothing is delivered yet")
    number = len(report.files)
    forms = ", ".join(dict.fromkeys(file.format for file in report.files))
    return SummaryLine(
        "Files",
        _state(report, "d-"),
        f"{number:,} file{'' if number == 1 else 's'} ({forms}); their sound "
        f"decoded again, measured and held against {report.spec.name}",
    )


def _notes(report: Report) -> SummaryLine:
    """How many findings of each severity there are, and how many are waived."""
    looks = sum(1 for f in report.open if f.severity == WARNING)
    waived = sum(1 for f in report.findings if f.waived)
    known = sum(1 for f in report.open if f.severity == INFO)
    parts = [f"{looks:,} to look at", f"{known:,} for information", f"{waived:,} waived"]
    return SummaryLine("Notes", "look" if looks else "pass", ", ".join(parts))
