"""Ranges of a block with a named speaker: inline directions, foreign phrases, speeches of plays, speech tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.languages.tags import primary
from pipeline.script.casting.cast import Casting
from pipeline.script.casting.speakers import Speaker
from pipeline.script.language.marked import LETTER
from pipeline.script.read_block import ReadBlock

# Punctuation that belongs to a phrase, before and after it.
_OPENS, _CLOSES = "“„‘‚\"'«‹([¿¡", "”’\"'»›)].,;:!?…"


@dataclass(frozen=True, slots=True)
class CastRange:
    """A range of a block's text with the character or the voice that is named for it, "" where none is."""

    start: int
    end: int
    character: str
    voice: str


def cast_ranges(
    casting: Casting, speakers: Mapping[str, Speaker], block: ReadBlock
) -> tuple[list[CastRange], set[int]]:
    """(ranges with named speakers, of which the first at a place decides; places where the text is cut for them)."""
    text, directed = block.text, block.directed
    ranges = [CastRange(a, b, "", voice) for a, b, voice in directed.voices] if directed else []
    cuts = {place for place, _ in directed.pauses} if directed else set[int]()
    cuts |= {place for a, b, _ in directed.manners for place in (a, b)} if directed else set[int]()
    phrases = list(_foreign_phrases(casting, speakers, block))
    ranges += phrases
    cuts |= {place for one in phrases for place in (one.start, one.end)}
    speaking = block.speaking
    position = 0
    for span in block.block.spans:
        if span.reason is not None:
            continue
        start, position = position, position + len(span.text)
        if span.kind == "speaker":
            speaking = casting.character(span.text)
            ranges.append(CastRange(start, position, "", ""))
            cuts.add(position)
        elif span.kind == "direction":
            ranges.append(CastRange(start, position, "", ""))
            cuts |= {start, position}
    if speaking:
        ranges.append(CastRange(0, len(text), speaking, ""))
    else:
        ranges += [CastRange(a, b, character, "") for a, b, character in casting.speeches(text, block.language)]
    whole = (0, len(text))
    cuts |= {place for r in ranges if r.voice or (r.start, r.end) != whole for place in (r.start, r.end)}
    return ranges, cuts.difference(whole)


def _foreign_phrases(casting: Casting, speakers: Mapping[str, Speaker], block: ReadBlock) -> Iterator[CastRange]:
    """Phrases in another language, with their punctuation, for which the cast has a voice."""
    text, position = block.text, 0
    for span in block.block.spans:
        if span.reason is not None:
            continue
        start, position = position, position + len(span.text)
        foreign = span.language and primary(span.language) != primary(block.language)
        if not span.language or not foreign or not LETTER.search(span.text):
            continue
        voice = casting.for_language(block.chapter, block.block, span.language, span.text, block.speaking)
        if voice in speakers:
            first = len(text[:start].rstrip(_OPENS))
            last = position + len(text[position:]) - len(text[position:].lstrip(_CLOSES))
            yield CastRange(first, last, block.speaking, voice)
