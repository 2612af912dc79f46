"""Cutting the flow of a book into chapters: by its table of contents, else by its headings."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.intake.epub.toc import Entry
from pipeline.intake.markup.document import Document
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import Piece
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.intake.structure.unmarked_headings import with_headlines
from pipeline.records import Finding

FURNITURE = ("page-number", "scene-break", "image")
_BY = re.compile(r"(?:by|von|par|di|por)\s+\S.{0,60}", re.IGNORECASE)  # the author under the title heads no chapter
FRONT = ("cover", "title-page", "imprint", "boilerplate", "dedication", "epigraph", "contents", "illustrations")


@dataclass
class Draft:
    """A chapter in the making."""

    title: str
    depth: int
    anchor: str
    pieces: list[Piece] = field(default_factory=list)
    listed: bool = False  # in the table of contents
    types: tuple[str, ...] = ()  # of its entry, its document, its landmark
    parent: bool = False  # entries beneath it are listed
    role: str = ""
    reason: str | None = None  # why it is not read, whatever it is


def plain(piece: Piece) -> str:
    """The block's own words: no references, numbers of pages, readings."""
    return " ".join(
        "".join(
            span.text for span in piece.block.spans if span.kind in ("text", "code", "math") and span.reason is None
        ).split()
    )


def heading_of(pieces: Sequence[Piece]) -> str:
    """The title that the first headings give: "CHAPTER I" and "The Period" in two headings are one title."""
    found: list[str] = []
    for piece in pieces:
        if piece.block.kind in FURNITURE:
            continue
        if piece.block.kind != "heading" or (
            found and not (NUMBER_ONLY.fullmatch(found[-1]) or is_chapter(found[-1]) or is_part(found[-1]))
        ):
            break
        if found and (is_chapter(plain(piece)) or NUMBER_ONLY.fullmatch(plain(piece))):
            break
        found.append(plain(piece))
        if len(found) == 3:
            break
    return ": ".join(text.rstrip(".:") if n < len(found) - 1 else text for n, text in enumerate(found) if text)


def same(first: str, second: str) -> bool:
    """Equal but for spaces, case and punctuation."""

    def bare(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold()))

    if not -40 < len(first) - len(second) < 40:  # a heading and a paragraph, most of the time
        return False
    return bool(bare(first)) and bare(first) == bare(second)


def cut(
    documents: Sequence[Document],
    entries: Iterable[Entry],
    book_title: str,
    exists: Callable[[str], bool] = lambda _: False,
) -> tuple[list[Draft], list[Finding]]:
    """Chapters in the order of the documents, whatever the order of the contents."""
    known = list(entries)
    placed, findings = _placed(documents, known, exists)
    if len(placed) <= 1 and len(_heading_entries(documents)) < 3:
        documents = with_headlines(documents)
    if len(placed) <= 1 and len(by_headings := _heading_entries(documents)) >= (3 if known else 1):
        if not known:
            findings.append(
                Finding("i-007", documents[0].name, f"{len(by_headings)} chapters were found by their headings")
            )
        placed = sorted(
            [*by_headings, *(p for p in placed if not any(p[0] == q[0] for q in by_headings))], key=lambda one: one[0]
        )
    drafts: list[Draft] = []
    titles = Counter(document.title for document in documents)
    for n, document in enumerate(documents):
        here = [(at, entry) for (index, at), entry in placed if index == n]
        first = here[0][0] if here else len(document.pieces)
        lead = list(document.pieces[:first])
        kept = lead and _lead(drafts, document, lead, bool(here), book_title, titles[document.title] == 1)
        for m, (at, entry) in enumerate(here):
            end = here[m + 1][0] if m + 1 < len(here) else len(document.pieces)
            draft = Draft(
                entry.title,
                entry.depth,
                _anchor(document, entry),
                list(document.pieces[at:end]),
                bool(known),
                (*document.types, *entry.types) if len(here) == 1 else entry.types,
            )
            if kept and m == 0:
                draft.pieces[:0] = lead
            drafts.append(draft)
    for draft, following in itertools.pairwise(drafts):
        draft.parent = following.depth > draft.depth
    return _without_doubles(drafts), findings


def _anchor(document: Document, entry: Entry) -> str:
    return f"{document.name}#{entry.fragment}" if entry.fragment else document.name


