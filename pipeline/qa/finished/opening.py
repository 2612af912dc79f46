"""Opens a finished file in confined processes: its chapter marks, and its sound in one channel, a piece at a time.

A child reads the file where it lies and answers with some minutes of 16-bit samples, so that neither a damaged file nor
eleven hours of sound can harm the parent.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import RefusedError
from pipeline.qa.finished.records import Stretch
from pipeline.untrusted.sandbox import confined

PIECE_MS = 600_000
MOST_HZ = 24_000  # what is above 12 kHz says nothing of words, and little of voices
BEFORE_S = 0.5  # decoded before a piece and dropped: a decoder's first frames after a jump are not yet right
SECONDS = 120.0  # of CPU for a piece

Pcm = NDArray[np.int16]


def stretches_of(path: Path) -> list[Stretch]:
    """The chapter marks of a file, or one stretch where it has none.

    Raises:
        RefusedError: it is no sound file.
    """
    found = json.loads(_asked(describe, path, {}))
    marks = [Stretch(title, start, end) for start, end, title in found["chapters"] if end > start]
    return marks or [Stretch("", 0, found["duration_ms"])]


def sound_of(path: Path, start_ms: int, end_ms: int) -> tuple[Pcm, int]:
    """The samples between two times, in one channel, and their rate.

    Raises:
        RefusedError: they cannot be decoded.
    """
    pieces = [
        _asked(decode, path, {"start_ms": at, "end_ms": min(at + PIECE_MS, end_ms)})
        for at in range(start_ms, end_ms, PIECE_MS)
    ]
    rate = int.from_bytes(pieces[0][:4], "little") if pieces else MOST_HZ
    return np.concatenate([np.frombuffer(piece[4:], "<i2") for piece in pieces] or [np.zeros(0, np.int16)]), rate


def _asked(call: Any, path: Path, what: dict[str, int]) -> bytes:
    try:
        return confined(call, json.dumps({"path": str(path.resolve()), **what}).encode(), seconds=SECONDS)
    except ValueError as error:
        raise RefusedError(f"{path} cannot be read as sound: {error}") from None


# ---------------------------------------------------------------- the child's side


def describe(data: bytes) -> bytes:
    """A file's length and chapter marks, as JSON; runs in the sandbox."""
    import av

    try:
        with av.open(json.loads(data)["path"]) as file:
            if not file.streams.audio:
                raise ValueError("there is no sound in it")
            marks = [
                (round(1000 * c["start"] * c["time_base"]), round(1000 * c["end"] * c["time_base"]), _title(c))
                for c in file.chapters()
            ]
            return json.dumps({"duration_ms": (file.duration or 0) // 1000, "chapters": marks}).encode()
    except (av.FFmpegError, OSError) as error:
        raise ValueError(f"{error.strerror or error}: FFmpeg finds no sound in it") from None


def _title(mark: Any) -> str:
    return str(mark["metadata"].get("title", ""))


def decode(data: bytes) -> bytes:
    """A piece of a file: its rate, then 16-bit samples; runs in the sandbox."""
    import av

    asked = json.loads(data)
    try:
        samples, rate = _decoded(asked["path"], asked["start_ms"] / 1000, asked["end_ms"] / 1000)
    except av.FFmpegError as error:
        raise ValueError(f"{error.strerror or error}") from None
    if rate > MOST_HZ:
        import soxr

        samples, rate = soxr.resample(samples, rate, MOST_HZ), MOST_HZ
    pcm = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
    return rate.to_bytes(4, "little") + pcm.tobytes()


def _decoded(path: str, start_s: float, end_s: float) -> tuple[NDArray[np.float32], int]:
    """The samples between two times; silence where the file has none."""
    import av

    with av.open(path) as file:
        stream: Any = file.streams.audio[0]
        rate = int(stream.rate)
        if start_s > BEFORE_S:
            file.seek(int((start_s - BEFORE_S) / stream.time_base), stream=stream)
        delay_s = float((stream.start_time or 0) * stream.time_base)
        out = np.zeros(round((end_s - start_s) * rate), np.float32)
        to_floats = av.AudioResampler(format="fltp")
        for frame in file.decode(stream):
            at_s = float(frame.pts * frame.time_base) - delay_s
            if at_s >= end_s:
                break
            for one in to_floats.resample(frame):
                block = np.nan_to_num(one.to_ndarray().mean(axis=0, dtype=np.float32))
                _lay(out, block, round((at_s - start_s) * rate))
        return out, rate


def _lay(out: NDArray[np.float32], block: NDArray[np.float32], at: int) -> None:
    """Writes a block into its place, as far as it lies within."""
    first, last = max(0, at), min(len(out), at + len(block))
    if first < last:
        out[first:last] = block[first - at : last - at]
