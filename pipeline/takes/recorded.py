"""A person's own recording of a line: decoded where a decoder may die, brought to the voice's rate and level, kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from pipeline.audio import Clip, Samples, take_bytes, trimmed
from pipeline.audio.measures import measure
from pipeline.audio.recordings import as_wav
from pipeline.records import Take
from pipeline.store import NewEntry, Store, digest_of
from pipeline.takes.kept import TakeFacts, take_of
from pipeline.takes.performing import Failure
from pipeline.takes.requests import TakeRequest
from pipeline.untrusted.sandbox import confined

MOST_S, MOST_MB = 300.0, 200  # of one line
LEVEL_DBFS = -23.0  # of its loud speech, where nothing is known of the voice's
LOUDEST_READ = 100.0  # of full scale: floats go beyond it by some decibels, not by 40
LOUDEST = 0.98  # of full scale: a take is not clipped to make it louder


def keep_recordings(
    store: Store, requests: Sequence[TakeRequest], paths: Sequence[Path], rate_hz: int, level_dbfs: float
) -> list[Take | Failure]:
    """Keeps recordings as takes of their requests; a Failure says why one cannot be used.

    Args:
        rate_hz, level_dbfs: of the voice that the lines stand among.
    """
    return [_kept(store, request, path, rate_hz, level_dbfs) for request, path in zip(requests, paths, strict=True)]


def _kept(store: Store, request: TakeRequest, path: Path, rate_hz: int, level_dbfs: float) -> Take | Failure:
    try:
        if path.stat().st_size > MOST_MB << 20:
            return Failure(f"{path} is larger than {MOST_MB} MB: give the line alone")
        data = path.read_bytes()
    except OSError as error:
        return Failure(f"{path} cannot be read: {error.strerror}")
    if digest_of(data) != request.recording:
        return Failure(f"{path} was changed while this ran; run again")
    try:
        wav = confined(decoded_recording, data)
    except ValueError as error:
        return Failure(f"{path} cannot be used ({error}); give a WAV, FLAC or M4A")
    sound, rate = soundfile.read(io.BytesIO(wav), dtype="float32")
    sound = trimmed(_resampled(sound, rate, rate_hz), rate_hz)
    if len(sound) < rate_hz // 20:
        return Failure(f"{path} is silent")
    clip = Clip(_levelled(sound, rate_hz, level_dbfs), rate_hz)
    facts = TakeFacts(len(clip.samples), rate_hz, 0, 0, round(clip.peak, 4), {"recording": path.name}, (),
                      len(clip.samples))  # fmt: skip
    inputs = {"recording": request.recording, "spoken": request.spoken, "rate": rate_hz}
    return take_of(store.keep(NewEntry("take", request.key, take_bytes(clip), facts, inputs))[0])


def decoded_recording(data: bytes) -> bytes:
    """A recording as a WAV file of one channel. For `confined`.

    Raises:
        ValueError: there is no sound in it, or too much.
    """
    try:
        sound, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        sound, rate = soundfile.read(io.BytesIO(as_wav(data, MOST_S + 1)), dtype="float32", always_2d=True)
    if not len(sound) or not np.isfinite(sound).all():
        raise ValueError("there is no sound in it")
    if float(np.abs(sound).max()) > LOUDEST_READ:
        raise ValueError(f"it has samples of {float(np.abs(sound).max()):.0e} times full scale: it is damaged")
    if len(sound) > MOST_S * rate:
        raise ValueError(f"it lasts {len(sound) / rate:.0f} s, and a line {MOST_S:.0f} s at most")
    out = io.BytesIO()
    soundfile.write(out, sound.mean(axis=1), rate, "FLOAT", format="WAV")
    return out.getvalue()


def _resampled(sound: Samples, rate: int, wanted: int) -> Samples:
    if rate == wanted:
        return sound
    import soxr

    out: Samples = soxr.resample(sound, rate, wanted)
    return out


def _levelled(sound: Samples, rate_hz: int, level_dbfs: float) -> Samples:
    """Its loud speech at the level of the voice's, as far as its peaks allow."""
    now = measure(sound, rate_hz).get("level_dbfs", level_dbfs)
    gain = min(10 ** ((level_dbfs - now) / 20), LOUDEST / max(1e-6, float(np.abs(sound).max())))
    return (sound * np.float32(gain)).astype(np.float32)
