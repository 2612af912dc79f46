"""Ways to spoil a good recording, each drawn by a seed: noises, rooms, music, telephones, other people.

Each takes a sound at 16 kHz and a generator and gives a spoiled one; what it ought to be refused for stands in KINDS.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

Sound = NDArray[np.float32]
Rng = np.random.Generator
RATE_HZ = 16_000


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def active_rms(sound: Sound) -> float:
    """Of what is spoken, without the pauses: what an SNR is about."""
    frames = np.square(sound[: len(sound) // 320 * 320].reshape(-1, 320), dtype=np.float64).mean(axis=1)
    return float(np.sqrt(frames[frames > frames.max() * 10**-2.5].mean() + 1e-12))


def fitted(sound: Sound, length: int, rng: Rng) -> Sound:
    """A stretch of it of this length, from anywhere; followed by itself where it is too short."""
    sound = np.resize(sound, max(length, len(sound)))
    start = int(rng.integers(0, len(sound) - length + 1))
    return sound[start : start + length]


def under(sound: Sound, other: Sound, snr_db: float) -> Sound:
    return np.asarray(sound + other * (active_rms(sound) / rms(other) * 10 ** (-snr_db / 20)), np.float32)


# ---------------------------------------------------------------- noise


def coloured(length: int, slope_db: float, rng: Rng) -> Sound:
    """Noise whose spectrum falls by so many decibels an octave."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    hz = np.fft.rfftfreq(length, 1 / RATE_HZ)
    spectrum *= np.maximum(hz, 30) ** (-slope_db / 6.02)
    spectrum[hz < 20] = 0
    return np.asarray(np.fft.irfft(spectrum, length), np.float32)


def fan(length: int, rng: Rng) -> Sound:
    low, high = rng.uniform(100, 500), rng.uniform(1000, 4000)
    band = sosfilt(butter(2, (low, high), "band", fs=RATE_HZ, output="sos"), coloured(length, 3, rng))
    t = np.arange(length) / RATE_HZ
    blades = 1 + 0.3 * np.sin(2 * np.pi * rng.uniform(5, 25) * t)
    return np.asarray(band / rms(band) * blades, np.float32)


def street(length: int, rng: Rng) -> Sound:
    """Cars that come and go."""
    slow = np.interp(np.arange(length), np.linspace(0, length, 12), rng.uniform(-5, 4, 12))
    return np.asarray(coloured(length, rng.uniform(3, 6), rng) * 10 ** (slow / 20), np.float32)


def babble(length: int, others: list[Sound], rng: Rng) -> Sound:
    voices = [fitted(others[int(rng.integers(len(others)))], length, rng) for _ in range(int(rng.integers(5, 9)))]
    return np.sum([voice / active_rms(voice) for voice in voices], axis=0, dtype=np.float32)


