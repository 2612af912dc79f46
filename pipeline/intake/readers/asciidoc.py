"""Reader for AsciiDoc as far as books use it: titles, sections, attributes, emphasis. Markup stays as unread spans."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

from pipeline.intake import language
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.passes.finish import finished
from pipeline.intake.plaintext.marks import MARKUP, marked
from pipeline.intake.readers.text import lines_of
from pipeline.intake.structure.blocks import SCENE_BREAK, PlacedBlock
from pipeline.intake.structure.chapters import cut
from pipeline.records import Block, BlockKind, Manuscript, Metadata, Span

_HEADING = re.compile(r"(={1,6})[ \t]+(\S.*)")
_SETTING = re.compile(
    r":!?[\w-]+!?:.*|\[[^\]]*\]|//.*|\[\[.*\]\]|(-{4,}|={4,}|_{4,}|\*{4,}|\.{4,}|\+{4,}|--|\+|<<<|"
    r"'{3,}|\|=+)"
)
_IMAGE = re.compile(r"image::?\S*\[.*\]")
_ITEM = re.compile(r"(?:[*.-]{1,5}|\d+\.)\s+\S")
_DOUBLED = re.compile(r"(__|\*\*)(?=\S)(.{1,400}?)(?<=\S)\1")
UNREAD = "document setting"


def read_asciidoc(path: Path, encoding: str = "") -> Manuscript:
    """Reads an AsciiDoc file. Raises ManuscriptError for one that is empty, too large or no text."""
    lines, findings = lines_of(path, encoding)
    tops = (match for line in lines[:20] if (match := _HEADING.fullmatch(line)) and len(match[1]) == 1)
    title = next((match[2].strip() for match in tops), "")
    settings = dict(re.findall(r"^:(author|lang|revdate):\s*(\S.*)$", "\n".join(lines[:40]), re.MULTILINE))
    author = settings.get("author", "") or _author_line(lines)
    blocks = [_placed(group, number, author) for group, number in _groups(lines)]
    document = ParsedDocument(path.name, tuple(blocks), {})
    drafts, missing = cut([document], [], title)
    lang = language.tag(settings.get("lang", "")) or language.guess(" ".join(lines))
    findings += [finding for finding in missing if finding.code != "i-007"]
    return finished(
        Manuscript(
            Metadata(title, (author,) if author else (), lang, date=settings.get("revdate", "")),
            (),
            findings=tuple(findings),
        ),
        drafts,
        (),
        path,
    )


def _author_line(lines: list[str]) -> str:
    """The author of the line below the title, "" where it is an attribute."""
    for above, line in itertools.pairwise(lines[:21]):
        if above.startswith("= ") and line.strip() and not _SETTING.fullmatch(line.strip()):
            return re.sub(r"\s*<[^>]*>", "", line).strip()
    return ""


def _groups(lines: list[str]) -> list[tuple[list[str], int]]:
    """Runs of lines that make one block, each with the number of its first line."""
    groups: list[tuple[list[str], int]] = []
    open_group = False
    for number, line in enumerate(lines, 1):
        alone = bool(_HEADING.fullmatch(line) or _SETTING.fullmatch(line.strip()) or _IMAGE.fullmatch(line.strip()))
        if not line.strip():
            open_group = False
        elif alone or _ITEM.match(line) or not open_group:
            groups.append(([line], number))
            open_group = not alone
        else:
            groups[-1][0].append(line)
    return groups


def _placed(group: list[str], number: int, author: str) -> PlacedBlock:
    text = " ".join(line.strip() for line in group)
    anchor = f"line {number}"
    if heading := _HEADING.fullmatch(text):
        spans = [Span(heading[1], reason=MARKUP), Span(" "), *marked(heading[2])]
        return PlacedBlock(Block("heading", tuple(spans), anchor, len(heading[1])))
    if SCENE_BREAK.fullmatch(text) and text[:1] in "*'":
        return PlacedBlock(Block("scene-break", (Span(text),), anchor))
    if _SETTING.fullmatch(text) or _IMAGE.fullmatch(text) or re.fullmatch(r"v\d[\d.]*", text):
        return PlacedBlock(Block("paragraph", (Span(text, reason=UNREAD),), anchor))
    if author and text.startswith(author) and ":" in text[len(author) :] and number < 10:
        return PlacedBlock(Block("paragraph", (Span(author), Span(text[len(author) :], reason=UNREAD)), anchor))
    kind: BlockKind = "list-item" if _ITEM.match(text) else "paragraph"
    return PlacedBlock(Block(kind, tuple(_emphasised(text)), anchor, level=1 if kind == "list-item" else 0))


def _emphasised(text: str) -> list[Span]:
    """The spans of a line with emphasis, also inside words: __em__phasis."""
    spans: list[Span] = []
    position = 0
    for match in _DOUBLED.finditer(text):
        style = "emphasis" if match[1] == "__" else "strong"
        spans += [*marked(text[position : match.start()]), Span(match[1], reason=MARKUP)]
        spans += [replace(span, style=(*span.style, style)) for span in [Span(match[2])]]
        spans.append(Span(match[1], reason=MARKUP))
        position = match.end()
    return [span for span in (*spans, *marked(text[position:])) if span.text]
