"""Clips: mono float32 sound, full scale at 1.0. Time is counted in samples."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from pipeline.errors import DamagedError, VoicepressError

Samples = NDArray[np.float32]
FULL_SCALE = 32767


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Mono sound: `samples` float32 [n], full scale 1.0."""

    samples: Samples
    sample_rate_hz: int

    @property
    def duration_ms(self) -> int:
        return round(1000 * len(self.samples) / self.sample_rate_hz)

    @property
    def peak(self) -> float:
        return float(np.abs(self.samples).max(initial=0.0))


class OverloadError(VoicepressError):
    """Samples lie beyond full scale, where integers would clip them. Cure: a lower gain in the engine."""


def take_bytes(clip: Clip) -> bytes:
    """A clip as 16-bit WAV, the format in which takes are stored.

    FLAC would halve the store and cost 5 % of a production's time with the embedded voice (docs/decisions/).

    Raises:
        OverloadError: a sample lies beyond full scale, or is not a number.
    """
    if not clip.peak <= 1.0:  # false for NaN, too
        raise OverloadError(f"a sample reaches {clip.peak:.3f} of full scale")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, clip.sample_rate_hz, 0, "NONE", ""))
        file.writeframes(np.round(clip.samples * FULL_SCALE).astype("<i2").tobytes())
    return out.getvalue()


def take_clip(data: bytes) -> Clip:
    """The clip that `take_bytes` wrote.

    Raises:
        DamagedError: it is not such a file.
    """
    try:
        # The module `wave` is ten times as fast here as libsndfile, which calls back for every few bytes in memory.
        with wave.open(io.BytesIO(data)) as file:
            rate, pcm = file.getframerate(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise DamagedError(f"a take cannot be read: {error}") from None
    return Clip(np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(FULL_SCALE), rate)


def blocks(path: Path, seconds: float = 10.0) -> Iterator[Samples]:
    """Reads a mono file block by block, so that memory does not grow with its length."""
    with soundfile.SoundFile(path) as file:
        while len(block := file.read(int(seconds * file.samplerate), dtype="float32")):
            yield block
