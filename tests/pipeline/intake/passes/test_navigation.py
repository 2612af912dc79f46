"""Contents pages without links, and titles that are pictures, over chapters in the making."""

from __future__ import annotations

from typing import Any

from pipeline.intake.passes.finish import _first_heading
from pipeline.intake.passes.navigation import unlinked_contents, with_entries, with_pictured_titles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft
from pipeline.records import Block, Span

PROSE = "The ferry was late that evening, and nobody on the landing had brought a lamp with him, so they waited. " * 3


def block(text: str, kind: Any = "paragraph", span: Any = "text") -> PlacedBlock:
    return PlacedBlock(Block(kind, (Span(text, span),)))


def chapter(title: str, *blocks: PlacedBlock) -> ChapterDraft:
    return ChapterDraft(title, 1, "", list(blocks))


def kinds(draft: ChapterDraft) -> list[str]:
    return [placed.block.kind for placed in draft.blocks]


def book(*, titled: bool = True) -> list[ChapterDraft]:
    """A contents page whose lines are the titles of the three chapters behind it, and one that is none."""
    names = ("The Landing", "Of Lamps", "Rain at Last")
    listing = chapter("What Is In It", *map(block, names), block("What Is In It"))
    if titled:
        return [listing, *(chapter(name, block(PROSE)) for name in names)]
    return [listing, *(chapter("", block(name), block(PROSE)) for name in names)]


def test_a_page_of_other_chapters_titles_is_a_contents_page() -> None:
    assert unlinked_contents(book()) == {0}
    assert unlinked_contents(book(titled=False)) == {0}  # a chapter without a title is known by its first words
    assert unlinked_contents(book()[1:]) == set()


def test_entries_are_lines_that_are_titles_of_other_chapters() -> None:
    drafts = book()
    with_entries(drafts[0], drafts)
    assert kinds(drafts[0]) == ["contents", "contents", "contents", "paragraph"]


def test_the_picture_of_a_title_is_a_heading_where_none_stands_before_it() -> None:
    drawn = chapter("The Landing", block("The Landing", "image", "alt"), block(PROSE))
    headed = chapter("Of Lamps", block("Of Lamps", "heading"), block("Of Lamps", "image", "alt"), block(PROSE))
    behind = chapter("Rain at Last", block(PROSE), block("Rain at Last", "image", "alt"), block(PROSE))
    with_pictured_titles([drawn, headed, behind])
    assert kinds(drawn)[0] == "heading"
    assert kinds(headed) == ["heading", "image", "paragraph"]
    assert kinds(behind)[1] == "heading"


def test_the_heading_that_a_book_begins_with_may_be_its_title() -> None:
    assert _first_heading([chapter("", block(PROSE), block("The Last Ferry", "heading"))]) == "The Last Ferry"
    assert _first_heading([chapter("", block("By the Water"), block("The Last Ferry", "heading"))]) == "The Last Ferry"
    assert _first_heading([chapter("", block("Chapter One", "heading"))]) == ""
    assert _first_heading([chapter("", block(PROSE))]) == ""
