"""Underlined headings of plain text, as in typescripts and reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.plaintext.paragraphs import Paragraph, columns

_LINE = re.compile(r"\s*([=*~^#\"'+_-])\1{2,}\s*")
# Fewer may be chance, as a short line above a row of stars.
_FEWEST = 3


def with_underlined(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[int]]:
    """Joins titles and their underlines; (paragraphs, heading level of each, 0 for none).

    Each underline character is a level, from 2 in the order in which they occur; one that occurs once, first, is the
    book's title.
    """
    titles = [n for n in range(len(paragraphs) - 1) if _is_underlined(paragraphs, n)]
    if len(titles) < _FEWEST:
        return list(paragraphs), [0] * len(paragraphs)
    marks = [paragraphs[n + 1].lines[0].strip()[0] for n in titles]
    order = list(dict.fromkeys(marks))
    first = 1 if len(order) > 1 and marks.count(order[0]) == 1 else 2
    level = {n: min(first + order.index(mark), 4) for n, mark in zip(titles, marks, strict=True)}
    joined, levels = [], []
    for n, paragraph in enumerate(paragraphs):
        if n in level:
            joined.append(replace(paragraph, lines=(*paragraph.lines, *paragraphs[n + 1].lines), alone=True))
            levels.append(level[n])
        elif n - 1 not in level:
            joined.append(paragraph)
            levels.append(0)
    return joined, levels


def _is_underlined(paragraphs: Sequence[Paragraph], n: int) -> bool:
    title, line = paragraphs[n], paragraphs[n + 1]
    above = paragraphs[n - 1] if n else None
    text = title.lines[0].strip()
    return (
        len(title.lines) == 1
        and title.kind == "paragraph"
        and 1 < len(text) <= 100
        and line.kind == "scene-break"
        and line.number == title.number + 1
        and _LINE.fullmatch(line.lines[0]) is not None
        and abs(len(line.lines[0].strip()) - columns(text)) <= 3
        and (above is None or above.number + len(above.lines) < title.number or above.kind == "scene-break")
    )
