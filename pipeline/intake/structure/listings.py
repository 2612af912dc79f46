"""Preformatted text: whether it is a program listing, or prose, verse or a table in monospaced type.

The markup proves nothing: `<pre>` held poems and letters before there were style sheets, and an indent of four spaces
is code in Markdown and a paragraph elsewhere. Text that looks like words is read, whatever element holds it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.intake.encoding.alphabets import ALPHABETS
from pipeline.records import BlockKind, Span

_SMALL = frozenset(word for letters in ALPHABETS.values() for word in letters.words if len(word) > 1)
_SIGNS = re.compile(r"[{}<>=\\$#@_|^~+/;%&\[\]`]|\*(?=\w)|--?(?=\w)(?<!\w-)|\w\(\)|::|->")
_LINE = re.compile(
    r".*[;{}\\]\s*$|\s*(?:\$|#!?|>>>|%|//|/\*|\*/|--|<[/!?]?\w|[)}\]]|@\w|\.\.\.? )|"
    r"\s*(?:import|from \S+ import|def|class|return|elif|else:|try:|except|function|var|let|const|static|public|"
    r"private|void|int|char|#include|package|namespace|SELECT|INSERT|UPDATE|CREATE|sudo|apt(?:-get)?|git|cd|ls|cp|mv|rm|mkdir|make|pip|"
    r"npm|docker|echo|export|bzr|ssh)\s+[\w./\"'({$<*-]|.*\w\(.*\)\s*[:;{]?\s*$|"
    r"\s*[\w.\[\]\"']+\s*[:+*/-]?=\s*\S|.*(?:^|\s)--?[a-z][\w-]+|.*(?:^|\s)~?/?[\w.-]+/[\w./-]+|.*\w_\w|.*\w::\w|"
    r"\s*[\w-]+:\s*[\w\"'{\[/.-]*\s*$|.*(?:->|=>|&&|\|\||:=|!=|==)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEGIN = re.compile(r"[\W\d_]*([^\W\d_])")
_WIDE = 75


def is_code(text: str, claimed: bool = False) -> bool:
    """Whether a preformatted block is a listing and not text.

    Args:
        claimed: its markup calls it a listing or screen output; only sentences refute that.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    size = sum(map(len, text.split()))
    words = _WORD.findall(text)
    if not words or size == 0:
        return True
    asian = len(_CJK.findall(text))
    letters = sum(map(str.isalpha, text))
    odd = len(_SIGNS.findall(text))
    like = sum(1 for line in lines if _LINE.match(line) and not _CJK.search(line))
    if letters < 0.6 * size or odd > 0.06 * size or like >= (0.2 if claimed else 0.4) * len(lines):
        return True
    if asian > 0.4 * size:
        return False
    small = sum(word.lower() in _SMALL for word in words) / len(words)
    if claimed:
        return small < 0.2 or odd > 0.01 * size or len(words) < 12 or not re.search(r"\w[.!?,][\"”’»]?(?:\s|$)", text)
    if len(words) < 4 or not any(map(str.isspace, text.strip())):
        return odd > 0 or len(text.split()) < len(words) or not words[0][0].isupper()
    return small < 0.08 and (odd > 0.01 * size or sum(word[0].isupper() for word in words) < 0.1 * len(words))


def unindented(lines: Sequence[str]) -> list[str]:
    """Indented Markdown without the indent that made it code; verse gets forced breaks, tables stay as they were."""
    plain_lines: list[str] = []
    for blank, group in itertools.groupby(lines, key=lambda line: not line.strip()):
        stripped = [line.strip() for line in group]
        if blank:
            plain_lines += stripped
        elif len(stripped) > 1 and any(map(_COLUMNS.search, stripped)):
            plain_lines += [f"    {line}" for line in stripped]
        elif _is_verse(stripped):
            plain_lines += [*(f"{line}  " for line in stripped[:-1]), stripped[-1]]
        else:
            plain_lines += stripped
    return plain_lines


def laid_out(lines: Sequence[list[Span]]) -> Iterable[tuple[BlockKind, list[Span], bool]]:
    """(kind, spans, whether it is the first of its stanza) of preformatted text that is read: verse in its lines, rows
    of a table, and prose in paragraphs, whose lines were cut at a width.

    Args:
        lines: as they stand, blank ones empty.
    """
    group: list[list[Span]] = []
    for line in (*lines, []):
        if any(span.text.strip() for span in line):
            group.append(line)
        elif group:
            yield from _group(group)
            group = []


def _group(lines: list[list[Span]]) -> Iterable[tuple[BlockKind, list[Span], bool]]:
    texts = ["".join(span.text for span in line) for line in lines]
    stripped = [text.strip() for text in texts]
    if len(lines) >= 2 and sum(1 for text in stripped if _COLUMNS.search(text)) >= 0.6 * len(lines):
        for line in lines:
            cells = [replace(span, text=re.sub(r"(?<=\S)(?: {2,}|\t+)(?=\S)", "\t", span.text)) for span in line]
            yield "table", cells, False
    elif _is_verse(stripped):
        for n, line in enumerate(lines):
            yield "verse", line, n == 0
    else:
        # Wrapped lines are one paragraph; an indented line begins another.
        least = min(len(text) - len(text.lstrip()) for text in texts)
        start = 0
        for n in range(1, len(lines) + 1):
            if n == len(lines) or (
                len(texts[n]) - len(texts[n].lstrip()) > least
                and len(texts[n - 1]) - len(texts[n - 1].lstrip()) == least
            ):
                yield "paragraph", _joined(lines[start:n]), False
                start = n


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are verse: they end before the margin, and begin with capitals or are short."""
    if len(lines) < 2:
        return False
    if sum(len(_CJK.findall(line)) for line in lines) > 0.4 * sum(map(len, lines)):
        return max(map(len, lines)) <= 24
    inner, widest = sorted(map(len, lines[:-1])), max(map(len, lines))
    if widest > _WIDE or (len(lines) > 2 and widest > 50 and inner[len(inner) // 4] > 0.85 * widest):
        return False
    starts = [match.group(1) for line in lines if (match := _BEGIN.match(line))]
    return sum(1 for letter in starts if letter.isupper()) >= 0.7 * len(starts) or inner[len(inner) // 2] < 45


def _joined(lines: Sequence[list[Span]]) -> list[Span]:
    spans: list[Span] = []
    for line in lines:
        line = [replace(span, text=re.sub(r"[ \t]+", " ", span.text)) for span in line]
        if spans:
            glued = _CJK.match(spans[-1].text.rstrip()[-1:] or " ") and _CJK.match(line[0].text.lstrip()[:1] or " ")
            line[0] = replace(line[0], text=("" if glued else " ") + line[0].text.lstrip())
            spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
        for span in line:
            if spans and replace(span, text="") == replace(spans[-1], text=""):
                spans[-1] = replace(span, text=spans[-1].text + span.text)
            else:
                spans.append(span)
    return spans
