"""What of a manuscript is read: intake marks, the production chooses, and every choice has a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.manifests import Read
from pipeline.records import Block, Chapter, Manuscript, Span

# Reasons that do not depend on the production: nobody wants these read.
ALWAYS_SPANS = {"noteref": "note reference", "page-number": "page number", "line-number": "line number",
                "ruby": "ruby reading"}
ALWAYS_BLOCKS = {"page-number": "page number", "scene-break": "scene break", "contents": "contents",
                 "boilerplate": "boilerplate"}


def select(manuscript: Manuscript, read: Read) -> Manuscript:
    """The manuscript with a `reason` on every chapter, block and span that is not read; notes where they are wanted."""
    if read.notes != "skip":
        manuscript = replace(manuscript, chapters=tuple(_notes_moved(manuscript.chapters, read.notes)))
    return replace(manuscript, chapters=tuple(_chapter(chapter, read) for chapter in manuscript.chapters))


def _chapter(chapter: Chapter, read: Read) -> Chapter:
    reason = chapter.reason
    if reason is None and chapter.role not in read.roles:
        reason = f"role: {chapter.role}"
    if reason is None and chapter.title in read.skip_chapters:
        reason = "chapter skipped by the production"
    return replace(chapter, reason=reason, blocks=tuple(_block(block, read) for block in chapter.blocks))


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
    return replace(block, reason=reason, spans=tuple(_span(span, read) for span in block.spans))


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


def _notes_moved(chapters: tuple[Chapter, ...], how: str) -> Iterable[Chapter]:
    """Bodies of notes that are referred to stand after the block with the reference, or at that chapter's end.

    A note that nothing refers to stays where it is.
    """
    wanted = {span.target for chapter in chapters for block in chapter.blocks for span in block.spans
              if span.kind == "noteref" and span.target}
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
        out: list[Block] = []
        end: list[Block] = []
        for block in chapter.blocks:
            if id(block) in moved:
                continue
            out.append(block)
            for span in block.spans:
                found = bodies.pop(span.target or "", []) if span.kind == "noteref" else []
                (out if how == "inline" else end).extend(found)
        yield replace(chapter, blocks=(*out, *end))
