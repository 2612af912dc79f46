"""A block that is read, with what is decided once per block: its language, its text, fixed spoken forms, directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.languages.spoken import spoken
from pipeline.records import Block, Chapter, Replacement
from pipeline.script.casting.speakers import with_phonemes
from pipeline.script.selection import directions


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """One block of a chapter; all ranges are in characters of `text`."""

    chapter: Chapter
    chapter_text: str  # of all blocks that are read
    index: int  # in the chapter
    block: Block
    text: str
    language: str  # the block's own, or the book's
    speaking: str  # the character whose speech in a play it belongs to, or ""
    fixed: tuple[Replacement, ...]  # spoken forms that the manuscript gives itself; no cut falls inside one
    added: tuple[tuple[int, int], ...]  # words that the production adds, which no lexicon respells
    directed: directions.Directed | None  # pauses and voices that inline directions ask for


def read_block(chapter: Chapter, chapter_text: str, index: int, language: str, speaking: str) -> ReadBlock:
    """The block at `index`.

    Args:
        language: of the book.
        speaking: the character who speaks, in a play.
    """
    block = chapter.blocks[index]
    language = block.language or language
    directed = any(span.reason == directions.REASON for span in block.spans)
    return ReadBlock(
        chapter,
        chapter_text,
        index,
        block,
        block.text,
        language,
        speaking,
        tuple(_said_by_the_manuscript(block, language)),
        tuple(_added(block)) if chapter.role == "credits" else (),
        directions.of_block(block) if directed else None,
    )


def _added(block: Block) -> Iterator[tuple[int, int]]:
    """The words of credits and disclosure."""
    position = 0
    for span in block.spans:
        if span.kind == "credits":
            yield position, position + len(span.text)
        position += len(span.text)


def _said_by_the_manuscript(block: Block, language: str) -> Iterator[Replacement]:
    """Ruby readings, spoken aliases and phonemes."""
    position = 0
    for span in block.spans:
        if span.reason is not None:
            continue
        if span.say is not None and span.text:
            words = spoken(span.say, language).text if any(map(str.isdigit, span.say)) else span.say
            yield Replacement(position, position + len(span.text), words, span.rule or "say")
        elif span.phonemes and span.text.strip():
            yield Replacement(position, position + len(span.text), with_phonemes(span.text, span.phonemes), "phonemes")
        position += len(span.text)
