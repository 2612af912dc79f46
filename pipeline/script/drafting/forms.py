"""The spoken form of a line: the manuscript's own readings, line breaks, list bullets, lexicons, text normalisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.languages.spoken import SpokenForm, numeral_heading, spoken
from pipeline.records import Replacement
from pipeline.script.casting.speakers import Speaker, phonemes_of
from pipeline.script.drafting.lexicon import Lexicons
from pipeline.script.drafting.ranges import VoicedRange, unbroken
from pipeline.script.read_block import ReadBlock
from pipeline.script.splitting.breaks import RULE, breaks
from pipeline.script.splitting.clauses import clause_ranges

_BULLET = re.compile(r"\s*[•‣▪◦●○■□◆◇∙►▶➢✓✔❖]\s*(?=\S)")
_ITEM = re.compile(r"\s*[•‣▪◦●○■□◆◇★☆·∙※►▶➢✓✔❖*–—-]\s+(?=\S)")


class SpokenForms:
    """Spoken forms of one production; `used` gathers the lexicon entries that changed something."""

    def __init__(self, lexicons: Lexicons, speakers: Mapping[str, Speaker]):
        self._lexicons = lexicons
        self._speakers = speakers
        self.used: set[int] = set()

    def of(self, block: ReadBlock, one: VoicedRange) -> Iterator[tuple[int, int, SpokenForm]]:
        """Cuts a range into parts that the voice's engine takes; yields (start, end, spoken form)."""
        most = self._speakers[one.voice].max_characters
        for start, end in _clauses(block, one.start, one.end, most, one.language):
            form = self._form(block, start, end, one)
            if 0 < most < len(form.text) and end - start > 1:
                # Figures in words may be longer than the engine takes.
                shorter = max(1, most * (end - start) // len(form.text) - 5)
                for a, b in _clauses(block, start, end, shorter, one.language):
                    yield a, b, self._form(block, a, b, one)
            else:
                yield start, end, form

    def _form(self, block: ReadBlock, start: int, end: int, one: VoicedRange) -> SpokenForm:
        text, kind, language = block.text[start:end], block.block.kind, one.language
        takes = self._speakers[one.voice].takes
        mine = [
            Replacement(r.start - start, r.end - start, r.spoken, r.rule)
            for r in block.fixed
            if start <= r.start and r.end <= end and (r.rule != "phonemes" or takes(phonemes_of(r.spoken)))
        ]
        mine += [r for r in breaks(text, kind, language) if not any(r.start < f.end and f.start < r.end for f in mine)]
        if bullet := (_ITEM if kind == "list-item" else _BULLET).match(text):
            mine.append(Replacement(0, len(bullet.group().rstrip()), "", "list bullet"))
        taken = [*((r.start, r.end) for r in mine), *((a - start, b - start) for a, b in block.added)]
        lexical, used = self._lexicons.replacements(text, language, one.voice, phonemes=takes, taken=taken)
        self.used |= used
        if kind == "heading":
            if mine and mine[0].rule == RULE and (first := numeral_heading(text[: mine[0].start], language)):
                mine += first.replacements  # the first line of the title is only a number
            if not mine and not lexical and (numeral := numeral_heading(text, language)):
                return numeral
        return spoken(text, language, [*mine, *lexical], within=block.chapter_text)


def _clauses(block: ReadBlock, start: int, end: int, most: int, language: str) -> list[tuple[int, int]]:
    ranges = [(start + a, start + b) for a, b in clause_ranges(block.text[start:end], most, language)]
    return unbroken(ranges, block.fixed)
