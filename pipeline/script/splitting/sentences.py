"""Sentence splitting: paragraphs, hard-wrapped lines, and the detector for each language; no character is lost."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.languages import record_of
from pipeline.script.splitting import asian, unstopped, western

# Guard: places where a sentence may end inside a paragraph. Without one, a paragraph is one sentence.
_INNER = re.compile(
    r"[.!?…。！？؟।‽][\"'”’“»›«‹)\]}*_]*(?:[\[\d][\d\[\] ,]*)?\s+\S|(?:--|—)[\"”]\s|"
    r"\s[•‣▪⁃]|\s\d{1,2}[.)]|^(?:[a-hA-H]|[ivx]{1,4})[.)]\s|[\s\u00a0][»›]\s"
)
_ONLY_MARKS = re.compile(r"[\W_]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*(?:[•‣▪]|\d{1,2}[.)]\s|[-–*]\s|https?:)")
_SHORT = 40  # characters; where all lines are shorter, they were not wrapped


def split(text: str, language: str) -> list[str]:
    """The sentences of `text`, in order; paragraphs are separated by blank lines and never joined.

    Args:
        language: BCP 47.
    """
    return [text[start:end] for start, end in sentence_ranges(text, language)]


def sentence_ranges(text: str, language: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in `text`, without the white space between them."""
    primary = language.split("-")[0].lower()
    sentences: list[tuple[int, int]] = []
    for base, end in _paragraphs(text):
        paragraph = text[base:end]
        sentences += ((base + a, base + b) for a, b in _trimmed(paragraph, _paragraph(paragraph, primary)))
    return sentences


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    if "\n" not in text:
        yield 0, len(text)
        return
    position = 0
    for gap in _BLANK_LINE.finditer(text):
        yield from _hard_lines(text, position, gap.start())
        position = gap.end()
    yield from _hard_lines(text, position, len(text))


def _hard_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges between line ends that are no wrapping: of lists, headings and forms that are written line by line."""
    bounds, position = [], start
    for line in text[start:end].splitlines(keepends=True):
        bounds.append((position, position + len(line)))
        position += len(line)
    longest = max((len(text[a:b].rstrip()) for a, b in bounds), default=0)
    begin = start
    for (a, b), (c, d) in itertools.pairwise(bounds):
        line, following = text[a:b].strip(), text[c:d].strip()
        if not line or not following:
            continue
        ended = line[-1] in ".!?…,。！？、" or line.rstrip("\"'”’»)")[-1:] in ("", *".!?…")
        alone = longest < _SHORT and not ended and len(bounds) > 2
        form = " " in line or line[-1] == ":"  # more than the last word of a wrapped line
        short = not ended and form and len(line) < 0.6 * longest and not following[0].islower()
        if alone or short or _BULLET.match(following):
            yield begin, b
            begin = c
    yield begin, end


def _paragraph(text: str, primary: str) -> Iterable[tuple[int, int]]:
    if record_of(primary).unspaced:
        return asian.ranges(text, primary)
    if not _INNER.search(text) and not unstopped.cued(text):
        return [(0, len(text))]
    known = western.knows(primary)
    if known or not _pysbd_knows(primary):
        return _mended(text, western.ranges(text, primary if known else "en"))
    return _mended(text, _aligned(text, _segmenter(primary).segment(text)))


def _pysbd_knows(primary: str) -> bool:
    from pysbd.languages import LANGUAGE_CODES  # 15 ms, which languages with words of our own need not spend

    return primary in LANGUAGE_CODES


@functools.lru_cache(maxsize=32)
def _segmenter(primary: str) -> Any:
    import pysbd

    return pysbd.Segmenter(language=primary, clean=False)


def _aligned(text: str, sentences: list[str]) -> Iterator[tuple[int, int]]:
    """The ranges of pysbd's sentences in the text: it may add, drop or change white space.

    Where it has changed more than that, the rest of the paragraph is one sentence.
    """
    position = 0
    for sentence in sentences:
        start = position
        for character in sentence:
            if character.isspace():
                continue
            while position < len(text) and text[position].isspace():
                position += 1
            if position >= len(text) or text[position] != character:
                yield start, len(text)
                return
            position += 1
        if position > start:
            yield start, position
    if text[position:].strip():
        yield position, len(text)


def _trimmed(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in ranges:
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            yield start + left, start + right


def _mended(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Joins ranges without letters or digits to the sentence before them."""
    mended: list[tuple[int, int]] = []
    for start, end in ranges:
        if mended and _ONLY_MARKS.fullmatch(text, start, end):
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return iter(mended)
