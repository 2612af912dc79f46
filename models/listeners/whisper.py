"""Whisper as a listener: what was said, word by word, beside what should have been said.

Each take is heard alone: no neighbour, no batch and no text of the book can colour what is heard.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version as version_of
from typing import Any

import numpy as np
import soxr

from models.listeners.languages import WHISPER_LANGUAGES
from models.listeners.recogniser import LONGEST_RUN, RATE_HZ, Passage, Recogniser, Samples, nats
from models.listeners.repeats import LEAST_NATS, doubled
from models.listeners.sounds import VERSION as SOUNDS
from models.listeners.sounds import Unit, words_of
from models.listeners.weights import WEIGHTS, check_present, weights_of
from pipeline.audio import Clip
from pipeline.engine import PHONEMES
from pipeline.errors import MissingExtraError, VoiceError
from pipeline.listener import Hearing, Sound, Word
from pipeline.qa.gate.alignment import align
from pipeline.store import fingerprint_of

VERSION = 5  # raise it when this file or recogniser.py changes what is heard
MENDED = 4  # regions in which the text is weighed against what was heard
# Compute seconds per second of audio on one core, measured on lines of five seconds; others count as base.
RATIOS = {"tiny.en": 1 / 18, "base": 1 / 8}


class Whisper:
    """The listeners "tiny.en" and "base". Settings: `model`, and `full_window` (false)."""

    def __init__(self, settings: Mapping[str, Any]):
        unknown = set(settings) - {"model", "full_window"}
        if unknown:
            raise VoiceError(f"whisper has no setting {sorted(unknown)[0]!r}; there are: full_window, model")
        self.model = str(settings.get("model", "base"))
        if self.model not in WEIGHTS or not WEIGHTS[self.model].folder:
            raise VoiceError(f"whisper has no model {self.model!r}; there are: tiny.en, base, small, medium, large-v3")
        self.full_window = bool(settings.get("full_window", False))

    @property
    def version(self) -> str:
        return f"whisper {self.model}, ctranslate2 {version_of('ctranslate2')}"

    @property
    def languages(self) -> frozenset[str]:
        return frozenset({"en"}) if self.model.endswith(".en") else WHISPER_LANGUAGES

    def fingerprint(self) -> str:
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        code = [VERSION, SOUNDS, version_of("ctranslate2"), version_of("faster-whisper"), version_of("hibari-tts")]
        return fingerprint_of(["whisper", *code, self.model, WEIGHTS[self.model].digest, self.full_window])

    def compute_ratio(self) -> float:
        return RATIOS.get(self.model, RATIOS["base"]) * (2 if self.full_window else 1)

    def check_ready(self) -> None:
        for module in ("ctranslate2", "tokenizers", "faster_whisper"):
            if importlib.util.find_spec(module) is None:
                raise MissingExtraError(f"hearing wants {module}: pip install 'voicepress[qa]'")
        check_present(self.model)

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        return [self._hear(sound) for sound in sounds]

    def _hear(self, sound: Sound) -> Hearing:
        expected = words_of(sound.spoken, sound.language)
        should = tuple(word.as_word() for word in expected)
        language = sound.language.replace("_", "-").partition("-")[0].lower()
        if language not in self.languages:
            return Hearing(self._fingerprint, should)
        recogniser = self._recogniser
        known = frozenset(word.text.casefold() for word in should)
        passages = recogniser.transcribe(at_rate(sound.clip), language, _said(sound.spoken))
        words: list[Word] = []
        quietest = min(passage.no_speech for passage in passages)
        measures = {"no_speech": round(quietest, 4), "repeat_nats": LEAST_NATS}
        for passage in passages:
            if not passage.ids:
                continue
            units = words_of(passage.text, sound.language, known)
            runs = _runs(passage, units, should if len(passages) == 1 else (), recogniser)
            plain, *others = recogniser.weigh(passage, [passage.ids, *(run.tokens for run in runs)])
            for run, weighed in zip(runs, others, strict=True):
                gain = round(weighed.nats - plain.nats, 2)
                if run.mends:
                    measures[f"mend_{run.mends[0]}_{run.mends[1]}_nats"] = gain
                elif gain > measures["repeat_nats"]:
                    measures |= {"repeat_nats": gain, "repeat_word": float(len(words) + run.repeats)}
            words += [_word(unit, passage, plain.times_ms) for unit in units]
        return Hearing(self._fingerprint, should, tuple(words), language, measures=measures)

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(weights_of(self.model), self.full_window)


@dataclass(frozen=True, slots=True)
class _Run:
    """Another transcript to weigh: with a word said twice, or with the words of the text where they differ."""

    tokens: list[int]
    repeats: int = -1  # the index of the word
    mends: tuple[int, int] = ()  # type: ignore[assignment]  # the range of words that was heard in their place


def _runs(passage: Passage, units: Sequence[Unit], should: Sequence[Word], recogniser: Recogniser) -> list[_Run]:
    runs = []
    for (start, _), tokens in doubled(passage, recogniser):
        begins = passage.ends[start - 1] if start else 0
        word = next((at for at, unit in enumerate(units) if unit.end > begins + 1), -1)
        runs.append(_Run(tokens, repeats=word))
    differing = [region for region in align(tuple(should), tuple(unit.as_word() for unit in units)) if region.cost]
    for region in sorted(differing, key=lambda region: -region.cost)[:MENDED] if should else ():
        words = [word.text for word in should[slice(*region.expected)]]
        runs.append(_Run(_mended(passage, units, words, region.heard, recogniser), mends=region.heard))
    # A text that is far longer than what was said has no place in the decoder; that words are missing is plain.
    return [run for run in runs if len(run.tokens) <= LONGEST_RUN]


def _mended(
    passage: Passage, units: Sequence[Unit], words: Sequence[str], heard: tuple[int, int], recogniser: Recogniser
) -> list[int]:
    """The tokens of a transcript with some words in the place of those that were heard; the others as they were."""
    ids = list(passage.ids)
    starts = (0, *passage.ends)
    if heard[0] < len(units):
        first = next(at for at, end in enumerate(passage.ends) if end > units[heard[0]].start)
    else:  # before the marks at the end
        first = len(ids)
        while first and not any(c.isalnum() for c in passage.text[starts[first - 1] : starts[first]]):
            first -= 1
    last = first
    while heard[0] < heard[1] and last < len(ids) and starts[last] < units[heard[1] - 1].end:
        last += 1
    return [*ids[:first], *(recogniser.tokens(" ".join(words)) if words else ()), *ids[last:]]


def _said(spoken: str) -> str:
    """A spoken form without its phonemes."""
    return PHONEMES.sub(r"\g<text>", spoken)


def at_rate(clip: Clip) -> Samples:
    if clip.sample_rate_hz == RATE_HZ:
        return np.asarray(clip.samples, np.float32)
    return np.asarray(soxr.resample(clip.samples, clip.sample_rate_hz, RATE_HZ), np.float32)


def _word(unit: Unit, passage: Passage, times_ms: Sequence[tuple[int, int]]) -> Word:
    """A word with the times of its tokens, and the probability of the least sure."""
    starts = (0, *passage.ends)
    own = [at for at, end in enumerate(passage.ends) if starts[at] < unit.end and end > unit.start]
    own = [at for at in own if passage.text[starts[at] : passage.ends[at]].strip(" .,;:?!-\"'")] or own
    if not own:
        return unit.as_word()
    sure = math.exp(min(nats(passage.logits[at], passage.ids[at]) for at in own))
    return Word(unit.text, unit.sounds, times_ms[own[0]][0], times_ms[own[-1]][1], round(sure, 4))
