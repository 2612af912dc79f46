"""What is said in a clip whose text nobody knows: the recogniser's transcript, its words with their sounds, and how
sure it is. For enrolment, which hears each clip once; takes are heard by the listeners in whisper.py."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from models.listeners.recogniser import Recogniser, nats
from models.listeners.sounds import words_of
from models.listeners.weights import weights_of
from models.listeners.whisper import Whisper, at_rate
from pipeline.audio import Clip
from pipeline.listener import Word
from pipeline.store import fingerprint_of

VERSION = 1  # raise it when the same clip should be heard otherwise
MODEL = "base"  # knows every language, and is nearer to the text than tiny.en


@dataclass(frozen=True, slots=True)
class Transcript:
    """`confidence` is the geometric mean of its tokens' probabilities; 0 where nothing was heard."""

    text: str
    words: tuple[Word, ...]
    confidence: float


class Transcriber:
    """Transcribes clips, one at a time."""

    def check_ready(self) -> None:
        """Raises MissingExtraError: the recogniser or its weights are not installed."""
        Whisper({"model": MODEL}).check_ready()

    def fingerprint(self) -> str:
        return fingerprint_of(["transcriber", VERSION, Whisper({"model": MODEL}).fingerprint()])

    def __call__(self, clip: Clip, language: str) -> Transcript:
        passages = self._recogniser.transcribe(at_rate(clip), language.partition("-")[0].lower(), "")
        text = " ".join(passage.text.strip() for passage in passages).strip()
        sure = [nats(p.logits[at], token) for p in passages for at, token in enumerate(p.ids)]
        confidence = math.exp(sum(sure) / len(sure)) if sure else 0.0
        return Transcript(text, spoken_words(text, language), round(confidence, 3))

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(weights_of(MODEL))


def spoken_words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text with their sounds."""
    return tuple(unit.as_word() for unit in words_of(text, language))
