"""Full stop disambiguation: whether a single full stop ends a sentence, or belongs to an abbreviation or a number.

Each rule looks at one kind of word before the stop and answers, or leaves the stop to the next rule. A stop that no
rule knows ends its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.script.splitting.informal import is_ordinary
from pipeline.script.splitting.words import SplittingWords

BEFORE = re.compile(r"[^\s\"“”„«»()\[\]{}—–…,;:!?]+$")
_LIST = re.compile(r"[\s(]*(?:[•‣▪⁃*\-–]\s*)?\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]*$")
_ZONES = re.compile(
    r"[A-Z]{2,4}\b|(?:Eastern|Pacific|Central|Mountain|Greenwich|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|"
    r"[A-Z][a-z]+uary\b)"
)
_ROMAN = re.compile(r"[IVXLC]+$")
_SMALL_ROMAN = re.compile(r"[ivxlc]+")
_APOSTROPHE = re.compile("['’]")
_OLD_MONEY = re.compile(r"\d+[sdl]")  # 10s. 6d.
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}[.-]{1,2})+[^\W\d_]{1,2}")  # p.m, z.B, Ph.D
_LETTERED = re.compile(
    r"\b(?:vitamin|plan|type|group|class|grade|point|section|exhibit|team|channel|hepatitis|block)\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FullStop:
    """A full stop with what stands around it."""

    text: str
    dot: int  # its place in the text
    before: str  # the word before it
    plain: str  # that word in small letters, without quotation marks
    first: str  # the text before that word
    next_word: str
    starter: bool  # the next word is, capitalised as it stands, nearly always the first of a sentence
    opening: str  # marks before the next word
    words: SplittingWords


def ends_sentence(text: str, dot: int, next_word: str, lower: bool, opening: str, words: SplittingWords) -> bool:
    """Whether the full stop at `dot` ends a sentence.

    Args:
        lower: the next word begins with a small letter, and the writer's sentences do not.
    """
    stop = _full_stop(text, dot, next_word, opening, words)
    if (lower and not (words.has.careless and is_ordinary(stop.plain, words))) or next_word[:1] in ",;:)":
        return False
    for rule in _RULES:
        if (answer := rule(stop)) is not None:
            return answer
    return True


def _full_stop(text: str, dot: int, next_word: str, opening: str, words: SplittingWords) -> FullStop:
    match = BEFORE.search(text, max(0, dot - 40), dot)
    before = match.group().rpartition("--")[2] if match else ""
    plain = before.strip("'’‘*_(").lower()
    if words.has.elides:
        plain = _APOSTROPHE.split(plain)[-1]  # l'art. 5
    starter = _APOSTROPHE.split(next_word.lower())[0] in words.starters and next_word[:1].isupper()
    first = text[: match.start()] if match else ""
    return FullStop(text, dot, before, plain, first, next_word, starter, opening, words)


def _list_marker(stop: FullStop) -> bool | None:
    """The number or letter of a list's item ends nothing."""
    word = stop.before.isalpha() and len(stop.before) > 1 and stop.starter
    alone = not stop.first.strip(" •‣▪⁃*-–(\u00a0")
    return False if alone and _LIST.fullmatch(stop.before) and not word else None


def _era(stop: FullStop) -> bool | None:
    """44 a. C. Luego; a las 8 p. m. Vino."""
    if not stop.words.has.eras:
        return None
    if stop.before == "C" and re.search(r"\b[ad]\.\s?$", stop.first):
        return stop.starter
    if stop.before == "m" and re.search(r"\d\s?[ap]\.\s?$", stop.first):
        return stop.next_word[:1].isupper()
    return None


def _title(stop: FullStop) -> bool | None:
    """Mr. Bennet; but "6 ft. They": a title that is something else here is left to the other rules."""
    words = stop.words
    if stop.plain not in words.titles:
        return None
    also = words.also.get(stop.plain)
    return None if stop.starter and also is not None and also.search(stop.first) else False


