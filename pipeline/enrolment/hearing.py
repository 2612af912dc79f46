"""What is said in clips, by whoever can hear it: the interface that models/ fulfils, and how far a text is from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.audio import Clip
from pipeline.enrolment.records import Voiceprints, Voicing
from pipeline.listener import Word
from pipeline.qa.gate.alignment import align, sounds_of
from pipeline.qa.gate.sound_distance import size


@dataclass(frozen=True, slots=True)
class Said:
    """What was heard of a clip; `confidence` of its words, 0 to 1."""

    text: str
    words: tuple[Word, ...]
    confidence: float


@dataclass(frozen=True)
class Ears:
    """Everything that hears for enrolment.

    Attributes:
        say: what is said in a clip, in a language.
        words_of: the words of a text with their sounds, in a language.
        rate: how natural a clip sounds, 1 to 5; None where nobody can say.
    """

    voicing: Voicing
    voiceprints: Voiceprints
    say: Callable[[Clip, str], Said]
    words_of: Callable[[str, str], tuple[Word, ...]]
    rate: Callable[[Clip], float | None]


def mismatch(text: Sequence[Word], heard: Sequence[Word]) -> tuple[float, float]:
    """How far a text is from what was heard, spelling aside: the share of sounds that differ, 1 where all do;
    and how many differ in a row, where most do."""
    expected = size(sounds_of(tuple(text)))
    costs = [region.cost for region in align(tuple(text), tuple(heard))]
    share = sum(costs) / max(expected, size(sounds_of(tuple(heard))), 1)
    return round(min(1.0, share), 3), round(max(costs, default=0.0), 1)
