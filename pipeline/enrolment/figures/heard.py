"""A clip at 16 kHz, in frames in which somebody speaks or nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.enrolment.figures.spectra import BANDS, HIGHEST_HZ, HOP, LOWEST_HZ, SIZE, band_weights, decibels, powers
from pipeline.enrolment.records import Floats

STEP = 512  # samples of a probability of speech
SPEECH, NO_SPEECH = 0.5, 0.2
LEAST_FRAMES = 20  # of speech, below which nothing of the voice can be told


@dataclass(frozen=True)
class Heard:
    """A clip at 16 kHz with the frames in which somebody speaks, and those in which nobody does."""

    samples: Floats
    probabilities: Floats

    @cached_property
    def power(self) -> Floats:
        return powers(self.samples, SIZE, HOP)

    @cached_property
    def bands_db(self) -> Floats:
        return decibels(self.power @ band_weights(SIZE, BANDS, LOWEST_HZ, HIGHEST_HZ))

    def speaks(self, frames: int, hop: int, size: int) -> Floats:
        """The probability of speech in each of some frames."""
        at = (np.arange(frames) * hop + size // 2) // STEP
        return self.probabilities[np.minimum(at, len(self.probabilities) - 1)]

    @cached_property
    def speech(self) -> NDArray[np.bool_]:
        return self.speaks(len(self.power), HOP, SIZE) > SPEECH

    @cached_property
    def quiet(self) -> NDArray[np.bool_]:
        return self.speaks(len(self.power), HOP, SIZE) < NO_SPEECH

    @cached_property
    def loud_db(self) -> float:
        """The mean level of what is spoken."""
        total = self.power[:, 2:].sum(axis=1)
        spoken = total[self.speech] if self.speech.any() else total
        return float(10 * np.log10(spoken.mean() + 1e-12))
