"""Measures any sound file that FFmpeg reads, in one pass and constant memory."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio.clips import Samples
from pipeline.audio.levels import LevelMeter, decibels
from pipeline.audio.loudness import (
    MOMENTARY_MS,
    SHORT_TERM_MS,
    LoudnessMeter,
    highest_lufs,
    integrated_lufs,
    loudness_range_lu,
)
from pipeline.errors import RefusedError

BLOCK_S = 5.0  # of sound per block: a call of numpy costs as much as 1,000 samples
CUT_S, CUT_SHARE = 1.0, 0.01  # a file that lacks more than this of what its header says is cut off
STEP_MS = 20  # EBU Tech 3341, cases 13 and 14: maxima move by 0.5 LU on a grid of 100 ms


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of a sound file. Levels are of all channels, as in BS.1770-5 and ACX; -200 is digital silence."""

    codec: str
    sample_rate_hz: int
    channels: int
    bit_rate: int  # bits per second; 0 where it is not known
    constant_bit_rate: bool | None  # None where the codec does not tell
    samples: int
    integrated_lufs: float
    loudness_range_lu: float
    momentary_max_lufs: float
    short_term_max_lufs: float
    true_peak_dbtp: float
    sample_peak_db: float
    rms_db: float
    noise_floor_db: float
    dc: float  # largest constant offset of a channel, 1.0 is full scale
    clipped_runs: int  # of three and more samples at full scale
    head_ms: int  # before the first sound
    tail_ms: int
    correlation: float | None = None  # of two channels: at -1 they cancel each other out in mono

    @property
    def duration_ms(self) -> int:
        return round(1000 * self.samples / self.sample_rate_hz)


def measure(path: Path) -> Measured:
    """Decodes all of a file and measures it.

    Raises:
        RefusedError: it is not there, has no sound that FFmpeg can read, or ends before its own header says.
    """
    with opened(path) as file:
        stream = file.streams.audio[0]
        found = measured(decoded(file), stream.rate, stream.channels, codec_of(file), *bit_rate_of(file, path))
        header_s = _header_s(file, path)
    found_s = found.samples / found.sample_rate_hz
    if found_s < header_s - max(CUT_S, CUT_SHARE * header_s):
        raise RefusedError(
            f"{path} is cut off: {found_s:,.1f} s of its {header_s:,.1f} s are there; get it again, whole"
        )
    return found


def _header_s(file: Any, path: Path) -> float:
    """Duration by the file's own header, in seconds; 0 where FFmpeg would guess it from the file's size."""
    stream = file.streams.audio[0]
    form = file.format.name
    if form == "mp3":
        with path.open("rb") as data:
            data.seek(_id3_length(data.read(10)))
            head = data.read(200)  # LAME's header stands in the first frame, behind its side information
        counted = b"Xing" in head or b"Info" in head
    else:
        counted = form == "flac" or "mp4" in form.split(",")
    return float(stream.duration * stream.time_base) if counted and stream.duration else 0.0


def measured(
    pieces: Iterator[Samples], rate: int, channels: int, codec: str, bit_rate: int, constant: bool | None
) -> Measured:
    """Measures sound that comes in blocks [n, channels]."""
    meter, levels = LoudnessMeter(rate, channels, STEP_MS), LevelMeter(rate, channels)
    for piece in pieces:
        meter.add(piece.reshape(-1))
        levels.add(piece)
    curve = meter.curve
    head_ms, tail_ms = levels.silence_ms()
    return Measured(
        codec, rate, channels, bit_rate, constant, levels.samples, round(integrated_lufs([curve], STEP_MS), 2),
        round(loudness_range_lu([curve], STEP_MS), 2), round(highest_lufs(curve, MOMENTARY_MS, STEP_MS), 2),
        round(highest_lufs(curve, SHORT_TERM_MS, STEP_MS), 2), decibels(levels.true_peak),
        decibels(levels.sample_peak), levels.rms_db, levels.noise_floor_db, round(levels.dc, 6), levels.clipped_runs,
        head_ms, tail_ms, levels.correlation)  # fmt: skip


def opened(path: Path) -> Any:
    """The file as PyAV opens it, with a stream of sound in it."""
    import av

    try:
        file = av.open(str(path))
    except FileNotFoundError:
        raise RefusedError(f"{path} does not exist") from None
    except (av.FFmpegError, OSError) as error:
        raise RefusedError(f"{path} is not a sound file that can be read: {error.strerror or error}") from None
    if not file.streams.audio:
        file.close()
        raise RefusedError(f"{path} has no sound in it")
    return file


