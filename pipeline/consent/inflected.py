"""Inflected forms of a forbidden word: its beginning, an ending of the language, and a stemmer that agrees.

Endings alone take the news for something new and a mother for a moth; Snowball's stemmers alone take what is important
for importance and a president for whoever presides. Together they are wrong in a handful of forms of whole novels
(docs/decisions/forbidden-words.md). What is derived by other means (kill, killer) is another word of the list.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

SHORT = 3  # letters: a shorter word is found with a plural's s, and no other ending
OTHERS = 4  # letters of an ending in a language with a stemmer and without a list of endings
_ENDINGS = {
    "en": "s es ed d er ers ing ings y ies ly ish like man men",
    "de": "e n en er es em ern s se sen nen in innen isch ische ischen lich",
    "fr": "s e es x aux er ent ant ante ants ee ees eur eurs euse euses",
    "es": "s es a o as os ito ita itos itas ando endo ado ada ados adas ero era eros eras",
}
_ALL_ENDINGS = frozenset(ending for endings in _ENDINGS.values() for ending in endings.split())
_OF_STEMS = frozenset("ies ied ing ings ed er ers ier os as a o ar es i".split())  # after a last letter that went
_PLURALS = {"es": ("s", "es"), "pt": ("s", "es")}  # of short words, which these stemmers leave as they are
_LAST = "yeoaаеияоьы"  # letters at the end of a word that give way to an ending; Cyrillic as it is folded
# Infinitives by what they end in, and what stands there in other forms; no ending that makes a name or a noun of it.
_VERBS = {
    "de": ("en", "t te ten tet teten end ende enden"),
    "es": ("ar er ir", "ado ada ados adas ido ida idos idas ando iendo aba aban"),
    "fr": ("er ir re", "ee ees ait aient ant ons ez"),
    "it": ("are ere ire", "ato ata ati ate uto uta uti ute ito ita iti ite ando endo"),
    "pt": ("ar er ir", "ado ada ados adas ido ida idos idas ando endo indo"),
}
# Snowball's stemmers, by language.
_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def beginnings(word: str, language: str) -> Iterator[str]:
    """What an inflected form of the word begins with, the word itself first; letters are folded."""
    yield word
    if len(word) > SHORT and word[-1] in _LAST:
        yield word[:-1]
    infinitives, _ = _VERBS.get(language, ("", ""))
    for end in infinitives.split():
        if len(word) > SHORT and word.endswith(end):
            yield word[: -len(end)]


def is_ending(word: str, kept: str, ending: str, language: str, accented: str) -> bool:
    """Whether an ending may follow what a form keeps of a word; letters are folded.

    Args:
        accented: the form's last letter as it is written: French é is an ending, and e would make names of verbs.
    """
    cut = len(word) - len(kept)
    if len(word) <= SHORT:
        return not cut and ending in ("s", "es")
    infinitives, forms = _VERBS.get(language, ("", ""))
    if cut and word[len(kept) :] in infinitives.split():
        return ending in forms.split() or (language == "fr" and accented == "é" and ending == "e")
    if language in _STEMMERS and language not in _ENDINGS:
        return len(ending) <= OTHERS
    if cut:  # of a stem without its last letter
        return ending in _OF_STEMS
    doubled = ending[1:] if ending[:1] == word[-1] else ""  # bet, betting
    return ending in _ALL_ENDINGS or doubled in _ALL_ENDINGS


def agrees(word: tuple[str, str], form: tuple[str, str], ending: str, language: str) -> bool:
    """Whether the stemmer makes one of a word and a form, both as they are folded and as they are written."""
    if language not in _STEMMERS or ending in _PLURALS.get(language, ()):
        return True
    return any(_stem(one, language) == _stem(other.casefold(), language) for one, other in zip(word, form, strict=True))


@functools.lru_cache(maxsize=8192)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


@functools.cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # 20 ms, which only books with a list of words pay

    return snowballstemmer.stemmer(_STEMMERS[language])
