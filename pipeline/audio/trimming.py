"""Where a take begins and ends, and how it is let in and out without a click."""

from __future__ import annotations

import functools

import numpy as np

from pipeline.audio.clips import Samples

FRAME_S = 0.005
# Engines pad unevenly (0.3 s before and 0.5 s after with the embedded voice). Below this share of the take's loudest
# frame there is room and breath only; a weak final consonant lies 20 to 35 dB below the loudest vowel.
FLOOR_DB = -48.0
LEAD_S, TRAIL_S = 0.020, 0.060  # kept beyond the first and last frame above the floor: attacks and decays
OFFSET = 1e-4  # -80 dBFS; engines stay below it, microphones may not
FADE_IN_S, FADE_OUT_S = 0.005, 0.010  # a cut in a vowel makes a burst above 8 kHz 60 dB softer with these


def trimmed(samples: Samples, sample_rate_hz: int) -> Samples:
    """The part with sound, and a little before and after; empty where there is none."""
    frame = round(FRAME_S * sample_rate_hz)
    count = len(samples) // frame
    if count == 0:
        return samples
    loudness = np.square(samples[: count * frame].reshape(count, frame)).mean(axis=1)
    loudest = float(loudness.max())
    if loudest <= 1e-10:
        return samples[:0]
    loud = np.flatnonzero(loudness > loudest * 10 ** (FLOOR_DB / 10))
    start = max(0, loud[0] * frame - round(LEAD_S * sample_rate_hz))
    end = min(len(samples), (loud[-1] + 1) * frame + round(TRAIL_S * sample_rate_hz))
    return samples[start:end]


def faded(samples: Samples, sample_rate_hz: int) -> Samples:
    """Raised-cosine fades at both ends, and no constant offset: a join with silence makes no click."""
    if not len(samples):
        return samples
    offset = np.float32(samples.mean())
    out = samples - offset if abs(offset) > OFFSET else samples.copy()
    for seconds, reverse in ((FADE_IN_S, False), (FADE_OUT_S, True)):
        fade = _fade(min(round(seconds * sample_rate_hz), len(out)))
        if reverse:
            out[len(out) - len(fade) :] *= fade[::-1]
        else:
            out[: len(fade)] *= fade
    return out


@functools.cache
def _fade(length: int) -> Samples:
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / max(1, length))).astype(np.float32)
