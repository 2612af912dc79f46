"""Loudness curves reduced to what a plot draws: a histogram, and percentiles of equal stretches of time."""

from __future__ import annotations

import numpy as np

from pipeline.audio import Curve, momentary, short_term

Counts = dict[int, int]  # tenths of LUFS -> steps of 100 ms
Course = tuple[tuple[float, float, float], ...]  # of equal stretches of time: LUFS that most exceed, middle, few exceed
SHARES = (10, 50, 95)  # percentiles of short-term loudness in a stretch
HEARD_LUFS = -70.0  # the absolute gate: below lies no programme


def counts_of(curve: Curve) -> Counts:
    """Of momentary loudness above the absolute gate."""
    found = momentary(curve)
    tenths, counts = np.unique(np.floor(10 * found[found >= HEARD_LUFS]).astype(int), return_counts=True)
    return dict(zip(tenths.tolist(), counts.tolist(), strict=True))


def course_of(curve: Curve, steps: int) -> Course:
    """Short-term loudness (3 s) over time, in at most `steps` stretches; () for a chapter shorter than its window."""
    found = short_term(curve)
    stretches = np.array_split(found, max(1, min(steps, len(found)))) if len(found) else []
    heard = [stretch[stretch >= HEARD_LUFS] for stretch in stretches]
    drawn = [np.percentile(stretch, SHARES) if len(stretch) else np.full(3, HEARD_LUFS) for stretch in heard]
    return tuple((round(float(low), 1), round(float(mid), 1), round(float(high), 1)) for low, mid, high in drawn)
