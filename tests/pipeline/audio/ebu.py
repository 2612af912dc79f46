"""Test signals of EBU Tech 3341 (V4, November 2023, table 1) and EBU Tech 3342 (2023), made from the standards' text.

Not made: cases 7 and 8 of Tech 3341, 5 and 6 of Tech 3342 (authentic programmes). Levels are dBFS of the peak of a
sine of 1 kHz in each channel, in phase, in stereo unless the case says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin

RATE = 48_000
Sound = NDArray[np.float32]  # [n, channels]
SILENT = -999.0


def tone(*parts: tuple[float, float], repeat: int = 1, channels: int = 2) -> Sound:
    """(level, seconds) one after another, phase running on."""
    levels = np.concatenate([np.full(round(RATE * s), 10 ** (db / 20) if db > SILENT else 0.0) for db, s in parts])
    levels = np.tile(levels, repeat)
    sine = levels * np.sin(2 * np.pi * 1000 / RATE * np.arange(len(levels)))
    return np.repeat(sine[:, None], channels, axis=1).astype(np.float32)


def surround() -> Sound:
    """Case 6: L, R at -28, C at -24, Ls, Rs at -30 dBFS."""
    out = tone((0.0, 20.0), channels=5)
    return (out * 10 ** (np.array([-28, -28, -24, -30, -30]) / 20)).astype(np.float32)


# number -> signal, expected integrated loudness
INTEGRATED = {
    1: (lambda: tone((-23, 20)), -23.0),
    2: (lambda: tone((-33, 20)), -33.0),
    3: (lambda: tone((-36, 10), (-23, 60), (-36, 10)), -23.0),
    4: (lambda: tone((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0),
    5: (lambda: tone((-26, 20), (-20, 20.1), (-26, 20)), -23.0),
    6: (surround, -23.0),
}


def short_term_9() -> Sound:
    return tone((-20, 1.34), (-30, 1.66), repeat=5)


def momentary_12() -> Sound:
    return tone((-20, 0.18), (-30, 0.22), repeat=25)


def short_term_10(i: int) -> Sound:
    return tone((SILENT, i * 0.15), (-23, 3), (SILENT, 1))


def momentary_13(i: int) -> Sound:
    return tone((SILENT, i * 0.02), (-23, 0.4), (SILENT, 1))


def short_term_11(i: int) -> Sound:
    return tone((SILENT, i * 0.15), (-38 + i, 3), (SILENT, 3 - i * 0.15))


def momentary_14(i: int) -> Sound:
    return tone((SILENT, i * 0.02), (-38 + i, 0.4), (SILENT, 0.4 - i * 0.02))


def faded_sine(divisor: int, amplitude: float, degrees: float, seconds: float = 1.0) -> Sound:
    n = np.arange(round(RATE * seconds))
    sine = amplitude * np.sin(2 * np.pi * n / divisor + np.radians(degrees))
    ramp = round(0.010 * RATE)
    sine[:ramp] *= np.arange(ramp) / ramp
    sine[-ramp:] *= np.arange(ramp)[::-1] / ramp
    return np.repeat(sine[:, None], 2, axis=1).astype(np.float32)


def burst(offset: int) -> Sound:
    """Cases 20 to 23: fs/6 at 0.5 with one period of fs/4 at 1.0 in it, made at 4 fs, low-passed, decimated."""
    slow = 0.5 * np.sin(2 * np.pi * np.arange(24 * 2000) / 24)
    fast = np.sin(2 * np.pi * np.arange(16) / 16)
    high = np.concatenate((slow, fast, slow))
    low = np.convolve(high, firwin(511, 1 / 4 * 0.95), "same")
    return np.repeat(low[offset::4][:, None], 2, axis=1).astype(np.float32)


# number -> signal, expected true peak
TRUE_PEAK = {
    15: (lambda: faded_sine(4, 0.5, 0), -6.0), 16: (lambda: faded_sine(4, 0.5, 45), -6.0),
    17: (lambda: faded_sine(6, 0.5, 60), -6.0), 18: (lambda: faded_sine(8, 0.5, 67.5), -6.0),
    19: (lambda: faded_sine(4, 1.41, 45), 3.0),
    20: (lambda: burst(0), 0.0), 21: (lambda: burst(1), 0.0), 22: (lambda: burst(2), 0.0), 23: (lambda: burst(3), 0.0),
}  # fmt: skip

# number of Tech 3342 -> levels of 20 s each, expected loudness range
RANGE = {1: ((-20, -30), 10.0), 2: ((-20, -15), 5.0), 3: ((-40, -20), 20.0), 4: ((-50, -35, -20, -35, -50), 15.0)}


def steps(levels: Iterable[float]) -> Sound:
    return tone(*((level, 20.0) for level in levels))
