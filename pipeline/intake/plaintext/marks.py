"""Inline marks of plain text: _italics_, *strong*, hyphens at line ends. They stay as unread spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Span

MARKUP, HYPHEN = "markup", "line-end hyphen"
_EMPHASIS = re.compile(
    r"(?<![\w_])_(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])"
    r"|(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])"
)


def marked(text: str) -> list[Span]:
    """The spans of a line; what merely looks like a mark (snake_case, a lone asterisk) is text."""
    if "_" not in text and "*" not in text:
        return [Span(text)]
    spans, position = [], 0
    for match in _EMPHASIS.finditer(text):
        sign = text[match.start()]
        spans += [
            Span(text[position : match.start()]),
            Span(sign, reason=MARKUP),
            Span(match.group(1) or match.group(2), style=("emphasis" if sign == "_" else "strong",)),
            Span(sign, reason=MARKUP),
        ]
        position = match.end()
    spans.append(Span(text[position:]))
    return [span for span in spans if span.text]


_PARTED = re.compile(r"([^\W\d_]{2,})- ([^\W\d_a-zß-ÿ]?[^\W\d_]+)")
PARTED_LINE = re.compile(r"[^\W\d_]-\s*\n\s*[^\W\d_]")


def vocabulary(lines: Sequence[str]) -> frozenset[str]:
    """The words inside lines, which tell whether "neigh-" and "bourhood" at a line end are one word."""
    return frozenset(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.lower())[:-1])


def without_hyphens(text: str, words: frozenset[str]) -> list[Span]:
    """The spans of a line in which hyphenated words are whole again; the hyphen becomes an unread span."""
    spans, position = [], 0
    for match in _PARTED.finditer(text):
        first, second = match.group(1), match.group(2)
        whole, joined = (first + second).lower(), f"{first}-{second}".lower()
        if joined in words:  # a hyphen that belongs to the word: only the space is removed
            spans.append(Span(text[position : match.end(1) + 1]))
        elif whole in words or not (first.lower() in words and second.lower() in words):
            spans += [Span(text[position : match.end(1)]), Span("-", reason=HYPHEN)]
        else:
            continue
        position = match.start(2)
    spans.append(Span(text[position:]))
    return [span for span in spans if span.text]
