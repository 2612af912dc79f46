"""Auditions: the error rate decides, likeness among those that are as good, and a checkpoint trained too long loses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.frontend.mixed import LANGUAGES
from models.gpt_sovits.training.auditions import choose, sentences_of
from models.gpt_sovits.training.running import Kept, Trained
from models.gpt_sovits.training.settings import Auditions
from pipeline.audio import Clip

TRAINED = Trained(
    tuple(Kept("t2s", n, Path(f"t2s-e{n}.ckpt")) for n in (5, 10, 50)),
    tuple(Kept("sovits", n, Path(f"sovits-e{n}.pth")) for n in (4, 8)),
    (),
)
# A GPT that was trained too long swallows words; the sound is likest at the later SoVITS.
ERRORS = {5: 0.02, 10: 0.021, 50: 0.3}
LIKE = {(5, 4): 0.80, (5, 8): 0.82, (10, 4): 0.83, (10, 8): 0.86, (50, 4): 0.9, (50, 8): 0.95}


def speak(gpt: Kept, sovits: Kept, sentences: Sequence[str], language: str) -> list[Clip | None]:
    """Sound that tells its pair by its first two samples."""
    sound = np.array([gpt.epochs / 100, sovits.epochs / 100, 0.1], np.float32)
    return [None if gpt.epochs == 50 and n == 0 else Clip(sound, 32000) for n in range(len(sentences))]


class Told:
    """An ear that reads the pair in the sound."""

    def pair(self, clip: Clip) -> tuple[int, int]:
        return round(float(clip.samples[0]) * 100), round(float(clip.samples[1]) * 100)

    def error(self, clip: Clip, text: str, language: str) -> float:
        return ERRORS[self.pair(clip)[0]]

    def likeness(self, clip: Clip) -> float:
        return LIKE[self.pair(clip)]


def test_the_error_rate_decides_and_likeness_among_those_that_are_as_good() -> None:
    choice = choose(TRAINED, ["en", "zh"], Auditions(sentences=20), speak, Told())
    assert (choice.gpt.epochs, choice.sovits.epochs) == (10, 8)
    assert [(row.gpt, row.sovits) for row in choice.table] == [(5, 8), (10, 8), (50, 8), (10, 4)]
    trained_too_long = choice.table[2]
    assert trained_too_long.unfinished == 2
    assert trained_too_long.error > 0.3
    assert "GPT of epoch 10 and SoVITS of epoch 8" in choice.why


def test_without_tolerance_the_least_error_wins() -> None:
    choice = choose(TRAINED, ["en"], Auditions(sentences=8, allowed_error=0), speak, Told())
    assert (choice.gpt.epochs, choice.sovits.epochs) == (5, 8)


def test_without_auditions_the_last_is_taken_and_that_is_said() -> None:
    choice = choose(TRAINED, ["en"], Auditions(sentences=0), speak, None)
    assert (choice.gpt.epochs, choice.sovits.epochs, choice.table) == (50, 8, ())
    assert "no auditions" in choice.why


def test_every_language_has_twenty_sentences_and_few_hold_hard_ones_too() -> None:
    whole = sentences_of(sorted(LANGUAGES), 20)
    assert {language: len(set(lines)) for language, lines in whole.items()} == dict.fromkeys(sorted(LANGUAGES), 20)
    few = sentences_of(["en"], 6)["en"]
    assert len(few) == 6
    assert few[-1] == whole["en"][-1]
