"""Compares an encoding with its source by their levels over time, in windows of 200 ms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.audio import Samples

WINDOWS_PER_S = 5  # whole numbers of samples at every usual rate
# A codec keeps the level of a fifth of a second of speech within about 1 dB; lost or foreign sound is far beyond.
LOUD_DB, LOST_DB = -45.0, -12.0
SILENT_DB, FOREIGN_DB = -65.0, -40.0


class LevelCurve:
    """The level of mono sound in windows of 200 ms. Blocks may have any length."""

    def __init__(self, sample_rate_hz: int):
        self.sample_rate_hz = sample_rate_hz
        self._window = sample_rate_hz // WINDOWS_PER_S
        self._rest = np.zeros(0, np.float32)
        self._energies: list[NDArray[np.float32]] = []

    def add(self, samples: Samples) -> None:
        data = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(data) // self._window * self._window
        windows = data[:whole].reshape(-1, self._window)
        self._energies.append(np.einsum("ij,ij->i", windows, windows) / self._window)
        self._rest = data[whole:].copy()

    def levels_db(self) -> NDArray[np.float32]:
        """RMS of each whole window, dB of full scale."""
        energies = np.concatenate([np.zeros(0, np.float32), *self._energies])
        levels: NDArray[np.float32] = 10 * np.log10(np.maximum(energies, 1e-12))
        return levels


def difference(source: LevelCurve, heard: LevelCurve) -> str:
    """Where `heard` does not sound as `source`; "" where it does."""
    source_db, heard_db = source.levels_db(), heard.levels_db()
    size = min(len(source_db), len(heard_db))
    if abs(len(source_db) - len(heard_db)) > 1:
        return f"it lasts {len(heard_db) / WINDOWS_PER_S:.1f} s, the master {len(source_db) / WINDOWS_PER_S:.1f} s"
    source_db, heard_db = source_db[:size], heard_db[:size]
    lost = (source_db > LOUD_DB) & (heard_db < source_db + LOST_DB)
    # Codecs smear what is loud into its neighbours.
    near = np.convolve(source_db > SILENT_DB, np.ones(5))[2 : size + 2] > 0 if size else np.zeros(0, bool)
    foreign = ~near & (heard_db > FOREIGN_DB)
    for places, what in ((lost, "sound is lost"), (foreign, "there is sound in a silence")):
        if places.any():
            at = int(places.argmax())
            return f"{what} at {at / WINDOWS_PER_S:.1f} s ({source_db[at]:.0f} dB went in, {heard_db[at]:.0f} came out)"
    return ""
