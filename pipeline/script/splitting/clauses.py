"""Cuts lines that are too long for an engine at clauses, into parts of similar length."""

from __future__ import annotations

import functools
import re

from pipeline.languages import known, record_of

NO_WORD = 2_000  # characters without any place to cut; longer than any word or URL

# In order of preference. A comma inside a number is no clause.
_CUTS = (
    # Inside a sentence, a full stop after a short word marks an abbreviation: Cape St. Augustine.
    re.compile(
        r"[。！？](?=.)|[!?]['\"”’»)]*\s+|(?<=[a-zà-ÿ]{3})(?<!Esq)(?<!Capt)(?<!Prof)(?<!Messrs)(?<!Insp)"
        r"\.['\"”’»)]*\s+|"
        r"\.['\"”’»)]+\s+"
    ),
    re.compile(r"[;:；：][\"'”’»」』]*\s*(?!\d)"),
    re.compile(r"\s*[—–―]+\s*|\s+-+\s+"),
    re.compile(r"[,，、][\"'”’»」』]*\s*(?!\d)"),
)
_SPACE = re.compile(r"\s+")
# The last resort in Chinese and Japanese: after a particle.
_PARTICLE = re.compile(r"(?<=[はがをにでともてるた的了着过過地得])(?=[\u3040-\u9fff])")


@functools.cache
def _cuts(language: str) -> tuple[re.Pattern[str], ...]:
    """Kinds of places, the best first. Conjunctions are the language's own and those of the languages most quoted."""
    quoted = [record.conjunctions for record in known().values() if record.told_in_lines]
    words = dict.fromkeys(" ".join([record_of(language).conjunctions, *quoted]).split())
    before = re.compile(rf"\s+(?=(?:{'|'.join(words)})\s)")
    return (*_CUTS, before, _SPACE, _PARTICLE)


def clause_ranges(text: str, most: int, language: str) -> list[tuple[int, int]]:
    """Parts of `text` of at most `most` characters, without the spaces between them.

    A part without any boundary stays longer, for nothing is cut inside a word. What is longer than NO_WORD is no word
    and is cut: every rule of spoken forms would be tried at each of its characters.
    """
    if most <= 0 or len(text) <= most:
        return [(0, len(text))]
    cut = _cut(text, most, language)
    if cut is None and len(text) <= NO_WORD:
        return [(0, len(text))]
    if cut is None:
        return [(position, min(position + most, len(text))) for position in range(0, len(text), most)]
    left = len(text[:cut].rstrip())
    right = cut + len(text[cut:]) - len(text[cut:].lstrip())
    after = clause_ranges(text[right:], most, language)
    return [*clause_ranges(text[:left], most, language), *((right + a, right + b) for a, b in after)]


def _cut(text: str, most: int, language: str) -> int | None:
    """The best place to cut: of the strongest kind that occurs, nearest to where equal parts would end."""
    middle = len(text) / 2
    # A text of two and a half times the limit is best cut into three: after the first or the second third.
    parts = -(-len(text) // most)
    aim = [len(text) * k / parts for k in range(1, parts)]
    for pattern in _cuts(language):
        # A cut in the outer eighths would leave a fragment.
        cuts = [m.end() for m in pattern.finditer(text) if len(text) / 8 < m.end() < len(text) * 7 / 8]
        if cuts:
            return min(cuts, key=lambda c: (min(abs(c - a) for a in aim), abs(c - middle)))
    for pattern in _cuts(language):
        cuts = [m.end() for m in pattern.finditer(text) if text[: m.end()].strip() and text[m.end() :].strip()]
        if cuts:
            return min(cuts, key=lambda c: abs(c - middle))
    return None
