"""A chapter into pieces: who says what in which language, where it is cut, how it is said, and why there is a pause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.languages.spoken import Spoken, numeral_heading, spoken
from pipeline.languages.tags import primary
from pipeline.records import Block, Chapter, Replacement
from pipeline.script.casting.cast import Casting
from pipeline.script.casting.speakers import Speaker, phonemes_of, with_phonemes
from pipeline.script.lexicon import Lexicons
from pipeline.script.selection import directions
from pipeline.script.splitting.breaks import RULE, breaks
from pipeline.script.splitting.clauses import clause_ranges
from pipeline.script.splitting.sentences import sentence_ranges
from pipeline.script.tongues import Tongues

# Blocks whose text is one line, however many stops it has.
_WHOLE = frozenset(["heading", "verse", "speaker"])
# Blocks that a play's speech consists of.
_SPEECH = frozenset(["paragraph", "verse", "quote"])
_BULLET = re.compile(r"\s*[•‣▪◦●○■□◆◇∙►▶➢✓✔❖]\s*(?=\S)")
_ITEM = re.compile(r"\s*[•‣▪◦●○■□◆◇★☆·∙※►▶➢✓✔❖*–—-]\s+(?=\S)")
_MARKS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
# What belongs to a phrase before and after it.
_OPENS, _CLOSES = "“„‘‚\"'«‹([¿¡", "”’\"'»›)].,;:!?…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line before it has a slate. `pause_ms` is -1 where the reason decides, else what a direction asks for."""

    block: int
    start: int
    end: int
    spoken: str
    language: str
    voice: str
    pause: str
    pause_ms: int
    character: str
    replacements: tuple[Replacement, ...]


