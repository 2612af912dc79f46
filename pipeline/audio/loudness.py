"""Loudness by ITU-R BS.1770-5 and EBU Tech 3341/3342, measured by libebur128 in one pass.

What is stored is a *curve*: the K-weighted loudness of every step of 100 ms. Momentary (400 ms) and short-term (3 s)
loudness, gating and range all follow from it by adding up energies, within 0.005 LU of libebur128, so that the figures
of a book follow from its chapters' curves without reading audio again: 48 kB per chapter of half an hour.
"""

from __future__ import annotations

import array
import base64
import math
from collections.abc import Iterable

import numpy as np
import pyebur128
from numpy.typing import NDArray

from pipeline.audio.clips import Samples

Curve = NDArray[np.float32]  # LUFS of consecutive steps
STEP_MS = 100
MOMENTARY_MS, SHORT_TERM_MS = 400, 3_000
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU, RANGE_GATE_LU = -10.0, -20.0
SILENCE_LUFS = -200.0
STRETCH = 100_000  # steps


class LoudnessMeter:
    """Measures the loudness of sound that is added block by block.

    Args:
        sample_rate_hz: of the sound; steps are whole samples of it.
        channels: interleaved; six are L R C LFE Ls Rs, five L R C Ls Rs.
        step_ms: 100 is what gating needs; EBU Tech 3341 asks for momentary maxima that only 20 ms and less can see.
    """

    def __init__(self, sample_rate_hz: int, channels: int = 1, step_ms: int = STEP_MS):
        self._step = sample_rate_hz * step_ms // 1000
        self._channels = channels
        self._step_ms = step_ms
        self._state = pyebur128.R128State(channels, sample_rate_hz, pyebur128.MeasurementMode.MODE_M)
        self._rest = np.zeros(0, np.float32)
        self._steps = array.array("f")  # ten hours at 20 ms are two million: 8 MB here, 66 MB as Python floats

    def add(self, samples: Samples) -> None:
        """`samples` [n], or interleaved [n * channels]."""
        data = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        width = self._step * self._channels
        whole = len(data) // width * width
        data = np.ascontiguousarray(data)
        for at in range(0, whole, width):
            self._state.add_frames(data[at : at + width], self._step)
            self._steps.append(pyebur128.get_loudness_window(self._state, self._step_ms))
        self._rest = data[whole:].copy()

    @property
    def curve(self) -> Curve:
        return np.maximum(np.array(self._steps, np.float32), SILENCE_LUFS)


def momentary(curve: Curve, step_ms: int = STEP_MS) -> Curve:
    """Momentary loudness (400 ms), at every step from the first whole window on."""
    return _windows(curve, MOMENTARY_MS // step_ms)


def short_term(curve: Curve, step_ms: int = STEP_MS) -> Curve:
    """Short-term loudness (3 s), at every step from the first whole window on."""
    return _windows(curve, SHORT_TERM_MS // step_ms)


def integrated_lufs(curves: Iterable[Curve], step_ms: int = STEP_MS) -> float:
    """Gated loudness (BS.1770-5, annex 1) of all curves together; SILENCE_LUFS where nothing passes the gate."""
    blocks = _joined([momentary(_in_steps_of_100_ms(curve, step_ms)) for curve in curves])
    loud = blocks[blocks >= ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return SILENCE_LUFS
    return _mean_lufs(loud[loud >= _mean_lufs(loud) + RELATIVE_GATE_LU])


def loudness_range_lu(curves: Iterable[Curve], step_ms: int = STEP_MS) -> float:
    """EBU Tech 3342: from the 10th to the 95th percentile of gated short-term loudness; 0 below 3 s of sound."""
    blocks = _joined([short_term(_in_steps_of_100_ms(curve, step_ms)) for curve in curves])
    loud = blocks[blocks >= ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return 0.0
    low, high = np.percentile(loud[loud >= _mean_lufs(loud) + RANGE_GATE_LU], [10, 95])
    return float(high - low)


def _joined(curves: list[Curve]) -> Curve:
    return np.concatenate([np.zeros(0, np.float32), *curves])


def highest_lufs(curve: Curve, window_ms: int, step_ms: int) -> float:
    """The loudest window of a curve, computed stretch by stretch: ten hours at once would take 100 MB."""
    window = window_ms // step_ms
    stretches = (_windows(curve[at : at + STRETCH + window - 1], window) for at in range(0, len(curve), STRETCH))
    return max((float(found.max()) for found in stretches if len(found)), default=SILENCE_LUFS)


def _in_steps_of_100_ms(curve: Curve, step_ms: int) -> Curve:
    hop = STEP_MS // step_ms
    return curve if hop == 1 else _windows(curve, hop, hop)


def _windows(curve: Curve, steps: int, hop: int = 1) -> Curve:
    """Loudness of windows of `steps` steps, one every `hop` steps."""
    if len(curve) < steps:
        return np.zeros(0, np.float32)
    total = np.cumsum(np.concatenate(([0.0], 10 ** (curve.astype(np.float64) / 10))))
    energy = np.maximum(total[steps::hop] - total[:-steps:hop], steps * 10 ** (SILENCE_LUFS / 10))
    out: Curve = (10 * np.log10(energy / steps)).astype(np.float32)
    return out


def _mean_lufs(loudness: Curve) -> float:
    return 10 * math.log10(float(np.mean(10 ** (loudness.astype(np.float64) / 10))))


def curve_text(curve: Curve) -> str:
    """A curve as text for cache entries: hundredths of LUFS as 16-bit integers, base64."""
    return base64.b64encode(np.round(100 * curve).astype("<i2").tobytes()).decode()


def curve_of(text: str) -> Curve:
    """The curve that `curve_text` wrote."""
    return np.frombuffer(base64.b64decode(text), "<i2").astype(np.float32) / np.float32(100)
