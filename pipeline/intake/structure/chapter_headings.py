"""Headings inside a chapter: levels counted from its own heading, and no heading twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import FURNITURE, plain, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter


def levelled(blocks: Sequence[PlacedBlock], title: str) -> list[PlacedBlock]:
    """Renumbers heading levels from the chapter's own as 1; a first line that is the title becomes a heading.

    Scene breaks without characters at the chapter's ends and above its notes are layout and are removed.
    """
    renumbered = _without_outer_rules(list(blocks))
    for n, placed in enumerate(renumbered[:4]):
        words = plain(placed)
        numbered = n == 0 and (is_chapter(words) or NUMBER_ONLY.fullmatch(words))
        if placed.block.kind in ("paragraph", "quote") and placed.size < 120 and (numbered or same(words, title)):
            renumbered[n] = replace(placed, block=replace(placed.block, kind="heading", level=1))
        if renumbered[n].block.kind == "heading":
            below = renumbered[n + 1] if n + 1 < len(renumbered) else None
            if (
                below
                and below.block.kind == "paragraph"
                and not same(words, title)
                and same(f"{words} {plain(below)}", title)
            ):
                renumbered[n + 1] = replace(
                    below, block=replace(below.block, kind="heading", level=renumbered[n].block.level)
                )
            break
    renumbered = _said_once(renumbered)
    top = next((placed.block.level for placed in renumbered if placed.block.kind == "heading"), 1)
    return [
        replace(placed, block=replace(placed.block, level=max(1, placed.block.level - top + 1)))
        if placed.block.kind == "heading"
        else placed
        for placed in renumbered
    ]


TWICE = "heading once more"


def _said_once(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """Removes a repetition of the chapter's heading, as a paragraph or as another heading."""
    heads = [n for n, placed in enumerate(blocks[:5]) if placed.block.kind == "heading"]
    words = [n for n, placed in enumerate(blocks[:8]) if placed.block.kind not in FURNITURE]
    if not heads or not words or heads[0] != words[0]:
        return blocks
    first = [plain(blocks[heads[0]])]
    for n in words[1:5]:
        here, placed = plain(blocks[n]), blocks[n]
        again = any(same(here, text) for text in (*first, " ".join(first)))
        if (
            again
            and placed.block.kind in ("heading", "paragraph", "quote")
            and (len(here) > 3 or n == words[1])
            and not NUMBER_ONLY.fullmatch(here)
        ):
            blocks[n] = replace(
                placed, block=replace(placed.block, kind="heading", level=blocks[heads[0]].block.level, reason=TWICE)
            )
        elif placed.block.kind != "heading":
            break
        else:
            first.append(here)
    return blocks


def _without_outer_rules(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    def bare(placed: PlacedBlock) -> bool:
        return placed.block.kind == "scene-break" and not placed.block.spans

    end = len(blocks)
    while end and (blocks[end - 1].block.kind == "note" or bare(blocks[end - 1])):
        end -= 1
    start = next((n for n, placed in enumerate(blocks) if not bare(placed)), len(blocks))
    return [placed for n, placed in enumerate(blocks) if start <= n < end or not bare(placed)]
