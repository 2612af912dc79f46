"""Spanish: the rules of piper-plus-g2p (MIT), which know letters and five marks; the rest is prepared here.

They write American Spanish. The network was trained on Castilian, which tells z from s and ll from y.

Letters of other languages are read by their base letter (ç as c), figures as number words, a dash as a pause.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from pipeline.languages.spoken.cldr import words

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzáéíóúüñ")
_SILENT = frozenset("\"'“”‘’«»„‚‹›()[]{}*_/\\|#~^`´…·•-‐‑–—―")
_MARKS = frozenset(",.;:!?¡¿")
_AS_KOKORO = {"rr": "r", "tʃ": "ʧ", "¿": "", "¡": ""}
_DASH = re.compile(r"\s*[—―–]+\s*|\s+-\s+")
# Sounds that stand for two: how each is spelled, and which spellings are the other.
_CASTILIAN = (
    ("s", re.compile(r"sc(?=[eiéí])|c(?=[eiéí])|[zsx]"), {"sc": "sθ", "c": "θ", "z": "θ"}),
    ("ʝ", re.compile(r"ll|y(?=[aeiouáéíóú])"), {"ll": "ʎ"}),
)
_FIGURES = re.compile(r"\d{1,15}")


def phonemised(text: str) -> str:
    prepared = _prepared(text)
    said: list[str] = _rules().phonemize(prepared)
    phonemes = re.sub(r" +", " ", "".join(_AS_KOKORO.get(one, one) for one in said)).strip()
    written, spoken = prepared.split(), phonemes.split(" ")
    if len(written) != len(spoken):
        return phonemes
    return " ".join(castilian(*pair) for pair in zip(written, spoken, strict=True))


def castilian(word: str, phonemes: str) -> str:
    """The phonemes of a word in which z and c are no s, and ll is no y."""
    for sound, spellings, other in _CASTILIAN:
        found = [spelling[0] for spelling in spellings.finditer(word.lower())]
        if phonemes.count(sound) == len(found):
            parts = phonemes.split(sound)
            kinds = [other.get(spelling, sound) for spelling in found]
            phonemes = "".join(part + kind for part, kind in zip(parts, [*kinds, ""], strict=True))
    return phonemes


def unspeakable(text: str) -> str:
    return "".join(dict.fromkeys(c for c in text if not _can_say(c)))


def _can_say(character: str) -> bool:
    if character in _SILENT or character in _MARKS or character.isspace() or character.isdecimal():
        return True
    return all(c in _LETTERS for c in _base(character.lower()))


def _prepared(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("…", ",")
    text = _FIGURES.sub(lambda figures: f" {words('es', int(figures[0]))} ", text)
    text = "".join(_base(c) if c.isalpha() else c for c in text)
    text = _DASH.sub(", ", text.lstrip(" —―–-"))
    return re.sub(r",\s*(?=[,.;:!?])", "", text)  # a dash beside a mark is no second pause


@functools.cache
def _base(character: str) -> str:
    """The letter in those of Spanish: ç -> c, œ -> œ (which has none)."""
    if character.lower() in _LETTERS:
        return character
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or character


@functools.cache
def _rules() -> Any:
    from piper_plus_g2p.spanish import SpanishPhonemizer

    return SpanishPhonemizer()
