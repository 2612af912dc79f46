"""Spanish: the rules of piper-plus-g2p (MIT), which know letters and five marks; the rest is prepared here.

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
_FIGURES = re.compile(r"\d{1,15}")


def phonemised(text: str) -> str:
    said: list[str] = _rules().phonemize(_prepared(text))
    return re.sub(r" +", " ", "".join(_AS_KOKORO.get(one, one) for one in said)).strip()


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
