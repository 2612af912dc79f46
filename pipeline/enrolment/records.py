"""The words of enrolment: recordings, stretches of them, the clips that are cut, and why a clip is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.audio import Clip

RATE_HZ = 16_000  # at which clips are judged; they are kept at their own

# Why a stretch of a recording is refused. The vocabulary is small and fixed: machines read it.
# silence: nobody speaks, or hardly. length: under 3 s, or over 10 s without a pause to cut at.
# clipping: louder than the converter could take. bandwidth: nothing above 4 kHz, as over a telephone.
# music, speaker: music, or somebody else than the recording's own speaker, is heard in it.
# echo: of a room or a line. hum: of the mains. noise: anything else that is not the voice.
# text: something else is said than the text given. unclear: the recogniser is unsure what is said.
# unnatural: it sounds less natural than speech does.
Reason = Literal[
    "silence", "length", "clipping", "bandwidth", "music", "speaker", "echo", "hum", "noise", "text", "unclear",
    "unnatural",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)
Verdict = Literal["kept", "refused"]
Floats = NDArray[np.float32]
# The probability that somebody speaks, for every 32 ms of a clip (models/listeners/voicing.py).
Voicing = Callable[[Clip], Floats]
# Unit vectors [n, 256] of who speaks in windows of 1.6 s of each clip (models/listeners/speaker.py).
Voiceprints = Callable[[Sequence[Clip]], list[Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A sound file that was decoded: `name` as it was given."""

    name: str
    clip: Clip
    digest: str  # of the file's bytes

    @property
    def samples(self) -> int:
        return len(self.clip.samples)

    def ms(self, sample: int) -> int:
        return round(1000 * sample / self.clip.sample_rate_hz)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a recording, in samples at its own rate. Stretches of a recording follow each other without a gap."""

    recording: int  # its index
    start: int
    end: int
    speech: bool  # somebody speaks in it: it becomes a clip; otherwise a pause, or something that is no speech


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a clip, by name with unit; `room` is its noise in bands, `like` its windows' likeness."""

    values: Mapping[str, float]
    room: tuple[float, ...] = ()

    def get(self, name: str, default: float = 0.0) -> float:
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Judged:
    """A clip, or another stretch of a second and more, with its verdict.

    Attributes:
        text: what is said, as the data set has it: from the text given, or from the recogniser.
        heard: what the recogniser heard.
        confidence: the probability of its words, 0 to 1; -1 where it was not asked.
        mismatch: share of the sounds that differ from the text given; 0 where none is given.
        astray: how many of them differ in a row.
        why: a sentence per reason, with its figure and limit.
    """

    stretch: Stretch
    start_ms: int
    end_ms: int
    figures: Figures
    reasons: tuple[Reason, ...] = ()
    why: tuple[str, ...] = ()
    text: str = ""
    heard: str = ""
    confidence: float = -1.0
    mismatch: float = 0.0
    astray: float = 0.0
    naturalness: float | None = None
    file: str = ""  # of the clip, below the voice's folder
    corrected: bool = False  # a person's line in dataset.tsv stands

    @property
    def verdict(self) -> Verdict:
        return "refused" if self.reasons else "kept"

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Account:
    """Where a recording's samples went: what is kept, and what is refused by its first reason. They add up."""

    recording: str
    sample_rate_hz: int
    samples: int
    kept: int
    refused: Mapping[Reason, int] = field(default_factory=dict)
