"""Bilingual cues: two languages, one below the other; one is read, the other is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.intake.language import guess
from pipeline.languages.tags import primary

# Scripts that two stacked languages are told apart by.
_SCRIPTS = {
    "wide": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "hebrew": re.compile(r"[\u0590-\u05ff]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "indic": re.compile(r"[\u0900-\u0dff]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LEAST_SHARE = 0.4  # of the cues with two lines; a film with a foreign word now and then stays far below
_LEAST_CUES = 4
_LEAST_WORDS = 25  # different ones: fewer can look like any language


@dataclass(frozen=True, slots=True)
class Stacked:
    """Two languages in a script's cues.

    Attributes:
        upper, lower: their languages, in the order in which they stand.
        script: that tells the upper from the lower one, or the lower from the upper; "" where only the place does.
        above: whether the lines of `script` are the upper ones.
        read: which one is read.
    """

    upper: str
    lower: str
    script: str
    above: bool
    read: str

    @property
    def other(self) -> str:
        return self.lower if self.read == self.upper else self.upper

    def split(self, lines: Sequence[str]) -> int | None:
        """Number of the upper language's lines; None where a cue does not show two languages."""
        if not self.script:
            return len(lines) // 2 if len(lines) % 2 == 0 else None
        of_script = [bool(_SCRIPTS[self.script].search(line)) for line in lines]
        first = [mine == self.above for mine in of_script]
        number = first.index(False) if False in first else len(first)
        if any(first[number:]) or not first[0]:
            return None
        if number == len(lines) and of_script[0] != self.above:
            return None
        return number


def found(texts: Sequence[str], wanted: str = "") -> Stacked | None:
    """The two languages of a script whose cues hold both, None for any other.

    Args:
        wanted: the language that a person wants to be read; the upper one otherwise.
    """
    several = [lines for text in texts if len(lines := [line for line in text.split("\n") if line.strip()]) > 1]
    if len(several) < _LEAST_CUES:
        return None
    for script, letters in _SCRIPTS.items():
        orders: Counter[bool] = Counter()
        for lines in several:
            mine = [bool(letters.search(line)) for line in lines]
            plain = [bool(_LATIN.search(line)) and not hit for line, hit in zip(lines, mine, strict=True)]
            switches = sum(one != two for one, two in pairwise(mine))
            if switches == 1 and any(plain) and any(mine):
                orders[mine[0]] += 1
        if not orders or sum(orders.values()) < _LEAST_SHARE * len(several):
            continue
        above, times = orders.most_common(1)[0]
        if times >= 0.9 * sum(orders.values()):
            return _with_languages(several, script, above, wanted)
    return _by_place(several, wanted)


def _with_languages(several: Sequence[Sequence[str]], script: str, above: bool, wanted: str) -> Stacked:
    letters = _SCRIPTS[script]
    mine = "\n".join(line for lines in several for line in lines if letters.search(line))
    others = "\n".join(line for lines in several for line in lines if not letters.search(line))
    first, second = (mine, others) if above else (others, mine)
    return _chosen(guess(first) or "und", guess(second) or "und", script, above, wanted)


def _by_place(several: Sequence[Sequence[str]], wanted: str) -> Stacked | None:
    """Two languages of one script: the first halves of the cues are one language, the second halves another."""
    even = [lines for lines in several if len(lines) % 2 == 0]
    if len(even) < max(10, 0.8 * len(several)):
        return None
    upper, lower = (_sure(halves) for halves in zip(*map(_halves, even), strict=True))
    if not upper or not lower or primary(upper) == primary(lower):
        return None
    return _chosen(upper, lower, "", True, wanted)


def _halves(lines: Sequence[str]) -> tuple[str, str]:
    middle = len(lines) // 2
    return "\n".join(lines[:middle]), "\n".join(lines[middle:])


def _sure(texts: Sequence[str]) -> str:
    """The language of many lines, "" where they are too few or their parts look like different ones."""
    if len({word.lower() for text in texts for word in text.split()}) < _LEAST_WORDS:
        return ""
    one, two = guess("\n".join(texts[::2])), guess("\n".join(texts[1::2]))
    return one if primary(one) == primary(two) else ""


def _chosen(upper: str, lower: str, script: str, above: bool, wanted: str) -> Stacked:
    read = lower if wanted and primary(wanted) == primary(lower) != primary(upper) else upper
    return Stacked(upper, lower, script, above, read)
