"""What a production says beside the manuscript: credits, and that a cloned voice is a cloned voice.

The disclosure is spoken before the book, by default for cloned voices (EU AI Act, article 50 (4): who deploys a voice
that resembles a person says that it is artificial, at first hearing). A production that discloses it elsewhere switches
it off with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.languages import record_of
from pipeline.languages.record import CreditWords
from pipeline.manifests import AudiobookProduction
from pipeline.names import is_placeholder_name, spoken_name
from pipeline.records import Block, Chapter, Manuscript, Span

FALLBACK = "en"


def words_for(language: str) -> tuple[str, CreditWords]:
    """The words for a BCP 47 language, with the language that they are in: English where there are none."""
    known = record_of(language)
    words = known.credits or record_of(FALLBACK).credits
    assert words is not None
    return (known.tag if known.credits else FALLBACK), words


def with_credits(manuscript: Manuscript, production: AudiobookProduction, narrator: str, *, cloned: bool) -> Manuscript:
    """The manuscript between its credits; with the disclosure where a cloned voice speaks, credits or not.

    Args:
        narrator: the name that is spoken.
        cloned: whether any voice of the production is.
    """
    language, words = words_for(manuscript.language)
    *others, last = [spoken_name(name) for name in manuscript.creators if not is_placeholder_name(name)] or [""]
    authors = words.joint.join(filter(None, (", ".join(others), last)))
    title = manuscript.title

    def blocks_of(*lines: str) -> tuple[Block, ...]:
        return tuple(
            Block("paragraph", tuple(_spans(_after(title, line), title, authors, narrator)), language=language)
            for line in lines
        )

    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    if production.disclosure.wanted(cloned):
        before += blocks_of(words.disclosure)
    if production.credits.opening:
        before = blocks_of(words.by if authors else words.title, words.narrated) + before
    if production.credits.closing:
        after = blocks_of(words.end, words.been_by if authors else words.been, words.narrated)
    chapters = [*_chapter(words.opening, before), *manuscript.chapters, *_chapter(words.closing, after)]
    return replace(manuscript, chapters=tuple(chapters))


def _spans(line: str, title: str, authors: str, narrator: str) -> Iterator[Span]:
    """Title and authors are the book's, and lexicons say how they are spoken; all else goes through none."""
    named = {"{title}": Span(title), "{authors}": Span(authors), "{narrator}": Span(narrator, "credits")}
    for part in re.split(r"(\{\w+\})", line):
        if part:
            yield named.get(part, Span(part, "credits"))


def _after(title: str, line: str) -> str:
    """A line whose stop is the title's own: "Who Is It? By A. Writer." has no comma after the question mark."""
    last = title.rstrip("”’\"'»)]")[-1:]
    if last in ("?", "!", "…"):
        line = re.sub(r"\{title\}, (\w)", lambda m: "{title} " + m[1].upper(), line)
    return line.replace("{title}.", "{title}") if last in ("?", "!", "…", ".") else line


def _chapter(title: str, blocks: tuple[Block, ...]) -> tuple[Chapter, ...]:
    return (Chapter(title, "credits", blocks),) if blocks else ()
