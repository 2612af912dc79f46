"""Distributor's boilerplate: the header and the licence that Project Gutenberg and others put around a text."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft, plain
from pipeline.intake.structure.matter import Passage, confirms

_START = re.compile(
    r"\*{3}\s*START OF (THE|THIS) PROJECT GUTENBERG|\*END[* ]+THE SMALL PRINT|"
    r"\*{3}\s*START\*{2}THE SMALL PRINT",
    re.IGNORECASE,
)
_END = re.compile(
    r"\*{3}\s*END OF (THE|THIS) PROJECT GUTENBERG|^\s*End of (the )?Project Gutenberg|"
    r"^\s*Ende? (of|dieses) (the |this )?Projekt Gutenberg",
    re.IGNORECASE,
)
_PRODUCED = re.compile(
    r"(Produced|Transcribed|Scanned|Prepared|E-?text prepared|HTML version|Credits?:?) (by|from)|"
    r"E-?text prepared|THERE IS AN ILLUSTRATED EDITION|This (e-?text|file|e-?book) was (produced|"
    r"prepared)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"Project Gutenberg", re.IGNORECASE)
TITLE = "Project Gutenberg"
_Place = tuple[int, int]  # index of a draft, and of a block in it


def set_apart(drafts: list[ChapterDraft]) -> list[ChapterDraft]:
    """Cuts the distributor's header and licence off into chapters of role "boilerplate"."""
    places = [
        (n, position, placed)
        for n, draft in enumerate(drafts)
        for position, placed in enumerate(draft.blocks)
        if _marked(placed)
    ]
    start = next(((n, position) for n, position, placed in places if _START.search(_all(placed))), None)
    after = [
        (n, position)
        for n, position, placed in places
        if _END.search(_all(placed)) and (start is None or (n, position) > start)
    ]
    end = after[0] if after else None
    start, end = _borne_out(drafts, start, end)
    if (
        start
        and sum(
            _SIGN.search(_all(placed)) is not None for draft in drafts[: start[0] + 1] for placed in draft.blocks[:200]
        )
        == 0
    ):
        start = None
    chapters: list[ChapterDraft] = []
    for n, draft in enumerate(drafts):
        head = 0
        if start and n < start[0] and any(placed.block.kind != "image" for placed in draft.blocks):
            head = len(draft.blocks)
        elif start and n == start[0]:
            head = start[1] + 1
            while head < len(draft.blocks) and head - start[1] < 6 and _PRODUCED.match(plain(draft.blocks[head])):
                head += 1
        foot = len(draft.blocks)
        if end and n == end[0]:
            foot = end[1]
        elif end and n > end[0]:
            foot = 0
        chapters += _parts(draft, head, max(foot, head))
    return _merged(chapters)


def _borne_out(
    drafts: list[ChapterDraft], start: _Place | None, end: _Place | None
) -> tuple[_Place | None, _Place | None]:
    """The marks, without those that have no licence beyond them: such marks are part of the book."""
    blocks = [((n, position), placed) for n, draft in enumerate(drafts) for position, placed in enumerate(draft.blocks)]
    if start and not confirms("boilerplate", [Passage(_all(placed)) for place, placed in blocks if place <= start]):
        start = None
    if end and not confirms("boilerplate", [Passage(_all(placed)) for place, placed in blocks if place >= end]):
        end = None
    return start, end


def _merged(drafts: list[ChapterDraft]) -> list[ChapterDraft]:
    """Merges chapters that headings inside a licence have made, unless the contents list them."""
    merged: list[ChapterDraft] = []
    for draft in drafts:
        if draft.role == "boilerplate" and merged and merged[-1].role == "boilerplate" and not draft.listed:
            merged[-1].blocks = [*merged[-1].blocks, *draft.blocks]
        else:
            merged.append(draft)
    return merged


def _parts(draft: ChapterDraft, head: int, foot: int) -> list[ChapterDraft]:
    own = draft.blocks[head:foot]
    parts = []
    if head:
        title = draft.title if draft.listed and not own else TITLE
        parts.append(
            ChapterDraft(
                title,
                draft.depth,
                draft.anchor,
                _as_boilerplate(draft.blocks[:head]),
                not own and draft.listed,
                role="boilerplate",
            )
        )
    if own or (not draft.blocks):
        parts.append(replace(draft, blocks=own))
    if foot < len(draft.blocks):
        title = draft.title if draft.listed and not own else TITLE
        parts.append(
            ChapterDraft(
                title,
                draft.depth,
                draft.anchor,
                _as_boilerplate(draft.blocks[foot:]),
                not own and draft.listed,
                role="boilerplate",
            )
        )
    return parts


def _as_boilerplate(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    return [
        replace(placed, block=replace(placed.block, kind="boilerplate"))
        if placed.block.kind in ("paragraph", "verse", "quote", "list-item", "code", "table", "heading")
        else placed
        for placed in blocks
    ]


def _marked(placed: PlacedBlock) -> bool:
    text = _all(placed)
    return "gutenberg" in text.lower() or "SMALL PRINT" in text


def _all(placed: PlacedBlock) -> str:
    return "".join(span.text for span in placed.block.spans)
