"""Segmentation of a book into chapters, by its table of contents, else by its headings."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.intake.epub.toc import TocEntry
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.intake.structure.unmarked_headings import with_headlines
from pipeline.records import Finding, Role

FURNITURE = ("page-number", "scene-break", "image")
_BY = re.compile(r"(?:by|von|par|di|por)\s+\S.{0,60}", re.IGNORECASE)  # the author under the title heads no chapter
FRONT = ("cover", "title-page", "imprint", "boilerplate", "dedication", "epigraph", "contents", "illustrations")


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


def cut(
    documents: Sequence[ParsedDocument],
    entries: Iterable[TocEntry],
    book_title: str,
    exists: Callable[[str], bool] = lambda _: False,
) -> tuple[list[ChapterDraft], list[Finding]]:
    """Cuts documents into chapters, in the order of the documents, not of the contents."""
    known = list(entries)
    placed_entries, findings = _places_of(documents, known, exists)
    if len(placed_entries) <= 1 and len(_heading_entries(documents)) < 3:
        documents = with_headlines(documents)
    if len(placed_entries) <= 1 and len(by_headings := _heading_entries(documents)) >= (3 if known else 1):
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
        here = [(at, entry) for (index, at), entry in placed_entries if index == n]
        first = here[0][0] if here else len(document.blocks)
        lead = list(document.blocks[:first])
        kept = lead and _lead(drafts, document, lead, bool(here), book_title, titles[document.title] == 1)
        for m, (at, entry) in enumerate(here):
            end = here[m + 1][0] if m + 1 < len(here) else len(document.blocks)
            draft = ChapterDraft(
                entry.title,
                entry.depth,
                _anchor(document, entry),
                list(document.blocks[at:end]),
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


def _places_of(
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
    (index, at), entry = placed_entries[n]
    least = placed_entries[n - 1][0][1] + 1 if n and placed_entries[n - 1][0][0] == index else 1
    blocks = documents[index].blocks
    above = placed_entries[n - 1][1].title if n else ""
    while at > least and (blocks[at - 1].block.kind in ("heading", "page-number") or _is_number(blocks[at - 1])):
        if same(plain(blocks[at - 1]), above):
            break  # a page number precedes the heading
        at -= 1
    return (index, at), entry


def _is_number(placed: PlacedBlock) -> bool:
    words = plain(placed)
    return (
        placed.block.kind in ("paragraph", "quote")
        and len(words) < 40
        and (is_chapter(words) or NUMBER_ONLY.fullmatch(words) is not None)
    )


def _heading_entries(documents: Sequence[ParsedDocument]) -> list[tuple[tuple[int, int], TocEntry]]:
    """Places of chapters in a book without contents: its highest heading level that occurs often enough."""
    headings = [
        (n, at, placed)
        for n, document in enumerate(documents)
        for at, placed in enumerate(document.blocks)
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
    for n, at, placed in headings:
        if placed.block.level > deepest:
            continue
        if last and last[0] == n and last[1] == at - 1 and _goes_on(last[2], placed):
            last = (n, at, placed)
            continue  # the title's second line
        last = (n, at, placed)
        title = heading_of(documents[n].blocks[at : at + 4])
        entries.append(((n, at), TocEntry(title, documents[n].name, "", max(1, placed.block.level - min(levels) + 1))))
    return entries


def _goes_on(first: PlacedBlock, second: PlacedBlock) -> bool:
    one, two = plain(first), plain(second)
    if is_chapter(two) or is_part(two) or NUMBER_ONLY.fullmatch(two):
        return False
    numbered = is_chapter(one) or is_part(one) or NUMBER_ONLY.fullmatch(one) is not None
    return numbered and first.block.level == second.block.level


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


def levelled(blocks: Sequence[PlacedBlock], title: str) -> list[PlacedBlock]:
    """Renumbers heading levels from the chapter's own as 1; a first line that is the title becomes a heading.

    Scene breaks without characters at the chapter's ends and above its notes are layout and are removed.
    """
    out = _without_outer_rules(list(blocks))
    for n, placed in enumerate(out[:4]):
        words = plain(placed)
        numbered = n == 0 and (is_chapter(words) or NUMBER_ONLY.fullmatch(words))
        if placed.block.kind in ("paragraph", "quote") and placed.size < 120 and (numbered or same(words, title)):
            out[n] = replace(placed, block=replace(placed.block, kind="heading", level=1))
        if out[n].block.kind == "heading":
            below = out[n + 1] if n + 1 < len(out) else None
            if (
                below
                and below.block.kind == "paragraph"
                and not same(words, title)
                and same(f"{words} {plain(below)}", title)
            ):
                out[n + 1] = replace(below, block=replace(below.block, kind="heading", level=out[n].block.level))
            break
    out = _said_once(out)
    top = next((placed.block.level for placed in out if placed.block.kind == "heading"), 1)
    return [
        replace(placed, block=replace(placed.block, level=max(1, placed.block.level - top + 1)))
        if placed.block.kind == "heading"
        else placed
        for placed in out
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
