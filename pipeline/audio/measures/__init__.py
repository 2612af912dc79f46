"""Measurements of a take's samples, by name with unit: what the cheap checks of the quality gate look at.

They are observations without thresholds, by numpy alone, at about a millisecond of compute per second of sound. Levels
with the suffix `_db` are relative to the take's own loud speech unless the name says `dbfs`: a take that is softer as
a whole measures the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.audio.clips import Samples
from pipeline.audio.measures.distortion import clipping, crackle
from pipeline.audio.measures.edges import edges
from pipeline.audio.measures.frames import Frames, frames_of
from pipeline.audio.measures.noise import hum, noise
from pipeline.audio.measures.pauses import pauses
from pipeline.audio.measures.repeats import repeats
from pipeline.audio.measures.spectrum import spectrum_of
from pipeline.audio.measures.voice import pace, pitch

VERSION: Final = 4  # raise it when a figure changes: takes are then measured again

# Of the frames alone; those of the spectrum are called in `measure`.
_OF_FRAMES: tuple[Callable[[Frames], Mapping[str, float]], ...] = (
    edges,
    pauses,
    clipping,
    crackle,
    hum,
    pitch,
    pace,
    repeats,
)


def measure(samples: Samples, sample_rate_hz: int) -> Mapping[str, float]:
    """All measures of a take; fewer where it is too short for one or has no sound."""
    frames = frames_of(samples, sample_rate_hz)
    measures: dict[str, float] = dict(frames.figures())
    if frames.silent:
        return measures
    for of in _OF_FRAMES:
        measures |= of(frames)
    spectrum = spectrum_of(frames)
    if spectrum is not None:
        measures |= noise(frames, spectrum)
    return {name: round(float(value), 3) for name, value in measures.items()}
