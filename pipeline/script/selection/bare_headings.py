"""Headings that are only a number ("I", "One.", "12"), spoken by a template: `headings: "Chapter {n}"`."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from pipeline.languages.spoken import spoken
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.records import Block, Span

RULE = "heading template"
MOST = 200  # the greatest number that is recognised in words
_MARKS = re.compile(r"^[\s\W_]+|[\s\W_]+$")


def bare_number(text: str, language: str) -> int | None:
    """The number that a heading consists of, in figures, Roman numerals or words; None for other headings."""
    word = _MARKS.sub("", text)
    if word.isdecimal() and len(word) <= 3:
        return int(word) or None
    if is_roman(word.upper()) and (word.isupper() or word.islower()):
        return roman(word)
    return _words(language).get(_joined(word))


def with_template(block: Block, template: str, language: str) -> Block:
    """The block with a spoken form from the template, where it is a chapter's heading that is only a number."""
    if block.kind != "heading" or block.level > 1:
        return block
    number = bare_number(block.text, block.language or language)
    read = [n for n, span in enumerate(block.spans) if span.reason is None and span.text.strip()]
    if number is None or len(read) != 1:
        return block
    spoken_form = template.replace("{n}", str(number))
    spans = [replace(span, say=spoken_form, rule=RULE) if n == read[0] else span for n, span in enumerate(block.spans)]
    return replace(block, spans=tuple[Span, ...](spans))


@functools.cache
def _words(language: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for number in range(MOST, 0, -1):
        numbers[_joined(spoken(str(number), language).text)] = number
    return numbers


def _joined(words: str) -> str:
    return re.sub(r"[\s-]+", "", words.casefold())
