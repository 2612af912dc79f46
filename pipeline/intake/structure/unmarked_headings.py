"""Headings that a word processor left as paragraphs: bold, centred or large lines, "Chapter 3", bare numbers.

A look proves little. In a book without headings, lines are headings that are called chapters, that count from one, or
that stand out and are far apart; where the evidence is weaker, a finding names them.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.structure.blocks import SCENE_BREAK, PlacedBlock
from pipeline.intake.structure.headings import NAMED_ALONE, is_chapter, is_part, number_of
from pipeline.intake.structure.matter import CJK
from pipeline.records import Block, Chapter, Finding, visible_characters

_LEAST = 600  # characters between two headings that only their look shows; items of lists are closer
_LONG = 150_000  # characters; no book has chapters of more than some 30,000 words
_ENDS = re.compile(r"[.,;:!?…。，、；：！？]['\"’”»)\]]*$")
_OPENS = tuple("“\"‘'«„»「『—–-•*")
_THE_END = re.compile(r"(?:the )?end|finis|fin|ende|完|終わり?", re.IGNORECASE)


def with_headlines(documents: Sequence[ParsedDocument]) -> list[ParsedDocument]:
    """The documents with paragraphs that are chapter titles by all evidence turned into headings."""
    lines = list(_lines(documents))
    named = [one for one in lines if is_chapter(one[2]) or is_part(one[2])]
    counted = _counting(lines)
    chosen = named if len(named) >= 2 else counted
    if chosen and chosen is named:
        chosen = [*named, *(one for one in lines if NAMED_ALONE.fullmatch(one[2]) and one[3])]
    if not chosen:
        candidates = [one for one in lines if one[3] and not _ENDS.search(one[2]) and len(one[2]) <= 80]
        texts = [one[2].casefold() for one in candidates]
        long = [placed for document in documents for placed in document.blocks if placed.size > 120]
        plain = sum(not stands_out(placed) for placed in long) > 0.7 * len(long)  # in bold type nothing stands out
        unlike = len(candidates) >= 3 and len(set(texts)) >= 0.9 * len(texts)
        chosen = candidates if plain and unlike and _apart(documents, candidates) else []
    if not chosen:
        return list(documents)
    places = {(n, position): 1 if is_part(text) else 2 for n, position, text, _ in chosen}
    for n, position, text, _ in chosen:  # "Chapter 3" and the title on the next line
        below = next((one for one in lines if one[:2] == (n, position + 1)), None)
        if below and below[3] and (is_chapter(text) or number_of(text)) and not _ENDS.search(below[2]):
            places.setdefault((n, position + 1), places[n, position])
    return [
        replace(
            document,
            blocks=tuple(
                replace(placed, block=replace(placed.block, kind="heading", level=places[n, position]))
                if (n, position) in places
                else placed
                for position, placed in enumerate(document.blocks)
            ),
        )
        for n, document in enumerate(documents)
    ]


def _lines(documents: Sequence[ParsedDocument]) -> Iterator[tuple[int, int, str, bool]]:
    """Short paragraphs that text follows: (document, block, words, whether it stands out)."""
    for n, document in enumerate(documents):
        for position, placed in enumerate(document.blocks[:-1]):
            if placed.block.kind in ("paragraph", "quote") and 0 < placed.size <= 90 and not placed.linked:
                text = " ".join("".join(span.text for span in placed.block.spans if span.kind == "text").split())
                if (
                    text
                    and not SCENE_BREAK.fullmatch(text)
                    and not text.startswith(_OPENS)
                    and any(map(str.isalnum, text))
                    and not _THE_END.fullmatch(text)
                ):
                    yield n, position, text, stands_out(placed)


def stands_out(placed: PlacedBlock) -> bool:
    spans = [span for span in placed.block.spans if span.text.strip()]
    return bool(placed.looks) or all("strong" in span.style or "small-caps" in span.style for span in spans)


def _counting(lines: Sequence[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    chosen: list[tuple[int, int, str, bool]] = []
    for one in lines:
        if number_of(one[2]) == len(chosen) + 1:
            chosen.append(one)
    return chosen if len(chosen) >= 3 else []


def _apart(documents: Sequence[ParsedDocument], lines: Sequence[tuple[int, int, str, bool]]) -> bool:
    sizes = []
    for one, following in zip(lines, [*lines[1:], None], strict=True):
        total = 0
        for n in range(one[0], (following[0] if following else len(documents) - 1) + 1):
            blocks = documents[n].blocks
            first = one[1] + 1 if n == one[0] else 0
            last = following[1] if following and n == following[0] else len(blocks)
            for placed in blocks[first:last]:
                asian = CJK.search("".join(span.text for span in placed.block.spans[:1])) is not None
                total += placed.size * (3 if asian else 1)
        sizes.append(total)
    return statistics.median(sizes) >= _LEAST


def long_chapters(chapters: Sequence[Chapter]) -> Iterator[Finding]:
    """Findings on chapters of implausible length that hold lines which look like headings."""
    for chapter in chapters:
        if chapter.role != "body" or not chapter.read or sum(block.kind == "heading" for block in chapter.blocks) > 2:
            continue
        size = sum(
            visible_characters(block.text) * (3 if CJK.search(block.text[:40]) else 1) for block in chapter.blocks
        )
        if size < _LONG:
            continue
        lines = [
            text
            for block, after in zip(chapter.blocks, chapter.blocks[1:], strict=False)
            if _may_head(block, text := " ".join(block.text.split())) and len(after.text) > 2 * len(text)
        ]
        if len(lines) >= 3:
            words = sum(len(block.text.split()) for block in chapter.blocks)
            named = ", ".join(f"“{line}”" for line in lines[:5])
            yield Finding(
                "i-019",
                chapter.title or chapter.anchor,
                f"one chapter of {words:,} words ({size:,} characters), and {len(lines)} lines in it look like "
                f"headings: {named}{' ...' if len(lines) > 5 else ''}; make them headings in the source",
            )


def _may_head(block: Block, text: str) -> bool:
    if (
        block.kind not in ("paragraph", "quote", "verse")
        or not 0 < len(text) <= 60
        or text.startswith(_OPENS)
        or SCENE_BREAK.fullmatch(text)
    ):
        return False
    if is_chapter(text) or is_part(text) or number_of(text):
        return True
    bold = all("strong" in span.style for span in block.spans if span.text.strip())
    words = [word for word in text.split() if len(word) > 3]
    capitals = text.isupper() or (bool(words) and all(word[:1].isupper() for word in words))
    return not _ENDS.search(text) and (bold or capitals) and any(map(str.isalpha, text))
