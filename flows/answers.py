"""JSON answers of commands and flows. Their fields are fixed: editors and checks read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from pipeline.production import Plan, Produced, Story, Verdict
from pipeline.records import Coverage, Finding, Line, Manuscript
from pipeline.report.gate import GateSummary

SCHEMA = 2  # version of the answers: raised when a field goes or changes its meaning, not when one is added


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {"code": finding.code, "severity": finding.severity, "where": finding.where, "found": finding.found}
        for finding in found
    ]


def verdict(found: Verdict) -> dict[str, Any]:
    return {"state": found.state, "reasons": list(found.reasons)}


def coverage(table: Coverage) -> dict[str, Any]:
    return {
        "characters": table.characters,
        "spoken": table.spoken,
        "replaced": dict(table.replaced),
        "skipped": dict(table.skipped),
    }


def manuscript(read: Manuscript, table: Coverage) -> dict[str, Any]:
    chapters = [{
        "title": chapter.title, "role": chapter.role, "read": chapter.read,
        "blocks": [{"kind": block.kind, "text": block.text, "read": chapter.read and block.read,
                    "reason": block.reason or chapter.reason} for block in chapter.blocks],
    } for chapter in read.chapters]  # fmt: skip
    return {
        "title": read.title,
        "creators": list(read.creators),
        "language": read.language,
        "identifier": read.identifier,
        "chapters": chapters,
        "coverage": coverage(table),
        "notes": findings(read.findings),
    }


def script(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {
            "slate": line.slate,
            "text": line.text,
            "spoken": line.spoken,
            "language": line.language,
            "voice": line.voice,
            "pause_after_ms": line.pause_after_ms,
        }
        for line in lines
    ]


def plan(plan: Plan) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "verdict": verdict(plan.verdict),
        "takes": [{"slate": s.what, "reason": s.reason} for s in plan.takes],
        "masters": [{"chapter": s.what, "reason": s.reason} for s in plan.masters],
        "deliverables": [{"format": s.what, "reason": s.reason} for s in plan.deliverables],
        "audio_ms": plan.audio_ms, "compute_ms": plan.compute_ms, "lines": plan.lines,
        "skipped": [{"chapter": title, "reason": reason} for title, reason in plan.skipped],
        "coverage": coverage(plan.coverage), "notes": findings(plan.findings), "changed": list(plan.changed),
        "refused": plan.refused, "share": share(plan), "gate": gate(plan.gate), "to_hear": plan.to_hear,
        "loading": [
            {"voice": one.voice, "ms": one.ms, "bytes": one.size, "fetched_bytes": one.fetched} for one in plan.loading
        ],
    }  # fmt: skip


def share(plan: Plan) -> float:
    """Of the body that is spoken, 0 to 1."""
    return round(plan.share, 4)


def percent(share: float) -> str:
    """Never rounded up to 100, which would say that all is spoken."""
    return "100 %" if share == 1 else f"{int(1000 * share) / 10:.1f} %"


def produced(made: Produced) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "verdict": verdict(made.verdict),
        "deliverables": [{"format": d.format, "path": str(d.path), "duration_ms": d.duration_ms}
                         for d in made.deliverables],
        "lines": made.lines, "made": made.made, "notes": findings(made.findings),
        "lines_with_notes": made.lines_with_findings, "audio_ms": made.audio_ms, "compute_ms": made.compute_ms,
        "wall_ms": made.wall_ms, "waived": made.waived, "report": str(made.report), "gate": gate(made.gate),
    }  # fmt: skip


def gate(found: GateSummary | None) -> dict[str, Any] | None:
    """What the gate heard, what was performed again by itself, and what waits for a person; null without a gate."""
    return {**dataclasses.asdict(found), "share": round(found.share, 4)} if found else None


def story(told: Story) -> dict[str, Any]:
    answer = dataclasses.asdict(told)
    return {**{name: value for name, value in answer.items() if name != "findings"}, "notes": answer["findings"]}


def clock(ms: int) -> str:
    """Milliseconds as people write them: 1:02:33."""
    seconds = round(ms / 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
