"""Marks of emphasis in plain text: _italics_ and *strong*. The marks stay, as spans that are never read."""

from __future__ import annotations

import re

from pipeline.records import Span

MARKUP = "markup"
_EMPHASIS = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])"
                       r"|(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")


def marked(text: str) -> list[Span]:
    """A line as spans; what merely looks like a mark (snake_case, a lone asterisk) is text."""
    if "_" not in text and "*" not in text:
        return [Span(text)]
    spans, at = [], 0
    for match in _EMPHASIS.finditer(text):
        sign = text[match.start()]
        spans += [Span(text[at:match.start()]), Span(sign, reason=MARKUP),
                  Span(match.group(1) or match.group(2), style=("emphasis" if sign == "_" else "strong",)),
                  Span(sign, reason=MARKUP)]
        at = match.end()
    spans.append(Span(text[at:]))
    return [span for span in spans if span.text]
