"""Broadcast Wave files, written whole: 24-bit PCM with bext and iXML before the sound; RF64 where RIFF's 4 GB end.

EBU Tech 3285 (BWF, bext version 1), EBU Tech 3306 (RF64), iXML 3.01. The length is known before the first sample, so
the header is right at once and nothing is patched afterwards; a file that is not finished is removed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

import numpy as np

from pipeline.audio import OverloadError, Samples
from pipeline.errors import VoicepressError

BITS = 24
FULL_SCALE = (1 << (BITS - 1)) - 1
RIFF_LIMIT = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class WaveInfo:
    """What a stem says of itself. Dates are given, not taken from the clock: the same stem is the same bytes."""

    sample_rate_hz: int
    channels: int
    frames: int  # samples a channel
    time_reference: int = 0  # samples since midnight at the first sample
    description: str = ""
    originator: str = "voicepress"
    reference: str = ""  # originator's reference
    date: str = ""  # 2026-11-29
    time: str = ""  # 10:00:00
    project: str = ""
    scene: str = ""
    tape: str = ""
    tracks: tuple[str, ...] = ()
    frame_rate: Fraction = field(default_factory=lambda: Fraction(25))
    drop: bool = False

    @property
    def data_bytes(self) -> int:
        return self.frames * self.channels * BITS // 8


@contextmanager
def wave_writer(path: Path, info: WaveInfo, riff_limit: int = RIFF_LIMIT) -> Iterator[Writer]:
    """A writer of exactly `info.frames` frames; the file appears under its name when all of them are written."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            writer = Writer(file, info, riff_limit)
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class Writer:
    def __init__(self, file: BinaryIO, info: WaveInfo, riff_limit: int):
        self._file, self._info = file, info
        self._left = info.frames
        file.write(header(info, riff_limit))

    def write(self, samples: Samples) -> None:
        """`samples` [n] or [n, channels], full scale at 1.0.

        Raises:
            OverloadError: a sample lies beyond full scale; nothing is clipped.
        """
        frames = samples.reshape(-1, self._info.channels)
        peak = float(np.abs(frames).max(initial=0.0))
        if not peak <= 1.0:
            raise OverloadError(f"a sample of {self._info.description or 'a stem'} reaches {peak:.3f} of full scale")
        self._left -= len(frames)
        whole = np.round(frames.astype(np.float64) * FULL_SCALE).astype("<i4")
        self._file.write(whole.reshape(-1, 1).view(np.uint8)[:, : BITS // 8].tobytes())

    def finish(self) -> None:
        if self._left:
            raise VoicepressError(f"a stem of {self._info.frames} frames was given {self._info.frames - self._left}")
        if self._info.data_bytes % 2:
            self._file.write(b"\0")


def header(info: WaveInfo, riff_limit: int = RIFF_LIMIT) -> bytes:
    """Everything before the first sample."""
    chunks = b"".join((
        _chunk(b"bext", _bext(info)),
        _chunk(b"iXML", _ixml(info).encode("utf-8")),
        _chunk(b"fmt ", _fmt(info)),
    ))  # fmt: skip
    data = info.data_bytes
    size = 4 + 36 + len(chunks) + 8 + data + data % 2
    large = size > riff_limit
    ds64 = struct.pack("<QQQI", size, data, info.frames, 0)
    # A RIFF file keeps the room of ds64 as JUNK (EBU Tech 3306), so that both kinds have the same layout.
    first = _chunk(b"ds64", ds64) if large else _chunk(b"JUNK", bytes(len(ds64)))
    start = b"RF64" if large else b"RIFF"
    told = (RIFF_LIMIT, RIFF_LIMIT) if large else (size, data)
    return start + struct.pack("<I", told[0]) + b"WAVE" + first + chunks + b"data" + struct.pack("<I", told[1])


def interleaved(channels: Iterable[Samples]) -> Samples:
    return np.stack(list(channels), axis=1)


def _chunk(name: bytes, content: bytes) -> bytes:
    content += b"\n" * (len(content) % 2)  # not as padding behind it: libsndfile 1.2 does not step over that in RF64
    return name + struct.pack("<I", len(content)) + content


def _fmt(info: WaveInfo) -> bytes:
    width = info.channels * BITS // 8
    return struct.pack("<HHIIHH", 1, info.channels, info.sample_rate_hz, info.sample_rate_hz * width, width, BITS)


def _bext(info: WaveInfo) -> bytes:
    coding = f"A=PCM,F={info.sample_rate_hz},W={BITS},M={'mono' if info.channels == 1 else 'stereo'},T=voicepress\r\n"
    return b"".join((
        _text(info.description, 256), _text(info.originator, 32), _text(info.reference, 32),
        _text(info.date, 10), _text(info.time, 8),
        struct.pack("<QH", info.time_reference, 1), bytes(64), bytes(190), coding.encode("ascii"),
    ))  # fmt: skip


def _text(text: str, size: int) -> bytes:
    """ASCII, as the standard asks; other letters are question marks here, and stand as they are in iXML."""
    return text.encode("ascii", "replace")[:size].ljust(size, b"\0")


def _ixml(info: WaveInfo) -> str:
    rate = info.frame_rate
    high, low = divmod(info.time_reference, 1 << 32)
    tracks = "".join(
        f"<TRACK><CHANNEL_INDEX>{at}</CHANNEL_INDEX><INTERLEAVE_INDEX>{at}</INTERLEAVE_INDEX>"
        f"<NAME>{escape(name)}</NAME></TRACK>"
        for at, name in enumerate(info.tracks, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML><IXML_VERSION>3.01</IXML_VERSION>'
        f"<PROJECT>{escape(info.project)}</PROJECT><SCENE>{escape(info.scene)}</SCENE><TAPE>{escape(info.tape)}</TAPE>"
        f"<NOTE>{escape(info.description)}</NOTE><SPEED><TIMECODE_RATE>{rate.numerator}/{rate.denominator}</TIMECODE_RATE>"
        f"<TIMECODE_FLAG>{'DF' if info.drop else 'NDF'}</TIMECODE_FLAG>"
        f"<FILE_SAMPLE_RATE>{info.sample_rate_hz}</FILE_SAMPLE_RATE><AUDIO_BIT_DEPTH>{BITS}</AUDIO_BIT_DEPTH>"
        f"<DIGITIZER_SAMPLE_RATE>{info.sample_rate_hz}</DIGITIZER_SAMPLE_RATE>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>{high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{low}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>"
        f"<TIMESTAMP_SAMPLE_RATE>{info.sample_rate_hz}</TIMESTAMP_SAMPLE_RATE></SPEED>"
        f"<TRACK_LIST><TRACK_COUNT>{len(info.tracks)}</TRACK_COUNT>{tracks}</TRACK_LIST></BWFXML>"
    )
