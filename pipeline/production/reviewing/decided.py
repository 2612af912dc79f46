"""What people have decided about each line, as the manifests beside the production say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.matching import approved, picked_up, plain, put_off
from pipeline.production.assembly import Assembly
from pipeline.report.review import Decided


def decided_of(assembly: Assembly) -> Mapping[str, Decided]:
    """By slate; lines about which nothing is decided are not in it."""
    lines, job = assembly.state.lines, assembly.job
    decided: dict[str, Decided] = {}

    def add(slate: str, **what: object) -> None:
        decided[slate] = replace(decided.get(slate, Decided()), **what)  # type: ignore[arg-type]

    for slate, pickup in picked_up(lines, job.pickups)[0].items():
        add(slate, pickup=pickup.reason)
    for slate, approval in approved(lines, job.approvals)[0].items():
        add(slate, approved=True, by=approval.by)
    for slate, later in put_off(lines, job.later)[0].items():
        add(slate, later=later.reason)
    if job.waivers:
        codes: dict[str, list[str]] = {}
        for waiver in job.waivers:
            codes.setdefault(plain(waiver.where), []).append(waiver.code)
        for line in lines:
            if waived := codes.get(plain(line.text)) or codes.get(line.slate):
                add(line.slate, waived=tuple(waived))
    return decided
