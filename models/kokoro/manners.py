"""Styles by label, with a strength from 0 to 1: how a voice of Kokoro speaks, and not who it is.

The network's prosody reads the second half of a style vector, its timbre the first. A label is a direction in the
second half (directions.tsv), found by measurement: of the 16 main axes along which the 44 voices differ, the smallest
sum that moves pitch range, pitch and pace as wanted in five voices. Other voices move likewise. What it moves of the
level is less than 0.5 dB, and downwards for a wider range: loudness is a gain of its own.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

PROSODY = 128  # where the second half begins
LOUDER_DB = {"calm": -2.5, "tense": 2.5}  # at full strength


@functools.cache
def labels() -> tuple[str, ...]:
    return tuple(_directions())


def styled(style: npt.NDArray[np.float32], label: str, strength: float) -> npt.NDArray[np.float32]:
    """A style vector between the neutral one (0) and the labelled one (1)."""
    if not label or not strength:
        return style
    moved = style.copy()
    moved[..., PROSODY:] += np.float32(strength) * _directions()[label]
    return moved


def gain(label: str, strength: float) -> float:
    """By how much samples are multiplied, beside what the style vector does."""
    return float(10 ** (LOUDER_DB[label] * strength / 20)) if label else 1.0


@functools.cache
def _directions() -> Mapping[str, npt.NDArray[np.float32]]:
    rows = (Path(__file__).parent / "directions.tsv").read_text("utf-8").splitlines()
    return {label: np.array(numbers.split(), np.float32) for label, numbers in (row.split("\t") for row in rows)}
