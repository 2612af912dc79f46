"""Scores for encoding detection: how much a decoding looks like language.

`best` scores every candidate encoding between 0 and 1, drops those below their threshold and takes the one that is
farthest above it. Where two with different text score alike, there is no answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.intake.encoding.alphabets import ALPHABETS, COMMON
from pipeline.languages import record_of
from pipeline.languages.tags import primary

HIGH = re.compile(rb"[\x80-\xff]")
# Encodings of scripts with thousands of characters -> the language whose common characters their text holds.
_WIDE_SCRIPTS = {"cp932": "ja", "euc_jis_2004": "ja", "gb18030": "zh", "big5hkscs": "zh", "cp949": "ko"}
# The likeliest first: where two decode to the same text, the first is named.
_ALPHABETIC = (
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
NAMES = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp949": "euc-kr",
    "big5hkscs": "big5",
    "euc_jis_2004": "euc-jp",
}
_BAR_WIDE, _BAR_LETTERS, _BAR_WORDS = 0.30, 0.60, 0.06
_TORN = 0.02  # share of a text's characters that may be undecodable
_ALIKE = 0.02
_LEAST = 6  # common characters that a decoding must hold
_SLICE = 10_000
# Signs that stand beside words, and those of them that never follow, or precede, a letter.
_BESIDE = frozenset("“”„‚‘’«»‹›¿¡§°©®™£€$ªº²³¼½¾±×·•†‡¶\u00a0…–—―\u00ad´′″№−÷µ¢¥")
_FREE_LEFT = frozenset("£€§©®¿¡„‚¶•¢¥½¼¾×÷±µ−")
_FREE_RIGHT = frozenset("½¼¾²³ºª®™")
_DASHES = frozenset("–—―…")
_SIGNS = "".join(_BESIDE)
LATIN = frozenset(("cp1252", "iso-8859-15", "iso-8859-9", "cp1254", "cp1257", "iso-8859-13", "iso-8859-16"))
_RUN = re.compile(r"[^\x00-\x7f]+")
_AROUND = re.compile(r"[\x00-\x7f]{0,2}[^\x00-\x7f]+[\x00-\x7f]?")
_BETWEEN = re.compile(r"(?:^|[\x00-\x7f])[^\x00-\x7f]+", re.MULTILINE)
_ASCII = "".join(map(chr, range(128)))
_WORD = re.compile(r"[^\W\d_]+")


def is_western(language: str) -> bool:
    """Whether Windows-1252 has all letters of a language."""
    letters = record_of(primary(language[:2])).letters
    return letters is not None and letters.western


class Unclear(ValueError):
    """Several encodings fit alike, or none: a person must name it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    encoding: str
    above: float  # how far above its threshold, 0 to 1
    good: float  # characters beyond ASCII that are in their place
    text: str  # part of the decoded text: candidates that agree in it are the same


def best(data: bytes, language: str = "") -> str:
    """The encoding of `data`. Raises Unclear where none looks like language, or several alike."""
    primary = language.partition("-")[0].lower()
    data = _sampled(data)
    candidates = sorted(
        (*_wide_scripts(data), *_sixteen(data), *_alphabetic(data, primary)), key=lambda reading: -reading.above
    )
    if not candidates:
        raise Unclear("is in an encoding that nothing names, and in none of those known does it look like a language")
    first = candidates[0]
    for other in candidates[1:]:
        if _alike(first, other) and other.text != first.text:
            raise Unclear(
                f"is in an encoding that nothing names: {NAMES.get(first.encoding, first.encoding)} and "
                f"{NAMES.get(other.encoding, other.encoding)} read alike"
            )
    return next(
        reading.encoding
        for reading in _by_likelihood(candidates)
        if reading.text == first.text and _alike(first, reading)
    )


def _alike(one: _Candidate, other: _Candidate) -> bool:
    """Whether two candidates score alike. Where the words are the same, one character in or out of place decides."""
    return abs(one.above - other.above) < _ALIKE and abs(one.good - other.good) < 0.65


