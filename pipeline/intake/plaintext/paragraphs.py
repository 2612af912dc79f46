"""Lines of plain text into paragraphs: hard-wrapped or one line per paragraph, verse in lines, by the layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.intake.structure.blocks import SCENE_BREAK
from pipeline.intake.structure.headings import is_chapter, is_part
from pipeline.records import BlockKind

_TERMINAL = re.compile(r"(?:[.!?。！？…」』”\"’')）:：;；—–]|--)\s*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# East Asian Width W and F: such characters take two columns each.
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: BlockKind  # paragraph, verse, quote, scene-break
    lines: tuple[str, ...]
    number: int  # of its first line, from 1
    alone: bool = True  # between blank lines
    first: bool = False  # of a stanza


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The layout of a text: hard-wrapped or not, width, indent."""

    wrapped: bool
    width: int  # columns
    cjk: bool
    margin: int = 0  # white space before most lines


def columns(line: str) -> int:
    return len(line) if line.isascii() else len(line) + sum(map(len, _WIDE.findall(line)))


def layout_of(lines: list[str]) -> TextLayout:
    """Detects the layout: whether lines are wrapped at a width, or a paragraph is one line."""
    filled = [line.rstrip() for line in lines if line.strip()]
    if not filled:
        return TextLayout(False, 0, False)
    sample = filled if len(filled) < 4000 else filled[len(filled) // 4 : len(filled) // 4 + 4000]
    lengths = sorted(map(columns, sample))
    width = lengths[int(len(lengths) * 0.95)]
    text = "".join(sample)
    cjk = len(_CJK.findall(text)) > 0.2 * len(text)
    long = [line for line in sample if columns(line) > 0.7 * width]
    open_ends = sum(1 for line in long if not _TERMINAL.search(line))
    full = len(long)
    return TextLayout(
        full > 0 and width <= (120 if cjk else 100) and open_ends > 0.4 * full and len(filled) > 3,
        width,
        cjk,
        Counter(map(_indent, sample)).most_common(1)[0][0],
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def paragraphs(lines: list[str], look: TextLayout) -> Iterator[Paragraph]:
    """The paragraphs in order; every line that is not blank belongs to exactly one."""
    position = 0
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        end = position
        while end < len(lines) and lines[end].strip():
            end += 1
        yield from _group(lines[position:end], position + 1, look)
        position = end


def _group(group: list[str], number: int, look: TextLayout) -> Iterator[Paragraph]:
    """The paragraphs of a run of lines without a blank one."""
    if not look.wrapped or max(map(columns, group)) > 2 * max(look.width, 40):
        for n, line in enumerate(group):
            kind: BlockKind = "scene-break" if SCENE_BREAK.fullmatch(line.strip()) else "paragraph"
            yield Paragraph(kind, (line,), number + n, len(group) == 1)
        return
    start = 0
    for n in range(1, len(group) + 1):
        if (
            n == len(group)
            or _begins(group, n, look)
            or SCENE_BREAK.fullmatch(group[n].strip())
            or SCENE_BREAK.fullmatch(group[n - 1].strip())
        ):
            yield from _shaped(group[start:n], number + start, look, start == 0 and n == len(group))
            start = n


def _begins(group: list[str], n: int, look: TextLayout) -> bool:
    """Whether line `n` begins a paragraph although no blank line precedes it."""
    line, before = group[n], group[n - 1]
    if look.cjk and line[:1] in "\u3000「『（　":
        return bool(_TERMINAL.search(before)) or line.startswith("\u3000")
    head = line.strip()
    if (is_chapter(head) or is_part(head)) and (columns(before.strip()) < 0.7 * look.width or not n):
        return True
    if line[:1] not in " \t" or before[:1] in " \t" or len(group) <= 5:
        return False
    return sum(1 for one in group if one[:1] in " \t") < 0.6 * len(group)


def _shaped(lines: list[str], number: int, look: TextLayout, alone: bool) -> Iterator[Paragraph]:
    stripped = [line.strip() for line in lines]
    if len(lines) == 1:
        kind: BlockKind = "scene-break" if SCENE_BREAK.fullmatch(stripped[0]) else "paragraph"
        yield Paragraph(kind, tuple(lines), number, alone)
    elif _is_verse(lines, stripped, look):
        for n, line in enumerate(lines):
            yield Paragraph("verse", (line,), number + n, alone, n == 0)
    else:
        indent = min(map(_indent, lines)) - look.margin
        yield Paragraph("quote" if indent >= 2 and not look.cjk else "paragraph", tuple(lines), number, alone)


def _is_verse(lines: list[str], stripped: list[str], look: TextLayout) -> bool:
    """Whether lines are verse: all end before the margin, and they are indented or begin with capitals."""
    if look.cjk or any(line.lower().startswith(("[illustration", "[footnote")) for line in stripped[:1]):
        return False
    body = stripped[:-1]
    indented = all(line[:1] in " \t" for line in lines)
    short = sum(1 for line in body if len(line) < 0.8 * look.width) == len(body)
    capitals = sum(1 for line in stripped if line.lstrip("“‘\"'_(—-")[:1].isupper()) >= 0.7 * len(stripped)
    return short and (indented or (capitals and len(lines) >= 3))
