"""Chapter titles of plain text without a word like "chapter": by a contents page, by their numbers, by their look.

Each function returns (index of the paragraph, level). They are called in this order while a text has fewer than three
chapters.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

from pipeline.intake.plaintext.paragraphs import Paragraph, columns
from pipeline.intake.structure.headings import number_of

_SECTION_NUMBER = re.compile(
    r"(?:(?:chapter|section|appendix)\s+)?((?:\d{1,3}|[A-Z])(?:\.\d{1,3})*)\.?\s+\S", re.IGNORECASE
)
_PAGE = re.compile(r"(?:\s{2,}|\t|\s*[.·…_]{3,}\s*|\s+[.·…]\s+)\d{1,4}\s*$")
# "I. THE BOY", "ADVENTURE II. THE LEAGUE", "3—The River", "4、回家", "001 重生"; a word before it is always the same.
_COUNTED = re.compile(
    r"((?:[A-Z][A-Za-z]{2,14}\s+)?)(\d{1,4}|[IVXLC]{1,8}|[一二三四五六七八九十百]{1,5})"
    r"(?:\s*[.:、．，)）—–-]+\s*|\s+)(\S.{0,70})"
)
_ENDS = re.compile(r"(?:the end|finis|fin|ende|end of .*|完|全文完|終わり?|[\W\d_]*)[.!]?", re.IGNORECASE)
_LEAST = 600  # characters between the titles of two chapters; items of a list are closer
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def unpaged(paragraph: Paragraph, text: str) -> str:
    """A contents line without the page number at its end."""
    if len(paragraph.lines) != 1 or not paragraph.lines[0].rstrip()[-1:].isdecimal():
        return text
    return " ".join(_PAGE.sub("", paragraph.lines[0]).split())


def listed(
    paragraphs: Sequence[Paragraph], titles: Sequence[str], last: dict[str, int], contents: set[int]
) -> Iterator[tuple[int, int]]:
    """Titles that a contents page lists and that stand alone again later; the level follows from their number."""
    for n in sorted(contents):
        number, again = _SECTION_NUMBER.match(" ".join(paragraphs[n].lines[0].split())), last[titles[n]]
        if again not in contents and paragraphs[again].alone and len(paragraphs[again].lines) <= 2:
            yield again, min(2 + number.group(1).count("."), 4) if number else 2


def counted(paragraphs: Sequence[Paragraph], contents: set[int]) -> Iterator[tuple[int, int]]:
    """Lines with a number and a title that count from one, each followed by a chapter's worth of text."""
    runs: list[list[int]] = []
    word, want = "", 1
    for n, paragraph in enumerate(paragraphs):
        match = _COUNTED.fullmatch(paragraph.lines[0].strip()) if _may_head(paragraph) and n not in contents else None
        if match is None or match.group(3)[-1] in ",;，；。":
            continue
        value = number_of(match.group(2))
        if value == 1:
            runs.append([n])
            word, want = match.group(1), 2
        elif runs and value == want and match.group(1) == word:
            runs[-1].append(n)
            want += 1
    for run in runs:
        if len(run) >= 3 and _apart(paragraphs, run):
            yield from ((n, 2) for n in run)


def by_look(paragraphs: Sequence[Paragraph], contents: set[int]) -> Iterator[tuple[int, int]]:
    """Short lines in capitals or title case with several blank lines before them."""
    run = []
    for n, (before, paragraph) in enumerate(itertools.pairwise(paragraphs), 1):
        text = paragraph.lines[0].strip()
        gap = paragraph.number - before.number - len(before.lines)
        if (
            n not in contents
            and _may_head(paragraph)
            and paragraph.alone
            and len(text) <= 60
            and text[-1:] not in ",;:"
            and not _ENDS.fullmatch(text)
            and text[0].isalpha()
            and n + 1 < len(paragraphs)
            and sum(map(len, paragraphs[n + 1].lines)) > 60
            and ((text.isupper() and gap >= 2) or (gap >= 3 and text[-1].isalnum() and _capitalised(text)))
        ):
            run.append(n)
    if len(run) >= 3 and _apart(paragraphs, run):
        yield from ((n, 2) for n in run)


def _may_head(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be a title: one short line without indent, between blank lines unless it is CJK."""
    line = paragraph.lines[0]
    return (
        paragraph.kind != "scene-break"
        and len(paragraph.lines) == 1
        and columns(line.strip()) <= 80
        and not line.startswith("\u3000")
        and (paragraph.alone or _CJK.search(line) is not None)
    )


def _apart(paragraphs: Sequence[Paragraph], run: Sequence[int]) -> bool:
    ends = [*run[1:], len(paragraphs)]
    lengths = [
        sum(
            len(line) * (3 if _CJK.search(line) else 1)
            for paragraph in paragraphs[n + 1 : end]
            for line in paragraph.lines
        )
        for n, end in zip(run, ends, strict=True)
    ]
    return statistics.median(lengths) >= _LEAST


def _capitalised(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return bool(words) and all(word[:1].isupper() for word in words)
