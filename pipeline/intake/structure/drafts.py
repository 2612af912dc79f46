"""Draft chapters: blocks with title, depth and role, on which the passes work; the words of titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.records import Role

FURNITURE = ("page-number", "scene-break", "image")


@dataclass
class ChapterDraft:
    """A chapter in the making."""

    title: str
    depth: int
    anchor: str
    blocks: list[PlacedBlock] = field(default_factory=list)
    listed: bool = False  # in the table of contents
    types: tuple[str, ...] = ()  # of its contents entry, its document, its landmark
    parent: bool = False  # entries beneath it are listed
    role: Role | Literal[""] = ""
    reason: str | None = None  # why it is not read, whatever its role


def plain(placed: PlacedBlock) -> str:
    """The block's own words without note references, page numbers and ruby readings."""
    return " ".join(
        "".join(
            span.text for span in placed.block.spans if span.kind in ("text", "code", "math") and span.reason is None
        ).split()
    )


def heading_of(blocks: Sequence[PlacedBlock]) -> str:
    """The title in the first headings: "CHAPTER I" and "The Period" in two headings are one title."""
    titles: list[str] = []
    for placed in blocks:
        if placed.block.kind in FURNITURE:
            continue
        if placed.block.kind != "heading" or (
            titles and not (NUMBER_ONLY.fullmatch(titles[-1]) or is_chapter(titles[-1]) or is_part(titles[-1]))
        ):
            break
        if titles and (is_chapter(plain(placed)) or NUMBER_ONLY.fullmatch(plain(placed))):
            break
        titles.append(plain(placed))
        if len(titles) == 3:
            break
    return ": ".join(text.rstrip(".:") if n < len(titles) - 1 else text for n, text in enumerate(titles) if text)


def same(first: str, second: str) -> bool:
    """Whether two titles are equal but for spaces, case and punctuation."""

    def bare(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold()))

    if not -40 < len(first) - len(second) < 40:  # a heading and a paragraph, most of the time
        return False
    return bool(bare(first)) and bare(first) == bare(second)
