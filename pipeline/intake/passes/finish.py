"""The pass manager: runs all passes over the draft chapters, gives roles, and makes the manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import ManuscriptError
from pipeline.intake import language
from pipeline.intake.encoding import mojibake
from pipeline.intake.markup.embedded import WORDLESS
from pipeline.intake.passes.boilerplate import set_apart
from pipeline.intake.passes.confirmation import confirm_blocks
from pipeline.intake.passes.initials import with_initials
from pipeline.intake.passes.navigation import unlinked_contents, with_entries, with_furniture, with_pictured_titles
from pipeline.intake.passes.ornaments import without_ornaments
from pipeline.intake.passes.plays import with_speakers
from pipeline.intake.passes.readings import modernizer_of, name_pronunciations, with_readings
from pipeline.intake.passes.superscripts import with_powers, with_verse_numbers
from pipeline.intake.passes.unlinked_references import with_references
from pipeline.intake.plaintext import aozora
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.chapter_headings import levelled
from pipeline.intake.structure.drafts import ChapterDraft, heading_of, plain, same
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.intake.structure.matter import prose
from pipeline.intake.structure.naming import title_and_creators
from pipeline.intake.structure.unmarked_headings import long_chapters
from pipeline.records import Block, Chapter, Finding, Manuscript, Pronunciation, Role

# Titles of chapters without one, as a contents page would have them.
_TITLES = {
    "cover": "Cover",
    "title-page": "Title page",
    "imprint": "Imprint",
    "dedication": "Dedication",
    "epigraph": "Epigraph",
    "contents": "Contents",
    "boilerplate": "Licence",
}
_OVER_CHAPTERS = ("cover", "title-page", "contents", "boilerplate")  # roles of an entry with entries below it
# Contents entries that are no title of the chapter.
_GENERIC = re.compile(
    r"(start|begin|commencer)( of| reading| la lecture| here)?|text|beginning|(zum )?(text)?anfang|"
    r"start(en)?|body( matter)?|unknown|untitled|section \d+|\s*",
    re.IGNORECASE,
)


def finished(
    manuscript: Manuscript,
    drafts: list[ChapterDraft],
    landmarks: Sequence[tuple[str, str, str]] = (),
    path: Path = Path(),
) -> Manuscript:
    """The manuscript with its chapters. Raises ManuscriptError where they hold no character."""
    title, creators, placeholders = title_and_creators(
        manuscript.title, manuscript.creators, path.stem, _first_heading(drafts)
    )
    manuscript = manuscript.described(title=title, creators=creators)
    manuscript = replace(manuscript, findings=(*manuscript.findings, *placeholders))
    drafts = with_speakers(set_apart(drafts))
    if not any(placed.size for draft in drafts for placed in draft.blocks):
        raise ManuscriptError(f"{path} has no text to read")
    findings = list(manuscript.findings)
    for draft in drafts:
        draft.blocks = with_powers(with_references(with_verse_numbers(_with_contents(with_initials(draft.blocks)))))
    confirm_blocks(drafts)
    with_furniture(drafts, manuscript.title)
    without_ornaments(drafts)
    with_pictured_titles(drafts)
    _give_roles([draft for draft in drafts if draft.reason is None], landmarks, manuscript.title)
    for n, draft in enumerate(drafts):
        if draft.reason is not None:
            place = "front" if n == 0 else "back"
            shown = _sure_role(draft, {}, amid=False) or roles.by_content(draft.blocks, manuscript.title, place)
            draft.role = shown or draft.role or "body"
    bodies = [draft for draft in drafts if draft.role == "body" and draft.reason is None]
    if len(bodies) == 1 and not bodies[0].title and not heading_of(bodies[0].blocks):
        bodies[0].title = manuscript.title
    known, findings_of_metadata = _known(manuscript, drafts, path)
    if language.primary(known.language) == "ja":
        known = replace(known, pronunciations=(*known.pronunciations, *_read_japanese(drafts)))
    chapters = tuple(_chapter(draft) for draft in drafts)
    findings += mojibake.mojibake_findings((block for chapter in chapters for block in chapter.blocks), path.name)
    findings += [*findings_of_metadata, *_wordless(chapters, path.name)]
    findings += [
        Finding("i-008", chapter.anchor, f"the chapter {chapter.title[:80]!r} has no text")
        for chapter in chapters
        if chapter.role == "body"
        and chapter.read
        and not any(span.text for block in chapter.blocks for span in block.spans)
    ]
    findings += long_chapters(chapters)
    return replace(known, chapters=chapters, findings=tuple(findings))


def _wordless(chapters: Sequence[Chapter], where: str) -> list[Finding]:
    """The finding on formulas without words: their number, and the first."""
    formulas = [
        span.text for chapter in chapters for block in chapter.blocks for span in block.spans if span.reason == WORDLESS
    ]
    return (
        [
            Finding(
                "i-022",
                where,
                f"{len(formulas)} formulas, the first of them {formulas[0][:60]!r}: their alttext would say them",
            )
        ]
        if formulas
        else []
    )


def _read_japanese(drafts: Sequence[ChapterDraft]) -> tuple[Pronunciation, ...]:
    """Gives Japanese words the readings beside them; readings of names hold for the whole book."""
    blocks = [placed for draft in drafts for placed in draft.blocks]
    readings = [span.say for placed in blocks for span in placed.block.spans if span.rule == "ruby" and span.say]
    modern = modernizer_of(("".join(span.text for span in placed.block.spans) for placed in blocks), readings)
    for draft in drafts:
        draft.blocks = with_readings(draft.blocks, modern, aozora.spans)
    return name_pronunciations([placed for draft in drafts if draft.role != "boilerplate" for placed in draft.blocks])


def _first_heading(drafts: Sequence[ChapterDraft]) -> str:
    """The heading that a book begins with, unless it is a chapter's title."""
    first = next(
        (placed for draft in drafts[:2] for placed in draft.blocks[:6] if placed.block.kind == "heading"), None
    )
    words = plain(first) if first else ""
    named = is_chapter(words) or is_part(words) or NUMBER_ONLY.fullmatch(words) or roles.by_title(words)
    return "" if named or len(words) > 90 or len(words.split()) < 2 else words


