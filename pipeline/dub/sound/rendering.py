"""A take as planned: at the programme's sample rate, its pauses shrunk, its pace set, exactly as long as it is laid."""

from __future__ import annotations

import numpy as np

from pipeline.audio import Clip, Samples, faded, trimmed
from pipeline.dub.records import Limits, Placement
from pipeline.dub.sound.pauses import shrunk
from pipeline.dub.sound.stretching import stretched

RATE_HZ = 48_000  # of every stem: SMPTE and EBU R 85


def spoken(clip: Clip) -> Clip:
    """A take without the silence around it, at 48 kHz: what its slot is filled with, and its length is planned by."""
    import soxr

    samples = faded(trimmed(clip.samples, clip.sample_rate_hz), clip.sample_rate_hz)
    if clip.sample_rate_hz != RATE_HZ and len(samples):
        samples = soxr.resample(samples, clip.sample_rate_hz, RATE_HZ).astype(np.float32)
    return Clip(samples, RATE_HZ)


def rendered(clip: Clip, place: Placement, limits: Limits | None = None) -> Samples:
    """What is laid at `place`. A take at its natural rate is laid as it is, sample by sample.

    `clip` is what `spoken` gave, and the plan was made with its length.
    """
    limits = limits or Limits()
    samples = clip.samples
    rate = clip.sample_rate_hz
    if place.pause_cut_ms:
        to_samples = rate // 1000
        cut, above, floor = (ms * to_samples for ms in (place.pause_cut_ms, limits.pause_ms, limits.pause_floor_ms))
        samples = shrunk(samples, rate, cut, above, floor)
    length = place.length_ms * rate // 1000
    # A plan counts milliseconds: less than one of difference is its rounding, and no pace.
    return samples if abs(len(samples) - length) <= rate // 1000 else stretched(samples, rate, length)
