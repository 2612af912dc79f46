"""Segmentation of a book into chapters, by its table of contents, else by its headings."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pipeline.intake.epub.toc import TocEntry
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.boundaries import heading_entries, places_of
from pipeline.intake.structure.drafts import FURNITURE, ChapterDraft, heading_of, plain, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter
from pipeline.intake.structure.unmarked_headings import with_headlines
from pipeline.records import Finding

FRONT = ("cover", "title-page", "imprint", "boilerplate", "dedication", "epigraph", "contents", "illustrations")


def cut(
    documents: Sequence[ParsedDocument],
    entries: Iterable[TocEntry],
    book_title: str,
    exists: Callable[[str], bool] = lambda _: False,
) -> tuple[list[ChapterDraft], list[Finding]]:
    """Cuts documents into chapters, in the order of the documents, not of the contents."""
    known = list(entries)
    placed_entries, findings = places_of(documents, known, exists)
    if len(placed_entries) <= 1 and len(heading_entries(documents)) < 3:
        documents = with_headlines(documents)
    if len(placed_entries) <= 1 and len(by_headings := heading_entries(documents)) >= (3 if known else 1):
        if not known:
            findings.append(
                Finding("i-007", documents[0].name, f"{len(by_headings)} chapters were found by their headings")
            )
        placed_entries = sorted(
            [*by_headings, *(p for p in placed_entries if not any(p[0] == q[0] for q in by_headings))],
            key=lambda one: one[0],
        )
    drafts: list[ChapterDraft] = []
    titles = Counter(document.title for document in documents)
    for n, document in enumerate(documents):
        here = [(position, entry) for (index, position), entry in placed_entries if index == n]
        first = here[0][0] if here else len(document.blocks)
        lead = list(document.blocks[:first])
        kept = lead and _lead(drafts, document, lead, bool(here), book_title, titles[document.title] == 1)
        for m, (position, entry) in enumerate(here):
            end = here[m + 1][0] if m + 1 < len(here) else len(document.blocks)
            draft = ChapterDraft(
                entry.title,
                entry.depth,
                _anchor(document, entry),
                list(document.blocks[position:end]),
                bool(known),
                (*document.types, *entry.types) if len(here) == 1 else entry.types,
            )
            if kept and m == 0:
                draft.blocks[:0] = lead
            drafts.append(draft)
    for draft, following in itertools.pairwise(drafts):
        draft.parent = following.depth > draft.depth
    return _without_doubles(drafts), findings


def _anchor(document: ParsedDocument, entry: TocEntry) -> str:
    return f"{document.name}#{entry.fragment}" if entry.fragment else document.name


def _lead(
    drafts: list[ChapterDraft],
    document: ParsedDocument,
    lead: list[PlacedBlock],
    followed: bool,
    book_title: str,
    own_title: bool,
) -> bool:
    """Gives the blocks before a document's first entry to a chapter. True where it is that entry's."""
    words = [placed for placed in lead if placed.block.kind not in FURNITURE]
    titled = any(same(plain(placed), book_title) for placed in words)
    if (
        followed
        and len(lead) <= 6
        and not titled
        and all(
            placed.block.kind == "heading" or NUMBER_ONLY.fullmatch(plain(placed)) or is_chapter(plain(placed))
            for placed in words
        )
    ):
        return True
    if drafts and drafts[-1].blocks and not words and roles.by_title(drafts[-1].title) not in FRONT:
        drafts[-1].blocks += lead  # a full-page picture
        return False
    own_role = roles.by_sections(lead) or roles.by_types(document.types) or roles.by_title(heading_of(lead))
    before = drafts[-1] if drafts else None
    before_role = before and (
        roles.by_sections(before.blocks)
        or roles.by_types(before.types)
        or roles.by_title(before.title)
        or (None if before.listed else roles.by_content(before.blocks, book_title, "front"))
    )
    starts = (
        before is None
        or (words and words[0].block.kind == "heading" and words[0].block.level <= 3)
        or (own_role is not None and own_role != "body" and own_role != before_role)
        or before_role in FRONT
        or roles.by_content(lead, book_title, "back" if len(drafts) > 3 else "front") is not None
    )
    if before is not None and not starts:
        before.blocks += lead
    else:
        named = document.title.strip("\"“”' ") if own_title and not same(document.title, book_title) else ""
        title = heading_of(lead) or named
        drafts.append(ChapterDraft(title, 1, document.name, lead, False, document.types))
    return False


def _without_doubles(drafts: list[ChapterDraft]) -> list[ChapterDraft]:
    """Resolves two entries for one place: the parent keeps its own heading if it has one, else it is dropped."""
    kept: list[ChapterDraft] = []
    for n, draft in enumerate(drafts):
        following = drafts[n + 1] if n + 1 < len(drafts) else None
        if (
            not draft.blocks
            and draft.listed
            and following is not None
            and following.listed
            and (following.anchor.partition("#")[0] == draft.anchor.partition("#")[0])
        ):
            head = following.blocks[:1]
            if (
                head
                and head[0].block.kind == "heading"
                and same(plain(head[0]), draft.title)
                and not same(draft.title, following.title)
            ):
                draft.blocks = following.blocks[:1]
                following.blocks = following.blocks[1:]
                kept.append(draft)
            elif head and not draft.parent and not following.title:
                following.title = draft.title
            elif (
                following.depth > draft.depth and draft.anchor == following.anchor and _unsaid(draft, following, drafts)
            ):
                following.title = f"{draft.title}: {following.title}" if following.title else draft.title
            continue
        kept.append(draft)
    return kept


def _unsaid(draft: ChapterDraft, following: ChapterDraft, drafts: Sequence[ChapterDraft]) -> bool:
    """Whether an entry's title stands in the contents alone, above an entry for the same place."""
    title = draft.title
    if not title or same(title, following.title) or sum(same(title, one.title) for one in drafts) > 1:
        return False
    inside = next((one for one in drafts if one.anchor == draft.anchor and one.blocks), following)
    words = "".join(filter(str.isalnum, " ".join(map(plain, inside.blocks[:4])).casefold()))
    return "".join(filter(str.isalnum, title.casefold())) not in words
