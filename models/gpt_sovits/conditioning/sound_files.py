"""Reads sound files of reference clips: WAV, FLAC, OGG and MP3 by libsndfile, M4A and others by FFmpeg.

FFmpeg runs in a process of its own, since the files come from strangers (pipeline/untrusted/sandbox.py).
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import soundfile

from pipeline.audio import Samples
from pipeline.errors import VoiceError
from pipeline.untrusted.sandbox import confined

MOST_S = 120  # of a file that FFmpeg is to read; a reference has 3 to 10
_CURE = "give a WAV, FLAC or M4A file"


def samples_of(path: Path) -> tuple[Samples, int]:
    """Samples (n, channels) float32 and their rate.

    Raises:
        VoiceError: there is no such file, or it is no sound.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except OSError as error:
        raise VoiceError(f"{path}: cannot be read as sound ({error}); {_CURE}") from None
    except soundfile.LibsndfileError as error:
        return _by_ffmpeg(path, error.error_string)
    return samples, rate


def _by_ffmpeg(path: Path, first: str) -> tuple[Samples, int]:
    try:
        data = confined(decoded, path.read_bytes())
    except OSError as error:
        raise VoiceError(f"{path}: cannot be read ({error.strerror}); {_CURE}") from None
    except ValueError as error:
        raise VoiceError(f"{path}: cannot be read as sound ({str(error) or first}); {_CURE}") from None
    return np.frombuffer(data[4:], np.float32)[:, None], int.from_bytes(data[:4], "little")


def decoded(data: bytes) -> bytes:
    """Decodes to the rate (4 bytes, little-endian) and one channel of float32. To be called by `confined`.

    Raises:
        ValueError: it is no sound, or too much of it.
    """
    import av

    try:
        with av.open(io.BytesIO(data)) as file:
            if not file.streams.audio:
                raise ValueError("there is no sound in it")
            rate = file.streams.audio[0].rate
            planes = av.AudioResampler(format="fltp")
            blocks, size = [np.zeros(0, np.float32)], 0
            for frame in file.decode(audio=0):
                # The mean of channels, as for a WAV: FFmpeg's own downmix makes what both channels have louder.
                blocks += [one.to_ndarray().mean(axis=0) for one in planes.resample(frame)]
                size += frame.samples
                if size > MOST_S * rate:
                    raise ValueError(f"it lasts longer than {MOST_S} s; cut out the seconds that are to be copied")
    except av.FFmpegError as error:
        raise ValueError(error.strerror) from None
    header: bytes = rate.to_bytes(4, "little")
    return header + np.concatenate(blocks).tobytes()
