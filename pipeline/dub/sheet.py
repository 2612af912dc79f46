"""The budget of a script as a table for translators: a row a cue, what it has, what it may have."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from pipeline.dub.records import Fitted, Reel

COLUMNS = (
    "reel", "cue", "in", "out", "character", "text", "characters", "at most", "to lose", "length_ms", "rate", "note",
)  # fmt: skip


def budget_csv(reels: Sequence[Reel], fitted: Sequence[Fitted]) -> bytes:
    """CSV with a byte order mark, so that spreadsheets take it for the UTF-8 that it is. Cells that a spreadsheet would
    take for a formula have an apostrophe before them."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for reel, plan in zip(reels, fitted, strict=True):
        needs = {need.id: need for need in plan.needs}
        for slot, place in zip(reel.slots, plan.plan.placements, strict=True):
            need = needs.get(slot.id)
            has = len(plan.said.get(slot.id, slot.text))
            most = need.characters if need else has
            notes = [] if need is None or need.enough else ["does not fit even so: more time, or leave it out"]
            notes += ["a variant is said"] if slot.id in plan.said else []
            rows.writerow([
                _plain(reel.id), _plain(slot.id), clock(slot.in_ms), clock(slot.out_ms), _plain(slot.character),
                _plain(plan.said.get(slot.id, slot.text)), has, most, has - most, slot.speech_ms,
                f"{place.rate:.2f}", "; ".join(notes),
            ])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def clock(ms: int) -> str:
    """1:02:03.456"""
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
