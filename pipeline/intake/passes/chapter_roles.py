"""The pass that gives every chapter its role, by markup, landmarks, titles and content, front to back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.passes.navigation import unlinked_contents, with_entries
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft, heading_of, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.intake.structure.matter import prose
from pipeline.records import Role

_OVER_CHAPTERS = ("cover", "title-page", "contents", "boilerplate")  # roles of an entry with entries below it


def is_contents_entry(placed: PlacedBlock) -> bool:
    if placed.block.kind == "contents":
        return True
    return (
        placed.block.kind in ("paragraph", "list-item", "table", "quote", "verse")
        and 0 < placed.size < 300
        and placed.linked >= 0.6 * placed.size
    )


def give_roles(drafts: list[ChapterDraft], landmarks: Sequence[tuple[str, str, str]], title: str) -> None:
    """Gives roles to all drafts; `title` is the book's."""
    named = {f"{name}#{fragment}" if fragment else name: kind for kind, name, fragment in reversed(landmarks)}
    starts = [
        n
        for n, draft in enumerate(drafts)
        if named.get(draft.anchor) in ("bodymatter", "text", "start")
        or named.get(draft.anchor.partition("#")[0]) in ("bodymatter", "text", "start")
    ]
    listed = unlinked_contents(drafts)
    own = _own(drafts)
    for n, draft in enumerate(drafts):
        amid = own[0] < n < own[1]
        draft.role = draft.role or sure_role(draft, named, amid) or ("contents" if n in listed else "")
        if draft.role == "contents" and _is_part_with_list(draft, title):
            with_entries(draft, drafts)
            draft.role = "part"
    first = min((n for n, draft in enumerate(drafts) if draft.role in ("body", "prologue")), default=None)
    if first is None:
        first = starts[0] if starts else _first(drafts, title)
    last = max(
        (
            n
            for n, draft in enumerate(drafts)
            if draft.role in ("body", "") and (draft.listed or sum(placed.size for placed in draft.blocks) > 1500)
        ),
        default=len(drafts) - 1,
    )
    for n, draft in enumerate(drafts):
        place = "front" if n < first or (n == 0 and len(drafts) > 1) else "back" if n > last else "middle"
        if n < first and _is_title_page(draft, title):
            draft.role = draft.role or "title-page"
        _complete(draft, drafts, title, place)


def _is_title_page(draft: ChapterDraft, title: str) -> bool:
    """Whether a chapter before the body has the book's title and hardly any text."""
    short = sum(placed.size for placed in draft.blocks) < 300
    return same(draft.title, title) and short and not prose(roles.passages_of(draft.blocks))


def _complete(draft: ChapterDraft, drafts: list[ChapterDraft], title: str, place: str) -> None:
    """Gives a chapter without a role the one that its content shows, and marks entries of contents."""
    if not draft.role:
        shown = roles.by_content(draft.blocks, title, place)
        if shown == "contents" and _is_part_with_list(draft, title):
            with_entries(draft, drafts)
            shown = "part"
        draft.role = shown if shown and (not draft.parent or shown in _OVER_CHAPTERS) else "body"
    if draft.role in ("body", "part"):
        part = roles.is_part_page(draft.title or heading_of(draft.blocks), draft.blocks, draft.parent)
        draft.role = "part" if part else "body"
    if draft.role in ("contents", "illustrations"):
        draft.blocks = [
            replace(placed, block=replace(placed.block, kind="contents"))
            if is_contents_entry(placed) and placed.block.kind != "contents"
            else placed
            for placed in draft.blocks
        ]


def _own(drafts: Sequence[ChapterDraft]) -> tuple[int, int]:
    """The indices of the first and the last long chapter without another role."""

    def long(n: int) -> bool:
        draft = drafts[n]
        return (
            not draft.role
            and sum(placed.size for placed in draft.blocks) > 1500
            and roles.by_title(draft.title or heading_of(draft.blocks)) is None
            and prose(roles.passages_of(draft.blocks[:60]), 30) > 1000
        )

    return (next(filter(long, range(len(drafts))), 0), next(filter(long, reversed(range(len(drafts)))), 0))


def _is_part_with_list(draft: ChapterDraft, title: str) -> bool:
    """Whether a chapter is a part's title page with a list of its chapters: the heading is read, the list is not."""
    own = draft.title or heading_of(draft.blocks)
    heads = any(placed.block.kind == "heading" for placed in draft.blocks)
    return (
        heads and bool(own) and not same(own, title) and roles.by_title(own) is None and (is_part(own) or draft.parent)
    )


def _first(drafts: list[ChapterDraft], title: str) -> int:
    """The index at which the body begins: at the first chapter called so, or the first without another role."""
    free = [n for n, draft in enumerate(drafts) if not draft.role]
    called = (n for n in free if is_chapter(drafts[n].title) or NUMBER_ONLY.fullmatch(drafts[n].title or "-"))
    plain_text = (
        n
        for n in free
        if not same(drafts[n].title, title) and roles.by_content(drafts[n].blocks, title, "front") is None
    )
    return min(next(called, len(drafts)), next(plain_text, len(drafts)), len(drafts) - 1)


def sure_role(draft: ChapterDraft, named: dict[str, str], amid: bool) -> Role | None:
    """The role by markup, landmark or title, each as far as the text confirms it."""
    by_markup = roles.by_sections(draft.blocks) or roles.by_types(draft.types)
    if by_markup and by_markup not in ("body", "part") and roles.confirmed_role(by_markup, draft.blocks, "types"):
        return by_markup
    by_markup = by_markup if by_markup in ("body", "part") else None
    landmark = roles.TYPE_ROLES.get(named.get(draft.anchor, ""))
    if landmark and landmark not in ("body", "part") and roles.confirmed_role(landmark, draft.blocks, "types"):
        return landmark
    title = draft.title or heading_of(draft.blocks)
    by_title = roles.by_title(title)
    if by_title in ("notes", "index", "contents") and by_markup == "body":
        return by_markup
    if draft.depth > 1 and title.lstrip()[:1].isdigit():
        return by_markup  # "2.3.1 Introduction" is body text
    size = sum(placed.size for placed in draft.blocks)
    if (by_title == "cover" and size > 400) or (
        by_title in ("imprint", "advertisement", "title-page") and (draft.parent or size > 8000)
    ):
        return by_markup
    return roles.confirmed_role(by_title, draft.blocks, "title", title, amid=amid) or by_markup
