"""Forbidden words in what will be spoken: found in every script, however they are cased, spaced, dotted or inflected.

A text is folded to letters (compatibility forms, accents and invisible characters gone, letters that look alike made
one), and each letter remembers where it stood. Languages written with spaces are matched by words: whole ones, with an
ending of the language, or spelled out letter by letter. Chinese, Japanese and others are matched wherever they stand.
A list is a person's; what is found is a finding, which refuses the book until a person waives it with a reason.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.languages.tags import primary

# Letters of other alphabets that look like Latin ones, and figures written for letters inside a word.
_ALIKE = str.maketrans("абвгдеёзикмнорстухіјѕԁһԛԝαβεικνορτυχηω", "aбbгдee3иkmhopctyxijsdhqwaβeiкvoрtuxnw")
_FIGURES = str.maketrans("013457@$", "oieastas")
_CYRILLIC = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[a-zß-ɏ]")
_ENDINGS = {
    "en": "s es ed d er ers ing ings y ies ly ish like man men",
    "de": "e n en er es em ern s se sen nen in innen isch ische ischen lich",
    "fr": "s e es x aux er ent ant ante ants ee ees eur eurs euse euses",
    "es": "s es a o as os ito ita itos itas ando endo ado ada ados adas ero era eros eras",
}
_ALL_ENDINGS = frozenset(ending for endings in _ENDINGS.values() for ending in endings.split())
COMPOUNDS = frozenset({"de", "nl", "sv", "da", "no", "fi"})  # languages that write compounds as one word
LEAST_IN_COMPOUND = 5  # letters
SHORT = 3  # letters: a shorter word is found with a plural's s, and no other ending


@dataclass(frozen=True, slots=True)
class Hit:
    word: str  # as it stands in the list
    found: str  # as it stands in the text


def hits(text: str, words: Iterable[str], language: str) -> Iterator[Hit]:
    """Every place of a text in which one of the words is said."""
    folded = _folded(text)
    for word in words:
        for start, end in _places(folded, word, primary(language)):
            yield Hit(word, text[folded.places[start] : folded.places[end - 1] + 1])


@dataclass(frozen=True, slots=True)
class _Folded:
    letters: str
    places: tuple[int, ...]  # of each letter, in the text
    starts: frozenset[int]  # letters before which the text has something else
    spaced: frozenset[int]  # those of them before which it has a space


@functools.lru_cache(maxsize=8192)
def _folded(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    starts, spaced = {0}, set[int]()
    for place, written in enumerate(text):
        for one in unicodedata.normalize("NFKD", written).casefold():
            kind = unicodedata.category(one)
            if kind[0] in "LN" or one in "@$":
                letters.append(_kana(one))
                places.append(place)
            elif kind not in ("Mn", "Me", "Cf"):
                starts.add(len(letters))
                if kind[0] == "Z" or one in "\t\n":
                    spaced.add(len(letters))
    return _Folded(_one_alphabet("".join(letters), starts), tuple(places), frozenset(starts), frozenset(spaced))


def _kana(letter: str) -> str:
    """Katakana as hiragana."""
    return chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter


def _one_alphabet(letters: str, starts: Iterable[int]) -> str:
    """Each word in one alphabet: what looks like a Latin letter, or a figure, becomes one beside Latin letters."""
    cuts = [*sorted(set(starts) | {0}), len(letters)]
    parts = []
    for first, last in itertools.pairwise(cuts):
        part = letters[first:last]
        if _LATIN.search(part):
            part = part.translate(_ALIKE) if _CYRILLIC.search(part) else part
            part = part.translate(_FIGURES)
        parts.append(part)
    return "".join(parts)


def _places(text: _Folded, word: str, language: str) -> Iterator[tuple[int, int]]:
    wanted = _folded(word)
    needle = wanted.letters
    if not needle:
        return
    anywhere = any(_unspaced(c) for c in needle)
    for start, end in _candidates(text.letters, needle):
        if anywhere:
            yield start, end
        elif found := _whole_word(text, start, end, wanted, language):
            yield found


def _candidates(letters: str, needle: str) -> Iterator[tuple[int, int]]:
    """Where the needle stands, and where its stem stands before an ending: party, parties; bake, baking."""
    last = needle[-1]
    stems = [needle]
    if len(needle) > SHORT and last in "yeoa":
        stems.append(needle[:-1])
    for stem in stems:
        at = letters.find(stem)
        while at >= 0:
            yield at, at + len(stem)
            at = letters.find(stem, at + 1)


def _whole_word(text: _Folded, start: int, end: int, wanted: _Folded, language: str) -> tuple[int, int] | None:
    """The range of the word with its ending; None where the letters are a part of another word."""
    whole = end - start == len(wanted.letters)
    inside = [at for at in range(start + 1, end) if at in text.starts]
    if inside and not _one_word(text, start, end, inside, wanted):
        return None
    last = next((at for at in range(end, len(text.letters)) if at in text.starts), len(text.letters))
    ending = text.letters[end:last]
    compound = language in COMPOUNDS and whole and len(wanted.letters) >= LEAST_IN_COMPOUND
    if start not in text.starts and not compound:
        return None
    if whole and (not ending or compound):
        return start, last
    return (start, last) if _is_ending(ending, text.letters[end - 1], whole, len(wanted.letters)) else None


def _is_ending(ending: str, before: str, whole: bool, length: int) -> bool:
    if length <= SHORT:
        return whole and ending in ("s", "es")
    doubled = ending[1:] if whole and ending[:1] == before else ""  # bet, betting
    if not whole:  # of a stem without its last letter
        return ending in ("ies", "ied", "ing", "ings", "ed", "er", "ers", "ier", "os", "as", "a", "o", "ar", "es", "i")
    return ending in _ALL_ENDINGS or doubled in _ALL_ENDINGS


def _one_word(text: _Folded, start: int, end: int, inside: Sequence[int], wanted: _Folded) -> bool:
    """Whether what stands between the letters is a trick or the phrase's own: "c-a-s-i-n-o", "ca si no"."""
    own = {start + at for at in wanted.starts if at}
    foreign = [at for at in inside if at not in own]
    if not foreign:
        return own <= set(inside)
    cuts = [start, *inside, end]
    longest = max(b - a for a, b in itertools.pairwise(cuts))
    return (longest <= 2 and len(cuts) > 3) or all(at not in text.spaced for at in foreign)


def _unspaced(letter: str) -> bool:
    """Whether its script writes words without spaces: Han, kana, Thai, Lao, Khmer, Burmese."""
    return (
        "\u3040" <= letter <= "\u30ff"
        or "\u3400" <= letter <= "\u9fff"
        or "\U00020000" <= letter <= "\U0003ffff"
        or ("\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff")
    )
