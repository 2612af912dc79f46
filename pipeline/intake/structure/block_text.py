"""The text of a block: white space, line ends of the source, drop capitals, ligatures.

While a block is built, BREAK stands for a forced line break and CELL for the border of two table cells; in the finished
block they are "\\n" and "\\t".
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.intake.structure.blocks import INVISIBLE, INVISIBLE_PRESENT, Shape
from pipeline.languages import record_of
from pipeline.records import Span

BREAK, CELL = "\u2028", "\u2029"
_SPACE = re.compile(r"[ \t\r\n\f\u2028\u2029]+")
CJK = re.compile(r"[\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
_LIGATURE_WORD = re.compile(r"(?<!\w)\w*[\ufb00-\ufb06]\w*")  # from a word's start, for some have 60,000 letters
_LIGATURES = {0xFB00 + n: text for n, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_ONE_LETTER_WORDS = "AIO"  # of languages that say nothing of theirs


def joined_spans(runs: list[tuple[str, Span]], shape: Shape) -> list[Span]:
    """Runs as spans: white space is collapsed as in browsers, ends are stripped, equal neighbours are merged."""
    full = "".join(text for text, _ in runs)
    if not full.strip():
        return []
    merged: list[list[str | Span]] = []
    last, position = " ", 0
    for text, ink in runs:
        new = text.translate(INVISIBLE) if not text.isascii() and INVISIBLE_PRESENT.search(text) else text
        if shape.verbatim:
            new = new.replace(BREAK, "\n").replace(CELL, "\t").replace("\r", "")
        else:
            if "\n" in new and not new.isascii() and shape.kind != "heading":
                new = _without_breaks_in_cjk(new, full, position)
            new = _SPACE.sub(_collapsed, new)
            if new[:1] == " " and last in " \n\t":
                new = new[1:]
            if new[:1] in ("\n", "\t") and last == " " and merged:
                merged[-1][0] = str(merged[-1][0]).rstrip(" ")
            if new[:1] == "\n" and last == "\n":
                new = new[1:]
        position += len(text)
        if not new:
            continue
        last = new[-1]
        if merged and merged[-1][1] == ink and not (ink.say or ink.phonemes):  # two spans with readings stay two
            merged[-1][0] = str(merged[-1][0]) + new
        else:
            merged.append([new, ink])
    return stripped([replace(ink, text=str(text)) for text, ink in merged if isinstance(ink, Span) and text])


def _collapsed(match: re.Match[str]) -> str:
    space = match.group()
    return "\t" if CELL in space else "\n" if BREAK in space else " "


def _without_breaks_in_cjk(text: str, full: str, position: int) -> str:
    """Removes line ends of the source between Chinese or Japanese characters (CSS Text 3, segment breaks)."""

    def joined(match: re.Match[str]) -> str:
        before = full[max(0, position + match.start() - 40) : position + match.start()].rstrip()
        after = full[position + match.end() : position + match.end() + 40].lstrip()
        return "" if before and after and CJK.match(before[-1]) and CJK.match(after[0]) else match.group()

    return re.sub(r"[ \t\r]*\n[ \t\r\n]*", joined, text)


def stripped(spans: list[Span]) -> list[Span]:
    while spans and not spans[0].text.strip():
        spans = spans[1:]
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return spans


def with_drop_capitals(spans: list[Span], language: str) -> list[Span]:
    """Joins drop capitals to their words: "I T was" is "IT was", unless the capital is a word of its own.

    The class stands on whole paragraphs and first words, too: a drop capital is one letter, the first of its line.
    """
    begun = False
    for n, span in enumerate(spans[:-1]):
        within, begun = begun, any(map(str.isalpha, span.text.rpartition("\n")[2])) or (begun and "\n" not in span.text)
        if "drop-cap" not in span.style or within or sum(map(str.isalpha, span.text)) != 1:
            continue
        if n + 2 < len(spans) and not spans[n + 1].text.strip():
            spans[n], spans[n + 1] = replace(span, text=span.text + spans[n + 1].text), replace(span, text="")
            span, after = spans[n], spans[n + 2]
        else:
            after = spans[n + 1]
        following = spans.index(after, n)
        letter, rest = span.text.rstrip()[-1:], after.text.lstrip()
        gap = len(span.text.rstrip()) < len(span.text) or len(rest) < len(after.text)
        if not gap or not letter.isalpha() or not rest[:1].isalpha():
            continue
        word = re.match(r"\w+", rest)
        letters = record_of(language).letters
        own_word = letter.upper() in ((letters and letters.single) or _ONE_LETTER_WORDS)
        if not own_word or (word and len(word.group()) == 1 and word.group().upper() not in "AIO"):
            spans[n] = replace(span, text=span.text.rstrip())
            spans[following] = replace(after, text=rest)
    return [span for span in spans if span.text]


def with_ligatures(span: Span) -> list[Span]:
    """Gives words with ligature characters a spoken form without them."""
    if span.text.isascii() or span.say or not _LIGATURE_WORD.search(span.text):
        return [span]
    parts, position = [], 0
    for match in _LIGATURE_WORD.finditer(span.text):
        if match.start() > position:
            parts.append(replace(span, text=span.text[position : match.start()]))
        parts.append(replace(span, text=match.group(), say=match.group().translate(_LIGATURES), rule="ligature"))
        position = match.end()
    return [*parts, replace(span, text=span.text[position:])] if position < len(span.text) else parts
