"""Room tone: a recording of a voice's room, or noise as quiet as one, looped seamlessly under every chapter."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from pipeline.audio.clips import Samples
from pipeline.audio.recordings import as_wav
from pipeline.errors import VoiceError
from pipeline.untrusted.sandbox import confined

LOOP_S = 16.0  # longer than any pause, so that the repetition is not heard
SEED = 1770
LEAST_S, MOST_S = 2.0, 60.0  # of a recording
JOIN_S = 0.5  # its end fades into its beginning
# A room's noise peaks 12 to 15 dB above its RMS; a breath or a chair stands out more, and would be heard in every loop.
MOST_CREST_DB = 20.0


@dataclass(frozen=True, slots=True)
class Room:
    """A recording of a room in which nobody speaks, of two seconds to a minute: WAV, FLAC, or what FFmpeg reads."""

    path: str
    digest: str

    def check(self) -> None:
        """Raises VoiceError where it cannot be laid under a book. It is decoded where a decoder may die."""
        if why := _trouble(self):
            raise VoiceError(why)


@functools.lru_cache(maxsize=64)
def _trouble(room: Room) -> str:
    try:
        return confined(trouble_of, room.path.encode("utf-8", "surrogateescape")).decode()
    except ValueError as error:
        return f"room_tone: {room.path} cannot be read ({error}); give a WAV or FLAC, or an M4A"


def trouble_of(path: bytes) -> bytes:
    """Why a recording cannot be laid under a book, as text; b"" where it can. For `confined`."""
    try:
        recorded_tone(Room(path.decode("utf-8", "surrogateescape"), ""), 24_000, -72.0)
    except VoiceError as error:
        return str(error).encode()
    return b""


@functools.lru_cache(maxsize=4)
def recorded_tone(room: Room, sample_rate_hz: int, level_db: float) -> Samples:
    """The recording as a loop: its end crossfaded into its beginning; RMS `level_db` below full scale.

    Raises:
        VoiceError: it cannot be read, is too short or too long, silent, or has more in it than a room's noise.
    """
    name = Path(room.path).name
    try:
        with _opened(room.path) as file:
            length_s = file.frames / file.samplerate
            if not LEAST_S <= length_s <= MOST_S:
                raise VoiceError(
                    f"room_tone: {name} lasts {length_s:.1f} s; give {LEAST_S:.0f} to {MOST_S:.0f} seconds "
                    "of the room with nobody speaking"
                )
            rate, sound = file.samplerate, file.read(dtype="float32", always_2d=True).mean(axis=1)
    except ValueError as error:
        raise VoiceError(f"room_tone: {room.path} cannot be read ({error}); give a WAV or FLAC, or an M4A") from None
    sound = _loop(_resampled(sound - sound.mean(), rate, sample_rate_hz), round(JOIN_S * sample_rate_hz))
    rms = float(np.sqrt(np.square(sound, dtype=np.float64).mean()))
    if rms < 1e-6:
        raise VoiceError(f"room_tone: {name} is silent; record the room, or leave the field out")
    if 20 * np.log10(float(np.abs(sound).max()) / rms) > MOST_CREST_DB:
        raise VoiceError(
            f"room_tone: {name} has more in it than a room's noise (its peak stands "
            f"{20 * np.log10(float(np.abs(sound).max()) / rms):.0f} dB above its RMS); cut that out"
        )
    return (sound * (10 ** (level_db / 20) / rms)).astype(np.float32)


def _opened(path: str) -> soundfile.SoundFile:
    """Raises ValueError where neither libsndfile nor FFmpeg finds sound in it."""
    try:
        return soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        try:
            return soundfile.SoundFile(io.BytesIO(as_wav(Path(path).read_bytes(), MOST_S + 1)))
        except OSError:
            raise ValueError(error.error_string) from None


def _resampled(sound: Samples, rate: int, wanted: int) -> Samples:
    if rate == wanted:
        return sound
    import soxr

    out: Samples = soxr.resample(sound, rate, wanted)
    return out


def _loop(sound: Samples, join: int) -> Samples:
    """`join` samples shorter; fades of equal power, because the two ends are unrelated noise."""
    fade = np.sin(np.linspace(0, np.pi / 2, join, dtype=np.float32))
    head = sound[:join] * fade + sound[-join:] * fade[::-1]
    return np.concatenate((head, sound[join:-join]))


@functools.lru_cache(maxsize=4)
def room_tone(sample_rate_hz: int, level_db: float) -> Samples:
    """Synthetic room tone: LOOP_S of periodic noise, RMS `level_db` below full scale.

    Pink from 60 Hz on: the noise of a room falls with frequency, and white noise hisses. It is made in the frequency
    domain, so that it is periodic and loops without a seam.
    """
    count = round(LOOP_S * sample_rate_hz)
    frequency = np.fft.rfftfreq(count, 1 / sample_rate_hz)
    size = np.where(frequency < 60, 0.0, 1 / np.sqrt(np.maximum(frequency, 60)))
    phase = np.random.default_rng(SEED).uniform(0, 2 * np.pi, len(size))
    noise = np.fft.irfft(size * np.exp(1j * phase), count)
    noise *= 10 ** (level_db / 20) / np.sqrt(np.square(noise).mean())
    return noise.astype(np.float32)


def laid_under(samples: Samples, at: int, tone: Samples) -> Samples:
    """Mixes the tone under `samples`, which begin at sample `at` of the chapter; `tone` may be empty."""
    if not len(tone):
        return samples
    start = at % len(tone)
    under = tone[start : start + len(samples)]
    if len(under) < len(samples):
        under = np.concatenate((under, np.resize(tone, len(samples) - len(under))))
    return samples + under
