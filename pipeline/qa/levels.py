"""Checks of a master's levels against the spec that it was made for."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.manifests import Spec
from pipeline.masters import JUDGED_MS
from pipeline.records import Finding, Master

PEAK_SLACK_DB = 0.05  # figures are rounded to a hundredth
LIMITED_SHARE = 0.005  # of a chapter's samples: more, and the limiter is part of the sound


def level_findings(title: str, master: Master, spec: Spec) -> Iterator[Finding]:
    """What a person should know of a chapter's level; `title` is the chapter's."""
    levels, ceiling, wanted = master.levels, spec.level.true_peak_dbtp, spec.master_lufs
    if levels.true_peak_dbtp > ceiling + PEAK_SLACK_DB:
        peak = f"a true peak of {levels.true_peak_dbtp:.2f} dBTP, the spec asks for {ceiling:.1f} at most"
        yield Finding("m-001", title, peak)
    if wanted is None or master.duration_ms < JUDGED_MS or levels.integrated_lufs < -100:
        return
    if levels.corrected_db:
        gain = f"{levels.corrected_db:+.1f} dB beside the book's gain, or it would miss {wanted:.1f} LUFS by as much"
        yield Finding("m-003", title, gain)
    if abs(levels.integrated_lufs - wanted) > spec.level.tolerance_lu:
        level = f"{levels.integrated_lufs:.1f} LUFS in one channel, the spec asks for {wanted:.1f}"
        yield Finding("m-001", title, level)
    if levels.limited_samples > LIMITED_SHARE * master.samples:
        share = 100 * levels.limited_samples / master.samples
        yield Finding("m-002", title, f"{share:.1f} % of the samples, by up to {levels.limited_db:.1f} dB")
