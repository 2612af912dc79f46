"""Scores of encodings for alphabets: letters of a language, each in its place, and its common words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.intake.encoding.alphabets import ALPHABETS
from pipeline.intake.encoding.candidates import ASCII, HIGH, RUN, TORN, Candidate
from pipeline.intake.encoding.wide_scripts import WIDE_SCRIPTS

_THRESHOLD_LETTERS, _THRESHOLD_WORDS = 0.60, 0.06  # share of letters in their place, of common words
# The likeliest first: where two decode to the same text, the first is named.
ALPHABETIC = (
    "cp1252",
    "iso-8859-15",
    "cp1250",
    "iso-8859-2",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "cp1253",
    "iso-8859-7",
    "cp1254",
    "iso-8859-9",
    "cp1257",
    "iso-8859-13",
    "mac-roman",
    "cp850",
    "cp437",
    "cp852",
    "mac-latin2",
    "iso-8859-5",
    "cp866",
    "mac-cyrillic",
    "cp857",
    "cp1255",
    "cp1256",
    "iso-8859-6",
    "iso-8859-16",
)
# Signs that stand beside words, and those of them that never follow, or precede, a letter.
_BESIDE = frozenset("“”„‚‘’«»‹›¿¡§°©®™£€$ªº²³¼½¾±×·•†‡¶\u00a0…–—―\u00ad´′″№−÷µ¢¥")
_FREE_LEFT = frozenset("£€§©®¿¡„‚¶•¢¥½¼¾×÷±µ−")
_FREE_RIGHT = frozenset("½¼¾²³ºª®™")
_DASHES = frozenset("–—―…")
_SIGNS = "".join(_BESIDE)
_AROUND = re.compile(r"[\x00-\x7f]{0,2}[^\x00-\x7f]+[\x00-\x7f]?")
_WORD = re.compile(r"[^\W\d_]+")


def alphabetic_candidates(data: bytes, language: str) -> Iterator[Candidate]:
    """Candidates of every alphabetic encoding, scored in each language whose words occur."""
    if not HIGH.search(data):
        return
    for encoding in (*ALPHABETIC, *WIDE_SCRIPTS):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") > 1 + TORN * len(text):
            continue
        words = Counter(_WORD.findall(text.lower()))
        number = sum(words.values())
        hits_by_language = {
            lang: sum(words[word] for word in letters.words if len(word) > 1) for lang, letters in ALPHABETS.items()
        }
        tongues = [
            lang
            for lang, hits in hits_by_language.items()
            if hits >= max(3, _THRESHOLD_WORDS * number) or (lang == language and number < 400)
        ]
        if not tongues:
            continue
        kinds = kinds_in_place(text)
        total = sum(kinds.values())
        for lang in tongues:
            good = letters_in_place(kinds, lang)
            if good >= _THRESHOLD_LETTERS * total:
                above = (good / total - _THRESHOLD_LETTERS) / (1 - _THRESHOLD_LETTERS) * 0.8 + min(
                    hits_by_language[lang] / number, 0.4
                ) * 0.5
                yield Candidate(encoding, above, good, "".join(RUN.findall(text)))


def letters_in_place(kinds: Counter[str], lang: str) -> float:
    """The sum of characters in their place; letters of loan words and rare placements count for less."""
    letters = ALPHABETS[lang]
    own, guests = letters.own, letters.guests
    weights = {"sign": 1.0, "dash": 0.8, "apostrophe": 1.0 if letters.apostrophes else 0.7}
    weights |= dict.fromkeys(guests + guests.upper(), 0.7) | dict.fromkeys(own + own.upper(), 1.0)
    return sum(number * weights.get(kind, 0.0) for kind, number in kinds.items())


def kinds_in_place(text: str) -> Counter[str]:
    """Counts of characters beyond ASCII: each letter in its place, each kind of sign, and what is out of place."""
    kinds: Counter[str] = Counter()
    for around, number in Counter(_AROUND.findall(text)).items():
        position = len(around) - len(around.lstrip(ASCII)) if around[:1] in ASCII else 0
        for n in range(position, len(around)):
            if around[n] > "\x7f":
                kinds[_kind(around, n)] += number
    return kinds


def _kind(text: str, position: int) -> str:
    """The kind of a character in its place: itself for a letter that fits, "sign", "dash" ..., or "wrong"."""
    character, left, right = (
        text[position],
        text[position - 1 : position] if position else "",
        text[position + 1 : position + 2],
    )
    if character.isalpha() and character not in "ªºµ":
        if left.isdigit() or right.isdigit():
            return "wrong"
        if character.isupper():
            return "wrong" if left.islower() else character
        capitals = left.isupper() and (right.isupper() or (position > 1 and text[position - 2].isupper()))
        return "wrong" if capitals else character
    if (
        character not in _BESIDE
        or (character in _FREE_LEFT and left.isalpha())
        or (character in _FREE_RIGHT and right.isalpha())
    ):
        return "wrong"
    # Looked for nearby: a text that is a rule of 20,000 signs is copied at each of them else.
    before, after = (
        text[max(0, position - 40) : position].rstrip(_SIGNS)[-1:],
        text[position + 1 : position + 41].lstrip(_SIGNS)[:1],
    )
    if not (before.isalpha() and after.isalpha()):
        return "sign"
    return (
        "dash"
        if character in _DASHES
        else "apostrophe"
        if character in "’‘"
        else ("sign" if character in "\u00ad·\u00a0" else "wrong")
    )
