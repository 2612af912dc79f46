"""Hearing a file again: it is decoded once, in blocks, and its level over time is held against its source's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.audio import Samples

WINDOWS_PER_S = 5  # whole numbers of samples at every usual rate
BLOCK_S = 10
# A codec keeps the level of a fifth of a second of speech within 1 dB or so; lost or foreign sound is far beyond.
LOUD_DB, LOST_DB = -45.0, -12.0
SILENT_DB, FOREIGN_DB = -65.0, -40.0


class Ear:
    """The level of mono sound in windows of 200 ms; given in pieces of any length."""

    def __init__(self, sample_rate_hz: int):
        self.sample_rate_hz = sample_rate_hz
        self._window = sample_rate_hz // WINDOWS_PER_S
        self._rest = np.zeros(0, np.float32)
        self._energies: list[NDArray[np.float32]] = []
        self.peak = 0.0
        self._energy, self._samples = 0.0, 0

    def add(self, samples: Samples) -> None:
        self.peak = max(self.peak, float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
        self._energy += float(np.dot(samples, samples))
        self._samples += len(samples)
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


    @property
    def rms_db(self) -> float:
        """Of everything, dB of full scale."""
        return 10 * float(np.log10(max(self._energy / max(1, self._samples), 1e-20)))


def missed(source: Ear, heard: Ear) -> str:
    """Where the second does not sound as the first; "" where it does."""
    wanted, found = source.levels_db(), heard.levels_db()
    size = min(len(wanted), len(found))
    if abs(len(wanted) - len(found)) > 1:
        return f"it lasts {len(found) / WINDOWS_PER_S:.1f} s, the master {len(wanted) / WINDOWS_PER_S:.1f} s"
    wanted, found = wanted[:size], found[:size]
    lost = (wanted > LOUD_DB) & (found < wanted + LOST_DB)
    # Codecs smear what is loud into its neighbours.
    near = np.convolve(wanted > SILENT_DB, np.ones(5), "same") > 0 if size else np.zeros(0, bool)
    foreign = ~near & (found > FOREIGN_DB)
    for places, what in ((lost, "sound is lost"), (foreign, "there is sound in a silence")):
        if places.any():
            at = int(places.argmax())
            return f"{what} at {at / WINDOWS_PER_S:.1f} s ({wanted[at]:.0f} dB went in, {found[at]:.0f} came out)"
    return ""


def decoded(path: Path, start_s: float = 0.0, **options: str) -> Iterator[Samples]:
    """A file's sound as float32, mixed to one channel, in blocks of 10 s, from `start_s` on or a little before."""
    import av

    with av.open(str(path), options=options) as file:
        stream: Any = file.streams.audio[0]
        if start_s:
            file.seek(int(start_s / stream.time_base), stream=stream)
        fifo = av.AudioFifo()
        for frame in file.decode(stream):
            frame.pts = None
            fifo.write(frame)
            while (block := fifo.read(BLOCK_S * frame.sample_rate)) is not None:
                yield _mono(block)
        rest = fifo.read(0, partial=True) if fifo.samples else None
        if rest is not None:
            yield _mono(rest)


def _mono(frame: Any) -> Samples:
    data = frame.to_ndarray()
    if not frame.format.is_planar:
        data = data.reshape(-1, frame.layout.nb_channels).T
    if data.dtype.kind == "i":
        data = data.astype(np.float32) / np.float32(np.iinfo(data.dtype).max + 1)
    out: Samples = data[0] if len(data) == 1 else data.mean(axis=0, dtype=np.float32)
    return out.astype(np.float32, copy=False)