def decoded(file: Any) -> Iterator[Samples]:
    """All sound of a file as float32 [n, channels], in blocks of BLOCK_S; full scale 1.0.

    Raises:
        RefusedError: the file breaks off, is damaged, or holds samples that are no numbers.
    """
    import av

    stream = file.streams.audio[0]
    stream.thread_type = "NONE"  # frames of sound are too small to share
    # Gathered by FFmpeg: a frame of AAC is 1024 samples, and each that Python looks at costs as much as decoding it.
    gathered = av.AudioFifo()
    rate, channels = stream.rate, stream.channels  # those of a damaged stream change on the way
    wanted = int(BLOCK_S * rate)
    try:
        for frame in file.decode(stream):
            if frame.rate != rate or frame.layout.nb_channels != channels:
                raise RefusedError(
                    f"{file.name} changes its sample rate or its channels on the way; make one file of each part"
                )
            frame.pts = None  # a gap between frames is no sound
            gathered.write(frame)
            if gathered.samples >= wanted:
                yield _numbers(gathered.read(), file)
    except av.FFmpegError as error:
        raise RefusedError(f"{file.name} cannot be decoded to its end: {error}") from None
    if gathered.samples:
        yield _numbers(gathered.read(), file)


def _numbers(frame: Any, file: Any) -> Samples:
    sound = _floats(frame)
    if not np.isfinite(sound.sum()):
        raise RefusedError(
            f"{file.name} holds samples that are not numbers (NaN or infinite), as a failed effect leaves "
            "them; export the sound again"
        )
    return sound


def _floats(frame: Any) -> Samples:
    data = frame.to_ndarray()  # [channels, n], or [1, n * channels] where it is interleaved
    data = data.T if frame.format.is_planar else data.reshape(-1, frame.layout.nb_channels)
    if data.dtype.kind == "f":
        return np.ascontiguousarray(data, np.float32)
    if data.dtype == np.uint8:
        return (np.asarray(data, np.float32) - 128) / np.float32(128)
    return np.asarray(data, np.float32) / np.float32(-float(np.iinfo(data.dtype).min))


def codec_of(file: Any) -> str:
    """As specs name it: mp3, aac, opus, flac, alac, pcm ..."""
    name: str = file.streams.audio[0].codec_context.name
    return "pcm" if name.startswith("pcm_") else {"mp3float": "mp3", "libopus": "opus"}.get(name, name)


def bit_rate_of(file: Any, path: Path) -> tuple[int, bool | None]:
    """Bits a second of the sound, and whether all frames have the same: known for MP3 alone, whose headers say it."""
    if codec_of(file) == "mp3":
        rates = mp3_bit_rates(path)
        return max(rates, default=0), len(rates) == 1
    stream = file.streams.audio[0]
    return int(stream.bit_rate or file.bit_rate or 0), None


# MPEG-1 and MPEG-2 layer III, ISO/IEC 11172-3 2.4.2.3 and 13818-3: kbit/s by index.
_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def mp3_bit_rates(path: Path) -> set[int]:
    """The bit rates of an MP3's frames, by walking from header to header; the first, LAME's own, says nothing."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _bit_rates(data, _id3_length(data[:10]))


def _bit_rates(data: mmap.mmap, at: int) -> set[int]:
    rates: set[int] = set()
    first = True
    while at + 4 <= len(data):
        one, two, three = data[at], data[at + 1], data[at + 2]
        if one != 0xFF or two & 0xE6 != 0xE2:
            break  # an ID3v1 or APE tag, or the end
        table, hz = (_MPEG1, (44_100, 48_000, 32_000)) if two & 8 else (_MPEG2, (22_050, 24_000, 16_000))
        index, rate_index = three >> 4, three >> 2 & 3
        if not 0 < index < 15 or rate_index == 3:
            break
        bit_rate = 1000 * table[index]
        at += (144 if two & 8 else 72) * bit_rate // hz[rate_index] + (three >> 1 & 1)
        if not first:
            rates.add(bit_rate)
        first = False
    return rates


def _id3_length(head: bytes) -> int:
    if not head.startswith(b"ID3"):
        return 0
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
