"""Times of scripts: clocks, frames and SMPTE timecode, drop-frame included, as whole milliseconds."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.intake.scripts.records import Rate

# Rates as people write them, for which the exact one is meant.
_NAMED = {"23.98": (24000, 1001), "23.976": (24000, 1001), "29.97": (30000, 1001), "59.94": (60000, 1001),
          "47.952": (48000, 1001), "47.95": (48000, 1001), "119.88": (120000, 1001)}  # fmt: skip
_RATE = re.compile(r"(\d+(?:\.\d+)?|\d+/\d+)\s*(?:fps)?\s*(df|ndf|drop|nondrop)?", re.IGNORECASE)
_TIMECODE = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,3})")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?")
MOST_MS = 1_000 * 3_600_000  # no programme is a thousand hours long


def rate_of(written: str) -> Rate:
    """A frame rate as people write it: 25, 23.976, 30000/1001, 29.97df.

    Raises:
        ValueError: it is none.
    """
    found = _RATE.fullmatch(written.strip())
    if not found:
        raise ValueError(f"{written!r} is no frame rate; write it as in 25, 23.976, 29.97df or 30000/1001")
    number, mode = found[1], (found[2] or "").lower()
    try:
        fps = Fraction(*_NAMED[number]) if number in _NAMED else Fraction(number)
    except ZeroDivisionError:
        fps = Fraction(0)
    if not 1 <= fps <= 1000:
        raise ValueError(f"{written!r} is no frame rate: 1 to 1000 frames a second are")
    drop = mode in ("df", "drop")
    if drop and fps not in (Fraction(30000, 1001), Fraction(60000, 1001)):
        raise ValueError(f"{written!r}: only 29.97 and 59.94 frames a second have drop-frame timecode")
    return Rate(fps, drop)


def milliseconds(seconds: Fraction) -> int:
    """Rounded half up, and refused where no programme is so long."""
    ms = (2_000 * seconds.numerator + seconds.denominator) // (2 * seconds.denominator)
    if abs(ms) > MOST_MS:
        raise ValueError("is a time beyond 1000 hours")
    return ms


def frames_ms(frames: int | Fraction, rate: Rate) -> int:
    """The time at which a frame begins, counted from 0."""
    return milliseconds(Fraction(frames) / rate.fps)


def timecode_frames(written: str, rate: Rate) -> int:
    """The number of the frame that a timecode names, counted from 00:00:00:00.

    A semicolon means drop-frame, whatever the rate says of itself. Frames 00 and 01 of each minute but every tenth do
    not exist in drop-frame timecode (00 to 03 at 59.94).

    Raises:
        ValueError: it is no timecode, or names a frame that does not exist.
    """
    found = _TIMECODE.fullmatch(written.strip())
    if not found:
        raise ValueError(f"{written!r} is no timecode; write it as in 01:00:00:00")
    hours, minutes, seconds, frame = (int(found[group]) for group in (1, 2, 3, 5))
    nominal = rate.nominal
    if minutes > 59 or seconds > 59 or frame >= nominal:
        raise ValueError(f"{written!r} is no timecode at {float(rate.fps):.5g} frames a second")
    number = ((hours * 60 + minutes) * 60 + seconds) * nominal + frame
    if not (rate.drop or (found[4] == ";" and nominal in (30, 60))):
        return number
    dropped = nominal // 15
    if seconds == 0 and frame < dropped and minutes % 10:
        raise ValueError(f"{written!r} does not exist in drop-frame timecode")
    whole = hours * 60 + minutes
    return number - dropped * (whole - whole // 10)


def timecode_ms(written: str, rate: Rate) -> int:
    return frames_ms(timecode_frames(written, rate), rate)


def is_timecode(written: str) -> bool:
    """Whether it counts frames: hh:mm:ss:ff or hh:mm:ss;ff."""
    found = _TIMECODE.fullmatch(written.strip())
    return bool(found and found[4] in ":;")


def clock_ms(written: str) -> int:
    """A clock time, [h:]mm:ss[.fff], in milliseconds.

    Raises:
        ValueError: it is none.
    """
    found = _CLOCK.fullmatch(re.sub(r"\s+", "", written))
    if not found:
        raise ValueError(f"{written.strip()[:40]!r} is no time; write it as in 00:01:02.500")
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    fraction = Fraction(int(found[4]), 10 ** len(found[4])) if found[4] else Fraction(0)
    return milliseconds(3600 * hours + 60 * minutes + seconds + fraction)
