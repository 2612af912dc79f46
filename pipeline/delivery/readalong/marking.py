"""Marks the documents of an EPUB: ids where the lines of the script stand, and a link to the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.delivery.book import ChapterAudio
from pipeline.delivery.readalong.markup import Element, MarkupDocument, read_markup
from pipeline.delivery.readalong.package import reference
from pipeline.delivery.readalong.places import MarkedDocument, find_lines, mark_lines
from pipeline.intake.epub.archive import Archive
from pipeline.intake.epub.package import Package
from pipeline.records import Block, Finding, Line

XHTML = "application/xhtml+xml"


@dataclass(slots=True)
class ReadAlong:
    """An EPUB on its way to being read along: what is edited so far, and where the lines stand."""

    archive: Archive
    package: Package
    chapters: Sequence[ChapterAudio]
    edited: dict[str, bytes] = field(default_factory=dict)  # entry -> what stands there instead
    places: dict[str, tuple[str, list[tuple[str, int]]]] = field(default_factory=dict)  # slate -> document, ids
    findings: list[Finding] = field(default_factory=list)


def mark_documents(work: ReadAlong, style: str) -> None:
    """Puts ids into every document from which lines are spoken."""
    names = {item.name for item in work.package.items.values() if item.media_type == XHTML and item.name}
    lost: list[str] = []
    for name, blocks in _by_document(work.chapters, names, lost).items():
        try:
            document = read_markup(work.archive.read(name))
        except ValueError as error:
            lost += [line.slate for _, lines in blocks for line in lines]
            work.findings.append(Finding("d-007", name, f"{error}, so it stays as it is"))
            continue
        marked = mark_lines(document, find_lines(document, blocks))
        _link(marked, reference(name, style))
        work.edited[name] = marked.bytes()
        work.places |= {slate: (name, ids) for slate, ids in marked.ids.items()}
        lost += [line.slate for _, lines in blocks for line in lines if line.slate not in marked.ids]
    if lost:
        more = f" and {len(lost) - 8} more" if len(lost) > 8 else ""
        work.findings.append(
            Finding(
                "d-007",
                lost[0],
                f"{len(lost)} lines are heard with what stands before them: {', '.join(lost[:8])}{more}",
            )
        )


def _by_document(
    chapters: Sequence[ChapterAudio], names: set[str], lost: list[str]
) -> dict[str, list[tuple[Block, list[Line]]]]:
    """Each document's blocks with their spoken lines, in reading order; slates whose document is unknown are lost."""
    out: dict[str, list[tuple[Block, list[Line]]]] = {}
    for chapter in chapters:
        if chapter.role == "credits":
            continue
        spoken: dict[int, list[Line]] = {}
        for line, (first, last) in zip(chapter.lines, chapter.master.timeline, strict=True):
            if last > first:
                spoken.setdefault(line.source.block, []).append(line)
        for number, block in enumerate(chapter.blocks):
            name = block.anchor  # text/chapter-1.xhtml#p12, or :1403 for the line
            while name and name not in names:
                name = name[: max(name.rfind("#"), name.rfind(":"), 0)]
            if name in names:
                out.setdefault(name, []).append((block, spoken.get(number, [])))
            else:
                lost += [line.slate for line in spoken.get(number, ())]
    return {name: blocks for name, blocks in out.items() if any(lines for _, lines in blocks)}


def _link(marked: MarkedDocument, href: str) -> None:
    """Links the style sheet that highlights the current line, as EPUB asks of documents with an overlay."""
    head = _head(marked.document)
    if head is None:
        return
    tag = f"{head.prefix}:link" if head.prefix else "link"
    link = f'<{tag} rel="stylesheet" type="text/css" href="{href}"/>'.encode()
    marked.edits.append((head.inside_end, 0, link))


def _head(document: MarkupDocument) -> Element | None:
    found = next((e for e in document.root.elements() if e.tag == "head"), None)
    return found if found is not None and found.inside_end < found.end else None
