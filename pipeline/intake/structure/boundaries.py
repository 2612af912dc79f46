"""Chapter boundaries: places that the table of contents points at, or headings where it is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.intake.epub.toc import TocEntry
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import heading_of, plain, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.records import Finding

_BY = re.compile(r"(?:by|von|par|di|por)\s+\S.{0,60}", re.IGNORECASE)  # the author under the title heads no chapter


def places_of(
    documents: Sequence[ParsedDocument], entries: Sequence[TocEntry], exists: Callable[[str], bool]
) -> tuple[list[tuple[tuple[int, int], TocEntry]], list[Finding]]:
    """Contents entries with the place (document, block) that they point at, in the order of the book."""
    index = {document.name: n for n, document in enumerate(documents)}
    placed_entries: list[tuple[tuple[int, int], TocEntry]] = []
    findings = []
    for entry in entries:
        if not entry.name:
            continue
        if entry.name not in index:
            if not exists(entry.name):
                findings.append(
                    Finding("i-004", entry.name[:200], f"the contents' entry {entry.title[:80]!r} leads nowhere")
                )
            continue
        document = documents[index[entry.name]]
        if entry.fragment and entry.fragment not in document.marks:
            findings.append(
                Finding(
                    "i-004",
                    f"{entry.name}#{entry.fragment}"[:200],
                    f"the contents' entry {entry.title[:80]!r} names a place that is not there",
                )
            )
            if any(place == (index[entry.name], 0) for place, _ in placed_entries):
                continue
        placed_entries.append(((index[entry.name], document.marks.get(entry.fragment, 0)), entry))
    placed_entries.sort(key=lambda one: one[0])
    return [_with_number_above(documents, placed_entries, n) for n in range(len(placed_entries))], findings


def _with_number_above(
    documents: Sequence[ParsedDocument], placed_entries: Sequence[tuple[tuple[int, int], TocEntry]], n: int
) -> tuple[tuple[int, int], TocEntry]:
    """Moves an entry up where the contents point at the title below "Chapter 3": that line belongs to it."""
    (index, position), entry = placed_entries[n]
    least = placed_entries[n - 1][0][1] + 1 if n and placed_entries[n - 1][0][0] == index else 1
    blocks = documents[index].blocks
    above = placed_entries[n - 1][1].title if n else ""
    while position > least and (
        blocks[position - 1].block.kind in ("heading", "page-number") or _is_number(blocks[position - 1])
    ):
        if same(plain(blocks[position - 1]), above):
            break  # a page number precedes the heading
        position -= 1
    return (index, position), entry


def _is_number(placed: PlacedBlock) -> bool:
    words = plain(placed)
    return (
        placed.block.kind in ("paragraph", "quote")
        and len(words) < 40
        and (is_chapter(words) or NUMBER_ONLY.fullmatch(words) is not None)
    )


def heading_entries(documents: Sequence[ParsedDocument]) -> list[tuple[tuple[int, int], TocEntry]]:
    """Places of chapters in a book without contents: its highest heading level that occurs often enough."""
    headings = [
        (n, position, placed)
        for n, document in enumerate(documents)
        for position, placed in enumerate(document.blocks)
        if placed.block.kind == "heading" and not _BY.fullmatch(plain(placed))
    ]
    levels = Counter(placed.block.level for _, _, placed in headings)
    if not levels:
        return []
    many = [level for level in sorted(levels) if levels[level] >= 2]
    named_once = [placed.block.level for _, _, placed in headings if is_chapter(plain(placed))]
    deepest = many[0] if many else max(named_once, default=min(levels))
    for level in many[1:]:
        # Parts above, chapters beneath: both are cut.
        named = [plain(placed) for _, _, placed in headings if placed.block.level == level]
        above = [plain(placed) for _, _, placed in headings if placed.block.level == deepest]
        if sum(map(is_chapter, named)) > 0.5 * len(named) and sum(map(is_chapter, above)) < 0.5 * len(above):
            deepest = level
    entries: list[tuple[tuple[int, int], TocEntry]] = []
    last: tuple[int, int, PlacedBlock] | None = None
    for n, position, placed in headings:
        if placed.block.level > deepest:
            continue
        if last and last[0] == n and last[1] == position - 1 and _goes_on(last[2], placed):
            last = (n, position, placed)
            continue  # the title's second line
        last = (n, position, placed)
        title = heading_of(documents[n].blocks[position : position + 4])
        entries.append(
            ((n, position), TocEntry(title, documents[n].name, "", max(1, placed.block.level - min(levels) + 1)))
        )
    return entries


def _goes_on(first: PlacedBlock, second: PlacedBlock) -> bool:
    one, two = plain(first), plain(second)
    if is_chapter(two) or is_part(two) or NUMBER_ONLY.fullmatch(two):
        return False
    numbered = is_chapter(one) or is_part(one) or NUMBER_ONLY.fullmatch(one) is not None
    return numbered and first.block.level == second.block.level
