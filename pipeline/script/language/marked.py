"""The language that a line is marked as in the manuscript: `xml:lang` on its words, or an inline direction."""

from __future__ import annotations

import re

from pipeline.languages.tags import primary
from pipeline.records import Block

LETTER = re.compile(r"[^\W\d_]")


def marked_languages(block: Block, start: int, end: int, book: str) -> list[str]:
    """The languages of the words in a range of the block's text, in order; `book` for those that bear no mark."""
    position, names = 0, dict[str, None]()
    for span in block.spans:
        if span.reason is not None:
            continue
        a, b = max(start, position) - position, min(end, position + len(span.text)) - position
        position += len(span.text)
        if b > a and (name := span.language or book) not in names and LETTER.search(span.text, a, b):
            names[name] = None
    return list(names)


def marked_as(names: list[str], book: str) -> str:
    """The one language that all words of a range are marked as, "" where it is the book's or there are several.

    A loan phrase does not change the language of its sentence.
    """
    return names[0] if len({primary(name) for name in names}) == 1 and book not in names else ""
