"""Scores for encoding detection: how much a decoding looks like language.

`best` scores every candidate encoding between 0 and 1, drops those below their threshold and takes the one that is
farthest above it. Where two with different text score alike, there is no answer.
"""

from __future__ import annotations

from pipeline.intake.encoding.alphabetic import ALPHABETIC, alphabetic_candidates, kinds_in_place, letters_in_place
from pipeline.intake.encoding.alphabets import ALPHABETS
from pipeline.intake.encoding.candidates import RUN, Candidate
from pipeline.intake.encoding.wide_scripts import (
    LEAST,
    THRESHOLD,
    WIDE_SCRIPTS,
    common_characters,
    utf16_candidates,
    wide_candidates,
)
from pipeline.languages import record_of
from pipeline.languages.tags import primary

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
_ALIKE = 0.02
_SLICE = 10_000
LATIN = frozenset(("cp1252", "iso-8859-15", "iso-8859-9", "cp1254", "cp1257", "iso-8859-13", "iso-8859-16"))


def is_western(language: str) -> bool:
    """Whether Windows-1252 has all letters of a language."""
    letters = record_of(primary(language[:2])).letters
    return letters is not None and letters.western


class Unclear(ValueError):
    """Several encodings fit alike, or none: a person must name it."""


def best(data: bytes, language: str = "") -> str:
    """The encoding of `data`. Raises Unclear where none looks like language, or several alike."""
    primary = language.partition("-")[0].lower()
    data = _sampled(data)
    candidates = sorted(
        (*wide_candidates(data), *utf16_candidates(data), *alphabetic_candidates(data, primary)),
        key=lambda reading: -reading.above,
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


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates score alike. Where the words are the same, one character in or out of place decides."""
    return abs(one.above - other.above) < _ALIKE and abs(one.good - other.good) < 0.65


def fits(data: bytes, encoding: str, bar: float = 0.1) -> bool:
    """Whether the text does not refute a declared encoding.

    Next to no character stands where it cannot, and one language has most of the letters.
    """
    text = _sampled(data).decode(encoding, "replace")
    beyond = sum(map(len, RUN.findall(text)))
    if encoding in WIDE_SCRIPTS:
        good, total = common_characters(text, WIDE_SCRIPTS[encoding])
        if good <= THRESHOLD / 2 * total or (beyond and not total):
            kinds = kinds_in_place(text)
            return beyond < 2 * LEAST or kinds["wrong"] + text.count("\ufffd") <= bar * beyond / 2
        return True
    kinds = kinds_in_place(text)
    return kinds["wrong"] <= bar * beyond and (
        beyond < 2 * LEAST or max(letters_in_place(kinds, lang) for lang in ALPHABETS) > 0.7 * beyond
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
        if byte not in known and (position := data.find(byte)) >= 0:
            parts.append(
                data[data.rfind(b"\n", 0, position) + 1 : data.find(b"\n", position) + 1 or len(data)][:_SLICE]
            )
            known |= set(parts[-1])
    return b"".join(parts)


def _by_likelihood(candidates: list[Candidate]) -> list[Candidate]:
    order = {encoding: n for n, encoding in enumerate((*WIDE_SCRIPTS, *ALPHABETIC))}
    return sorted(candidates, key=lambda reading: order.get(reading.encoding, -1))


# ---------------------------------------------------------------- scripts with thousands of characters


# ---------------------------------------------------------------- alphabets
