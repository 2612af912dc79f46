"""Auditions: every kept checkpoint speaks the same sentences, and the one that is understood best is taken.

Losses of a GAN say little of what a checkpoint sounds like, and a GPT that was trained too long swallows words while
its loss still falls. So the error rate of what a recogniser hears decides; among checkpoints that are as good, the
likeness to clips that were never trained on; among these the earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import yaml

from models.gpt_sovits.training.running import Kept, Trained
from models.gpt_sovits.training.settings import FOLDER, Auditions
from pipeline.audio import Clip
from pipeline.errors import MissingExtraError
from pipeline.manifests import SHIPPED_CONFIGS

SENTENCES = "sentences.yaml"
LEAST_LIKE = -1.0


class Ear(Protocol):
    """What judges: both figures are between 0 and 1."""

    def error(self, clip: Clip, text: str, language: str) -> float:
        """The share of the sentence's sounds that were not heard as they are."""
        ...

    def likeness(self, clip: Clip) -> float:
        """How much the voice is that of the held-out clips."""
        ...


# Speaks sentences with the networks of two checkpoints; None where a line did not come to an end.
Speak = Callable[[Kept, Kept, Sequence[str], str], Sequence[Clip | None]]


@dataclass(frozen=True, slots=True)
class Audition:
    """A row of the table that is kept with the version."""

    gpt: int  # epochs
    sovits: int
    error: float  # mean over sentences; one that did not come to an end counts 1
    likeness: float
    unfinished: int  # sentences
    sentences: int


@dataclass(frozen=True, slots=True)
class Choice:
    gpt: Kept
    sovits: Kept
    table: tuple[Audition, ...]
    why: str


def sentences_of(languages: Sequence[str], count: int) -> dict[str, list[str]]:
    """The first sentences of each language, the hard ones among them."""
    written = yaml.safe_load((SHIPPED_CONFIGS / FOLDER / SENTENCES).read_text("utf-8"))
    hard = max(count // 4, 1)
    return {
        language: [*written[language][: count - hard], *written[language][len(written[language]) - hard :]]
        for language in languages
    }


def choose(
    trained: Trained, languages: Sequence[str], settings: Auditions, speak: Speak, ear: Ear | None,
    tell: Callable[[Audition], None] = lambda _row: None,
) -> Choice:  # fmt: skip
    """The GPT first, beside the last SoVITS, for it decides whether words are said; then SoVITS beside that GPT."""
    last = trained.sovits[-1]
    if not settings.sentences or ear is None:
        return Choice(trained.gpts[-1], last, (), "no auditions were asked for: the last checkpoints")
    lines = sentences_of(languages, settings.sentences)
    rows: list[Audition] = []

    def heard(gpt: Kept, sovits: Kept) -> Audition:
        row = _audition(gpt, sovits, lines, speak, ear)
        rows.append(row)
        tell(row)
        return row

    gpt = _best([(kept, heard(kept, last)) for kept in trained.gpts], settings.allowed_error)
    known = next(row for row in rows if row.gpt == gpt.epochs and row.sovits == last.epochs)
    others = [(kept, known if kept is last else heard(gpt, kept)) for kept in trained.sovits]
    sovits = _best(others, settings.allowed_error)
    found = next(row for row in rows if (row.gpt, row.sovits) == (gpt.epochs, sovits.epochs))
    why = (
        f"GPT of epoch {gpt.epochs} and SoVITS of epoch {sovits.epochs}: {found.error:.1%} of the sounds not as they "
        f"are, likeness {found.likeness:.2f}; of {len(rows)} pairs heard"
    )
    return Choice(gpt, sovits, tuple(rows), why)


def _audition(gpt: Kept, sovits: Kept, lines: Mapping[str, Sequence[str]], speak: Speak, ear: Ear) -> Audition:
    errors: list[float] = []
    likenesses: list[float] = []
    unfinished = 0
    for language, sentences in lines.items():
        for text, clip in zip(sentences, speak(gpt, sovits, sentences, language), strict=True):
            if clip is None or not len(clip.samples):
                unfinished += 1
                errors.append(1.0)
                continue
            errors.append(ear.error(clip, text, language))
            likenesses.append(ear.likeness(clip))
    like = float(np.mean(likenesses)) if likenesses else LEAST_LIKE
    return Audition(
        gpt.epochs, sovits.epochs, round(float(np.mean(errors)), 4), round(like, 4), unfinished, len(errors)
    )


def _best(heard: Sequence[tuple[Kept, Audition]], allowed: float) -> Kept:
    least = min(row.error for _, row in heard)
    good = [(kept, row) for kept, row in heard if row.error <= least + allowed]
    return max(good, key=lambda pair: (pair[1].likeness, -pair[0].epochs))[0]


# ---------------------------------------------------------------- with the listeners of this machine


class Listeners:
    """The ears of the quality gate: whisper base, and the speaker encoder.

    Raises MissingExtraError: the extra `qa` or its weights are not installed.
    """

    def __init__(self, held_out: Sequence[Clip]) -> None:
        from models.listeners.speaker import Speaker
        from models.listeners.transcribing import Transcriber

        self._say, self._speaker = Transcriber(), Speaker({})
        for part in (self._say, self._speaker):
            try:
                part.check_ready()
            except MissingExtraError as error:
                raise MissingExtraError(
                    f"auditions hear what checkpoints say: {error}; or `auditions: {{sentences: 0}}` takes the last"
                ) from None
        directions = [self._direction(clip) for clip in held_out]
        self._own = [one for one in directions if one is not None]

    def error(self, clip: Clip, text: str, language: str) -> float:
        from models.listeners.transcribing import spoken_words
        from pipeline.enrolment.hearing import mismatch

        return mismatch(spoken_words(text, language), self._say(clip, language).words)[0]

    def likeness(self, clip: Clip) -> float:
        heard = self._direction(clip)
        if heard is None or not self._own:
            return 0.0
        return float(np.mean([float(np.dot(one, heard)) for one in self._own]))

    def _direction(self, clip: Clip) -> np.ndarray | None:
        from pipeline.listener import Sound

        heard = self._speaker.hear([Sound(clip, "", "en")])[0].speaker
        return np.asarray(heard) if heard else None


def speaking(settings: Mapping[str, object]) -> Speak:
    """Speaks with the engine itself, given a voice's `settings:` with other weights."""
    from models.gpt_sovits.engine import GptSovits
    from pipeline.engine import Prompt

    def speak(gpt: Kept, sovits: Kept, sentences: Sequence[str], language: str) -> Sequence[Clip | None]:
        files = {"gpt_path": str(gpt.safetensors), "sovits_path": str(sovits.safetensors), "digests": {}}
        engine = GptSovits({**settings, **files})
        prompts = [Prompt(text, language, 1 + number) for number, text in enumerate(sentences)]
        return [one.clip for one in engine.perform(prompts)]

    return speak


def held_out_clips(paths: Sequence[Path]) -> list[Clip]:
    from models.gpt_sovits.conditioning.reference import read_clip

    return [Clip(samples, rate) for samples, rate in map(read_clip, paths)]
