"""Unweighted levels: peaks, RMS, noise floor, DC offset, clipping, silence at both ends. One pass, by numpy.

True peaks are computed only where they can matter: around samples near the highest so far where the waveform bends
sharply enough for more to lie between samples. libebur128 oversamples everything, at 926 times real time; this runs at
about 4,800 (speech at 24 kHz).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.audio.clips import Samples
from pipeline.audio.limiter import TAPS, peaks_near

SILENCE_DB = -200.0
WINDOW_MS = 100  # of RMS; five make the half second over which ACX's checkers look for the noise floor
FLOOR_WINDOWS = 5
FULL = 32_766.5 / 32_768  # the highest 16-bit value, whichever way it was scaled
CLIP_RUN = 3  # consecutive samples at full scale that are heard as a fault
SOUND_DB = -25.0  # relative to the whole file's RMS: speech begins there, room tone lies 40 dB lower


class LevelMeter:
    """Measures the levels of sound that is added block by block."""

    def __init__(self, sample_rate_hz: int, channels: int = 1):
        self.sample_rate_hz, self.channels = sample_rate_hz, channels
        self.samples = 0
        self.sample_peak = self._true_peak = 0.0
        self.clipped_runs = 0
        self._sum = np.zeros(channels)
        self._window = sample_rate_hz * WINDOW_MS // 1000
        self._powers: list[NDArray[np.float64]] = []  # mean square of every window, loudest channel
        self._energy = 0.0
        self._together = np.zeros(3)  # of two channels: the sums of both squares and of the product
        self._rest = np.zeros((0, channels), np.float32)
        self._before = np.zeros((2 * TAPS, channels), np.float32)  # end of the last block: a peak may lie across

    def add(self, samples: Samples) -> None:
        """`samples` [n, channels], full scale 1.0."""
        if not len(samples):
            return
        self.samples += len(samples)
        self._sum += samples.sum(axis=0)  # numpy sums pairwise: over seconds of float32 the error stays negligible
        self._add_peaks(samples)
        if self.channels == 2:
            left, right = samples[:, 0], samples[:, 1]
            self._together += (np.dot(left, left), np.dot(right, right), np.dot(left, right))
        data = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(data) // self._window * self._window
        if whole:
            windows = data[:whole].reshape(-1, self._window, self.channels)
            power = np.einsum("wnc,wnc->wc", windows, windows).astype(np.float64) / self._window
            self._energy += float(power.sum()) * self._window
            self._powers.append(power.max(axis=1))
        self._rest = data[whole:].copy()

    def _add_peaks(self, samples: Samples) -> None:
        data = np.concatenate((self._before, samples))
        highest = float(np.maximum(samples.max(), -samples.min()))
        self.sample_peak = max(self.sample_peak, highest)
        if highest >= FULL:
            self.clipped_runs += sum(_runs(np.abs(samples[:, c]) >= FULL) for c in range(self.channels))
        self._true_peak = self._peaks_of(data)
        self._before = data[-2 * TAPS :].copy()

    def _peaks_of(self, data: Samples) -> float:
        highest = max(self._true_peak, self.sample_peak)
        return max(self._true_peak, *(peaks_near(data[:, c], highest) for c in range(self.channels)))

    @property
    def true_peak(self) -> float:
        end = np.concatenate((self._before, np.zeros((TAPS, self.channels), np.float32)))
        return max(self.sample_peak, self._peaks_of(end))

    @property
    def rms_db(self) -> float:
        """RMS of all samples of all channels."""
        rest = float(np.square(self._rest, dtype=np.float64).sum())
        return power_db((self._energy + rest) / max(1, self.samples * self.channels))

    @property
    def noise_floor_db(self) -> float:
        """RMS of the quietest half second, as ACX's checkers define it; SILENCE_DB where there is digital silence."""
        powers = self.powers
        if len(powers) < FLOOR_WINDOWS:
            return power_db(float(powers.min(initial=1.0)))
        total = np.convolve(powers, np.ones(FLOOR_WINDOWS) / FLOOR_WINDOWS, "valid")
        return power_db(float(total.min()))

    @property
    def powers(self) -> NDArray[np.float64]:
        """Mean square of every 100 ms."""
        return np.concatenate([np.zeros(0), *self._powers])

    @property
    def dc(self) -> float:
        """The largest constant offset of a channel, 1.0 being full scale."""
        return float(np.abs(self._sum).max() / max(1, self.samples))

    @property
    def correlation(self) -> float | None:
        """Correlation of two channels: 1 where they are equal, -1 where one is the other inverted and mono is silent.

        None where there are not two, or one is silent.
        """
        left, right, product = self._together
        return round(float(product / np.sqrt(left * right)), 3) if left > 1e-9 and right > 1e-9 else None

    def silence_ms(self) -> tuple[int, int]:
        """Silence before the first sound and after the last, to 100 ms; the whole length where there is no sound."""
        powers = self.powers
        loud = np.flatnonzero(powers > max(10 ** ((self.rms_db + SOUND_DB) / 10), 1e-9))
        length = round(1000 * self.samples / self.sample_rate_hz)
        if not len(loud):
            return length, length
        return int(loud[0]) * WINDOW_MS, max(0, length - (int(loud[-1]) + 1) * WINDOW_MS)


def _runs(full: NDArray[np.bool_]) -> int:
    """The number of runs of CLIP_RUN samples and more."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], full, [False]))))
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= CLIP_RUN))


def decibels(value: float) -> float:
    """An amplitude in dBFS, 1.0 being full scale."""
    return round(20 * float(np.log10(value)), 2) if value > 1e-10 else SILENCE_DB


def power_db(value: float) -> float:
    return round(10 * float(np.log10(value)), 2) if value > 1e-20 else SILENCE_DB
