"""Ornaments that are letters of a decorative font: a "q" that ends every chapter is a flourish, and nobody reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import Piece
from pipeline.intake.structure.chapters import Draft

_LEAST = 3  # chapters that end with the same letter


def without_ornaments(drafts: Sequence[Draft]) -> None:
    """Marks them as scene breaks, wherever the letter stands alone once most chapters end with it."""
    ends = Counter(letter for draft in drafts if (letter := _letter(_last(draft.pieces))))
    if not ends:
        return
    letter, count = ends.most_common(1)[0]
    if count < _LEAST or count < 0.5 * sum(len(draft.pieces) > 3 for draft in drafts):
        return
    for draft in drafts:
        draft.pieces = [
            replace(piece, block=replace(piece.block, kind="scene-break")) if _letter(piece) == letter else piece
            for piece in draft.pieces
        ]


def _last(pieces: Sequence[Piece]) -> Piece | None:
    beside = ("note", "page-number", "image", "scene-break")
    return next((piece for piece in reversed(pieces) if piece.block.kind not in beside), None)


def _letter(piece: Piece | None) -> str:
    if piece is None or piece.block.kind not in ("paragraph", "quote", "verse") or piece.size != 1:
        return ""
    text = "".join(span.text for span in piece.block.spans).strip()
    return text if text.isascii() and text.isalpha() and text != "I" else ""
