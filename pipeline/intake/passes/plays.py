"""Plays without markup of their speakers: a name alone in bold, or at the head of a speech.

A look proves little: a book is a play only where the same few names return again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft
from pipeline.records import Span

_NAME = re.compile(r"[^\W\d_][^\n.!?;:\[\]()]{0,38}[.:]?")
_PREFIX = re.compile(r"((?:[^\W\d_a-zß-öø-ÿ]|[ .'’-]){2,32}[.:](?:\s*—)?)\s+(?=\S)")
_BRACKETED = re.compile(r"\s*[\[(（［].{1,400}[\])）］]\.?\s*", re.DOTALL)
_LEAST, _SHARE = 12, 0.12  # speeches by returning names, and their share of all blocks


def with_speakers(drafts: list[ChapterDraft]) -> list[ChapterDraft]:
    """Marks names as speakers and stage directions as directions, where the book is a play."""
    blocks = [placed for draft in drafts for placed in draft.blocks]
    alone, ahead = _returning(map(_name_alone, blocks)), _returning(map(_name_ahead, blocks))
    speeches = max(sum(alone.values()), sum(ahead.values()))
    spoken = [placed for placed in blocks if placed.block.kind in ("paragraph", "quote", "verse")]
    if speeches < _LEAST or speeches < _SHARE * len(spoken):
        marked = any(placed.block.kind == "speaker" for placed in blocks)
        return [_directed(draft) for draft in drafts] if marked else drafts
    names = set(alone) | set(ahead)
    return [_directed(replace(draft, blocks=[_marked(placed, names) for placed in draft.blocks])) for draft in drafts]


def _returning(names: Iterable[str | None]) -> Counter[str]:
    counted = Counter(name for name in names if name)
    return Counter({name: count for name, count in counted.items() if count >= 3})


def _bare(name: str) -> str:
    return name.strip(" .:—").casefold()


def _name_alone(placed: PlacedBlock) -> str | None:
    """The name that a block in bold, small capitals or capitals may be, else None."""
    block = placed.block
    if block.kind not in ("paragraph", "quote", "verse"):
        return None
    text = "".join(span.text for span in block.spans).strip()
    if len(text) > 40 or not _NAME.fullmatch(text):
        return None
    set_off = all({"strong", "small-caps"}.intersection(span.style) for span in block.spans if span.text.strip())
    return _bare(text) if set_off or (text.isupper() and len(text) > 2) else None


def _name_ahead(placed: PlacedBlock) -> str | None:
    """The name at the head of a speech, in its own span or in capitals before a full stop or colon, else None."""
    block = placed.block
    if block.kind not in ("paragraph", "verse", "quote") or not block.spans:
        return None
    first = block.spans[0]
    if (
        first.kind == "text"
        and len(block.spans) > 1
        and {"strong", "small-caps"}.intersection(first.style)
        and _NAME.fullmatch(first.text.strip())
    ):
        after = block.spans[1].text.lstrip()[:1]
        return _bare(first.text) if first.text.rstrip()[-1:] in ".:" or after in ".:" else None
    match = _PREFIX.match(first.text) if first.kind == "text" else None
    return _bare(match.group(1)) if match else None


def _marked(placed: PlacedBlock, names: set[str]) -> PlacedBlock:
    if _name_alone(placed) in names:
        return replace(placed, block=replace(placed.block, kind="speaker"))
    if _name_ahead(placed) not in names:
        return placed
    first, *rest = placed.block.spans
    match = None if {"strong", "small-caps"}.intersection(first.style) else _PREFIX.match(first.text)
    spans: list[Span] = [replace(first, kind="speaker")]
    if match:
        spans = [
            replace(first, text=first.text[: match.end()], kind="speaker"),
            replace(first, text=first.text[match.end() :]),
        ]
    elif rest and rest[0].text.lstrip()[:1] in (".", ":"):
        cut = len(rest[0].text) - len(rest[0].text.lstrip()) + 1
        spans.append(replace(rest[0], text=rest[0].text[:cut], kind="speaker"))
        rest = [replace(rest[0], text=rest[0].text[cut:]), *rest[1:]]
    return replace(placed, block=replace(placed.block, spans=tuple(span for span in (*spans, *rest) if span.text)))


def _directed(draft: ChapterDraft) -> ChapterDraft:
    """Marks blocks in italics or brackets, and brackets inside speeches, as stage directions."""
    if not any(
        placed.block.kind == "speaker" or any(span.kind == "speaker" for span in placed.block.spans)
        for placed in draft.blocks
    ):
        return draft
    return replace(draft, blocks=[_direction(placed) for placed in draft.blocks])


def _direction(placed: PlacedBlock) -> PlacedBlock:
    block = placed.block
    if block.kind not in ("paragraph", "quote", "verse"):
        return placed
    text = "".join(span.text for span in block.spans)
    if all("emphasis" in span.style or not span.text.strip() for span in block.spans) or _BRACKETED.fullmatch(text):
        return replace(placed, block=replace(block, kind="direction"))
    spans = tuple(
        replace(span, kind="direction")
        if span.kind == "text" and "emphasis" in span.style and _BRACKETED.fullmatch(span.text)
        else span
        for span in block.spans
    )
    return replace(placed, block=replace(block, spans=spans))
