"""Illuminated initials in figures of their own, before the paragraph whose first word they begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock

_FIRST = re.compile(r"[\"“‘'«„(]*([^\W\d_]+)")
_TEXT = ("paragraph", "verse", "quote")
_WORDS = "AIO"  # capitals that may be a word


def with_initials(blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Joins blocks that are only an illuminated initial to the paragraph after them."""
    if not any(_is_initial(placed) for placed in blocks):
        return list(blocks)
    known = frozenset(
        word.lower()
        for placed in blocks
        if not _is_initial(placed)
        for span in placed.block.spans
        for word in re.findall(r"[^\W\d_]+", span.text)[1:]
    )
    joined: list[PlacedBlock] = []
    for placed in blocks:
        last = joined[-1] if joined else None
        first = _FIRST.match("".join(span.text for span in placed.block.spans))
        if last is None or first is None or not _is_initial(last) or placed.block.kind not in _TEXT:
            joined.append(placed)
            continue
        letter, rest = last.block.spans[-1], first.group(1)
        apart = letter.text in _WORDS and rest.lower() in known
        letter = replace(letter, text=f"{letter.text} ") if apart else letter
        spans = (*last.block.spans[:-1], letter, *placed.block.spans)
        joined[-1] = replace(placed, block=replace(placed.block, spans=spans))
    return joined


def _is_initial(placed: PlacedBlock) -> bool:
    spans = [span for span in placed.block.spans if span.text.strip()]
    return (
        bool(spans)
        and len(spans) == 1
        and "drop-cap" in spans[0].style
        and len(spans[0].text) == 1
        and spans[0].text.isalpha()
        and placed.block.kind in ("paragraph", "image", "caption")
    )
