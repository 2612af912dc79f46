"""Trimming of silence at both ends of a take, and fades without a click."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples

FRAME_S = 0.005
# Engines pad unevenly (0.3 s before and 0.5 s after with the embedded voice). Hysteresis: sound begins where a frame
# comes within FLOOR_DB of the take's loudest, and reaches outward while frames stay within WEAK_DB: soft consonants
# lie 45 to 60 dB below the loudest vowel (143 takes: one in twenty had some at -57), room and breath below that.
FLOOR_DB, WEAK_DB = -48.0, -62.0
WEAK_S = 0.15  # the farthest reach outward: the room tone of a noisy recording is not speech
LEAD_S, TRAIL_S = 0.020, 0.060  # kept beyond the first and last frame above the floor: attacks and decays
OFFSET = 1e-4  # -80 dBFS; engines stay below it, microphones may not
FADE_IN_S, FADE_OUT_S = 0.005, 0.010  # a cut in a vowel makes a burst above 8 kHz 60 dB softer with these


def trimmed(samples: Samples, sample_rate_hz: int) -> Samples:
    """Cuts the silence at both ends, except LEAD_S and TRAIL_S; empty where there is no sound."""
    start, end = heard_range(samples, sample_rate_hz)
    return samples[start:end]


def heard_range(samples: Samples, sample_rate_hz: int) -> tuple[int, int]:
    """The first sample that `trimmed` leaves, and the one after the last."""
    frame = round(FRAME_S * sample_rate_hz)
    count = len(samples) // frame
    if count == 0:
        return 0, len(samples)
    loudness = np.square(samples[: count * frame].reshape(count, frame)).mean(axis=1)
    loudest = float(loudness.max())
    if loudest <= 1e-10:
        return 0, 0
    loud = np.flatnonzero(loudness > loudest * 10 ** (FLOOR_DB / 10))
    weak = loudness > loudest * 10 ** (WEAK_DB / 10)
    first = loud[0] - _while(weak[: loud[0]][::-1])
    last = loud[-1] + _while(weak[loud[-1] + 1 :])
    start = max(0, first * frame - round(LEAD_S * sample_rate_hz))
    end = min(len(samples), (last + 1) * frame + round(TRAIL_S * sample_rate_hz))
    return int(start), int(end)


def _while(weak: NDArray[np.bool_]) -> int:
    """How many frames from the first on are weak sound, WEAK_S at most; a single frame's gap is bridged."""
    weak = weak[: round(WEAK_S / FRAME_S)]
    bridged = weak | np.append(weak[1:], False)
    stop = np.flatnonzero(~bridged)
    return int(stop[0]) if len(stop) else len(weak)


def faded(samples: Samples, sample_rate_hz: int) -> Samples:
    """Removes a DC offset and fades both ends by raised cosines, so that a join with silence makes no click."""
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
