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
from pipeline.intake.plaintext.marks import PARTED_LINE, marked, vocabulary, without_hyphens
from pipeline.intake.plaintext.notes import with_notes
from pipeline.intake.plaintext.paragraphs import Paragraph, layout_of, paragraphs
from pipeline.intake.plaintext.titles import by_look, counted, listed, unpaged
from pipeline.intake.plaintext.underlined import with_underlined
from pipeline.intake.structure.blocks import SCENE_BREAK, PlacedBlock
from pipeline.intake.structure.chapters import cut
from pipeline.intake.structure.headings import NAMED_ALONE, is_chapter, is_part, number_of
from pipeline.records import Block, BlockKind, Finding, Manuscript, Metadata, Span

LIMIT = 64 << 20
_CJK_END = re.compile(r"[\u3040-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]$")
_CJK_START = re.compile(r"^[\u3040-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_FIELDS = {
    "title": ("title", "書名", "书名", "タイトル"),
    "author": ("author", "creator", "作者", "著者"),
    "language": ("language",),
    "date": ("release date", "posting date"),
}
_TITLE_MARKS = re.compile(r"[《『]([^》』]+)[》』]")
_SECTION = re.compile(r"(section|scene|sc[eè]ne|szene|abschnitt|escena|§|第.{1,6}[节節])", re.IGNORECASE)
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
        blocks = [_inked(placed, marked, words) for placed in _with_headings([*paragraphs(lines, look)], known)]
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


def _with_headings(paragraphs: list[Paragraph], known: _Known) -> list[PlacedBlock]:
    """Blocks with chapter titles as headings; a list of titles that are repeated later is a contents page."""
    paragraphs, underlined = with_underlined(paragraphs)
    levels = [line or _level(paragraph) for line, paragraph in zip(underlined, paragraphs, strict=True)]
    numbered = [
        n
        for n, paragraph in enumerate(paragraphs)
        if levels[n] == 0 and paragraph.alone and len(paragraph.lines) == 1 and number_of(_joined(paragraph)) > 0
    ]
    beneath = 3 if 2 in levels else 2
    for n in _in_sequence([(n, number_of(_joined(paragraphs[n]))) for n in numbered]):
        levels[n] = beneath
    titles = [
        _bare(unpaged(paragraph, _joined(paragraph))) for paragraph in paragraphs
    ]  # an underline holds no letters
    last = {title: n for n, title in enumerate(titles)}
    contents = _contents(paragraphs, levels, titles, last)
    for more in (
        listed(paragraphs, titles, last, contents),
        counted(paragraphs, contents),
        by_look(paragraphs, contents),
    ):
        if sum(level == 2 and n not in contents for n, level in enumerate(levels)) < 3:
            for n, level in more:
                levels[n] = levels[n] or level
    blocks = []
    for n, paragraph in enumerate(paragraphs):
        kind, level = paragraph.kind, 0
        if n in contents:
            kind = "contents"
        elif levels[n]:
            kind, level = "heading", levels[n]
        elif n and levels[n - 1] and n - 1 not in contents and _is_subtitle(paragraph, paragraphs[n - 1]):
            kind, level = "heading", levels[n - 1]
            levels[n] = -1
        elif known.title and n < 40 and titles[n] == _bare(known.title):
            kind, level = "heading", 1
        elif _joined(paragraph).lower().startswith("[illustration"):
            kind = "caption"
        if underlined[n]:
            title = _placed(replace(paragraph, lines=paragraph.lines[:1]), kind, max(level, 0))
            line = Span(paragraph.lines[1].strip(), reason="markup")
            blocks.append(replace(title, block=replace(title.block, spans=(*title.block.spans, line))))
        else:
            blocks.append(_placed(paragraph, kind, max(level, 0)))
    return blocks


