"""Chapters into lines: sentences with their spoken forms, voices and pauses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.engine import Engine
from pipeline.manifests import Cast, Lexicon, Pauses
from pipeline.records import Block, Chapter, Line, Manuscript, Note, Replacement, Script, Source, visible_characters
from pipeline.script.casting import voice_for
from pipeline.script.coverage import coverage_of_script
from pipeline.script.lexicon import Lexicons
from pipeline.script.clauses import clause_ranges
from pipeline.script.splitting import sentence_ranges
from pipeline.script.spoken import numeral_heading, spoken

VERSION = 1  # of splitting: raise it when the same text should be split differently


class Memo(Protocol):
    """Remembers pure work, a chapter at a time; `key` names all that decides it."""

    def get(self, key: str) -> list[Any] | None: ...
    def put(self, key: str, value: list[Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Speaker:
    """What the script needs to know of a voice's engine."""

    languages: frozenset[str]
    max_characters: int
    min_characters: int
    engine: Engine

    @classmethod
    def of(cls, engine: Engine) -> Speaker:
        return cls(engine.languages, engine.max_characters, engine.min_characters, engine)

    def unspeakable(self, text: str, language: str) -> str:
        return self.engine.unspeakable(text, language)

    def speaks(self, language: str) -> bool:
        return "*" in self.languages or language.split("-")[0].lower() in self.languages


def make_script(manuscript: Manuscript, *, cast: Cast, lexicons: Sequence[tuple[str, Lexicon]], pauses: Pauses,
                speakers: Mapping[str, Speaker], memo: Memo | None = None) -> Script:
    """The lines of a selected manuscript, in order, with the proof that they are all of it.

    Raises:
        Lost: the coverage table does not add up.
    """
    words = Lexicons(lexicons)
    lines: list[Line] = []
    notes: list[Note] = []
    dropped: dict[str, dict[str, int]] = {}
    number = 0
    for index, chapter in enumerate(manuscript.chapters):
        if not chapter.read:
            continue
        made = list(_chapter_lines(index, number + 1, chapter, manuscript.language, cast, words, speakers, memo))
        if made:
            number += 1
        for line in made:
            line, lost, found = _speakable(line, speakers[line.voice])
            if lost:
                dropped[line.slate] = lost
            notes += found
            lines.append(line.but(pause_after_ms=pauses.after(line.pause)))
    coverage = coverage_of_script(manuscript, lines, dropped)
    return Script(tuple(lines), coverage, (*notes, *words.unused()))


def _chapter_lines(index: int, number: int, chapter: Chapter, language: str, cast: Cast, words: Lexicons,
                   speakers: Mapping[str, Speaker], memo: Memo | None) -> Iterator[Line]:
    most = {name: speaker.max_characters for name, speaker in speakers.items()}
    ranges = _sentences(chapter, language, memo)
    made: list[Line] = []
    for at, block in enumerate(chapter.blocks):
        text = block.text if block.read else ""
        if not text.strip():
            if block.kind == "scene-break" and made:
                made[-1] = made[-1].but(pause="scene")
            continue
        if made:
            made[-1] = made[-1].but(pause=_between(chapter.blocks, made[-1].source.block, at, made[-1].pause))
        fixed = _said_by_the_manuscript(block)
        spoken_in = block.language or language
        for start, end in ranges[at]:
            voice = voice_for(cast, chapter, block, spoken_in, text[start:end])
            for a, b in clause_ranges(text[start:end], most[voice]):
                piece = text[start + a : start + b]
                mine = [Replacement(r.start - start - a, r.end - start - a, r.spoken, r.rule) for r in fixed
                        if start + a <= r.start and r.end <= start + b]
                mine += [r for r in words.replacements(piece, spoken_in, voice)
                         if not any(m.start < r.end and r.start < m.end for m in mine)]
                form = (numeral_heading(piece, spoken_in) if block.kind == "heading" and not mine else None) \
                    or spoken(piece, spoken_in, mine)
                pause = "clause" if start + b < end else "sentence"
                source = Source(index, at, start + a, start + b, block.anchor)
                slate = f"c{number:03}.l{len(made) + 1:04}"
                made.append(Line(slate, source, piece, form.text, spoken_in, voice, pause, 0, "", form.replacements))
    if made:
        made[-1] = made[-1].but(pause="chapter")
    yield from made


def _sentences(chapter: Chapter, language: str, memo: Memo | None) -> list[list[tuple[int, int]]]:
    """Ranges of sentences for each block; remembered, because finding them is the dear part."""
    texts = [(block.text if block.read else "", block.language or language, block.kind) for block in chapter.blocks]
    key = hashlib.sha256(repr((VERSION, texts)).encode()).hexdigest()
    known = memo.get(key) if memo else None
    if known is not None:
        return [[(a, b) for a, b in ranges] for ranges in known]
    found = [_block_ranges(text, tongue, kind) for text, tongue, kind in texts]
    if memo:
        memo.put(key, found)
    return found


def _block_ranges(text: str, language: str, kind: str) -> list[tuple[int, int]]:
    if kind in ("heading", "verse", "speaker", "table") and text.strip():
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))]
    return sentence_ranges(text, language)


def _said_by_the_manuscript(block: Block) -> list[Replacement]:
    """Ruby readings and the like, in the coordinates of the block's text."""
    out, at = [], 0
    for span in block.spans:
        if span.reason is not None:
            continue
        if span.say is not None:
            out.append(Replacement(at, at + len(span.text), span.say, span.rule or "say"))
        at += len(span.text)
    return out


def _between(blocks: Sequence[Block], before: int, after: int, pause: str) -> str:
    """Why there is a pause between the last line of one block and the first of another."""
    if pause == "scene":
        return pause
    first, second = blocks[before], blocks[after]
    if first.kind == "heading":
        return "heading"
    if first.kind == "verse" and second.kind == "verse":
        return "stanza" if second.first else "verse"
    return "paragraph"


def _speakable(line: Line, speaker: Speaker) -> tuple[Line, dict[str, int], list[Note]]:
    """The line with what its engine can say; what it cannot is counted and noted, never dropped in silence."""
    lost: dict[str, int] = {}
    notes: list[Note] = []
    if not speaker.speaks(line.language):
        notes.append(Note("s-006", line.slate, f"{line.voice!r} does not speak {line.language}: {line.text[:60]!r}"))
    if silent := speaker.unspeakable(line.spoken, line.language):
        notes.append(Note("s-001", line.slate, f"{line.voice!r} cannot say {silent!r} in {line.text[:60]!r}"))
        covered = [(r.start, r.end) for r in line.replacements]
        kept = [c for i, c in enumerate(line.text) if not any(a <= i < b for a, b in covered)]
        if number := sum(visible_characters(c) for c in kept if c in silent):
            lost["unspeakable"] = number
        line = line.but(spoken=re.sub(r"\s+", " ", "".join(c for c in line.spoken if c not in silent)).strip())
    if not any(c.isalnum() for c in line.spoken):
        number = visible_characters(line.text) - sum(lost.values())
        number -= sum(visible_characters(line.text[r.start : r.end]) for r in line.replacements)
        if number > 0:
            lost["no words"] = number
        if lost.get("unspeakable"):
            notes.append(Note("s-002", line.slate, f"nothing of {line.text[:60]!r} is left to speak"))
        line = line.but(spoken="")
    return line, lost, notes


