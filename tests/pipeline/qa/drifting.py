"""Chapters of a book as the signal's listener hears them, of one voice with a usual pitch, pace and timbre."""

from collections.abc import Mapping

import numpy as np

from pipeline.listener import Hearing
from pipeline.qa.drift import SAMPLE, ChapterLines
from tests.factories import line

TEXT = "It was a bright cold day in April."


def chapters(
    pitches_hz: Mapping[int, float] | None = None,
    lengths_ms: Mapping[int, float] | None = None,
    shapes_db: Mapping[int, float] | None = None,
    count: int = 8,
) -> list[ChapterLines]:
    """`count` chapters, of which those that are named by their number are otherwise."""
    rng = np.random.default_rng(1)
    out = []
    for number in range(1, count + 1):
        heard = []
        for n in range(SAMPLE):
            measures = {
                "pitch_hz": (pitches_hz or {}).get(number, 200.0) * rng.uniform(0.95, 1.05),
                "speech_ms": (lengths_ms or {}).get(number, 1800.0) * rng.uniform(0.95, 1.05),
                "shape_middle_db": -30.0,
                "shape_high_db": (shapes_db or {}).get(number, -45.0) + rng.uniform(-1, 1),
            }
            heard.append((line(TEXT, n + 1, chapter=number - 1), {"signal": Hearing("s", measures=measures)}))
        out.append(ChapterLines(number, f"Chapter {number}", "ann", heard))  # type: ignore[arg-type]
    return out
