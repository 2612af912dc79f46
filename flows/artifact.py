"""A book's report as an artifact of its Prefect run, drawn from report.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from prefect.artifacts import create_markdown_artifact

from flows.answers import clock
from pipeline.codes import CODES, SEVERITIES
from pipeline.production import Job
from pipeline.production.reporting import TWIN
from pipeline.report.gate import GateSummary

SHOWN = 5  # findings of one code


def show_report(job: Job, since: float) -> None:
    """Attaches the report of `job` to the run, if one was written after `since` (time.time())."""
    path = job.out / TWIN
    try:
        if path.stat().st_mtime < since - 1:
            return
        report = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return
    key = re.sub(r"[^a-z0-9]+", "-", f"{job.slug} {job.spec_name}".lower()).strip("-")
    create_markdown_artifact(markdown(report), key=key, description=_verdict(report["verdict"]))


def markdown(report: Mapping[str, Any]) -> str:
    """Verdict, chapters, files and findings of report.json."""
    lines = [
        f"# {report['title']}",
        "",
        f"**{_verdict(report['verdict'])}**",
        "",
        f"{report['lines']:,} lines, {clock(report['audio_ms'])} of audio, {report['spec']['name']}",
        "",
        *([f"{GateSummary.of(report['gate']).in_words()}.", ""] if report.get("gate") else []),
    ]
    lines += _table(
        ("#", "chapter", "duration", "lines", "LUFS", "true peak dBTP", "verdict"),
        [
            (
                c["number"],
                c["title"],
                clock(c["duration_ms"]),
                c["lines"],
                *_levels(c["levels"]),
                c["missing"] or c["verdict"],
            )
            for c in report["chapters"]
        ],
    )
    if report["files"]:
        lines += [
            "",
            "## Files",
            "",
            *_table(
                ("format", "file", "duration", "MB", "not published because"),
                [
                    (f["format"], f["path"], clock(f["duration_ms"]), f"{f['size'] / 1e6:.1f}", f["refused"])
                    for f in report["files"]
                ],
            ),
        ]
    return "\n".join([*lines, *_findings([n for n in report["notes"] if not n["waived"]])]) + "\n"


def _findings(findings: list[dict[str, Any]]) -> list[str]:
    """The open findings by code, the gravest first; severities are those of the version that wrote the report."""
    severity_of = {finding["code"]: finding["severity"] for finding in findings}
    lines = ["", "## Findings", ""] if findings else []
    for code, severity in sorted(severity_of.items(), key=lambda item: (SEVERITIES.index(item[1]), item[0])):
        mine = [finding for finding in findings if finding["code"] == code]
        lines.append(f"- **{code}** {CODES[code].means} ({severity}, {len(mine):,})")
        lines += [f"    - {finding['slate'] or finding['where']}: {finding['found']}" for finding in mine[:SHOWN]]
        lines += [f"    - and {len(mine) - SHOWN:,} more"] if len(mine) > SHOWN else []
    return lines


def _levels(levels: Mapping[str, float] | None) -> tuple[str, str]:
    return (f"{levels['integrated_lufs']:.1f}", f"{levels['true_peak_dbtp']:.1f}") if levels else ("", "")


def _verdict(verdict: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, [verdict["state"], "; ".join(verdict["reasons"])]))


def _table(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    cells = [heads, ("---",) * len(heads), *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in cells]
