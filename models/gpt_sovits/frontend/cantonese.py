"""Cantonese front end: text -> jyutping -> initial and toned final, prefixed with "Y" (SPEC 4.3). Table v2 only."""

from __future__ import annotations

import functools
import re
from typing import Any

from models.gpt_sovits.frontend.chinese import g2p as chinese
from models.gpt_sovits.frontend.records import Segment, missing
from models.gpt_sovits.frontend.symbols import PUNCTUATION

_INITIALS = ("gw", "kw", "ng", *"bpmfdtnlgkhwzcsj")


def can_say(character: str) -> bool:
    return chinese.can_say(character)


def phonemised(text: str) -> Segment:
    """Raises MissingExtraError: ToJyutping or opencc is not installed."""
    norm = chinese.normalised(text)
    phones: list[str] = []
    counts: list[int] = []
    for character, jyutping in _jyutping().get_jyutping_list(norm):
        own: tuple[str, ...]
        if character in PUNCTUATION or character == "-":
            own = (character,)
        else:
            # A character can be listed with the two syllables of a word, "zi2 mun4": its own is the first.
            own = split_syllable(jyutping.split()[0]) if jyutping else ("UNK", "UNK")
        phones += own
        counts.append(len(own))
    return Segment("yue", norm, tuple(phones), tuple(counts))


@functools.cache
def split_syllable(syllable: str) -> tuple[str, str]:
    """keoi5 -> (Yk, Yeoi5); a syllable without an initial repeats its vowel: aa3 -> (Yaa, Yaa3)."""
    parts = re.fullmatch(r"([a-z]+)([1-6])", syllable)
    if not parts:
        return ("UNK", "UNK")
    base, tone = parts[1], parts[2]
    initial = next((i for i in _INITIALS if base.startswith(i) and len(base) > len(i)), "")
    final = base[len(initial) :]
    return (f"Y{initial or final}", f"Y{final}{tone}")


@functools.cache
def _jyutping() -> Any:
    try:
        import ToJyutping
    except ImportError:
        raise missing("ToJyutping", "Cantonese", "pip install 'voicepress[cantonese]'") from None
    return ToJyutping
