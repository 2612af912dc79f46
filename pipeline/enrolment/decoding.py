"""Reading what people bring: any sound file that FFmpeg reads, decoded in a process that may die."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from pipeline.audio import Clip
from pipeline.enrolment.records import Floats, Recording
from pipeline.errors import RefusedError
from pipeline.store import digest_of
from pipeline.untrusted.bounds import off_limits
from pipeline.untrusted.sandbox import confined

LEAST_S, MOST_S = 20, 30 * 60  # of all recordings together
MOST_BYTES = 1 << 30  # of a file: 30 minutes of stereo at 192 kHz and 24 bits have 2 GB, of 96 kHz one
MOST_RATE_HZ = 48_000  # what voices are made of; finer recordings are resampled
LEAST_RATE_HZ = 8_000
DECODED = (MOST_S * MOST_RATE_HZ) * 4 + 4096  # bytes of what comes back
SECONDS, MEMORY_MB = 120.0, 4_000


def read_recording(path: Path, name: str = "") -> Recording:
    """A sound file as mono.

    Raises:
        RefusedError: it cannot be read, holds no sound, or is longer than a recording may be.
    """
    name = name or str(path)
    if why := off_limits(path):
        raise RefusedError(f"{name} {why}, which no recording is")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RefusedError(f"{name} has {path.stat().st_size >> 20} MB; a recording may have {MOST_BYTES >> 20}")
        data = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{name} cannot be read: {error.strerror}") from None
    try:
        answer = confined(decode, data, seconds=SECONDS, memory_mb=MEMORY_MB, most_out=DECODED)
    except ValueError as error:
        raise RefusedError(f"{name} cannot be decoded: {error}; give a WAV, FLAC, MP3, M4A or Opus file") from None
    head, _, body = answer.partition(b"\n")
    try:
        rate = int(json.loads(head)["sample_rate_hz"])
        samples = np.frombuffer(body, "<f4").astype(np.float32)
    except (ValueError, KeyError, TypeError):
        raise RefusedError(f"{name} cannot be decoded: its decoder gave no sound") from None
    if not LEAST_RATE_HZ <= rate <= MOST_RATE_HZ or not len(samples) or not np.isfinite(samples).all():
        raise RefusedError(f"{name} holds no sound that could be a voice's")
    return Recording(name, Clip(samples, rate), digest_of(data))


def decode(data: bytes) -> bytes:
    """A line of JSON with the rate, then mono float32 samples; to be called through `confined`.

    Raises ValueError: there is no sound in it, or more than a recording may have.
    """
    import av

    try:
        with av.open(io.BytesIO(data)) as file:
            if not file.streams.audio:
                raise ValueError("there is no sound in it")
            stream = file.streams.audio[0]
            stream.codec_context.thread_count = 1
            rate = min(MOST_RATE_HZ, int(stream.rate))
            if rate < LEAST_RATE_HZ:
                raise ValueError(f"it is sampled at {rate} Hz, below every telephone's rate")
            to_floats = av.AudioResampler(format="fltp", rate=rate)
            blocks, total = [], 0
            for frame in file.decode(stream):
                for one in to_floats.resample(frame):
                    blocks.append(one.to_ndarray())
                    total += one.samples
                if total > MOST_S * rate:
                    raise ValueError(f"it is longer than {MOST_S // 60} minutes; enrol a part of it")
            blocks += [one.to_ndarray() for one in to_floats.resample(None)]
    except av.FFmpegError as error:
        raise ValueError(error.strerror or "it is no sound file") from None
    if not blocks:
        raise ValueError("there is no sound in it")
    mono = _mono(np.concatenate(blocks, axis=1))
    return json.dumps({"sample_rate_hz": rate}).encode() + b"\n" + mono.astype("<f4").tobytes()


def _mono(channels: Floats) -> Floats:
    """The mean of the channels; the loudest alone where one is turned over, or hardly has any sound."""
    if len(channels) == 1:
        return np.asarray(channels[0], np.float32)
    powers = np.square(channels).mean(axis=1, dtype=np.float64)
    mean = channels.mean(axis=0)
    loudest = int(np.argmax(powers))
    # The sum of channels that are alike has their power; of unlike or opposite ones half, or none.
    alike = float(np.square(mean).mean(dtype=np.float64)) > 0.6 * float(powers.max())
    return np.asarray(mean if alike else channels[loudest], np.float32)