def _placed(
    documents: Sequence[Document], entries: Sequence[Entry], exists: Callable[[str], bool]
) -> tuple[list[tuple[tuple[int, int], Entry]], list[Finding]]:
    """Entries with the place (document, piece) that they name, in the order of the book."""
    index = {document.name: n for n, document in enumerate(documents)}
    placed: list[tuple[tuple[int, int], Entry]] = []
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
            if any(place == (index[entry.name], 0) for place, _ in placed):
                continue
        placed.append(((index[entry.name], document.marks.get(entry.fragment, 0)), entry))
    placed.sort(key=lambda one: one[0])
    return [_with_number_above(documents, placed, n) for n in range(len(placed))], findings


def _with_number_above(
    documents: Sequence[Document], placed: Sequence[tuple[tuple[int, int], Entry]], n: int
) -> tuple[tuple[int, int], Entry]:
    """The contents often point at the title under "Chapter 3": the lines above the title belong to it."""
    (index, at), entry = placed[n]
    least = placed[n - 1][0][1] + 1 if n and placed[n - 1][0][0] == index else 1
    pieces = documents[index].pieces
    above = placed[n - 1][1].title if n else ""
    while at > least and (pieces[at - 1].block.kind in ("heading", "page-number") or _is_number(pieces[at - 1])):
        if same(plain(pieces[at - 1]), above):
            break  # the chapter above has a page number before its heading
        at -= 1
    return (index, at), entry


def _is_number(piece: Piece) -> bool:
    words = plain(piece)
    return (
        piece.block.kind in ("paragraph", "quote")
        and len(words) < 40
        and (is_chapter(words) or NUMBER_ONLY.fullmatch(words) is not None)
    )


def _heading_entries(documents: Sequence[Document]) -> list[tuple[tuple[int, int], Entry]]:
    """Places of chapters in a book without contents: its highest headings that come in numbers."""
    found = [
        (n, at, piece)
        for n, document in enumerate(documents)
        for at, piece in enumerate(document.pieces)
        if piece.block.kind == "heading" and not _BY.fullmatch(plain(piece))
    ]
    levels = Counter(piece.block.level for _, _, piece in found)
    if not levels:
        return []
    many = [level for level in sorted(levels) if levels[level] >= 2]
    named_once = [piece.block.level for _, _, piece in found if is_chapter(plain(piece))]
    deepest = many[0] if many else max(named_once, default=min(levels))
    for level in many[1:]:
        # Parts above, chapters beneath: both are cut.
        named = [plain(piece) for _, _, piece in found if piece.block.level == level]
        above = [plain(piece) for _, _, piece in found if piece.block.level == deepest]
        if sum(map(is_chapter, named)) > 0.5 * len(named) and sum(map(is_chapter, above)) < 0.5 * len(above):
            deepest = level
    entries: list[tuple[tuple[int, int], Entry]] = []
    last: tuple[int, int, Piece] | None = None
    for n, at, piece in found:
        if piece.block.level > deepest:
            continue
        if last and last[0] == n and last[1] == at - 1 and _goes_on(last[2], piece):
            last = (n, at, piece)
            continue  # the title's second line
        last = (n, at, piece)
        title = heading_of(documents[n].pieces[at : at + 4])
        entries.append(((n, at), Entry(title, documents[n].name, "", max(1, piece.block.level - min(levels) + 1))))
    return entries


def _goes_on(first: Piece, second: Piece) -> bool:
    one, two = plain(first), plain(second)
    if is_chapter(two) or is_part(two) or NUMBER_ONLY.fullmatch(two):
        return False
    numbered = is_chapter(one) or is_part(one) or NUMBER_ONLY.fullmatch(one) is not None
    return numbered and first.block.level == second.block.level