def _chapter(draft: ChapterDraft) -> Chapter:
    title = " ".join(_title(draft).split())
    blocks: tuple[Block, ...] = tuple(placed.block for placed in levelled(draft.blocks, title))
    return Chapter(title, draft.role or "body", blocks, draft.anchor, draft.depth, draft.reason)


def _title(draft: ChapterDraft) -> str:
    own = heading_of(draft.blocks)
    if draft.title and not (_GENERIC.fullmatch(draft.title) and own):
        return draft.title
    first = next(
        (plain(placed) for placed in draft.blocks if placed.block.kind == "contents" and placed.block.level), ""
    )
    return own or (first if len(first) < 80 else "") or _TITLES.get(draft.role, "")


def _known(manuscript: Manuscript, drafts: list[ChapterDraft], path: Path) -> tuple[Manuscript, list[Finding]]:
    """Fills in title and language where the source has none."""
    findings = []
    if not manuscript.title:
        manuscript = manuscript.described(title=path.stem)
        findings.append(
            Finding("i-010", path.name, f"the book names no title; its file's name stands for it: {path.stem!r}")
        )
    if not manuscript.language:
        body = [draft for draft in drafts if draft.role == "body"] or drafts
        sample: list[str] = []
        for draft in body[:8]:
            sample += map(plain, draft.blocks[:200])
        guessed = language.guess(" ".join(sample))
        findings.append(
            Finding("i-013", path.name, f"the book names no language; by its words it is {guessed or 'unknown'}")
        )
        manuscript = manuscript.described(language=guessed or "und")
    if not manuscript.identifier:
        manuscript = manuscript.described(identifier=path.stem)
    return manuscript, findings


def _with_contents(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """Marks runs of three and more short blocks that are links and little else as contents entries."""
    out, at = list(blocks), 0
    while at < len(out):
        end = at
        while end < len(out) and _is_entry(out[end]):
            end += 1
        if end - at >= 3:
            out[at:end] = [replace(placed, block=replace(placed.block, kind="contents")) for placed in out[at:end]]
        at = max(end, at + 1)
    return out


def _is_entry(placed: PlacedBlock) -> bool:
    if placed.block.kind == "contents":
        return True
    return (
        placed.block.kind in ("paragraph", "list-item", "table", "quote", "verse")
        and 0 < placed.size < 300
        and placed.linked >= 0.6 * placed.size
    )


def _give_roles(drafts: list[ChapterDraft], landmarks: Sequence[tuple[str, str, str]], title: str) -> None:
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
        draft.role = draft.role or _sure_role(draft, named, amid) or ("contents" if n in listed else "")
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
        if (
            n < first
            and same(draft.title, title)
            and sum(placed.size for placed in draft.blocks) < 300
            and not prose(roles.passages_of(draft.blocks))
        ):
            draft.role = draft.role or "title-page"
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
                if _is_entry(placed) and placed.block.kind != "contents"
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


def _sure_role(draft: ChapterDraft, named: dict[str, str], amid: bool) -> Role | None:
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