def _level(paragraph: Paragraph) -> int:
    """The heading level that a line's words give: 1 for a part, 2 for a chapter, 0 for none."""
    text = _joined(paragraph)
    if len(paragraph.lines) > 3 or len(text) > 120 or paragraph.kind == "scene-break" or text[-1:] in ",，;；、":
        return 0
    # Without blank lines around it, a line is a heading only in unmistakable forms.
    if not paragraph.alone and not (is_chapter(text) and len(text) < 60):
        return 0
    if is_part(text) and len(text) < 80:
        return 1
    if (is_chapter(text) and not (len(text) > 70 and text[-1:] in ".。")) or NAMED_ALONE.fullmatch(text):
        return 3 if _SECTION.match(text) else 2
    return 0


def _contents(paragraphs: list[Paragraph], levels: list[int], titles: list[str], last: dict[str, int]) -> set[int]:
    """Indices of contents entries: runs of headings with nothing between them that occur again later."""
    entries: set[int] = set()
    begun = {_start(paragraph): n for n, paragraph in enumerate(paragraphs) if levels[n]}  # the last "Chapter 3 ..."
    n = 0
    while n < len(paragraphs):
        end, seen = n, set[str]()
        while (
            end < len(paragraphs)
            and (levels[end] or last[titles[end]] > end)
            and len(_joined(paragraphs[end])) < 160
            and titles[end] not in seen
        ):
            seen.add(titles[end])
            end += 1
            if levels[end - 1] and last[titles[end - 1]] < end and _is_prose(paragraphs, end, levels):
                end -= 1  # the first heading after the list
                break
        run = range(n, end)
        again = [m for m in run if last[titles[m]] > m and last[titles[m]] not in run]
        if len(again) >= 3:
            keep = {
                m
                for m in run
                if m > again[-1]
                or NAMED_ALONE.fullmatch(_joined(paragraphs[m]))
                or (last[titles[m]] == m and is_chapter(_joined(paragraphs[m])) and begun[_start(paragraphs[m])] == m)
            }
            entries |= set(run) - keep
        n = max(end, n + 1)
    return entries


def _start(paragraph: Paragraph) -> str:
    return _bare(" ".join(_joined(paragraph).split()[:2]))


def _is_prose(paragraphs: list[Paragraph], n: int, levels: list[int]) -> bool:
    text = _joined(paragraphs[n]) if n < len(paragraphs) and not levels[n] else ""
    return len(text) > (30 if _CJK_START.search(text) else 60)


def _is_subtitle(paragraph: Paragraph, heading: Paragraph) -> bool:
    text, above = _joined(paragraph), _joined(heading)
    return (
        paragraph.alone
        and heading.alone
        and len(paragraph.lines) <= 2
        and 1 < len(text) <= 80
        and paragraph.number - heading.number <= 3
        and text[-1:] not in '.!?,;:。！？，；：”"」』'
        and len(above) <= 24
        and (text.isupper() or text.istitle() or _mostly_capitals(text))
    )


def _mostly_capitals(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return bool(words) and sum(word[:1].isupper() for word in words) >= 0.8 * len(words)


def _in_sequence(numbered: list[tuple[int, int]]) -> list[int]:
    """Bare numbers are headings where they count from one to three or more."""
    chosen: list[int] = []
    want = 1
    for n, value in numbered:
        if value == want:
            chosen.append(n)
            want += 1
    return chosen if len(chosen) >= 3 else []


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


# ---------------------------------------------------------------- blocks


def _joined(paragraph: Paragraph) -> str:
    """The lines of a paragraph joined to one, Chinese and Japanese ones without a space."""
    text = ""
    for line in (line.strip() for line in paragraph.lines):
        space = "" if not text or (_CJK_END.search(text) and _CJK_START.search(line)) else " "
        text += space + line
    return text


def _placed(paragraph: Paragraph, kind: BlockKind, level: int = 0) -> PlacedBlock:
    block = Block(kind, (Span(_joined(paragraph)),), f"line {paragraph.number}", level, first=paragraph.first)
    return PlacedBlock(block)


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
    sections = set(_in_sequence([(n, value) for n, value in numbered if value > 0]))
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
        parts[part].append(_inked(_placed(Paragraph("paragraph", (line,), n + 1), kind, level), aozora.spans))
    return [
        ParsedDocument(f"{name} {part}".strip(), tuple(blocks), {}, types=(part,) if part else ())
        for part, blocks in parts.items()
        if blocks
    ], known