def _lead(
    drafts: list[Draft], document: Document, lead: list[Piece], followed: bool, book_title: str, own_title: bool
) -> bool:
    """Places what stands before a document's first entry. True where it belongs to that entry's chapter."""
    words = [piece for piece in lead if piece.block.kind not in FURNITURE]
    titled = any(same(plain(piece), book_title) for piece in words)
    if (
        followed
        and len(lead) <= 6
        and not titled
        and all(
            piece.block.kind == "heading" or NUMBER_ONLY.fullmatch(plain(piece)) or is_chapter(plain(piece))
            for piece in words
        )
    ):
        return True
    if drafts and drafts[-1].pieces and not words and roles.by_title(drafts[-1].title) not in FRONT:
        drafts[-1].pieces += lead  # a plate between two pages
        return False
    own_role = roles.by_sections(lead) or roles.by_types(document.types) or roles.by_title(heading_of(lead))
    before = drafts[-1] if drafts else None
    before_role = before and (
        roles.by_sections(before.pieces)
        or roles.by_types(before.types)
        or roles.by_title(before.title)
        or (None if before.listed else roles.by_content(before.pieces, book_title, "front"))
    )
    starts = (
        before is None
        or (words and words[0].block.kind == "heading" and words[0].block.level <= 3)
        or (own_role is not None and own_role != "body" and own_role != before_role)
        or before_role in FRONT
        or roles.by_content(lead, book_title, "back" if len(drafts) > 3 else "front") is not None
    )
    if before is not None and not starts:
        before.pieces += lead
    else:
        named = document.title.strip("\"“”' ") if own_title and not same(document.title, book_title) else ""
        title = heading_of(lead) or named
        drafts.append(Draft(title, 1, document.name, lead, False, document.types))
    return False


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Two entries for one place: the parent keeps its own heading, if it has one there, else it goes."""
    kept: list[Draft] = []
    for n, draft in enumerate(drafts):
        following = drafts[n + 1] if n + 1 < len(drafts) else None
        if (
            not draft.pieces
            and draft.listed
            and following is not None
            and following.listed
            and (following.anchor.partition("#")[0] == draft.anchor.partition("#")[0])
        ):
            head = following.pieces[:1]
            if (
                head
                and head[0].block.kind == "heading"
                and same(plain(head[0]), draft.title)
                and not same(draft.title, following.title)
            ):
                draft.pieces = following.pieces[:1]
                following.pieces = following.pieces[1:]
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


def _unsaid(draft: Draft, following: Draft, drafts: Sequence[Draft]) -> bool:
    """A name of the contents above a chapter's own, at the same place, that no heading there says."""
    title = draft.title
    if not title or same(title, following.title) or sum(same(title, one.title) for one in drafts) > 1:
        return False
    inside = next((one for one in drafts if one.anchor == draft.anchor and one.pieces), following)
    words = "".join(filter(str.isalnum, " ".join(map(plain, inside.pieces[:4])).casefold()))
    return "".join(filter(str.isalnum, title.casefold())) not in words


def levelled(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """Headings counted from the chapter's own as 1; a first line that is the title becomes a heading.

    Rules at the chapter's ends, and above its notes, are lines of the layout: they go (they bear no characters).
    """
    out = _without_outer_rules(list(pieces))
    for n, piece in enumerate(out[:4]):
        words = plain(piece)
        numbered = n == 0 and (is_chapter(words) or NUMBER_ONLY.fullmatch(words))
        if piece.block.kind in ("paragraph", "quote") and piece.size < 120 and (numbered or same(words, title)):
            out[n] = replace(piece, block=replace(piece.block, kind="heading", level=1))
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
    top = next((piece.block.level for piece in out if piece.block.kind == "heading"), 1)
    return [
        replace(piece, block=replace(piece.block, level=max(1, piece.block.level - top + 1)))
        if piece.block.kind == "heading"
        else piece
        for piece in out
    ]


TWICE = "heading once more"


def _said_once(pieces: list[Piece]) -> list[Piece]:
    """A chapter's heading that stands there twice, the second time as a line of the text or as another heading."""
    heads = [n for n, piece in enumerate(pieces[:5]) if piece.block.kind == "heading"]
    words = [n for n, piece in enumerate(pieces[:8]) if piece.block.kind not in FURNITURE]
    if not heads or not words or heads[0] != words[0]:
        return pieces
    first = [plain(pieces[heads[0]])]
    for n in words[1:5]:
        here, piece = plain(pieces[n]), pieces[n]
        again = any(same(here, text) for text in (*first, " ".join(first)))
        if (
            again
            and piece.block.kind in ("heading", "paragraph", "quote")
            and (len(here) > 3 or n == words[1])
            and not NUMBER_ONLY.fullmatch(here)
        ):
            pieces[n] = replace(
                piece, block=replace(piece.block, kind="heading", level=pieces[heads[0]].block.level, reason=TWICE)
            )
        elif piece.block.kind != "heading":
            break
        else:
            first.append(here)
    return pieces


def _without_outer_rules(pieces: list[Piece]) -> list[Piece]:
    def bare(piece: Piece) -> bool:
        return piece.block.kind == "scene-break" and not piece.block.spans

    end = len(pieces)
    while end and (pieces[end - 1].block.kind == "note" or bare(pieces[end - 1])):
        end -= 1
    start = next((n for n, piece in enumerate(pieces) if not bare(piece)), len(pieces))
    return [piece for n, piece in enumerate(pieces) if start <= n < end or not bare(piece)]
