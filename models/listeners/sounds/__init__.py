"""Front ends from words to sounds, by which text and transcript are compared: a module per language, in FRONT_ENDS.

Both sides of a comparison go through the same front end, word by word, so that a word has the same sounds wherever it
stands. Numbers and abbreviations are said first, by the spoken forms of languages/: a recogniser writes "Mr." and "$5".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from pipeline.engine import PHONEMES
from pipeline.languages.spoken import SpokenForm, spoken
from pipeline.listener import Word

# Of primary subtags. A front end is a module with `units(text)`, which yields the words of a text that holds no
# numbers, and `sounds_of_ipa(ipa)`. Languages that are not listed are compared by their letters.
FRONT_ENDS = {
    "en": "models.listeners.sounds.english",
    "zh": "models.listeners.sounds.chinese",
    "ja": "models.listeners.sounds.japanese",
    "es": "models.listeners.sounds.spanish",
}
LETTERS = "models.listeners.sounds.letters"
_WORD = re.compile(r"\w+")
_Units = Callable[[str], Iterator[tuple[int, int, str, tuple[str, ...]]]]
VERSION = 1  # raise it when the sounds of all languages change: it is part of the fingerprint


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with its sounds and its range in the text."""

    text: str
    sounds: tuple[str, ...]
    start: int
    end: int

    def as_word(self) -> Word:
        return Word(self.text, self.sounds)


def words_of(text: str, language: str, known: frozenset[str] = frozenset()) -> tuple[Unit, ...]:
    """The words of a spoken form or of a transcript, with the ranges of `text` that they come from.

    Words that are `known` (in lower case) to be in the text stay as they are: "No." is "no" where the text has it,
    and "number" elsewhere.
    """
    front_end = _front_end(language)
    words: list[Unit] = []
    end = 0
    for fixed in PHONEMES.finditer(text):
        words += _plain(text[end : fixed.start()], end, language, front_end.units, known)
        sounds = front_end.sounds_of_ipa(fixed["ipa"])
        words.append(Unit(fixed["text"], sounds, fixed.start(), fixed.end()))
        end = fixed.end()
    words += _plain(text[end:], end, language, front_end.units, known)
    return tuple(word for word in words if word.sounds)


@functools.cache
def _front_end(language: str) -> ModuleType:
    primary = language.replace("_", "-").partition("-")[0].lower()
    return import_module(FRONT_ENDS.get(primary, LETTERS))


def _plain(text: str, offset: int, language: str, units: _Units, known: frozenset[str]) -> Iterator[Unit]:
    """Words of a text without phonemes; ranges count in the whole text, which begins `offset` before it."""
    said, places = _said(text, spoken(text, language), known)
    last = len(places) - 1  # a front end may lose its place: what it could not find stands at the end
    for start, end, word, sounds in units(said):
        first, end = min(start, last), min(max(start, end - 1), last)
        yield Unit(word, sounds, offset + places[first], offset + places[end] + 1)


def _said(text: str, form: SpokenForm, known: frozenset[str]) -> tuple[str, list[int]]:
    """The text as it is said, and for each of its characters the one of the text that it comes from."""
    said, end = "", 0
    places: list[int] = []
    for replaced in form.replacements:
        if known.issuperset(_WORD.findall(text[replaced.start : replaced.end].casefold())):
            continue
        said += text[end : replaced.start]
        places += range(end, replaced.start)
        space = " " if replaced.spoken.isascii() else ""
        spoken_form = f"{space}{replaced.spoken}{space}"
        said += spoken_form
        places += [replaced.start] * len(spoken_form)
        end = replaced.end
    return said + text[end:], [*places, *range(end, len(text))]
