"""What is not read of a manuscript, chapter by chapter and kind by kind, with the switch that would read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.manifests import Read
from pipeline.records import Block, Chapter, Coverage, Manuscript, visible_characters
from pipeline.report.day.records import Kind, Part, Skipped, Switch

BY_PRODUCTION = "chapter skipped by the production"  # script/selection says so
EXCERPT, EXCERPTS = 160, 4


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of `read:`, and what it says where its kind of text is read."""

    field: str
    title: str
    reads: str


# By the reason that the selection gives, which for blocks is the kind's own name but for one.
SETTINGS: Mapping[str, Setting] = {
    "note": Setting("notes", "Notes", "inline"),
    "table": Setting("tables", "Tables", "rows"),
    "image": Setting("images", "Descriptions of pictures", "alt"),
    "code": Setting("code", "Program listings", "read"),
    "math": Setting("math", "Formulas", "alt"),
    "speaker": Setting("speakers", "Names of speakers", "read"),
    "stage direction": Setting("directions", "Stage directions", "read"),
    "heading": Setting("headings", "Headings", "read"),
}
_KIND_OF = {"direction": "stage direction", "alt": "image"}


def skipped_of(slug: str, selected: Manuscript, read: Read, coverage: Coverage) -> Skipped:
    """What a selected manuscript reads and skips.

    Args:
        coverage: of its script.
    """
    roles = Counter(chapter.role for chapter in selected.chapters if chapter.reason == f"role: {chapter.role}")
    titles = Counter(chapter.title for chapter in selected.chapters)
    parts = tuple(
        _part(number, chapter, roles[chapter.role], titles[chapter.title])
        for number, chapter in enumerate(selected.chapters)
        if chapter.role != "credits"
    )
    kinds = tuple(_kinds(selected, read))
    mine = {f"role: {chapter.role}" for chapter in selected.chapters} | {BY_PRODUCTION, *SETTINGS}
    others = tuple(sorted(((r, n) for r, n in coverage.skipped.items() if r not in mine), key=lambda pair: -pair[1]))
    spoken = coverage.spoken + sum(coverage.replaced.values())
    return Skipped(slug, selected.title, coverage.characters, spoken, parts, kinds, others)


def text_of(chapter: Chapter) -> Iterator[tuple[str, str, str]]:
    """(kind, text, reason) of each block of a chapter, for a preview; the reason is "" where it is read."""
    for block in chapter.blocks:
        text = " ".join(_text(block).split())
        if text:
            yield block.kind, text, block.reason or chapter.reason or ""


def _part(number: int, chapter: Chapter, of_role: int, of_title: int) -> Part:
    text = " ".join(" ".join(_text(block) for block in chapter.blocks if block.kind != "heading").split())
    size = sum(visible_characters(_text(block)) for block in chapter.blocks)
    reason = chapter.reason or ""
    title = chapter.title.strip() or shortened(text, 60)
    switch = _switch(chapter, of_role, of_title)
    return Part(number, title, chapter.role, size, shortened(text, EXCERPT), reason, switch)


def _switch(chapter: Chapter, of_role: int, of_title: int) -> Switch | None:
    if not chapter.reason:
        says = f"all {of_title} chapters of this title" if of_title > 1 else ""
        return Switch("chapter", chapter.title, "skip", says) if chapter.title.strip() else None
    if chapter.reason == BY_PRODUCTION:
        return Switch("chapter", chapter.title, "read")
    if chapter.reason == f"role: {chapter.role}":
        says = f"all {of_role} chapters of the role {chapter.role}" if of_role > 1 else ""
        return Switch("role", chapter.role, "read", says)
    return None  # a rule of the reader: a licence, a list of contents


def _kinds(selected: Manuscript, read: Read) -> Iterator[Kind]:
    found: dict[str, list[tuple[str, str]]] = {}
    for chapter in selected.chapters:
        if chapter.read and chapter.role != "credits":
            for name, text, reason in _of_kinds(chapter):
                found.setdefault(name, []).append((text, reason))
    for name, texts in found.items():
        setting = SETTINGS[name]
        skipped = getattr(read, setting.field) == "skip"
        size = sum(visible_characters(text) for text, _ in texts)
        excerpts = tuple(dict.fromkeys(shortened(text, EXCERPT) for text, _ in texts))[:EXCERPTS]
        switch = Switch("kind", setting.field, "read" if skipped else "skip")
        yield Kind(setting.field, setting.title, len(texts), size, excerpts, name if skipped else "", switch)


def _of_kinds(chapter: Chapter) -> Iterator[tuple[str, str, str]]:
    """(kind, text, reason) of blocks and spans that a setting decides about."""
    for block in chapter.blocks:
        name = _KIND_OF.get(block.kind, block.kind)
        if name in SETTINGS and (block.reason in (None, name)) and _text(block).strip():
            yield name, " ".join(_text(block).split()), block.reason or ""
            continue
        for span in block.spans:
            name = _KIND_OF.get(span.kind, span.kind)
            if name in SETTINGS and span.reason in (None, name) and span.text.strip():
                yield name, " ".join(span.text.split()), span.reason or ""


def _text(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