def fits(data: bytes, encoding: str, bar: float = 0.1) -> bool:
    """Whether the text does not refute a declared encoding.

    Next to no character stands where it cannot, and one language has most of the letters.
    """
    text = _sampled(data).decode(encoding, "replace")
    beyond = sum(map(len, _RUN.findall(text)))
    if encoding in _WIDE_SCRIPTS:
        good, total = _common(text, _WIDE_SCRIPTS[encoding])
        if good <= _BAR_WIDE / 2 * total or (beyond and not total):
            kinds = _kinds(text)
            return beyond < 2 * _LEAST or kinds["wrong"] + text.count("\ufffd") <= bar * beyond / 2
        return True
    kinds = _kinds(text)
    return kinds["wrong"] <= bar * beyond and (
        beyond < 2 * _LEAST or max(_good(kinds, lang) for lang in ALPHABETS) > 0.7 * beyond
    )


def _sampled(data: bytes) -> bytes:
    """A sample of lines from the beginning, the middle and the end: an English licence may precede a Polish novel.

    The first lines with any byte that these lack are added, for one œ may tell two encodings apart.
    """
    if len(data) <= 3 * _SLICE:
        return data
    parts = []
    for start in (0, len(data) // 2, len(data) - _SLICE):
        part = data[start : start + _SLICE]
        first, last = part.find(b"\n") + 1 if start else 0, part.rfind(b"\n") + 1
        parts.append(part[first:last] if last > first else part)
    if not all(b"\n" in part for part in parts):
        return data[: 3 * _SLICE]
    known = set().union(*parts)
    for byte in range(0x80, 0x100):
        if byte not in known and (at := data.find(byte)) >= 0:
            parts.append(data[data.rfind(b"\n", 0, at) + 1 : data.find(b"\n", at) + 1 or len(data)][:_SLICE])
            known |= set(parts[-1])
    return b"".join(parts)


def _by_likelihood(candidates: list[_Candidate]) -> list[_Candidate]:
    order = {encoding: n for n, encoding in enumerate((*_WIDE_SCRIPTS, *_ALPHABETIC))}
    return sorted(candidates, key=lambda reading: order.get(reading.encoding, -1))


# ---------------------------------------------------------------- scripts with thousands of characters


def _wide_scripts(data: bytes) -> Iterator[_Candidate]:
    for encoding, script in _WIDE_SCRIPTS.items():
        text = data.decode(encoding, "replace")
        good, total = _common(text, script)
        if good > max(_LEAST, _BAR_WIDE * total):
            yield _Candidate(encoding, (good / total - _BAR_WIDE) / (1 - _BAR_WIDE), good, "".join(_RUN.findall(text)))


def _common(text: str, script: str) -> tuple[int, int]:
    """(common characters that are not glued to Latin letters, all characters beyond ASCII).

    (0, 0) where too many could not be decoded.
    """
    known, good, total = COMMON[script], 0, 0
    for around, number in Counter(_BETWEEN.findall(text)).items():
        run = around.strip(_ASCII)
        total += number * len(run)
        if not (around[0].isalpha() and around[0] < "\x7f" and len(run) < 3):
            good += number * sum(map(known.__contains__, run))
    return (good, total) if text.count("\ufffd") <= 1 + _TORN * total else (0, total)


def shows_chinese(data: bytes, encoding: str) -> bool:
    good, total = _common(data.decode(encoding, "replace"), "zh")
    return good > max(_LEAST, _BAR_WIDE * total)


def _sixteen(data: bytes) -> Iterator[_Candidate]:
    """UTF-16 without a BOM: a page of Chinese or Japanese in it may hold no zero byte."""
    if b"\0" not in data and len(data) % 2 == 0 and (encoding := wide(data)):
        text = data.decode(encoding, "replace")
        good, total = max(_common(text, script) for script in COMMON)
        if good > max(_LEAST, _BAR_WIDE * total):
            yield _Candidate(encoding, (good / total - _BAR_WIDE) / (1 - _BAR_WIDE), good, "".join(_RUN.findall(text)))


def wide(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be", whichever makes text of the bytes; "" where neither clearly does."""
    data = data[: len(data) // 2 * 2]
    shares = {encoding: _plausible(data.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be")}
    first, second = sorted(shares, key=lambda encoding: -shares[encoding])
    return first if shares[first] > 0.5 and shares[first] > 2 * shares[second] else ""


_PLAUSIBLE = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u03ff\u0410-\u045f\u0531-\u0587\u05d0-\u05ea\u0621-\u064a"
    "\u0901-\u0dff\u0e01-\u0eff\u10a0-\u10ff\u1ea0-\u1ef9\u2010-\u2026\u3000-\u30ff\uff01-\uff5e]"
)


def _plausible(text: str) -> float:
    counts = Counter(text)
    common = frozenset().union(*COMMON.values())
    good = sum(number for character, number in counts.items() if character in common or _PLAUSIBLE.match(character))
    return good / max(1, len(text))


# ---------------------------------------------------------------- alphabets


def _alphabetic(data: bytes, language: str) -> Iterator[_Candidate]:
    """Candidates of every alphabetic encoding, scored in each language whose words occur."""
    if not HIGH.search(data):
        return
    for encoding in (*_ALPHABETIC, *_WIDE_SCRIPTS):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") > 1 + _TORN * len(text):
            continue
        words = Counter(_WORD.findall(text.lower()))
        number = sum(words.values())
        hits_by_language = {
            lang: sum(words[word] for word in letters.words if len(word) > 1) for lang, letters in ALPHABETS.items()
        }
        tongues = [
            lang
            for lang, hits in hits_by_language.items()
            if hits >= max(3, _BAR_WORDS * number) or (lang == language and number < 400)
        ]
        if not tongues:
            continue
        kinds = _kinds(text)
        total = sum(kinds.values())
        for lang in tongues:
            good = _good(kinds, lang)
            if good >= _BAR_LETTERS * total:
                above = (good / total - _BAR_LETTERS) / (1 - _BAR_LETTERS) * 0.8 + min(
                    hits_by_language[lang] / number, 0.4
                ) * 0.5
                yield _Candidate(encoding, above, good, "".join(_RUN.findall(text)))


def _good(kinds: Counter[str], lang: str) -> float:
    """The sum of characters in their place; letters of loan words and rare placements count for less."""
    letters = ALPHABETS[lang]
    own, guests = letters.own, letters.guests
    weights = {"sign": 1.0, "dash": 0.8, "apostrophe": 1.0 if letters.apostrophes else 0.7}
    weights |= dict.fromkeys(guests + guests.upper(), 0.7) | dict.fromkeys(own + own.upper(), 1.0)
    return sum(number * weights.get(kind, 0.0) for kind, number in kinds.items())


def _kinds(text: str) -> Counter[str]:
    """Counts of characters beyond ASCII: each letter in its place, each kind of sign, and what is out of place."""
    kinds: Counter[str] = Counter()
    for around, number in Counter(_AROUND.findall(text)).items():
        at = len(around) - len(around.lstrip(_ASCII)) if around[:1] in _ASCII else 0
        for n in range(at, len(around)):
            if around[n] > "\x7f":
                kinds[_kind(around, n)] += number
    return kinds


def _kind(text: str, at: int) -> str:
    """The kind of a character in its place: itself for a letter that fits, "sign", "dash" ..., or "wrong"."""
    character, left, right = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if character.isalpha() and character not in "ªºµ":
        if left.isdigit() or right.isdigit():
            return "wrong"
        if character.isupper():
            return "wrong" if left.islower() else character
        capitals = left.isupper() and (right.isupper() or (at > 1 and text[at - 2].isupper()))
        return "wrong" if capitals else character
    if (
        character not in _BESIDE
        or (character in _FREE_LEFT and left.isalpha())
        or (character in _FREE_RIGHT and right.isalpha())
    ):
        return "wrong"
    # Looked for nearby: a text that is a rule of 20,000 signs is copied at each of them else.
    before, after = text[max(0, at - 40) : at].rstrip(_SIGNS)[-1:], text[at + 1 : at + 41].lstrip(_SIGNS)[:1]
    if not (before.isalpha() and after.isalpha()):
        return "sign"
    return (
        "dash"
        if character in _DASHES
        else "apostrophe"
        if character in "’‘"
        else ("sign" if character in "\u00ad·\u00a0" else "wrong")
    )
