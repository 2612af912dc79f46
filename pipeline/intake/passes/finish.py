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
from pipeline.intake.passes.chapter_roles import give_roles, is_contents_entry, sure_role
from pipeline.intake.passes.confirmation import confirm_blocks
from pipeline.intake.passes.initials import with_initials
from pipeline.intake.passes.navigation import with_furniture, with_pictured_titles
from pipeline.intake.passes.ornaments import without_ornaments
from pipeline.intake.passes.plays import with_speakers
from pipeline.intake.passes.readings import modernizer_of, name_pronunciations, with_readings
from pipeline.intake.passes.superscripts import with_powers, with_verse_numbers
from pipeline.intake.passes.unlinked_references import with_references
from pipeline.intake.plaintext import aozora
from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.chapter_headings import levelled
from pipeline.intake.structure.drafts import ChapterDraft, heading_of, plain
from pipeline.intake.structure.headings import NUMBER_ONLY, is_chapter, is_part
from pipeline.intake.structure.naming import title_and_creators
from pipeline.intake.structure.unmarked_headings import long_chapters
from pipeline.records import Block, Chapter, Finding, Manuscript, Pronunciation

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
    give_roles([draft for draft in drafts if draft.reason is None], landmarks, manuscript.title)
    _give_roles_to_unread(drafts, manuscript.title)
    bodies = [draft for draft in drafts if draft.role == "body" and draft.reason is None]
    if len(bodies) == 1 and not bodies[0].title and not heading_of(bodies[0].blocks):
        bodies[0].title = manuscript.title
    known, findings_of_metadata = _known(manuscript, drafts, path)
    if language.primary(known.language) == "ja":
        known = replace(known, pronunciations=(*known.pronunciations, *_read_japanese(drafts)))
    chapters = tuple(_chapter(draft) for draft in drafts)
    findings += mojibake.mojibake_findings((block for chapter in chapters for block in chapter.blocks), path.name)
    findings += [*findings_of_metadata, *_wordless(chapters, path.name)]
    findings += _empty(chapters)
    findings += long_chapters(chapters)
    return replace(known, chapters=chapters, findings=tuple(findings))


def _give_roles_to_unread(drafts: Sequence[ChapterDraft], title: str) -> None:
    """Gives roles to chapters that are not read, such as auxiliary documents."""
    for n, draft in enumerate(drafts):
        if draft.reason is not None:
            place = "front" if n == 0 else "back"
            shown = sure_role(draft, {}, amid=False) or roles.by_content(draft.blocks, title, place)
            draft.role = shown or draft.role or "body"


def _empty(chapters: Sequence[Chapter]) -> list[Finding]:
    """Findings on body chapters without text."""
    return [
        Finding("i-008", chapter.anchor, f"the chapter {chapter.title[:80]!r} has no text")
        for chapter in chapters
        if chapter.role == "body"
        and chapter.read
        and not any(span.text for block in chapter.blocks for span in block.spans)
    ]


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
    marked, position = list(blocks), 0
    while position < len(marked):
        end = position
        while end < len(marked) and is_contents_entry(marked[end]):
            end += 1
        if end - position >= 3:
            marked[position:end] = [
                replace(placed, block=replace(placed.block, kind="contents")) for placed in marked[position:end]
            ]
        position = max(end, position + 1)
    return marked
