"""Text into sentences, nothing lost: joined again, white space aside, they are the text.

English and its like go through pysbd, a paragraph at a time (it takes 1 ms a sentence, so paragraphs without a
boundary inside do not go there at all), and its known errors are mended; Chinese and Japanese by their own punctuation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

# Where a sentence may end inside a paragraph: a terminator, closing marks, space, something.
_INNER = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s+\S")
_CLOSERS = "\"'”’»›)]}」』）〉》】"
_ONLY_MARKS = re.compile(r"[\W_]+")
_CJK_SENTENCE = re.compile(r".+?(?:[。！？!?…‥]+[」』）〉》】”’\"']*|$)(?![。！？!?…‥])", re.DOTALL)
_CJK_OPEN, _CJK_CLOSE = "「『（〈《【“‘", "」』）〉》】”’"
# In order of preference for cutting a line that is too long.
_CLAUSES = (re.compile(r"[;:；：][\"'”’»]*\s*"), re.compile(r"\s*[—–]+\s*|\s+-+\s+"), re.compile(r"[,，、][\"'”’»]*\s*"),
            re.compile(r"\s+"))


def split(text: str, language: str) -> list[str]:
    """The sentences of `text`, in order; paragraphs are separated by blank lines and never joined.

    Args:
        language: BCP 47.
    """
    return [text[start:end] for start, end in sentence_ranges(text, language)]


def sentence_ranges(text: str, language: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in `text`, without the white space between them."""
    out: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", text, re.DOTALL):
        base = paragraph.start()
        out += [(base + a, base + b) for a, b in _paragraph(paragraph.group(), language.split("-")[0].lower())]
    return out


def _paragraph(text: str, primary: str) -> list[tuple[int, int]]:
    if primary in ("zh", "ja", "yue"):
        return _trimmed(text, _cjk(text))
    if not _INNER.search(text):
        return [(0, len(text))]
    return _mended(text, _trimmed(text, _aligned(text, _segmenter(primary).segment(text))))


@functools.lru_cache(maxsize=32)
def _segmenter(primary: str) -> Any:
    import pysbd
    from pysbd.languages import LANGUAGE_CODES

    return pysbd.Segmenter(language=primary if primary in LANGUAGE_CODES else "en", clean=False)


def _aligned(text: str, sentences: list[str]) -> Iterator[tuple[int, int]]:
    """Ranges of what pysbd gave back, by its visible characters: it may add, drop or change white space.

    Where it changed more than that, the rest of the paragraph stays whole.
    """
    at = 0
    for sentence in sentences:
        start = at
        for character in sentence:
            if character.isspace():
                continue
            while at < len(text) and text[at].isspace():
                at += 1
            if at >= len(text) or text[at] != character:
                yield start, len(text)
                return
            at += 1
        if at > start:
            yield start, at
    if text[at:].strip():
        yield at, len(text)


def _trimmed(text: str, ranges: Any) -> list[tuple[int, int]]:
    out = []
    for start, end in ranges:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            out.append((start, end))
    return out


def _mended(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A quotation's tail (“Oh!” cried she) and stray marks belong to the sentence before."""
    out: list[tuple[int, int]] = []
    for start, end in ranges:
        piece = text[start:end]
        before = text[out[-1][0] : out[-1][1]] if out else ""
        tail = before and before[-1] in _CLOSERS and piece.lstrip("—–- ")[:1].islower()
        # "Mr." and its like are never an end, nor is an ellipsis that goes on in lower case.
        goes_on = before and piece[:1].islower() and before.endswith(("...", "…", ".", "?", "!"))
        if out and (tail or goes_on or _ONLY_MARKS.fullmatch(piece)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _cjk(text: str) -> Iterator[tuple[int, int]]:
    """Sentences end at 。！？ outside quotation marks; inside, only where the quotation is a paragraph's bulk."""
    depth, start = 0, 0
    for match in re.finditer(r"[「『（〈《【“‘]|[。！？!?…‥]+|[」』）〉》】”’]", text):
        mark = match.group()
        if mark in _CJK_OPEN:
            depth += 1
            continue
        if mark in _CJK_CLOSE:
            depth = max(0, depth - 1)
            ended = text[match.start() - 1 : match.start()] in "。！？!?…‥" and depth == 0
            # 「…。」と言った goes on; 「…。」 before another quotation or a new sentence does not.
            if ended and not re.match(r"[とって、，,說说道問问]", text[match.end() :]):
                yield start, match.end()
                start = match.end()
            continue
        if depth == 0 and not mark.startswith(("…", "‥")):
            yield start, match.end()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def clause_ranges(text: str, most: int) -> list[tuple[int, int]]:
    """Cuts a sentence longer than `most` characters at clause boundaries, into parts of similar length.

    A part without any boundary stays whole, however long: nothing is ever cut inside a word.
    """
    if len(text) <= most:
        return [(0, len(text))]
    middle = len(text) / 2
    for pattern in _CLAUSES:
        cuts = [m.end() for m in pattern.finditer(text) if 0 < m.end() < len(text)]
        # The cut nearest to the middle; one in the outer eighths would leave a scrap.
        near = [cut for cut in cuts if len(text) / 8 < cut < len(text) * 7 / 8]
        if near:
            cut = min(near, key=lambda c: abs(c - middle))
            left = clause_ranges(text[:cut], most)
            return _trimmed(text, [*left, *((cut + a, cut + b) for a, b in clause_ranges(text[cut:], most))])
    return [(0, len(text))]
