"""Navigation on pages, which is not read: running heads, "Previous | Next", contents pages without links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.intake.markup.phrasing import RUNNING
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft, heading_of, plain, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part

_SURE = (
    r"previous|prev|next|contents|table of contents|toc|zurück|weiter|inhaltsverzeichnis|précédent|suivant|"
    r"sommaire|anterior|siguiente|índice|上一[章页頁]|下一[章页頁]|返回|目[录錄次]|前へ|次へ|戻る|前の章|次の章"
)
_BESIDE = "back|forward|up|home|index|top|start|cover|chapter|page"
_WAYS = re.compile(
    rf"[\W_]*(?:(?:to|the|of|{_BESIDE})[\W_]+)*(?:{_SURE})(?:[\W_]+(?:{_SURE}|{_BESIDE}))*[\W_]*", re.IGNORECASE
)
_LEAST = 4  # chapters that begin or end with one line
_NUMBER = re.compile(
    r"^\W*(?:(?:chapter|part|kapitel|chapitre|cap[íi]tulo)\s+)?(?:\d{1,3}|[ivxlc]{1,7})\b[.:)\s—–-]*|"
    r"[.\s…·_]*\d{1,4}\W*$",
    re.IGNORECASE,
)


def with_furniture(drafts: Sequence[ChapterDraft], title: str) -> None:
    """Marks links to neighbouring pages as contents, and the book's title above most chapters as a running head."""
    for draft in drafts:
        draft.blocks = [
            replace(placed, block=replace(placed.block, kind="contents")) if _is_way(placed) else placed
            for placed in draft.blocks
        ]
    texts = [draft for draft in drafts if sum(placed.size for placed in draft.blocks) > 200]
    heads = [
        (draft, position)
        for draft in texts
        for position in _ends(draft.blocks)
        if same(plain(draft.blocks[position]), title)
    ]
    if len(heads) >= _LEAST and len(heads) >= 0.5 * len(texts):
        for draft, position in heads:
            placed = draft.blocks[position]
            draft.blocks[position] = replace(
                placed, block=replace(placed.block, kind="paragraph", level=0, reason=RUNNING)
            )


def with_pictured_titles(drafts: Sequence[ChapterDraft]) -> None:
    """Turns pictures of titles into headings, where their alternative text is or looks like the chapter's title."""
    for draft in drafts:
        for position, placed in enumerate(draft.blocks[:3]):
            block = placed.block
            drawn = {span.kind for span in block.spans if span.text.strip()} == {"alt"}
            if drawn and block.kind in ("heading", "image"):
                text = " ".join("".join(span.text for span in block.spans).split())
                named = same(text, draft.title) or is_chapter(text) or is_part(text) or NUMBER_ONLY.fullmatch(text)
                alone = not any(one.block.kind == "heading" for one in draft.blocks[:position])
                if named and alone and len(text) <= 120 and roles.by_title(text) is None:
                    spans = tuple(replace(span, kind="text") for span in block.spans)
                    draft.blocks[position] = replace(
                        placed, block=replace(block, kind="heading", spans=spans, level=block.level or 1)
                    )


def _is_way(placed: PlacedBlock) -> bool:
    return (
        placed.block.kind in ("paragraph", "list-item", "quote", "table")
        and 0 < placed.size <= 60
        and placed.linked > 0
        and _WAYS.fullmatch(plain(placed)) is not None
    )


def _ends(blocks: Sequence[PlacedBlock]) -> Iterable[int]:
    """The first two and the last two blocks with words."""
    words = [n for n, placed in enumerate(blocks) if placed.block.kind in ("paragraph", "quote", "heading")]
    return dict.fromkeys([*words[:2], *words[-2:]]) if len(words) > 2 else ()


def unlinked_contents(drafts: Sequence[ChapterDraft]) -> set[int]:
    """Finds contents chapters without links: nearly all of their lines are titles of other chapters."""
    titles = [_bare(draft.title or (plain(draft.blocks[0]) if draft.blocks else "")) for draft in drafts]
    found = set()
    for n, draft in enumerate(drafts):
        blocks = [
            placed
            for placed in draft.blocks
            if placed.block.kind in ("paragraph", "table", "list-item", "verse", "quote") and not placed.linked
        ]
        if sum(placed.size for placed in draft.blocks) >= 120 * len(blocks):
            continue
        others = {title for m, title in enumerate(titles) if m != n and title}
        hits = len(others.intersection(_bare(plain(placed)) for placed in blocks))
        if hits >= 3 and hits >= 0.6 * len(blocks):
            found.add(n)
    return found


def with_entries(draft: ChapterDraft, drafts: Sequence[ChapterDraft]) -> None:
    """Marks links, and lines that are titles of other chapters, as contents entries."""
    titles = {_bare(one.title or heading_of(one.blocks)) for one in drafts if one is not draft} - {""}
    draft.blocks = [
        replace(placed, block=replace(placed.block, kind="contents"))
        if placed.block.kind in ("paragraph", "table", "list-item", "verse", "quote")
        and (placed.linked >= 0.6 * placed.size > 0 or _bare(plain(placed)) in titles)
        else placed
        for placed in draft.blocks
    ]


def _bare(text: str) -> str:
    shorter = _NUMBER.sub("", " ".join(text.split()))
    return "".join(filter(str.isalnum, (shorter or text).casefold()))
