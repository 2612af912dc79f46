"""Expected lengths: how long a text will take, before it is spoken, by what the same voice took for others.

A text is first measured in *units*, seconds by its script's usual pace, and marks at which a voice rests. A voice and
language then have a pace of their own: length = fixed + pace * units + rest * marks, fitted to takes already made and
drawn towards the usual where they are few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

# Seconds a visible character, of readers at a natural rate: 4.8 Chinese characters, 7.5 kana, 5.5 hangul syllables, 15
# letters a second. Digits are read as words: three times a letter.
CHINESE_S, KANA_S, HANGUL_S, LETTER_S = 1 / 4.8, 1 / 7.5, 1 / 5.5, 1 / 15
DIGIT_S = 3 * LETTER_S
USUAL = (0.05, 1.0, 0.25)  # fixed, pace, rest: without a take
SPREAD = (0.1, 0.2, 0.15)  # of voices around it, and
NOISE = 0.1  # of a voice's own takes around its pace, as a share: together they say how much a few takes count
SHORT_S = 0.3  # a shorter take is weighed like one of this length
ROUNDS = 3  # of fitting; takes far off (a laugh, a failed one) count less in the next
_MARKS = re.compile(r"[.!?…。！？,;:，；：、—–]+(?=\s|[\"'”’」』)]|$|[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A take already made: what was said (the spoken form, where it is known), by whom, and how long it took."""

    text: str
    length_ms: int
    voice: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    fixed_s: float = USUAL[0]
    pace: float = USUAL[1]
    rest_s: float = USUAL[2]
    takes: int = 0  # that it was learnt from
    error: float = 0.15  # median, as a share; without takes that of English and Chinese readers


@dataclass(frozen=True, slots=True)
class Lengths:
    """Paces by (voice, language); ("", language) stands for every voice of a language, ("", "") for everybody."""

    paces: Mapping[tuple[str, str], Pace] = field(default_factory=dict)

    def pace_of(self, voice: str, language: str) -> Pace:
        keys = ((voice, language), ("", language), ("", ""))
        return next((self.paces[key] for key in keys if key in self.paces), Pace())

    def expected_ms(self, text: str, voice: str = "", language: str = "") -> int:
        pace = self.pace_of(voice, language)
        units, marks = measured(text)
        return round(1000 * max(0.0, pace.fixed_s + pace.pace * units + pace.rest_s * marks)) if units else 0


def measured(text: str) -> tuple[float, int]:
    """(seconds at the usual pace, marks inside the text at which a voice rests)"""
    text = text.strip()
    units = sum(map(_unit, text))
    return units, len(_MARKS.findall(text.rstrip(" .!?…。！？\"'”’」』)")))


def calibrated(takes: Iterable[Spoken]) -> Lengths:
    """From takes already made; a take of nothing tells nothing."""
    groups: dict[tuple[str, str], list[Spoken]] = {}
    for take in takes:
        if take.length_ms > 0 and measured(take.text)[0] > 0:
            for key in {(take.voice, take.language), ("", take.language), ("", "")}:
                groups.setdefault(key, []).append(take)
    return Lengths({key: _fitted(group) for key, group in groups.items()})


def _fitted(takes: Sequence[Spoken]) -> Pace:
    """Least squares of relative errors with a prior, reweighted so that a few odd takes do not bend it."""
    rows = np.array([(1.0, *measured(take.text)) for take in takes])
    lengths = np.array([take.length_ms / 1000 for take in takes])
    scales = 1 / (NOISE * np.maximum(lengths, SHORT_S))
    prior = np.diag(1 / np.array(SPREAD))
    trust = np.ones(len(takes))
    for _ in range(ROUNDS):
        weights = scales * np.sqrt(trust)
        left = np.vstack([rows * weights[:, None], prior])
        right = np.concatenate([lengths * weights, prior @ np.array(USUAL)])
        found = np.linalg.lstsq(left, right, rcond=None)[0]
        errors = np.abs(rows @ found - lengths) / np.maximum(lengths, SHORT_S)
        median = float(np.median(errors))
        trust = 1 / np.maximum(1.0, errors / max(0.02, 2 * median))
    fixed, pace, rest = (float(value) for value in found)
    return Pace(fixed, max(0.1, pace), max(0.0, rest), len(takes), round(median, 4))


def _unit(character: str) -> float:
    code = ord(character)
    if code < 0x2000:
        return (
            LETTER_S if character.isalpha() else DIGIT_S if character.isdigit() else 0.0 if code > 32 else LETTER_S / 2
        )
    if 0x3040 <= code <= 0x30FF:
        return KANA_S
    if 0xAC00 <= code <= 0xD7A3:
        return HANGUL_S
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF:
        return CHINESE_S
    return LETTER_S if unicodedata.category(character)[0] == "L" else 0.0
