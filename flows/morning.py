"""The morning report: the result of the night for each book, as Markdown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from flows.answers import clock
from flows.sheets import markdown_table, pace
from pipeline.codes import CODES
from pipeline.records import Finding
from pipeline.report.gate import GateSummary

FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Night:
    """A book's result: made, fresh, failed, stopped (by the deadline) or not begun; `reason` is its verdict's."""

    slug: str
    state: str
    reason: str = ""
    made: int = 0  # takes
    audio_ms: int = 0
    compute_ms: int = 0
    wall_ms: int = 0
    findings: tuple[Finding, ...] = ()
    gate: GateSummary | None = None  # None where takes are not judged, or nothing was reported
    review: str = ""  # the command that opens the page to listen and decide on

    @property
    def unfinished(self) -> bool:
        return self.state in ("stopped", "not begun")

    def __str__(self) -> str:
        audio = f", {clock(self.audio_ms)} of audio" if self.audio_ms else ""
        made = f", {self.made:,} takes made in {self.wall_ms / 1000:.0f} s" if self.made else ""
        return f"{self.slug}: {self.state}{audio}{made}{'; ' + self.reason if self.reason else ''}"


def markdown(
    nights: Sequence[Night],
    started: float,
    ended: float,
    to_come: int = 0,
    sheets: Mapping[str, Path] = MappingProxyType({}),
    shelf: str = "",
) -> str:
    """The report's text; times are those of this machine.

    Args:
        to_come: books that the night has not come to yet.
        sheets: take sheets by slug, for the table of paces.
        shelf: the command that opens the page of all books.
    """
    import pandas  # takes 0.6 s; every book's own process imports the flow that writes this report

    table = pandas.DataFrame({
        "book": [n.slug for n in nights],
        "state": [n.state for n in nights],
        "takes made": [f"{n.made:,}" for n in nights],
        "audio": [clock(n.audio_ms) if n.audio_ms else "" for n in nights],
        "compute s": [f"{n.compute_ms / 1000:,.1f}" for n in nights],
        "notes": [str(len(n.findings)) for n in nights],
    })  # fmt: skip
    states = Counter(n.state for n in nights)
    audio_h = sum(n.audio_ms for n in nights if n.state == "made") / 3_600_000
    lines = [
        f"# The night to {dt.datetime.fromtimestamp(ended):%Y-%m-%d}",
        "",
        f"{dt.datetime.fromtimestamp(started):%H:%M} to {dt.datetime.fromtimestamp(ended):%H:%M}: "
        + ", ".join(f"{number} {state}" for state, number in states.items())
        + f"; {audio_h:.2f} hours of audio delivered, {sum(n.compute_ms for n in nights) / 1000:,.1f} compute seconds.",
        "",
        markdown_table(table),
    ]
    if to_come:
        lines += ["", f"{to_come} more to come; where this line stays, the night was cut short."]
    for title, kinds in (
        ("What went wrong", (FAILED,)),
        ("Not finished", ("stopped", "not begun")),
        ("Passed with waivers", ("made", "fresh")),
    ):
        if entries := [f"- **{n.slug}** ({n.state}): {n.reason}" for n in nights if n.reason and n.state in kinds]:
            lines += ["", f"## {title}", "", *entries]
    if heard := [night for night in nights if night.gate and night.gate.lines]:
        waiting = sum(night.gate.waiting for night in heard if night.gate)
        books = sum(bool(night.gate and night.gate.waiting) for night in heard)
        minutes = sum(night.gate.listening_ms for night in heard if night.gate) / 60_000
        lines += [
            "",
            "## To listen to",
            "",
            f"{waiting:,} lines wait for a person in {books} of {len(heard)} books, {minutes:.0f} minutes to listen.",
            "",
        ]
        heard.sort(key=lambda night: -(night.gate.listening_ms if night.gate else 0))  # what waits longest first
        for night in heard:
            assert night.gate
            opens = f": `{night.review}`" if night.review and night.gate.waiting else ""
            lines.append(f"- **{night.slug}**: {night.gate.in_words()}{opens}")
        if waiting and shelf:
            lines += ["", f"All of them on one page, with chapters to listen to as they are made: `{shelf}`."]
    if sheets:
        lines += ["", "## Pace", "", markdown_table(pace(sheets))]
    if any(n.findings for n in nights):
        lines += ["", "## Notes", ""]
        for night in (n for n in nights if n.findings):
            lines.append(f"- **{night.slug}**")
            lines += [f"  - {f.code} ({CODES[f.code].means}) {f.where}: {f.found}" for f in night.findings[:20]]
            if len(night.findings) > 20:
                lines.append(f"  - and {len(night.findings) - 20} more")
    return "\n".join(lines) + "\n"