def noisy(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    n = len(sound)
    made = [
        lambda: coloured(n, 0, rng), lambda: coloured(n, 3, rng), lambda: coloured(n, 6, rng), lambda: fan(n, rng),
        lambda: street(n, rng), lambda: babble(n, others, rng), lambda: coloured(n, -3, rng),
    ][int(rng.integers(7))]()  # fmt: skip
    return under(sound, made, float(rng.uniform(4, 12)))


def noisy_10(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    return under(sound, coloured(len(sound), float(rng.choice([0, 3])), rng), 10)


def humming(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    t = np.arange(len(sound)) / RATE_HZ
    mains = float(rng.choice([50, 60]))
    parts = [
        10 ** (-rng.uniform(0, 12) / 20) * np.sin(2 * np.pi * mains * k * t + rng.uniform(0, 6)) for k in range(1, 9)
    ]
    return under(sound, np.sum(parts, axis=0).astype(np.float32), float(rng.uniform(8, 18)))


# ---------------------------------------------------------------- distortion, channels


def clipped(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """So loud that one sample in a hundred of the voice, or one in eight, lies beyond what the converter has."""
    share = float(rng.uniform(0.01, 0.12))
    active = np.abs(sound)[np.abs(sound) > 0.1 * np.abs(sound).max()]
    top = float(np.quantile(active, 1 - share))
    out = np.clip(sound / top, -1, 1) * float(rng.choice([0.999, 0.9, 0.5]))
    return np.asarray(out, np.float32)


def telephone(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    kind = int(rng.integers(4))
    low = soxr.resample(sound, RATE_HZ, 8000)
    if kind != 1:
        low = sosfilt(butter(4, (300, 3400), "band", fs=8000, output="sos"), low)
    low = np.clip(low / (np.abs(low).max() + 1e-9) * 0.7, -1, 1)
    if kind == 2:  # mu-law
        low = np.sign(low) * np.log1p(255 * np.abs(low)) / np.log(256)
        low = np.round(low * 127) / 127
        low = np.sign(low) * (np.power(256.0, np.abs(low)) - 1) / 255
    if kind == 3:  # a codec of telephones and the net
        data = io.BytesIO()
        soundfile.write(data, low, 8000, format="WAV", subtype="GSM610")
        low = soundfile.read(io.BytesIO(data.getvalue()), dtype="float32")[0]
    if kind == 0 and rng.random() < 0.5:  # by a poor resampler
        out = np.interp(np.arange(2 * len(low)) / 2, np.arange(len(low)), low).astype(np.float32)
    else:
        out = np.asarray(soxr.resample(np.asarray(low, np.float32), 8000, RATE_HZ), np.float32)
    out = np.resize(np.append(out, np.zeros(max(0, len(sound) - len(out)), np.float32)), len(sound))
    return np.asarray(out * (rms(sound) / rms(out)), np.float32)


# ---------------------------------------------------------------- rooms


def echoing(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    if rng.random() < 0.35:  # one wall, or a line that comes back
        delay, gain = int(rng.uniform(0.1, 0.4) * RATE_HZ), float(rng.uniform(0.4, 0.8))
        out = np.append(sound, np.zeros(4 * delay, np.float32))
        for n in range(1, 4 if rng.random() < 0.5 else 2):
            out[n * delay : n * delay + len(sound)] += gain**n * sound
        return np.asarray(out * (rms(sound) / rms(out)), np.float32)
    t60, direct_db = float(rng.uniform(0.6, 1.6)), float(rng.uniform(-4, 3))
    out = fftconvolve(sound, room(t60, direct_db, rng))
    out = out[: len(sound) + int(0.5 * t60 * RATE_HZ)]
    return np.asarray(out * (rms(sound) / rms(out)), np.float32)


def room(t60_s: float, direct_db: float, rng: Rng) -> Sound:
    """The response of a room: the direct sound, some walls, and a tail that dies away faster the higher it is."""
    length = int(t60_s * RATE_HZ)
    t = np.arange(length) / RATE_HZ
    tail = np.zeros(length)
    for low, high, share in ((60, 500, 1.1), (500, 2000, 1.0), (2000, 7800, 0.7)):
        band = sosfilt(butter(2, (low, high), "band", fs=RATE_HZ, output="sos"), rng.standard_normal(length))
        tail += band * 10 ** (-3 * t / (t60_s * share))
    tail[: int(0.003 * RATE_HZ)] = 0
    for _ in range(6):
        tail[int(rng.uniform(0.004, 0.04) * RATE_HZ)] += float(rng.uniform(-1, 1)) * np.abs(tail).max() * 2
    tail *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(np.square(tail)))
    tail[0] = 1.0
    return np.asarray(tail, np.float32)


# ---------------------------------------------------------------- music, people


def music(length: int, rng: Rng) -> Sound:
    """A tune, chords, or both with drums."""
    out = np.zeros(length + RATE_HZ)
    beat = int(RATE_HZ * 60 / rng.uniform(70, 140))
    scale = np.array([0, 2, 4, 5, 7, 9, 11]) if rng.random() < 0.5 else np.array([0, 2, 3, 5, 7, 8, 10])
    root = float(rng.uniform(90, 220))
    hz = lambda step: root * 2 ** ((scale[step % 7] + 12 * (step // 7)) / 12)  # noqa: E731
    style = int(rng.integers(7))
    for at in range(0, length, beat):
        if style in (0, 2, 3) and (at // beat) % 4 == 0:
            chord = int(rng.integers(7))
            for third in (0, 2, 4):
                _add(out, at, pad(hz(chord + third + 7), 4 * beat, rng))
        if style in (1, 2):
            for half in (0, beat // 2):
                if rng.random() < 0.8:
                    _add(out, at + half, 1.5 * plucked(hz(int(rng.integers(7, 21))), int(1.5 * beat), rng))
        if style == 4 and (at // beat) % 2 == 0:  # an organ: chords of pure tones
            for semitones in (0, 4, 7):
                t = np.arange(2 * beat) / RATE_HZ
                _add(out, at, 0.4 * np.sin(2 * np.pi * 2 * root * 2 ** (semitones / 12) * t))
        if style == 5:  # quick notes, four a beat
            for quarter in range(4):
                _add(out, at + quarter * beat // 4, bell(hz(int(rng.integers(7, 28))), beat // 2))
        if style == 6:  # a fiddle
            _add(out, at, sung(hz(int(rng.integers(7, 21))), beat))
        if style == 3:
            _add(out, at, 1.5 * drum(rng, low=(at // beat) % 2 == 0))
            _add(out, at + beat // 2, 0.5 * drum(rng, low=False))
    return np.asarray(out[:length], np.float32)


def _add(out: NDArray[np.float64], at: int, sound: NDArray[np.float64]) -> None:
    end = min(len(out), at + len(sound))
    if end > at:
        out[at:end] += sound[: end - at]


def pad(hz: float, length: int, rng: Rng) -> NDArray[np.float64]:
    t = np.arange(length) / RATE_HZ
    tone = sum(
        np.sin(2 * np.pi * hz * k * (1 + rng.uniform(-2e-3, 2e-3)) * t) / k for k in range(1, 7) if hz * k < 7000
    )
    return np.asarray(tone * np.minimum(1, np.minimum(t, t[::-1]) / 0.1) * 0.3)


def plucked(hz: float, length: int, rng: Rng) -> NDArray[np.float64]:
    """Karplus and Strong's string."""
    period = max(2, round(RATE_HZ / hz))
    burst = np.zeros(length)
    burst[:period] = rng.uniform(-1, 1, min(period, length))[: min(period, length)]
    feedback = np.zeros(period + 2)
    feedback[0], feedback[period], feedback[period + 1] = 1, -0.497, -0.497
    return np.asarray(lfilter([1.0], feedback, burst))


def bell(hz: float, length: int) -> NDArray[np.float64]:
    t = np.arange(length) / RATE_HZ
    return np.asarray(
        np.sin(2 * np.pi * hz * t + 2 * np.sin(2 * np.pi * 1.4 * hz * t) * np.exp(-8 * t)) * np.exp(-5 * t)
    )


def sung(hz: float, length: int) -> NDArray[np.float64]:
    """A tone with harmonics and vibrato."""
    t = np.arange(length) / RATE_HZ
    phase = 2 * np.pi * hz * t + 0.004 * hz * np.sin(2 * np.pi * 5.5 * t)
    tone = sum(np.sin(k * phase) / k for k in range(1, 9) if hz * k < 7000)
    return np.asarray(tone * np.minimum(1, np.minimum(t, t[::-1]) / 0.03) * 0.4)


def drum(rng: Rng, *, low: bool) -> NDArray[np.float64]:
    t = np.arange(int(0.25 * RATE_HZ)) / RATE_HZ
    if low:
        return np.asarray(np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-t * 30)))) * np.exp(-t * 15))
    hiss = sosfilt(butter(2, 2500, "high", fs=RATE_HZ, output="sos"), rng.standard_normal(len(t)))
    return np.asarray(hiss * np.exp(-t * 25))


def with_music(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    return under(sound, music(len(sound), rng), float(rng.uniform(0, 15)))


def with_another(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Somebody speaks at the same time, nearly as loud or louder."""
    other = fitted(others[int(rng.integers(len(others)))], len(sound), rng)
    return under(sound, other * (rms(other) / active_rms(other)), float(rng.uniform(-3, 8)))


def by_another(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Somebody else says it all."""
    other = others[int(rng.integers(len(others)))]
    other = other[: max(len(sound), 3 * RATE_HZ)]
    return np.asarray(other * (active_rms(sound) / active_rms(other)), np.float32)


def ended_by_another(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Somebody else takes over."""
    other = others[int(rng.integers(len(others)))][: max(len(sound), 2 * RATE_HZ)]
    half = len(sound) // 2
    other = other * (active_rms(sound) / active_rms(other))
    return np.concatenate([sound[:half], other[: max(half, 2 * RATE_HZ)]]).astype(np.float32)


# ---------------------------------------------------------------- time


def silent(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    if rng.random() < 0.3:
        return np.zeros(len(sound), np.float32)
    return np.asarray(coloured(len(sound), 3, rng) / 1 * 10 ** (rng.uniform(-75, -55) / 20), np.float32)


def breathless(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """48 s without a pause: the softer part of all frames is cut out, and the rest is said again and again."""
    size = 320
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    levels = np.square(frames, dtype=np.float64).mean(axis=1)
    loud = frames[levels > np.percentile(levels, 40)].ravel()
    return np.asarray(np.resize(loud, 48 * RATE_HZ), np.float32)


Spoil = Callable[[Sound, list[Sound], Rng], Sound]
# Kind -> (how, the reason for which it ought to be refused)
KINDS: dict[str, tuple[Spoil, str]] = {
    "noise": (noisy, "noise"),
    "noise-10": (noisy_10, "noise"),
    "hum": (humming, "hum"),
    "clipping": (clipped, "clipping"),
    "telephone": (telephone, "bandwidth"),
    "echo": (echoing, "echo"),
    "music": (with_music, "music"),
    "another-at-once": (with_another, "speaker"),
    "another": (by_another, "speaker"),
    "another-ends": (ended_by_another, "speaker"),
    "silence": (silent, "silence"),
    "48-s": (breathless, "length"),
}
