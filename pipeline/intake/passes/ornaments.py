"""Ornaments that are letters in a decorative font, such as a "q" that ends every chapter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft

_LEAST = 3  # chapters that end with the same letter


def without_ornaments(drafts: Sequence[ChapterDraft]) -> None:
    """Marks a letter that stands alone as a scene break where most chapters end with it."""
    ends = Counter(letter for draft in drafts if (letter := _letter(_last(draft.blocks))))
    if not ends:
        return
    letter, count = ends.most_common(1)[0]
    if count < _LEAST or count < 0.5 * sum(len(draft.blocks) > 3 for draft in drafts):
        return
    for draft in drafts:
        draft.blocks = [
            replace(placed, block=replace(placed.block, kind="scene-break")) if _letter(placed) == letter else placed
            for placed in draft.blocks
        ]


def _last(blocks: Sequence[PlacedBlock]) -> PlacedBlock | None:
    beside = ("note", "page-number", "image", "scene-break")
    return next((placed for placed in reversed(blocks) if placed.block.kind not in beside), None)


def _letter(placed: PlacedBlock | None) -> str:
    if placed is None or placed.block.kind not in ("paragraph", "quote", "verse") or placed.size != 1:
        return ""
    text = "".join(span.text for span in placed.block.spans).strip()
    return text if text.isascii() and text.isalpha() and text != "I" else ""
