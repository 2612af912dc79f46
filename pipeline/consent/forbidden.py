"""Forbidden words in what will be spoken: found in every script, however they are cased, spaced, dotted or inflected.

A text is folded to letters (compatibility forms, accents and invisible characters gone, letters that look alike made
one, traditional characters simplified), and each letter remembers where it stood. Languages written with spaces are
matched by words: whole ones, with an ending of the language where its stemmer agrees, or spelled out letter by letter.
Chinese, Japanese and others are matched wherever they stand. A list is a person's; what is found is a finding, which
refuses the book until a person waives it with a reason.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.consent.inflected import agrees, beginnings, is_ending
from pipeline.languages.tags import primary

# Letters of other alphabets that look like Latin ones, and figures written for letters inside a word.
_ALIKE = str.maketrans("абвгдеёзикмнорстухіјѕԁһԛԝαβεηικνορτυχω", "aбbгдee3иkmhopctyxijsdhqwabeniknoptuxw")
# Letters that are always meant as Latin ones: small capitals, and forms that no normalisation knows.
_FANCY = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıɩօոս", "abcdefghijklmnoprstuvwyzagiionu")
_FIGURES = str.maketrans("013457@$", "oieastas")
_HYPHENS = ("-", "\u2010", "\u2011", "\u00ac")
_CYRILLIC = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[a-zß-ɏ]")
COMPOUNDS = frozenset({"de", "nl", "sv", "da", "no", "fi"})  # languages that write compounds as one word
LEAST_IN_COMPOUND = 5  # letters
LEAST_OF_OTHER = 3  # letters of the other part: Waffe is not in Waffel, and Rasse not in rasseln
_PREFIXES = frozenset("be ent er ge miß miss un ver zer".split())  # which make no compound: Scheidung, Entscheidung


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


@dataclass(frozen=True)
class _Folded:
    text: str
    letters: str
    places: tuple[int, ...]  # of each letter, in the text
    starts: frozenset[int]  # letters before which the text has something else
    spaced: frozenset[int]  # those of them before which it has a space

    def written(self, start: int, end: int) -> str:
        """The letters as the text has them."""
        return self.text[self.places[start] : self.places[end - 1] + 1]

    @functools.cached_property
    def simplified(self) -> str:
        """The letters with every traditional Chinese character as a simplified one."""
        return "".join(map(_simplified, self.letters))


@functools.lru_cache(maxsize=8192)
def _folded(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    starts, spaced = {0}, set[int]()
    for place, written in enumerate(text):
        for one in unicodedata.normalize("NFKD", written).casefold():
            kind = unicodedata.category(one)
            if kind[0] in "LN" or one in "@$":
                letters.append(_plain(one))
                places.append(place)
            elif kind not in ("Mn", "Me", "Cf"):
                starts.add(len(letters))
                # A hyphen at the end of a printed line divides a word: its space is none.
                if (kind[0] == "Z" or one in "\t\n") and text[place - 1 : place] not in _HYPHENS:
                    spaced.add(len(letters))
    return _Folded(text, _one_alphabet("".join(letters), starts), tuple(places), frozenset(starts), frozenset(spaced))


def _plain(letter: str) -> str:
    """Katakana as hiragana; of a fancy letter the plain one."""
    return chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter.translate(_FANCY)


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
    if any(_unspaced(c) for c in needle):
        needle = wanted.simplified
        at = text.simplified.find(needle)
        while at >= 0:
            yield at, at + len(needle)
            at = text.simplified.find(needle, at + 1)
        return
    for start, end in _candidates(text.letters, needle, language):
        if found := _whole_word(text, start, end, wanted, language):
            yield found


def _candidates(letters: str, needle: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the needle stands, or what an inflected form keeps of it: party, parties; bake, baking."""
    for kept in beginnings(needle, language):
        at = letters.find(kept)
        while at >= 0:
            yield at, at + len(kept)
            at = letters.find(kept, at + 1)


def _whole_word(text: _Folded, start: int, end: int, wanted: _Folded, language: str) -> tuple[int, int] | None:
    """The range of the word with its ending; None where the letters are a part of another word."""
    whole = end - start == len(wanted.letters)
    inside = [at for at in range(start + 1, end) if at in text.starts]
    if inside and not _one_word(text, start, end, inside, wanted):
        return None
    last = next((at for at in range(end, len(text.letters)) if at in text.starts), len(text.letters))
    ending = text.letters[end:last]
    if whole and not ending and start in text.starts:
        return start, last
    if whole and language in COMPOUNDS and _in_compound(text, start, end, last, language):
        return start, last
    if start not in text.starts or not ending:
        return None
    kept, accented = text.letters[start:end], text.written(last - 1, last).casefold()
    if not is_ending(wanted.letters, kept, ending, language, accented):
        return None
    # Of a phrase the last word is inflected.
    of = max(at for at in wanted.starts if at < len(wanted.letters))
    begin = max(at for at in text.starts if start <= at < last) if of else start
    form = text.letters[begin:last], text.written(begin, last)
    word = wanted.letters[of:], wanted.written(of, len(wanted.letters)).casefold()
    return (start, last) if agrees(word, form, ending, language) else None


def _in_compound(text: _Folded, start: int, end: int, last: int, language: str) -> bool:
    """Whether what stands before and after the word, in one word with it, may be the other part of a compound."""
    if end - start < LEAST_IN_COMPOUND:
        return False
    first = max(at for at in text.starts if at <= start)
    before, after = text.letters[first:start], text.letters[end:last]
    if not before:
        return len(after) >= LEAST_OF_OTHER
    if language == "de" and not text.written(first, first + 1).isupper():
        return False  # its compounds are nouns: rauchen is not in brauchen
    return len(before) >= LEAST_OF_OTHER and before not in _PREFIXES


@functools.lru_cache(maxsize=16384)
def _simplified(letter: str) -> str:
    return str(_converter().convert(letter)) if letter >= "\u3400" else letter


@functools.cache
def _converter() -> Any:
    import opencc  # 25 ms, which only lists with Chinese characters pay

    return opencc.OpenCC("t2s")


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
