"""Language identification of single lines, by their letters and their function words.

A line counts as another language only as a whole: it has none of the book's own letters (kana, kanji, hangul, Cyrillic
...) and enough of the other's; or, between languages of one alphabet, several function words of the other and none of
the book's. Names, loan words and mottoes change no line: of 156,000 lines of the corpora 367 are in another language,
all of them English in handbooks of other languages, and none of a novel.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from pipeline.languages import known
from pipeline.languages.scripts import KANA
from pipeline.languages.tags import primary

_WORDS = {tag: frozenset(record.small_words.split()) for tag, record in known().items() if record.small_words}
_OTHERS = tuple(tag for tag, record in known().items() if record.told_in_lines)
_LEAST_WORDS, _LEAST_SMALL, _SHARE = 4, 3, 0.4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ELISION = re.compile(r"(?<![^\W\d_])(?:[cdjlmnst]|qu)['’](?=[^\W\d_])", re.IGNORECASE)
_MACHINE = re.compile(r"[/\\@=<>{}$~_|#]|www\.|\.\w+\.\w|\w-\w+-\w")

_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ſ]")
# Languages with a script of their own -> its letters, and others of their texts.
_OWN = {tag: record.script + record.beside_script for tag, record in known().items() if record.script}
# The language of a line that is wholly in these letters. In books of other languages, Han alone counts as Chinese.
_SCRIPTS = tuple((tag, record.script) for tag, record in known().items() if record.script_tells)
_FOREIGN_LETTER = re.compile("[\u0370-\u1fff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_MARKED = re.compile(r"[^\W\d_]")


class LineLanguageDetector:
    """Detects the lines of one book that are in another language than `book`, a BCP 47 tag."""

    def __init__(self, book: str):
        self._book = book
        self._primary = primary(book)
        own = _OWN.get(self._primary)
        self._own = re.compile(f"[{own}]") if own else None
        self._other_kana = re.compile(f"[{KANA}]") if self._primary in ("zh", "yue") else None

    def may_differ(self, text: str) -> bool:
        """Whether any line of `text`, such as a chapter, can be in another language. Most need no detection at all."""
        if self._own is not None:
            return True
        return (not text.isascii() and _FOREIGN_LETTER.search(text) is not None) or len(
            _telling(self._primary).intersection(text.lower().split())
        ) >= _LEAST_SMALL - 1

    def of(self, text: str) -> str:
        """The language of a line: the book's, unless the line as a whole is plainly in another."""
        if self._own is not None:
            if self._own.search(text) is not None:
                return self._of_kana(text)
            return self._scripted(text) or _western(text) or self._book
        if not text.isascii() and (scripted := self._scripted(text)):
            return scripted
        return _between(text, self._primary) or self._book

    def _of_kana(self, text: str) -> str:
        """The language of a line with kana in a Chinese book: Japanese, unless it has only a fashionable の."""
        if self._other_kana is None or self._other_kana.search(text) is None:
            return self._book
        kana, letters = len(self._other_kana.findall(text)), len(_MARKED.findall(text))
        return "ja" if kana >= 4 and kana > 0.35 * letters else self._book

    def _scripted(self, text: str) -> str:
        """The language of a line wholly in letters that the book's alphabet lacks, else ""."""
        letters = _MARKED.findall(text)
        if len(letters) < 2 or _LATIN.search(text):
            return ""
        for language, block in _SCRIPTS:
            number = len(re.findall(f"[{block}]", text))
            if number and (number == len(letters) or (language in ("ja", "ko") and number > 0.2 * len(letters))):
                return language if language != self._primary else ""
        return ""


def _western(text: str) -> str:
    """The language of a line of Latin letters in a book of another script: two words and more, else ""."""
    words = _words(text)
    if len([word for word in words if word != word.upper() and len(word) > 1]) < 2 or _MACHINE.search(text):
        return ""
    small = [word.lower() for word in words]
    counted = {language: sum(word in _WORDS[language] for word in small) for language in _OTHERS}
    best = max(_OTHERS, key=lambda language: counted[language])
    if counted[best] and all(counted[best] >= sum(word in _WORDS[rival] for word in small) for rival in _WORDS):
        return best
    return "en" if not any(counted.values()) and text.isascii() and len(words) >= 3 and text[-1:] in ".!?\"'" else ""


def _between(text: str, book: str) -> str:
    """The language, among those of one alphabet, by function words that it has and the book's language lacks."""
    if book not in _WORDS or len(_telling(book).intersection(text.lower().split())) < _LEAST_SMALL - 1:
        return ""
    words = [word.lower() for word in _words(text)]
    if len(words) < _LEAST_WORDS:
        return ""
    if not _is_sentence(text, words):
        return ""
    mine = _WORDS[book]
    best, most = "", 0
    for language in _WORDS:
        if language == book:
            continue
        theirs = _WORDS[language] - mine
        telling = [word for word in words if word in theirs]
        own = [word for word in words if word in mine and word not in _WORDS[language]]
        if (
            own
            or len(telling) <= most
            or len(telling) < max(_LEAST_SMALL, _SHARE * len(words))
            or len(set(telling)) < 3
        ):
            if len(telling) == most:
                best = ""  # two are equally likely
            continue
        best, most = language, len(telling)
    return best if best in _OTHERS else ""


def _is_sentence(text: str, words: list[str]) -> bool:
    """Whether words are a sentence and no name, whose function words stand between capitals: El Cid de la Mancha."""
    small = _all_small()
    return len(set(words) & small) >= 5 or any(word not in small and word in text for word in words[1:])


def _words(text: str) -> list[str]:
    """The words of a text without French elisions: qu'il is il."""
    return _WORD.findall(_ELISION.sub(" ", text.replace("’", "'")))


@functools.cache
def _telling(book: str) -> frozenset[str]:
    """Function words of other languages that the book's language does not have."""
    mine = _WORDS.get(book)
    return frozenset[str]() if mine is None else frozenset(_union(_WORDS[other] for other in _OTHERS)) - mine


@functools.cache
def _all_small() -> frozenset[str]:
    return frozenset(_union(_WORDS.values()))


def _union(sets: Iterable[frozenset[str]]) -> set[str]:
    return set().union(*sets)
