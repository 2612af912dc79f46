"""Raised numbers that refer to notes without a link: "late.¹", whether the note stands in the chapter or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.blocks import Piece
from pipeline.records import Span

_LABEL = re.compile(r"\s*[\[(]?(\d{1,3}|[*†‡§]{1,3})[\])]?[.:)]?\s*(?=\S|$)")
_UNIT = re.compile(r"(?:^|[^\w])(?:[a-zA-Z]|[kcdm]m|[A-Z]\d?[a-z]?\d?)$|\d$")  # m², km², 10², CO²


# Where no note of the chapter bears the number: a whole word or a stop before it, and no more of the word behind it.
_AFTER_WORDS = re.compile(r"(?:(?<!\w)(?!(?:sin|cos|tan|log|mod|rpm|min)$)[^\W\d_]{3,}[\"'”’»」』)\]]{0,2}|"
                          r"[.,;:!?…。，；：！？”’»」』]\s?)$")
_STRAY = re.compile(r"\[?(\d{1,3}|[*†‡§]{1,3})\]?")


def with_references(pieces: Sequence[Piece]) -> list[Piece]:
    """A raised number is a reference where a note of the chapter bears it, and a word or a stop stands before it."""
    labels: dict[str, str] = {}
    for piece in pieces:
        if piece.block.kind == "note" and piece.block.spans:
            match = _LABEL.match("".join(span.text for span in piece.block.spans))
            if match and piece.block.spans[0].kind != "noteref":
                labels.setdefault(match.group(1), piece.block.anchor)
    return [_referring(piece, labels) for piece in pieces]


def _referring(piece: Piece, labels: dict[str, str]) -> Piece:
    spans = piece.block.spans
    if not any("superscript" in span.style and span.kind == "text" for span in spans):
        return piece
    out: list[Span] = []
    for n, span in enumerate(spans):
        label = span.text.strip("[]() ")
        before = "".join(one.text for one in spans[:n])
        leads = piece.block.kind == "note" and not before.strip()
        if span.kind == "text" and "superscript" in span.style and label in labels and (
                leads or (before.strip() and not _UNIT.search(before.rstrip()))):
            span = replace(span, kind="noteref", target=None if leads else labels[label])
        elif span.kind == "text" and "superscript" in span.style and _STRAY.fullmatch(span.text.strip()) \
                and _AFTER_WORDS.search(before) and not "".join(one.text for one in spans[n + 1:])[:1].isalnum():
            span = replace(span, kind="noteref")
        out.append(span)
    return replace(piece, block=replace(piece.block, spans=tuple(out)))
