"""Loudness by ITU-R BS.1770, by libebur128, in one pass; kept so that chapters merge without being read again.

What is kept is how many 100 ms steps had which momentary loudness (400 ms windows), in steps of 0.1 LU. Gating needs
no more than that: a book's integrated loudness follows from its chapters' counts, to 0.02 LU of libebur128's own
figure over the whole (tests/pipeline/test_audio.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pyebur128

from pipeline.audio.clips import Samples

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENCE_LUFS = -200.0


class Meter:
    """Counts momentary loudness of mono sound that is given piece by piece."""

    def __init__(self, sample_rate_hz: int):
        self._step = sample_rate_hz // 10
        self._state = pyebur128.R128State(1, sample_rate_hz, pyebur128.MeasurementMode.MODE_M)
        self._rest = np.zeros(0, np.float32)
        self._steps = 0
        self.counts: Counter[int] = Counter()  # tenths of LUFS -> steps of 100 ms

    def add(self, samples: Samples) -> None:
        data = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(data) // self._step * self._step
        for at in range(0, whole, self._step):
            self._state.add_frames(np.ascontiguousarray(data[at : at + self._step]), self._step)
            self._steps += 1
            if self._steps >= 4:  # a window is 400 ms
                lufs = pyebur128.get_loudness_momentary(self._state)
                if lufs >= ABSOLUTE_GATE_LUFS:
                    self.counts[round(10 * lufs)] += 1
        self._rest = data[whole:].copy()


def integrated_lufs(counts: Iterable[Mapping[int, int]]) -> float:
    """Gated loudness (BS.1770-4, section 2.8) of all that was counted; SILENCE_LUFS where nothing passes the gate."""
    merged: Counter[int] = Counter()
    for one in counts:
        merged.update(one)
    if not merged:
        return SILENCE_LUFS
    gate = _mean_lufs(merged) + RELATIVE_GATE_LU
    return _mean_lufs({lufs: n for lufs, n in merged.items() if lufs / 10 >= gate})


def _mean_lufs(counts: Mapping[int, int]) -> float:
    energy = sum(n * 10 ** (lufs / 100) for lufs, n in counts.items())
    return 10 * math.log10(energy / sum(counts.values()))
