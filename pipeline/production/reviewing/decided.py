"""What people have decided about each line, as the manifests beside the production say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.matching import picked_up, plain
from pipeline.production.assembly import Assembly
from pipeline.report.review import Decided


def decided_of(assembly: Assembly) -> Mapping[str, Decided]:
    """By slate; lines about which nothing is decided are not in it."""
    lines, job = assembly.state.lines, assembly.job
    decided: dict[str, Decided] = {}
    again, _ = picked_up(lines, job.pickups)
    for slate, pickup in again.items():
        decided[slate] = replace(decided.get(slate, Decided()), pickup=pickup.reason)
    if job.waivers:
        codes: dict[str, list[str]] = {}
        for waiver in job.waivers:
            codes.setdefault(plain(waiver.where), []).append(waiver.code)
        for line in lines:
            if waived := codes.get(plain(line.text)) or codes.get(line.slate):
                decided[line.slate] = replace(decided.get(line.slate, Decided()), waived=tuple(waived))
    return decided