class Cutter:
    """Cuts chapters for one production; `used` gathers the lexicon entries that changed something."""

    def __init__(self, language: str, casting: Casting, lexicons: Lexicons, speakers: Mapping[str, Speaker]):
        self._language = language
        self._casting = casting
        self._lexicons = lexicons
        self._speakers = speakers
        self._chapter = ""
        self._tongues: dict[str, Tongues] = {}
        self._mixed: dict[str, bool] = {}  # whether lines of this chapter can be in another language
        self._house: list[tuple[int, int]] = []  # of a block: words that the production adds
        self.used: set[int] = set()

    def pieces(self, chapter: Chapter) -> list[Piece]:
        """All pieces of a chapter, with the pauses between its blocks."""
        self.used = set()
        self._chapter = "\n".join([block.text for block in chapter.blocks if block.read])
        self._mixed = {}
        made: list[Piece] = []
        speaking = ""
        for at, block in enumerate(chapter.blocks):
            text = block.text if block.read else ""
            if block.kind == "speaker" and text:
                speaking = self._casting.character(text)
            elif block.kind in ("heading", "scene-break"):
                speaking = ""
            if block.kind == "scene-break" and made:
                made[-1] = replace(made[-1], pause="scene")
            if not text.strip():
                continue
            if made and made[-1].pause_ms < 0:
                made[-1] = replace(made[-1], pause=_between(chapter.blocks, made[-1].block, at, made[-1].pause))
            made += self._block(chapter, at, block, text, speaking if block.kind in _SPEECH else "")
        if made:
            made[-1] = replace(made[-1], pause="chapter")
        return made

    def _block(self, chapter: Chapter, at: int, block: Block, text: str, speaking: str) -> Iterator[Piece]:
        book = block.language or self._language
        self._house = list(_house_words(block)) if chapter.role == "credits" else []
        fixed = list(_said_by_the_manuscript(block, book))
        asked = directions.of_block(block) if any(s.reason == directions.REASON for s in block.spans) else None
        parts, cuts = self._parts(chapter, block, text, book, speaking, asked)
        whole = [(0, len(text))] if block.kind in _WHOLE else sentence_ranges(text, book)
        ranges = _cut(text, whole, [c for c in cuts if not any(r.start < c < r.end for r in fixed)], fixed)
        chosen = []
        for start, end in ranges:
            character, voice = next(((c, v) for a, b, c, v in parts if a <= start < b), ("", ""))
            language = self._language_of(block, text[start:end], start, end, book)
            if voice not in self._speakers:
                voice = self._casting.voice(chapter, block, language, text[start:end], character)
            chosen.append((start, end, language, voice, character))
        ends = {end for _, end in whole}
        pauses = dict(asked.pauses) if asked else {}
        for start, end, language, voice, character in _joined(chosen, self._speakers):
            yield from self._lines(
                at,
                block,
                text,
                start,
                end,
                language,
                voice,
                character,
                fixed,
                "sentence" if end in ends or text[end:].strip() == "" else "clause",
                next((ms for place, ms in pauses.items() if end <= place and not text[end:place].strip()), -1),
            )

    def _language_of(self, block: Block, text: str, start: int, end: int, book: str) -> str:
        """A line's language: what it is marked as from end to end; what it plainly is; or the book's."""
        if any(span.language for span in block.spans):
            if marked := _marked(block, start, end, book):
                return marked
            if _is_marked(block, start, end, book):
                return book  # its author has said which of its words are another's
        tongues = self._tongues.setdefault(book, Tongues(book))
        if book not in self._mixed:
            self._mixed[book] = tongues.may_differ(self._chapter)
        return tongues.of(text) if self._mixed[book] else book

    def _parts(
        self, chapter: Chapter, block: Block, text: str, language: str, speaking: str, asked: directions.Directed | None
    ) -> tuple[list[tuple[int, int, str, str]], set[int]]:
        """Ranges of a block with the character and the voice that were named for them, first come first served."""
        parts: list[tuple[int, int, str, str]] = []
        cuts: set[int] = set()
        if asked:
            parts += [(a, b, "", voice) for a, b, voice in asked.voices]
            cuts |= {place for place, _ in asked.pauses}
        phrases = [(a, b, speaking, voice) for a, b, voice in self._phrases(chapter, block, text, language, speaking)]
        parts += phrases
        cuts |= {place for a, b, _, _ in phrases for place in (a, b)}
        at = 0
        for span in block.spans:
            if span.reason is not None:
                continue
            if span.kind == "speaker":
                speaking = self._casting.character(span.text)
                parts.append((at, at + len(span.text), "", ""))
                cuts.add(at + len(span.text))
            elif span.kind == "direction":
                parts.append((at, at + len(span.text), "", ""))
                cuts |= {at, at + len(span.text)}
            at += len(span.text)
        if speaking:
            parts.append((0, len(text), speaking, ""))
        else:
            parts += [(a, b, character, "") for a, b, character in self._casting.speeches(text, language)]
        cuts |= {place for a, b, _, voice in parts if voice or (a, b) != (0, len(text)) for place in (a, b)}
        return parts, cuts - {0, len(text)}

    def _phrases(
        self, chapter: Chapter, block: Block, text: str, language: str, speaking: str
    ) -> Iterator[tuple[int, int, str]]:
        """Phrases in another language, with their marks, for which the cast has a voice: first, last + 1, its name."""
        at = 0
        for span in block.spans:
            if span.reason is not None:
                continue
            start, at = at, at + len(span.text)
            if not span.language or primary(span.language) == primary(language) or not _LETTER.search(span.text):
                continue
            voice = self._casting.for_language(chapter, block, span.language, span.text, speaking)
            if voice in self._speakers:
                yield len(text[:start].rstrip(_OPENS)), at + len(text[at:]) - len(text[at:].lstrip(_CLOSES)), voice

    def _lines(
        self,
        at: int,
        block: Block,
        text: str,
        start: int,
        end: int,
        language: str,
        voice: str,
        character: str,
        fixed: Sequence[Replacement],
        pause: str,
        pause_ms: int,
    ) -> Iterator[Piece]:
        speaker = self._speakers[voice]
        ranges = [(start + a, start + b) for a, b in clause_ranges(text[start:end], speaker.max_characters)]
        forms: list[tuple[int, int, Spoken]] = []
        for a, b in _unbroken(ranges, fixed):
            form = self._form(block, text[a:b], a, language, voice, fixed)
            if 0 < speaker.max_characters < len(form.text) and b - a > 1:
                # Said in words, a line of figures outgrows its measure.
                again = clause_ranges(text[a:b], max(1, speaker.max_characters * (b - a) // len(form.text) - 5))
                forms += [
                    (x, y, self._form(block, text[x:y], x, language, voice, fixed))
                    for x, y in _unbroken([(a + x, a + y) for x, y in again], fixed)
                ]
            else:
                forms.append((a, b, form))
        for i, (a, b, form) in enumerate(forms):
            last = i == len(forms) - 1
            yield Piece(
                at,
                a,
                b,
                form.text,
                language,
                voice,
                pause if last else "clause",
                pause_ms if last else -1,
                character,
                form.replacements,
            )

    def _form(
        self, block: Block, piece: str, start: int, language: str, voice: str, fixed: Sequence[Replacement]
    ) -> Spoken:
        takes = self._speakers[voice].takes
        mine = [
            Replacement(r.start - start, r.end - start, r.spoken, r.rule)
            for r in fixed
            if start <= r.start
            and r.end <= start + len(piece)
            and (r.rule != "phonemes" or takes(phonemes_of(r.spoken)))
        ]
        mine += [
            r for r in breaks(piece, block.kind, language) if not any(r.start < f.end and f.start < r.end for f in mine)
        ]
        if bullet := (_ITEM if block.kind == "list-item" else _BULLET).match(piece):
            mine.append(Replacement(0, len(bullet.group().rstrip()), "", "list bullet"))
        found, used = self._lexicons.replacements(
            piece,
            language,
            voice,
            phonemes=takes,
            taken=[*((r.start, r.end) for r in mine), *((a - start, b - start) for a, b in self._house)],
        )
        self.used |= used
        if (
            block.kind == "heading"
            and mine
            and mine[0].rule == RULE
            and (first := numeral_heading(piece[: mine[0].start], language))
        ):
            mine += first.replacements  # a number alone on the title's first line
        if block.kind == "heading" and not mine and not found and (numeral := numeral_heading(piece, language)):
            return numeral
        return spoken(piece, language, [*mine, *found], within=self._chapter)


def _house_words(block: Block) -> Iterator[tuple[int, int]]:
    """Where a block's words are the production's own: that a voice is synthetic or cloned is nobody's to respell."""
    at = 0
    for span in block.spans:
        if span.kind == "credits":
            yield at, at + len(span.text)
        at += len(span.text)


def _said_by_the_manuscript(block: Block, language: str) -> Iterator[Replacement]:
    """Ruby readings, spoken aliases, phonemes, in the coordinates of the block's text."""
    at = 0
    for span in block.spans:
        if span.reason is not None:
            continue
        if span.say is not None and span.text:
            said = spoken(span.say, language).text if any(map(str.isdigit, span.say)) else span.say
            yield Replacement(at, at + len(span.text), said, span.rule or "say")
        elif span.phonemes and span.text.strip():
            yield Replacement(at, at + len(span.text), with_phonemes(span.text, span.phonemes), "phonemes")
        at += len(span.text)


def _cut(
    text: str, ranges: Iterable[tuple[int, int]], cuts: Iterable[int], fixed: Sequence[Replacement]
) -> list[tuple[int, int]]:
    """Sentences cut again where somebody else begins to speak; nothing ends inside what is said as one."""
    out: list[tuple[int, int]] = []
    places = sorted(cuts)
    for start, end in ranges:
        at = start
        for place in (*(c for c in places if start < c < end), end):
            piece = text[at:place]
            a, b = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
            at = place
            if b <= a:
                continue
            if out and _MARKS.fullmatch(text, a, b) and a > start:
                out[-1] = (out[-1][0], b)  # the stop after a quotation
            else:
                out.append((a, b))
    return _unbroken(out, fixed)


def _unbroken(ranges: list[tuple[int, int]], fixed: Sequence[Replacement]) -> list[tuple[int, int]]:
    """The ranges, joined where a cut would fall inside a place that is said as one."""
    if not fixed or len(ranges) < 2:
        return ranges
    out = [ranges[0]]
    for start, end in ranges[1:]:
        if any(r.start < start < r.end or r.start < out[-1][1] < r.end for r in fixed):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


_Chosen = tuple[int, int, str, str, str]


def _joined(chosen: list[_Chosen], speakers: Mapping[str, Speaker]) -> list[_Chosen]:
    """What an engine would garble for its shortness is spoken together with its neighbour."""
    out: list[_Chosen] = []
    for start, end, language, voice, character in chosen:
        speaker = speakers[voice]
        least, most = speaker.min_characters, speaker.max_characters
        if (
            out
            and least
            and out[-1][2:] == (language, voice, character)
            and min(end - start, out[-1][1] - out[-1][0]) < least
            and end - out[-1][0] <= most
        ):
            out[-1] = (out[-1][0], end, language, voice, character)
        else:
            out.append((start, end, language, voice, character))
    return out


def _letters(block: Block, start: int, end: int, book: str) -> dict[str, None]:
    """The languages that words of a range are marked as, in order."""
    at, found = 0, dict[str, None]()
    for span in block.spans:
        if span.reason is not None:
            continue
        a, b = max(start, at) - at, min(end, at + len(span.text)) - at
        at += len(span.text)
        if b > a and (name := span.language or book) not in found and _LETTER.search(span.text, a, b):
            found[name] = None
    return found


def _marked(block: Block, start: int, end: int, book: str) -> str:
    """The one language that all words of a range are marked as, where it is not the book's: a loan phrase changes
    nothing of its sentence."""
    names = _letters(block, start, end, book)
    return next(iter(names)) if len({primary(name) for name in names}) == 1 and book not in names else ""


def _is_marked(block: Block, start: int, end: int, book: str) -> bool:
    return bool(_letters(block, start, end, book).keys() - {book})


def _between(blocks: Sequence[Block], before: int, after: int, pause: str) -> str:
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
