"""Headings of plain text: by their words, by a contents page, by numbers in sequence; the blocks of a text."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.intake.plaintext.paragraphs import Paragraph
from pipeline.intake.plaintext.titles import by_look, counted, listed, unpaged
from pipeline.intake.plaintext.underlined import with_underlined
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.headings import NAMED_ALONE, is_chapter, is_part, number_of
from pipeline.records import Block, BlockKind, Span

_CJK_END = re.compile(r"[\u3040-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]$")
_CJK_START = re.compile(r"^[\u3040-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_SECTION = re.compile(r"(section|scene|sc[eè]ne|szene|abschnitt|escena|§|第.{1,6}[节節])", re.IGNORECASE)


def with_headings(paragraphs: list[Paragraph], book_title: str) -> list[PlacedBlock]:
    """Blocks with chapter titles as headings; a list of titles that are repeated later is a contents page."""
    paragraphs, underlined = with_underlined(paragraphs)
    levels = [line or _level(paragraph) for line, paragraph in zip(underlined, paragraphs, strict=True)]
    numbered = [
        n
        for n, paragraph in enumerate(paragraphs)
        if levels[n] == 0 and paragraph.alone and len(paragraph.lines) == 1 and number_of(_joined(paragraph)) > 0
    ]
    beneath = 3 if 2 in levels else 2
    for n in in_sequence([(n, number_of(_joined(paragraphs[n]))) for n in numbered]):
        levels[n] = beneath
    # An underline holds no letters.
    titles = [_bare(unpaged(paragraph, _joined(paragraph))) for paragraph in paragraphs]
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
        elif book_title and n < 40 and titles[n] == _bare(book_title):
            kind, level = "heading", 1
        elif _joined(paragraph).lower().startswith("[illustration"):
            kind = "caption"
        if underlined[n]:
            title = placed_block(replace(paragraph, lines=paragraph.lines[:1]), kind, max(level, 0))
            line = Span(paragraph.lines[1].strip(), reason="markup")
            blocks.append(replace(title, block=replace(title.block, spans=(*title.block.spans, line))))
        else:
            blocks.append(placed_block(paragraph, kind, max(level, 0)))
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


def in_sequence(numbered: list[tuple[int, int]]) -> list[int]:
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


def _joined(paragraph: Paragraph) -> str:
    """The lines of a paragraph joined to one, Chinese and Japanese ones without a space."""
    text = ""
    for line in (line.strip() for line in paragraph.lines):
        space = "" if not text or (_CJK_END.search(text) and _CJK_START.search(line)) else " "
        text += space + line
    return text


def placed_block(paragraph: Paragraph, kind: BlockKind, level: int = 0) -> PlacedBlock:
    block = Block(kind, (Span(_joined(paragraph)),), f"line {paragraph.number}", level, first=paragraph.first)
    return PlacedBlock(block)
