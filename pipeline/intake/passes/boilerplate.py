"""Project Gutenberg's head and foot (and their like), which stand before and after a book's own text."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.intake.structure.blocks import Piece
from pipeline.intake.structure.chapters import Draft, plain
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
_Place = tuple[int, int]  # of a draft, and of a piece in it


def set_apart(drafts: list[Draft]) -> list[Draft]:
    """Chapters with the distributor's head and foot as chapters of role "boilerplate"."""
    places = [
        (n, at, piece) for n, draft in enumerate(drafts) for at, piece in enumerate(draft.pieces) if _marked(piece)
    ]
    start = next(((n, at) for n, at, piece in places if _START.search(_all(piece))), None)
    after = [(n, at) for n, at, piece in places if _END.search(_all(piece)) and (start is None or (n, at) > start)]
    end = after[0] if after else None
    start, end = _borne_out(drafts, start, end)
    if (
        start
        and sum(
            _SIGN.search(_all(piece)) is not None for draft in drafts[: start[0] + 1] for piece in draft.pieces[:200]
        )
        == 0
    ):
        start = None
    out: list[Draft] = []
    for n, draft in enumerate(drafts):
        head = 0
        if start and n < start[0] and any(piece.block.kind != "image" for piece in draft.pieces):
            head = len(draft.pieces)
        elif start and n == start[0]:
            head = start[1] + 1
            while head < len(draft.pieces) and head - start[1] < 6 and _PRODUCED.match(plain(draft.pieces[head])):
                head += 1
        foot = len(draft.pieces)
        if end and n == end[0]:
            foot = end[1]
        elif end and n > end[0]:
            foot = 0
        out += _parts(draft, head, max(foot, head))
    return _merged(out)


def _borne_out(drafts: list[Draft], start: _Place | None, end: _Place | None) -> tuple[_Place | None, _Place | None]:
    """Marks behind a text that is no licence, or before one, are a part of the book."""
    pieces = [((n, at), piece) for n, draft in enumerate(drafts) for at, piece in enumerate(draft.pieces)]
    if start and not confirms("boilerplate", [Passage(_all(piece)) for place, piece in pieces if place <= start]):
        start = None
    if end and not confirms("boilerplate", [Passage(_all(piece)) for place, piece in pieces if place >= end]):
        end = None
    return start, end


def _merged(drafts: list[Draft]) -> list[Draft]:
    """Headings inside a licence make no chapters of it, unless the contents list them."""
    out: list[Draft] = []
    for draft in drafts:
        if draft.role == "boilerplate" and out and out[-1].role == "boilerplate" and not draft.listed:
            out[-1].pieces = [*out[-1].pieces, *draft.pieces]
        else:
            out.append(draft)
    return out


def _parts(draft: Draft, head: int, foot: int) -> list[Draft]:
    own = draft.pieces[head:foot]
    parts = []
    if head:
        title = draft.title if draft.listed and not own else TITLE
        parts.append(
            Draft(
                title,
                draft.depth,
                draft.anchor,
                _as_boilerplate(draft.pieces[:head]),
                not own and draft.listed,
                role="boilerplate",
            )
        )
    if own or (not draft.pieces):
        parts.append(replace(draft, pieces=own))
    if foot < len(draft.pieces):
        title = draft.title if draft.listed and not own else TITLE
        parts.append(
            Draft(
                title,
                draft.depth,
                draft.anchor,
                _as_boilerplate(draft.pieces[foot:]),
                not own and draft.listed,
                role="boilerplate",
            )
        )
    return parts


def _as_boilerplate(pieces: list[Piece]) -> list[Piece]:
    return [
        replace(piece, block=replace(piece.block, kind="boilerplate"))
        if piece.block.kind in ("paragraph", "verse", "quote", "list-item", "code", "table", "heading")
        else piece
        for piece in pieces
    ]


def _marked(piece: Piece) -> bool:
    text = _all(piece)
    return "gutenberg" in text.lower() or "SMALL PRINT" in text


def _all(piece: Piece) -> str:
    return "".join(span.text for span in piece.block.spans)
