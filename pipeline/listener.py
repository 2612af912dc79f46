"""The interface that a listener implements: a model, or a measurement, that hears takes. The mirror of engine.py.

A listener hears one take at a time as far as its answer goes: what it answers for a take does not depend on which takes
share its batch, or on the machine, so that what was heard can be kept in the store under the take's digest, the spoken
form and the listener's fingerprint, and a book makes the same choices everywhere.

A hearing is an observation and no judgement: thresholds are applied to it by qa/gate, so that a changed threshold
listens to nothing again. Each listener fills the fields of its kind and leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:  # benches run on machines that have PyTorch and numpy alone
    from pipeline.audio import Clip

# What a hearing is used for. A production's gate names one listener per role:
# signal: measurements of the samples; numpy alone, for every take
# words: what was said, quickly, for every take that the budget allows
# second: what was said, by another model, for takes on which `words` found a difference
# speaker: whose voice it is
# naturalness: how natural it sounds, for a sample and for outliers
Role = Literal["signal", "words", "second", "speaker", "naturalness"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Sound:
    """A take to be heard, with what it ought to say."""

    clip: Clip
    spoken: str  # the spoken form, as its engine was given it
    language: str  # BCP 47


@dataclass(frozen=True, slots=True)
class Word:
    """A unit that is compared: a word, in Chinese a character, in Japanese a word of the recogniser.

    `sounds` is how it sounds in the comparison's own alphabet (phones, pinyin, kana), one string per sound; words of
    text and words that were heard went through the same front end. Times count from the take's first sample.
    """

    text: str
    sounds: tuple[str, ...] = ()
    start_ms: int = -1  # -1 where there is no time: words of the text
    end_ms: int = -1
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one listener heard of one take.

    Attributes:
        listener: its fingerprint.
        expected: the spoken form as words, where the listener hears words.
        words: what was said; None where the listener does not hear words.
        language: BCP 47 of what was said, as far as the listener tells.
        speaker: a unit vector; empty where the listener does not know voices.
        naturalness: mean opinion score, 1 to 5; None where the listener does not rate.
        measures: everything else, by a name with its unit ("tail_db", "repeat_nats").
    """

    listener: str
    expected: tuple[Word, ...] = ()
    words: tuple[Word, ...] | None = None
    language: str = ""
    speaker: tuple[float, ...] = ()
    naturalness: float | None = None
    measures: Mapping[str, float] = field(default_factory=dict)


class Listener(Protocol):
    """A model that hears takes. It loads no weights before the first `hear`, which runs in a process of its own."""

    @property
    def version(self) -> str:
        """Name and version of the code and weights, for people: "whisper tiny.en, faster-whisper 1.2.1"."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The primary language subtags that it understands; {"*"} for any."""
        ...

    def fingerprint(self) -> str:
        """sha256 over everything but the take that decides what is heard: code version, weights, settings."""
        ...

    def compute_ratio(self) -> float:
        """Compute seconds per second of audio on one core, roughly; for budgets, the same on every machine."""
        ...

    def check_ready(self) -> None:
        """Raises MissingExtraError where something that it needs is not installed."""
        ...

    def hear(self, sounds: Sequence[Sound]) -> list[Hearing]:
        """What it hears of each take, in order."""
        ...
