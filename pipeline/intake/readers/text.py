"""Reader for plain text: encoding, layout and headings are detected; Project Gutenberg and Aozora Bunko are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import ManuscriptError
from pipeline.intake import language
from pipeline.intake.encoding.detection import CURE, decode_text
from pipeline.intake.encoding.evidence import Unclear
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.passes.finish import finished
from pipeline.intake.plaintext import aozora
from pipeline.intake.plaintext.headings import in_sequence, placed_block, with_headings
from pipeline.intake.plaintext.marks import PARTED_LINE, marked, vocabulary, without_hyphens
from pipeline.intake.plaintext.notes import with_notes
from pipeline.intake.plaintext.paragraphs import Paragraph, layout_of, paragraphs
from pipeline.intake.structure.blocks import SCENE_BREAK, PlacedBlock
from pipeline.intake.structure.chapters import cut
from pipeline.intake.structure.headings import number_of
from pipeline.records import BlockKind, Finding, Manuscript, Metadata, Span

LIMIT = 64 << 20
_FIELDS = {
    "title": ("title", "書名", "书名", "タイトル"),
    "author": ("author", "creator", "作者", "著者"),
    "language": ("language",),
    "date": ("release date", "posting date"),
}
_TITLE_MARKS = re.compile(r"[《『]([^》』]+)[》』]")
_BY = re.compile(r"(?:by|von|par|por|di|作者[：:]?|著者[：:]?)\s*(\S.{1,60})", re.IGNORECASE)


def read_text(path: Path, encoding: str = "") -> Manuscript:
    """Reads a text file. Raises ManuscriptError for one that is empty, too large or no text."""
    lines, findings = lines_of(path, encoding)
    known = _header(lines)
    text = "\n".join(lines)
    japanese = aozora.is_aozora(text)
    guessed = "ja" if japanese else language.tag(known.language) or language.guess(text[len(text) // 20 :])
    if japanese:
        documents, known = _aozora_documents(lines, known, path.name)
    else:
        look = layout_of(lines)
        words = vocabulary(lines) if look.wrapped and PARTED_LINE.search(text) else frozenset[str]()
        blocks = [_inked(placed, marked, words) for placed in with_headings([*paragraphs(lines, look)], known.title)]
        documents = [ParsedDocument(path.name, tuple(with_notes(blocks)), {})]
    drafts, _ = cut(documents, [], known.title)
    return finished(
        Manuscript(Metadata(known.title, known.creators, guessed, date=known.date), (), findings=tuple(findings)),
        drafts,
        (),
        path,
    )


def lines_of(path: Path, encoding: str = "") -> tuple[list[str], list[Finding]]:
    """The lines of a text file, in the named or the detected encoding.

    Raises ManuscriptError where it is no text, too large, or of an encoding that cannot be detected.
    """
    if path.stat().st_size > LIMIT:
        raise ManuscriptError(
            f"{path} has {path.stat().st_size >> 20} MB, a manuscript may have {LIMIT >> 20} MB: split it"
        )
    try:
        text, guessed, lost = decode_text(path.read_bytes(), encoding)
    except ValueError as error:
        raise ManuscriptError(
            f"{path} {error}; {CURE if isinstance(error, Unclear) else 'save it as UTF-8'}"
        ) from error
    findings = [Finding("i-005", path.name, f"read as {guessed}")] if guessed else []
    if lost:
        findings.append(
            Finding("i-006", path.name, f"{lost} characters could not be decoded as {guessed or encoding or 'UTF-8'}")
        )
    return re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text), findings


@dataclass(frozen=True, slots=True)
class _Known:
    """Metadata in the text's header."""

    title: str = ""
    creators: tuple[str, ...] = ()
    language: str = ""
    date: str = ""


def _header(lines: Sequence[str]) -> _Known:
    """Reads fields such as "Title: Pride and Prejudice", else a short first line and a second with the author."""
    fields: dict[str, str] = {}
    for line in lines[:60]:
        name, colon, value = re.sub("：", ":", line, count=1).partition(":")
        for field, names in _FIELDS.items():
            if colon and name.strip().lower() in names and value.strip():
                fields.setdefault(field, value.strip())
    head = [line.strip() for line in lines[:12] if line.strip()]
    creators = tuple(filter(None, (part.strip() for part in re.split(r"\s+and\s+|;|、", fields.get("author", "")))))
    if len(head) > 2 and head[1].lower() in ("by", "von", "par", "por", "di"):
        head[1:3] = [" ".join(head[1:3])]
    if not fields.get("title") and len(head) > 1 and len(head[0]) <= 80 and (by := _BY.fullmatch(head[1])):
        return _Known(_TITLE_MARKS.sub(r"\1", head[0]), (by.group(1),))
    date = re.search(r"\d{4}", fields.get("date", ""))
    return _Known(
        _TITLE_MARKS.sub(r"\1", fields.get("title", "")),
        creators,
        fields.get("language", ""),
        date.group() if date else "",
    )


# ---------------------------------------------------------------- headings


# ---------------------------------------------------------------- blocks


def _inked(
    placed: PlacedBlock, spans_of: Callable[[str], list[Span]], words: frozenset[str] = frozenset()
) -> PlacedBlock:
    text = placed.block.spans[0].text
    parts = without_hyphens(text, words) if words and "- " in text else [Span(text)]
    spans = [span for part in parts for span in ([part] if part.reason else spans_of(part.text))]
    return replace(placed, block=replace(placed.block, spans=(*spans, *placed.block.spans[1:])))


# ---------------------------------------------------------------- Aozora Bunko


def _aozora_documents(lines: list[str], known: _Known, name: str) -> tuple[list[ParsedDocument], _Known]:
    """The parts of an Aozora Bunko file: title and author, the legend between rules, the text, the colophon."""
    legend = aozora.legend(lines) or (0, 0)
    gap = next((n for n in range(len(lines)) if not lines[n].strip()), len(lines))
    head = gap if gap <= 5 else 0
    titled = [lines[n].strip() for n in range(head)]
    if titled:
        known = _Known(titled[0], (titled[-1],) if len(titled) > 1 else known.creators, "ja", known.date)
    foot = next(
        (n for n in range(max(0, len(lines) - 80), len(lines)) if aozora.COLOPHON.match(lines[n].strip())), len(lines)
    )
    numbered = [(n, number_of(line.strip())) for n, line in enumerate(lines) if 0 < len(line.strip()) <= 4]
    sections = set(in_sequence([(n, value) for n, value in numbered if value > 0]))
    parts: dict[str, list[PlacedBlock]] = {"titlepage": [], "pg-boilerplate": [], "": [], "colophon": []}
    for n, line in enumerate(lines):
        if not line.strip():
            continue
        level = aozora.heading_level(line)
        kind: BlockKind = "paragraph"
        part = "titlepage" if n < head else "colophon" if n >= foot else ""
        part = "pg-boilerplate" if legend[0] <= n < legend[1] else part
        if part == "":
            level = level + 1 if level else 3 if n in sections else 0
            kind = "heading" if level else "scene-break" if SCENE_BREAK.fullmatch(line.strip()) else "paragraph"
        elif part == "pg-boilerplate":
            kind = "boilerplate"
        parts[part].append(_inked(placed_block(Paragraph("paragraph", (line,), n + 1), kind, level), aozora.spans))
    return [
        ParsedDocument(f"{name} {part}".strip(), tuple(blocks), {}, types=(part,) if part else ())
        for part, blocks in parts.items()
        if blocks
    ], known
