"""Sound files of strangers, decoded in confined processes, several at a time, to mono takes of 16 bits.

    parent                                                child (untrusted/sandbox.py)
    decoded(paths): lengths and bytes of some files ----> decode_batch: PyAV, one file after the other
                    <---- 1 and a WAV, or 0 and why ----

A process a file would cost 0.4 s each. Where a batch as a whole fails (a decoder crashed), each of its files is tried
alone, so that only the one to blame has no sound.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from pipeline.audio import Clip, take_bytes
from pipeline.audio.clips import Samples
from pipeline.untrusted.sandbox import confined

LARGEST_FILE = 400 << 20
BATCH_FILES, BATCH_BYTES = 24, 12 << 20
LONGEST_S = 20 * 60
MOST_HZ = 48_000  # what is above 24 kHz nobody hears
LONG_S, LONG_HZ = 120, 24_000  # longer ones at half the rate, so that an answer keeps within the sandbox's bounds
SECONDS = 120.0  # of CPU, for the longest
_HEAD = struct.Struct("<BQ")


def decoded(paths: Sequence[Path], threads: int) -> list[bytes | str]:
    """Each file as a take's WAV, or one sentence that says why it is none. In order."""
    answers: list[bytes | str] = ["" for _ in paths]
    data: dict[int, int] = {}
    for i, path in enumerate(paths):
        size = _size(path)
        if isinstance(size, str):
            answers[i] = size
        else:
            data[i] = size
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="decoding") as pool:
        groups = list(_groups(data))
        for group, found in zip(groups, pool.map(lambda g: _decoded([paths[i] for i in g]), groups), strict=True):
            for i, answer in zip(group, found, strict=True):
                answers[i] = answer
    return answers


def _size(path: Path) -> int | str:
    """The bytes of a sound file, or why it is none."""
    try:
        if not path.exists():
            return f"there is no file {path}"
        if not path.is_file():
            return f"{path} is no file"
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        return f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
    if size > LARGEST_FILE:
        return f"{path} has {size >> 20:,} MB; {LARGEST_FILE >> 20} are allowed, cut it into lines"
    return size if size else f"{path} is empty"


def _groups(sizes: dict[int, int]) -> Iterator[list[int]]:
    group: list[int] = []
    size = 0
    for i, length in sizes.items():
        if group and (len(group) >= BATCH_FILES or size + length > BATCH_BYTES):
            yield group
            group, size = [], 0
        group.append(i)
        size += length
    if group:
        yield group


def _decoded(paths: Sequence[Path]) -> list[bytes | str]:
    data: list[bytes | str] = []
    for path in paths:
        try:
            data.append(path.read_bytes())
        except OSError as error:
            data.append(f"{path} cannot be read: {error.strerror}")
    readable = [one for one in data if isinstance(one, bytes)]
    answers = iter(_confined(readable))
    return [next(answers) if isinstance(one, bytes) else one for one in data]


def _confined(data: Sequence[bytes]) -> list[bytes | str]:
    if not data:
        return []
    try:
        return _unpacked(confined(decode_batch, _packed((1, one) for one in data), seconds=SECONDS))
    except ValueError as error:
        if len(data) == 1:
            return [f"cannot be decoded: {error}"]
        return [answer for one in data for answer in _confined([one])]


def _packed(parts: Iterator[tuple[int, bytes]]) -> bytes:
    return b"".join(_HEAD.pack(kind, len(part)) + part for kind, part in parts)


def _unpacked(data: bytes) -> list[bytes | str]:
    out: list[bytes | str] = []
    at = 0
    while at < len(data):
        kind, length = _HEAD.unpack_from(data, at)
        part = data[at + _HEAD.size : at + _HEAD.size + length]
        out.append(part if kind else part.decode("utf-8", "replace"))
        at += _HEAD.size + length
    return out


# ---------------------------------------------------------------- the child's side


def decode_batch(data: bytes) -> bytes:
    """Decodes each of the files in `data`; runs in the sandbox."""
    return _packed(_answer(decode, one) for one in _unpacked(data) if isinstance(one, bytes))


def _answer(call: Callable[[bytes], bytes], data: bytes) -> tuple[int, bytes]:
    try:
        return 1, call(data)
    except ValueError as error:
        return 0, f"cannot be decoded: {error}".encode()


def decode(data: bytes) -> bytes:
    """A sound file as a WAV of one channel and 16 bits, at its own rate as far as that is sensible.

    Raises:
        ValueError: it is no sound file, or too long.
    """
    samples, rate = _samples(data)
    wanted = min(rate, LONG_HZ if len(samples) > LONG_S * rate else MOST_HZ)
    if wanted != rate:
        import soxr

        samples = soxr.resample(samples, rate, wanted)
    return take_bytes(Clip(np.clip(samples, -1, 1).astype(np.float32), wanted))


def _samples(data: bytes) -> tuple[Samples, int]:
    import av

    try:
        with av.open(io.BytesIO(data)) as file:
            if not file.streams.audio:
                raise ValueError("there is no sound in it")
            stream = file.streams.audio[0]
            rate = int(stream.rate or 0)
            if not 4_000 <= rate <= 384_000:
                raise ValueError(f"its sample rate is {rate} Hz; 8,000 to 192,000 are understood")
            to_floats = av.AudioResampler(format="fltp")
            blocks: list[Samples] = []
            total = 0
            for frame in file.decode(stream):
                for one in to_floats.resample(frame):
                    blocks.append(_mono(one.to_ndarray()))
                    total += len(blocks[-1])
                if total > LONGEST_S * rate:
                    raise ValueError(f"it is longer than {LONGEST_S // 60} minutes; cut it into lines")
    except av.FFmpegError as error:
        raise ValueError(f"{error.strerror or error}: FFmpeg finds no sound in it") from None
    if not total:
        raise ValueError("there is no sound in it")
    return np.nan_to_num(np.concatenate(blocks)), rate


def _mono(channels: Samples) -> Samples:
    """The mean of the channels; the louder one, where they cancel each other out."""
    mean = channels.mean(axis=0, dtype=np.float32)
    loudest = channels[int(np.argmax(np.square(channels).mean(axis=1)))]
    return np.asarray(mean if np.square(mean).mean() > 0.05 * np.square(loudest).mean() else loudest, np.float32)
