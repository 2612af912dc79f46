"""The picture that stems belong to: its frame rate, start timecode and length, in samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.dub.sound.rendering import RATE_HZ
from pipeline.errors import ManifestError
from pipeline.intake.scripts.records import Rate
from pipeline.intake.scripts.timecode import rate_of, timecode_frames


@dataclass(frozen=True, slots=True)
class Picture:
    rate: Rate
    start_frame: int  # counted from 00:00:00:00
    frames: int

    @property
    def time_reference(self) -> int:
        """Samples from midnight to the first frame, by the clock that runs at the picture's true rate: 01:00:00:00 at
        23.976 is 3,603.6 s after midnight."""
        return _samples(self.start_frame, self.rate.fps)

    @property
    def samples(self) -> int:
        """How long every stem is."""
        return _samples(self.frames, self.rate.fps)

    @property
    def length_ms(self) -> int:
        return self.samples * 1000 // RATE_HZ


def picture(frame_rate: str, start: str, frames: int) -> Picture:
    """A picture as people describe it: "29.97df", "01:00:00;00", 43200.

    Raises:
        ManifestError: a rate or a timecode that does not exist, or no frames.
    """
    try:
        rate = rate_of(frame_rate)
        first = timecode_frames(start, rate)
    except ValueError as error:
        raise ManifestError(f"picture: {error}") from None
    if frames < 1:
        raise ManifestError(f"picture: it has {frames} frames; give its length")
    return Picture(rate, first, frames)


def _samples(frames: int, fps: Fraction) -> int:
    """Rounded to the nearest sample: 1,601.6 of them are a frame at 29.97."""
    exact = frames * RATE_HZ / fps
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
