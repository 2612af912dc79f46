"""Judges the speech of a mix by a shop's rules. Its gate is the script's cues: an approximation, and not Dolby's."""

from __future__ import annotations

from pipeline.delivery.verify.clauses import ROUNDING, Clause
from pipeline.dub.sound.mixing import Gated
from pipeline.manifests import Dialogue

GATE = "gated by cues, not by Dolby's"


def judge_dialogue(found: Gated, wanted: Dialogue) -> Clause:
    """Dialogue's loudness; that of the whole programme where it is what the shop asks for then."""
    if found.share < wanted.least_share and wanted.programme_lufs is not None:
        name = f"programme loudness ({found.share:.0%} dialogue)"
        return _within(name, found.programme_lufs, wanted.programme_lufs, wanted.tolerance_lu, "LUFS")
    return _within("dialogue loudness", found.dialogue_lufs, wanted.lufs, wanted.tolerance_lu, f"LUFS, {GATE}")


def _within(name: str, found: float, wanted: float, tolerance: float, unit: str) -> Clause:
    text = "silence" if found <= -199 else f"{found:.2f} {unit}"
    asked = f"{wanted - tolerance:g} to {wanted + tolerance:g} LUFS"
    return Clause(name, asked, text, abs(found - wanted) <= tolerance + ROUNDING)
