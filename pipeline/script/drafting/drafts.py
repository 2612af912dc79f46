"""Draft lines of a chapter: sentences, cut where the voice changes, with spoken forms and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import PLAIN, Block, Chapter, Manner, Pause, Replacement
from pipeline.script.casting.cast import Casting
from pipeline.script.casting.parts import CastRange, cast_ranges
from pipeline.script.casting.speakers import Speaker
from pipeline.script.drafting.forms import SpokenForms
from pipeline.script.drafting.lexicon import Lexicons
from pipeline.script.drafting.ranges import VoicedRange, cut, joined
from pipeline.script.language.lines import LineLanguages
from pipeline.script.read_block import ReadBlock, read_block
from pipeline.script.splitting.sentences import sentence_ranges

# Blocks whose text is one line, however many stops it has.
_WHOLE = frozenset(["heading", "verse", "speaker"])
# Blocks that speeches of a play consist of.
_SPEECH = frozenset(["paragraph", "verse", "quote"])


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line before it has a slate. `pause_ms` is what an inline direction asks for, -1 where `pause` decides."""

    block: int
    start: int
    end: int
    spoken: str
    language: str
    voice: str
    pause: Pause
    pause_ms: int
    character: str
    replacements: tuple[Replacement, ...]
    manner: Manner = PLAIN


class Drafter:
    """Drafts the lines of one production's chapters."""

    def __init__(self, language: str, casting: Casting, lexicons: Lexicons, speakers: Mapping[str, Speaker]):
        self._language = language
        self._casting = casting
        self._speakers = speakers
        self._forms = SpokenForms(lexicons, speakers)
        self._languages = LineLanguages()

    @property
    def used(self) -> set[int]:
        """The lexicon entries that changed something in the last chapter."""
        return self._forms.used

    def drafts(self, chapter: Chapter) -> list[DraftLine]:
        """All draft lines of a chapter, with the pauses between its blocks."""
        self._forms.used = set()
        chapter_text = "\n".join([block.text for block in chapter.blocks if block.read])
        drafts: list[DraftLine] = []
        speaking = ""
        for index, block in enumerate(chapter.blocks):
            text = block.text if block.read else ""
            if block.kind == "speaker" and text:
                speaking = self._casting.character(text)
            elif block.kind in ("heading", "scene-break"):
                speaking = ""
            if block.kind == "scene-break" and drafts:
                drafts[-1] = replace(drafts[-1], pause="scene")
            if not text.strip():
                continue
            if drafts and drafts[-1].pause_ms < 0:
                last = drafts[-1]
                drafts[-1] = replace(last, pause=_between(chapter.blocks, last.block, index, last.pause))
            speech = speaking if block.kind in _SPEECH else ""
            drafts += self._block(read_block(chapter, chapter_text, index, self._language, speech))
        if drafts:
            drafts[-1] = replace(drafts[-1], pause="chapter")
        return drafts

    def _block(self, block: ReadBlock) -> Iterator[DraftLine]:
        text, fixed = block.text, block.fixed
        parts, cuts = cast_ranges(self._casting, self._speakers, block)
        whole = [(0, len(text))] if block.block.kind in _WHOLE else sentence_ranges(text, block.language)
        free = [place for place in cuts if not any(r.start < place < r.end for r in fixed)]
        voiced = [self._voiced(block, start, end, parts) for start, end in cut(text, whole, free, fixed)]
        ends = {end for _, end in whole}
        pauses = dict(block.directed.pauses) if block.directed else {}
        for one in joined(voiced, self._speakers):
            end = one.end
            pause: Pause = "sentence" if end in ends or text[end:].strip() == "" else "clause"
            asked = (ms for place, ms in pauses.items() if end <= place and not text[end:place].strip())
            yield from self._lines(block, one, pause, next(asked, -1))

    def _voiced(self, block: ReadBlock, start: int, end: int, parts: Sequence[CastRange]) -> VoicedRange:
        text = block.text[start:end]
        part = next((part for part in parts if part.start <= start < part.end), CastRange(start, end, "", ""))
        language = self._languages.of(block, start, end)
        voice, manner = part.voice, Manner()
        if voice not in self._speakers:
            passage = (block.chapter, block.block, language, text, part.character)
            voice, manner = self._casting.voice(*passage), self._casting.manner(*passage)
        directed = block.directed.manners if block.directed else ()
        manner = next((asked for first, last, asked in directed if first <= start < last), manner)
        return VoicedRange(start, end, language, voice, part.character, manner)

    def _lines(self, block: ReadBlock, one: VoicedRange, pause: Pause, pause_ms: int) -> Iterator[DraftLine]:
        forms = list(self._forms.of(block, one))
        for n, (start, end, form) in enumerate(forms, start=1):
            last = n == len(forms)
            yield DraftLine(
                block.index,
                start,
                end,
                form.text,
                one.language,
                one.voice,
                pause if last else "clause",
                pause_ms if last else -1,
                one.character,
                form.replacements,
                one.manner,
            )


def _between(blocks: Sequence[Block], before: int, after: int, pause: Pause) -> Pause:
    """Why there is a pause between the last line of one block and the first of another."""
    if pause == "scene":
        return pause
    first, second = blocks[before], blocks[after]
    if first.kind == "heading":
        return "heading"
    if first.kind == "verse" and second.kind == "verse":
        return "stanza" if second.first else "verse"
    if first.kind == "speaker":
        return "sentence"
    return "paragraph"
