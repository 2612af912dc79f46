"""Selection: gives every chapter, block and span that the production does not read its reason."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.manifests import Read
from pipeline.matching import plain
from pipeline.records import Block, Chapter, Manuscript, Span
from pipeline.script.selection.bare_headings import with_template
from pipeline.script.selection.directions import directed
from pipeline.script.splitting.sentences import sentence_ranges

# Reasons that do not depend on the production.
ALWAYS_SPANS = {
    "noteref": "note reference",
    "page-number": "page number",
    "line-number": "line number",
    "ruby": "ruby reading",
}
ALWAYS_BLOCKS = {
    "page-number": "page number",
    "scene-break": "scene break",
    "contents": "contents",
    "boilerplate": "boilerplate",
}


def select(manuscript: Manuscript, read: Read) -> Manuscript:
    """The manuscript with a `reason` on every chapter, block and span that is not read, and notes moved if asked."""
    if read.notes != "skip":
        manuscript = replace(manuscript, chapters=tuple(_notes_moved(manuscript, read.notes)))
    return replace(
        manuscript, chapters=tuple(_chapter(chapter, read, manuscript.language) for chapter in manuscript.chapters)
    )


def _chapter(chapter: Chapter, read: Read, language: str) -> Chapter:
    if chapter.role == "credits":
        return chapter  # added by the production, which decides by `credits:` and `disclosure:`
    reason = chapter.reason
    if reason is None and chapter.role not in read.roles:
        reason = f"role: {chapter.role}"
    if reason is None and read.skip_chapters and plain(chapter.title) in map(plain, read.skip_chapters):
        reason = "chapter skipped by the production"
    blocks = tuple(_block(block, read) for block in chapter.blocks)
    if "{n}" in read.headings and chapter.role == "body":
        blocks = tuple(with_template(block, read.headings, language) for block in blocks)
    if (
        read.listed_titles == "read"
        and chapter.title.strip()
        and not any(block.kind == "heading" and block.text.strip() for block in blocks)
    ):
        # It stands in no document, so a read-along book has no place for it (d-007).
        blocks = (Block("heading", (Span(chapter.title.strip()),)), *blocks)
    return replace(chapter, reason=reason, blocks=blocks)


def _block(block: Block, read: Read) -> Block:
    chosen = {
        "note": "note" if read.notes == "skip" else None,
        "image": "image" if read.images == "skip" else None,
        "table": "table" if read.tables == "skip" else None,
        "code": "code" if read.code == "skip" else None,
        "math": "math" if read.math == "skip" else None,
        "speaker": "speaker" if read.speakers == "skip" else None,
        "direction": "stage direction" if read.directions == "skip" else None,
        "heading": "heading" if read.headings == "skip" else None,
    }  # fmt: skip
    reason = block.reason or ALWAYS_BLOCKS.get(block.kind) or chosen.get(block.kind)
    return replace(block, reason=reason, spans=tuple(_span(span, read) for span in directed(block.spans)))


def _span(span: Span, read: Read) -> Span:
    chosen = {
        "alt": "image" if read.images == "skip" else None,
        "code": "code" if read.code == "skip" else None,
        "math": "math" if read.math == "skip" else None,
        "speaker": "speaker" if read.speakers == "skip" else None,
        "direction": "stage direction" if read.directions == "skip" else None,
    }  # fmt: skip
    reason = span.reason or ALWAYS_SPANS.get(span.kind) or chosen.get(span.kind)
    return span if reason == span.reason else replace(span, reason=reason)


# ---------------------------------------------------------------- notes


def _notes_moved(manuscript: Manuscript, how: str) -> Iterable[Chapter]:
    """Moves note bodies after the sentence with their reference, or to the end of that chapter.

    A note without a reference stays where it is.
    """
    chapters = manuscript.chapters
    wanted = {
        span.target
        for chapter in chapters
        for block in chapter.blocks
        for span in block.spans
        if span.kind == "noteref" and span.target
    }
    bodies: dict[str, list[Block]] = {}
    for chapter in chapters:
        anchor = ""
        for block in chapter.blocks:
            if block.kind == "note":
                anchor = block.anchor if block.anchor in wanted else anchor
                if anchor:
                    bodies.setdefault(anchor, []).append(block)
            else:
                anchor = ""
    moved = {id(block) for blocks in bodies.values() for block in blocks}
    for chapter in chapters:
        text: list[Block] = []
        end: list[Block] = []
        for block in chapter.blocks:
            if id(block) in moved:
                continue
            for part in _at_references(block, manuscript.language, bodies) if how == "inline" else (block,):
                text.append(part)
                for span in part.spans:
                    notes = bodies.pop(span.target or "", []) if span.kind == "noteref" and span.target else []
                    # A reference inside a note's body is a backlink.
                    (text if how == "inline" else end).extend(notes)
        yield replace(chapter, blocks=(*text, *end))


def _at_references(block: Block, language: str, bodies: Mapping[str, list[Block]]) -> Iterable[Block]:
    """Cuts a block after each sentence that refers to a note, so that the note follows the whole sentence."""
    places, position = [], 0
    for span in block.spans:
        if span.kind == "noteref" and span.target in bodies:
            places.append(position)
        position += len(span.text) if span.kind not in ALWAYS_SPANS else 0
    if not places:
        return (block,)
    text = "".join(span.text for span in block.spans if span.kind not in ALWAYS_SPANS)
    ends = [b for a, b in sentence_ranges(text, block.language or language) if any(a < place <= b for place in places)]
    return _cut(block, [end for end in ends if text[end:].strip()])


def _cut(block: Block, places: Sequence[int]) -> Iterable[Block]:
    """Cuts a block into several at places that count the characters which may be read."""
    blocks: list[list[Span]] = [[]]
    position, left = 0, list(places)
    for span in block.spans:
        if span.kind in ALWAYS_SPANS:
            blocks[-1].append(span)
            continue
        start = 0
        while left and left[0] <= position + len(span.text) and left[0] - position >= start:
            cut = left.pop(0) - position
            if span.text[start:cut]:
                blocks[-1].append(replace(span, text=span.text[start:cut]))
            blocks.append([])
            start = cut
        if span.text[start:]:
            blocks[-1].append(replace(span, text=span.text[start:]))
        position += len(span.text)
    # A reference right after the cut belongs to the sentence before it.
    for before, after in itertools.pairwise(blocks):
        while after and after[0].kind in ALWAYS_SPANS:
            before.append(after.pop(0))
    return [replace(block, spans=tuple(spans)) for spans in blocks if spans]