def _et_al(stop: FullStop) -> bool | None:
    """Smith et al. 2010."""
    return stop.starter if stop.plain == "al" and stop.first.rstrip().endswith("et") else None


def _before_figures(stop: FullStop) -> bool | None:
    """Bahnhofstr. 5; 10s. 6d."""
    streets = stop.words.has.streets
    known = (streets and stop.plain.endswith(streets)) or _OLD_MONEY.fullmatch(stop.plain)
    return False if known and stop.next_word[:1].isdecimal() else None


def _numbered(stop: FullStop) -> bool | None:
    """No. 5, vol. II; but "No. I am sure"."""
    following = stop.next_word
    ambiguous = stop.plain in ("no", "art", "sec") and following == "I"
    if ambiguous and re.match(r"\.\s+I\s+(?!of\b|and\b)\w", stop.text[stop.dot :]):
        return True
    if stop.plain not in stop.words.numbered:
        return None
    number = following[:1].isdecimal() or _ROMAN.match(following) or _SMALL_ROMAN.fullmatch(following)
    return False if number else None


def _figures(stop: FullStop) -> bool | None:
    """am 12. Juni; but S. 23. Dann, Abb. 4. Ludwig."""
    if not stop.before.lstrip("-–").isdecimal():
        return None
    counted = re.search(r"(\w+)\.\s*$", stop.first)
    numbered = counted is not None and counted[1].lower() in stop.words.numbered
    return not (stop.words.has.ordinal_stops and len(stop.before) <= 3 and not stop.starter and not numbered)


def _single_letter(stop: FullStop) -> bool | None:
    """An initial ("J. Austen"), or the last word of a sentence ("you and I.", "vitamin C.")."""
    has = stop.words.has
    if not (len(stop.plain) == 1 and stop.plain.isalpha()):
        return None
    if has.eras and stop.plain in ("a", "d") and stop.text[stop.dot :].lstrip(". ").startswith("C."):
        return False  # 44 a. C.
    letter = stop.before
    first = stop.first[-200:]  # what stands further back decides nothing, and there may be a million initials
    if letter and letter == has.capital_word:
        return first.rstrip().rpartition(" ")[2][:1].islower() or stop.starter
    if letter in stop.words.letters or (stop.starter and _LETTERED.search(first)):
        return True
    if (letter.islower() and not has.capital_nouns) or not stop.starter:
        return stop.starter
    if has.capital_nouns and re.search(r"\b[a-z]\.\s?$", first):
        return True  # Frankfurt a. M. Er
    return bool(stop.opening.strip("—– ")) or (not has.capital_nouns and not re.search(r"[A-Z][\w.]*\s*$", first))


def _dotted(stop: FullStop) -> bool | None:
    """p.m., z.B., Ph.D."""
    if not _DOTTED.fullmatch(stop.plain):
        return None
    if stop.plain not in ("a.m", "p.m"):
        return stop.starter and stop.plain not in stop.words.titles
    when = stop.words.when
    if when and when.search(stop.text[max(0, stop.dot - 30) : stop.dot]):
        return False  # At 6 a.m. Mrs. Hale rose.
    return stop.next_word[:1].isupper() and not _ZONES.match(stop.next_word)


def _ending(stop: FullStop) -> bool | None:
    """Smith Jr. He; but Smith Jr. House."""
    words = stop.words
    if stop.plain not in words.ending:
        return None
    word_here = stop.plain in words.uncounted and re.search(r"[\d½¼¾]\s?$", stop.first) is None
    if word_here or (stop.plain in words.small and stop.before.islower()):
        return True
    if stop.plain == "etc" and not words.has.capital_nouns:
        return stop.next_word[:1].isupper()
    return stop.starter or stop.opening.strip() in tuple('"“‘—–«')


# In this order: the first that answers decides.
_RULES: tuple[Callable[[FullStop], bool | None], ...] = (
    _list_marker,
    _era,
    _title,
    _et_al,
    _before_figures,
    _numbered,
    _figures,
    _single_letter,
    _dotted,
    _ending,
)
