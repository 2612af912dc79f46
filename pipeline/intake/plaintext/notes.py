"""Footnotes in plain text: bracketed numbers that are references, and the notes that they refer to."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.records import Span

_NOTE_BODY = re.compile(r"\[(?:Footnote|Note|Fußnote|Anmerkung)\s*([\w*†‡]{1,4})\s*:|\[(\d{1,3}|[*†‡]{1,3})\]\s")


def with_notes(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """Marks notes ("[Footnote 3: ...", or "[3] ..." with a reference); a reference means the next note of its label."""
    bodies: dict[str, list[tuple[int, str]]] = {}
    marked = list(blocks)
    for n, placed in enumerate(marked):
        match = (
            _NOTE_BODY.match("".join(span.text for span in placed.block.spans))
            if placed.block.kind in ("paragraph", "quote", "verse")
            else None
        )
        if match:
            bodies.setdefault(match.group(1) or match.group(2), []).append((n, placed.block.anchor))
    if not bodies:
        return marked
    referred: set[int] = set()
    own = {n for found in bodies.values() for n, _ in found}
    for n, placed in enumerate(marked):
        if n not in own and "[" in "".join(span.text for span in placed.block.spans):
            spans = [part for span in placed.block.spans for part in _with_references(span, n, bodies, referred)]
            marked[n] = replace(placed, block=replace(placed.block, spans=tuple(spans)))
    for n in own & (referred | {n for n in own if "".join(s.text for s in marked[n].block.spans)[1:2].isalpha()}):
        marked[n] = replace(marked[n], block=replace(marked[n].block, kind="note"))
    return marked


def _with_references(span: Span, n: int, bodies: dict[str, list[tuple[int, str]]], referred: set[int]) -> list[Span]:
    if span.kind != "text" or span.reason:
        return [span]
    parts, position = [], 0
    for match in re.finditer(r"\[(\d{1,3}|[*†‡]{1,3}|[A-Z])\]", span.text):
        body = next(((m, anchor) for m, anchor in bodies.get(match.group(1), ()) if m > n), None)
        if body is None:
            continue
        referred.add(body[0])
        parts += [
            replace(span, text=span.text[position : match.start()]),
            Span(match.group(), kind="noteref", style=span.style, target=body[1]),
        ]
        position = match.end()
    return [part for part in (*parts, replace(span, text=span.text[position:])) if part.text]
