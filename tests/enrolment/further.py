"""More ways to spoil a recording, each of one named sort, drawn by a seed: what spoiling.py mixes at random stands here
by itself, so that a table tells which sort is missed. Rooms are made by mirror images, telephones by their standards."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt, sosfiltfilt

from tests.enrolment.spoiling import (
    RATE_HZ,
    Rng,
    Sound,
    Spoil,
    active_rms,
    bell,
    coloured,
    drum,
    fitted,
    pad,
    plucked,
    rms,
    sung,
    under,
)  # fmt: skip

Maker = Callable[[int, list[Sound], Rng], Sound]


# ---------------------------------------------------------------- noise


def keyboard(length: int, others: list[Sound], rng: Rng) -> Sound:
    """Clicks of keys, five to eleven a second."""
    out = np.zeros(length + RATE_HZ)
    at = 0
    while at < length:
        size = int(rng.uniform(0.01, 0.04) * RATE_HZ)
        click = rng.standard_normal(size) * np.exp(-np.arange(size) / (size / 5)) * rng.uniform(0.4, 1)
        click = sosfilt(
            butter(2, (rng.uniform(400, 1500), rng.uniform(3000, 7000)), "band", fs=RATE_HZ, output="sos"), click
        )
        out[at : at + size] += click
        at += int(rng.uniform(0.09, 0.2) * RATE_HZ)
    return np.asarray(out[:length], np.float32)


def traffic(length: int, others: list[Sound], rng: Rng) -> Sound:
    """A road: a rumble, tyres, and cars that pass."""
    t = np.arange(length) / RATE_HZ
    road = coloured(length, 6, rng) / rms(coloured(length, 6, rng))
    tyres = sosfilt(butter(2, (400, 2500), "band", fs=RATE_HZ, output="sos"), rng.standard_normal(length))
    passing = sum(np.exp(-np.square((t - rng.uniform(0, length / RATE_HZ)) / rng.uniform(0.6, 2))) for _ in range(3))
    return np.asarray(0.7 * road + tyres / rms(np.asarray(tyres, np.float32)) * (0.4 + passing), np.float32)


def chatter(length: int, others: list[Sound], rng: Rng) -> Sound:
    chosen = [fitted(others[int(rng.integers(len(others)))], length, rng) for _ in range(int(rng.integers(4, 9)))]
    return np.sum([voice / active_rms(voice) for voice in chosen], axis=0, dtype=np.float32)


def air(length: int, others: list[Sound], rng: Rng) -> Sound:
    low, high = rng.uniform(150, 400), rng.uniform(1500, 5000)
    return np.asarray(
        sosfilt(butter(1, (low, high), "band", fs=RATE_HZ, output="sos"), rng.standard_normal(length)), np.float32
    )


def noisy_with(make: Maker) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        return under(sound, make(len(sound), others, rng), float(rng.uniform(7, 12)))

    return spoil


def of_colour(slope_db: float) -> Maker:
    return lambda length, _, rng: coloured(length, slope_db, rng)


# ---------------------------------------------------------------- the mains


def mains(hz: float, harmonics: str) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        t = np.arange(len(sound)) / RATE_HZ
        orders = {"few": (1, 2, 3), "odd": range(1, 20, 2), "even": (2, 4, 6, 8, 10), "one": (1,)}[harmonics]
        off = hz * (1 + rng.uniform(-2e-3, 2e-3))
        parts = [np.sin(2 * np.pi * off * k * t + rng.uniform(0, 6)) / (k if harmonics == "odd" else 1) for k in orders]
        return under(sound, np.sum(parts, axis=0).astype(np.float32), float(rng.uniform(4, 15)))

    return spoil


# ---------------------------------------------------------------- channels


def by_phone(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """8 kHz and mu-law, by a polyphase resampler."""
    low = resample_poly(sound, 1, 2)
    low = low / np.abs(low).max() * 0.8
    code = np.round(np.sign(low) * np.log1p(255 * np.abs(low)) / np.log(256) * 127) / 127
    low = np.sign(code) * (np.power(256.0, np.abs(code)) - 1) / 255
    return _like(resample_poly(low, 2, 1), sound)


def by_band(order: int) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        band = butter(order, (300, 3400), "band", fs=RATE_HZ, output="sos")
        return _like(sosfiltfilt(band, sound), sound)

    return spoil


def by_wall(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Nothing above 3.4 or 4 kHz in its spectrum."""
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE_HZ) > rng.choice([3400, 3700, 4000])] = 0
    return _like(np.fft.irfft(spectrum, len(sound)), sound)


def by_lines(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """8 kHz, brought up by lines or by holding each sample."""
    low = resample_poly(sound, 1, 2)
    if rng.random() < 0.5:
        return _like(np.repeat(low, 2), sound)
    return _like(np.interp(np.arange(2 * len(low)) / 2, np.arange(len(low)), low), sound)


def _like(made: Sound, sound: Sound) -> Sound:
    made = np.resize(np.append(made, np.zeros(max(0, len(sound) - len(made)))), len(sound))
    return np.asarray(made * (rms(sound) / rms(np.asarray(made, np.float32))), np.float32)


def clipped_by(gain_db: float) -> Spoil:
    """Driven so far beyond what the converter has, from its peak."""

    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        driven = sound / np.abs(sound).max() * 10 ** (gain_db / 20)
        top = float(rng.choice([0.999, 0.8, 0.4]))
        return np.asarray(np.clip(driven, -1, 1) * top, np.float32)

    return spoil


# ---------------------------------------------------------------- rooms


def images(t60_s: float, metres: float, rng: Rng) -> Sound:
    """The response of a shoe box by mirror images, the microphone so far from the mouth."""
    size = rng.uniform((4, 3, 2.5), (8, 6, 3.5))
    mouth = size * rng.uniform(0.3, 0.7, 3)
    way = rng.standard_normal(3)
    ear = np.clip(mouth + metres * way / np.linalg.norm(way), 0.2, size - 0.2)
    volume, surface = float(np.prod(size)), 2 * float(size[0] * size[1] + size[0] * size[2] + size[1] * size[2])
    # Eyring's law, turned round: what a wall gives back.
    kept = float(np.exp(-0.161 * volume / (2 * surface * t60_s)))
    known_s = min(t60_s, 0.35)  # after it the images are too many to be told apart
    reach = np.ceil(343 * known_s / (2 * size)).astype(int) + 1
    n = np.stack(np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij"), -1).reshape(-1, 1, 3)
    p = np.array(np.meshgrid(*[(0, 1)] * 3)).reshape(3, -1).T[None]
    far = np.linalg.norm((1 - 2 * p) * mouth + 2 * n * size - ear, axis=-1)
    hits = (np.abs(n - p) + np.abs(n)).sum(axis=-1)
    at = np.round(far / 343 * RATE_HZ).astype(int)
    out = np.zeros(int(known_s * RATE_HZ))
    inside = at < len(out)
    np.add.at(out, at[inside], (kept**hits / far)[inside])
    late = float(np.sqrt(np.square(out[-RATE_HZ // 20 :]).mean()))
    t = np.arange(int(max(0.0, t60_s - known_s) * RATE_HZ)) / RATE_HZ
    out = np.concatenate([out, late * rng.standard_normal(len(t)) * 10 ** (-3 * t / t60_s)])
    first = int(np.argmax(out != 0))
    return np.asarray(out[first:] / np.abs(out).max(), np.float32)


def in_room(t60_s: tuple[float, float], metres: tuple[float, float]) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        out = fftconvolve(sound, images(float(rng.uniform(*t60_s)), float(rng.uniform(*metres)), rng))
        out = out[: len(sound) + RATE_HZ // 2]
        return np.asarray(out * (rms(sound) / rms(np.asarray(out, np.float32))), np.float32)

    return spoil


def repeated(delay_s: tuple[float, float], times: int) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        delay, gain = int(rng.uniform(*delay_s) * RATE_HZ), float(rng.uniform(0.3, 0.7))
        out = np.append(sound, np.zeros(times * delay, np.float32))
        for n in range(1, times + 1):
            out[n * delay : n * delay + len(sound)] += gain**n * sound
        return np.asarray(out, np.float32)

    return spoil


# ---------------------------------------------------------------- music


def chords(length: int, others: list[Sound], rng: Rng) -> Sound:
    """Sines in triads, two a second to one in two."""
    out = np.zeros(length)
    beat = int(rng.uniform(0.5, 2.0) * RATE_HZ)
    root = rng.uniform(130, 330)
    for at in range(0, length, beat):
        step = rng.choice([0, 5, 7, 9])
        t = np.arange(min(beat, length - at)) / RATE_HZ
        for semitone in (0, int(rng.choice([3, 4])), 7):
            out[at : at + beat] += np.sin(2 * np.pi * root * 2 ** ((step + semitone) / 12) * t)
    return np.asarray(out, np.float32)


def piano(length: int, others: list[Sound], rng: Rng) -> Sound:
    out = np.zeros(length + 3 * RATE_HZ)
    for at in np.cumsum(rng.choice([0.25, 0.5, 0.5, 1.0], 100) * RATE_HZ * rng.uniform(0.7, 1.1)).astype(int):
        if at >= length:
            break
        for note in rng.choice([48, 52, 55, 60, 64, 67, 69, 72, 76], int(rng.integers(1, 4)), replace=False):
            hz, t = 440 * 2 ** ((note - 69) / 12), np.arange(2 * RATE_HZ) / RATE_HZ
            tone = sum(
                np.sin(2 * np.pi * hz * k * np.sqrt(1 + 4e-4 * k * k) * t) * np.exp(-t * (1.5 + 0.8 * k)) / k
                for k in range(1, 9) if hz * k < 7500
            )  # fmt: skip
            out[at : at + len(t)] += tone
    return np.asarray(out[:length], np.float32)


def drums(length: int, others: list[Sound], rng: Rng) -> Sound:
    out = np.zeros(length + RATE_HZ)
    beat = int(RATE_HZ * 60 / rng.uniform(90, 140))
    for n, at in enumerate(range(0, length, beat // 2)):
        hit = drum(rng, low=n % 4 == 0)
        out[at : at + len(hit)] += hit * (1.0 if n % 2 == 0 else 0.4)
    return np.asarray(out[:length], np.float32)


def tune(length: int, others: list[Sound], rng: Rng) -> Sound:
    """One instrument alone: a flute, a fiddle, a harp, bells."""
    kind = int(rng.integers(4))
    out = np.zeros(length + 2 * RATE_HZ)
    beat = int(RATE_HZ * rng.uniform(0.25, 0.6))
    for at in range(0, length, beat):
        hz = 220 * 2 ** (int(rng.choice([0, 2, 4, 5, 7, 9, 11, 12, 14, 16])) / 12) * (2 if kind == 0 else 1)
        t = np.arange(beat) / RATE_HZ
        flute = (np.sin(2 * np.pi * hz * t) + 0.2 * np.sin(4 * np.pi * hz * t)) * np.minimum(
            1, np.minimum(t, t[::-1]) / 0.05
        )
        note = (flute, sung(hz, beat), plucked(hz, 2 * beat, rng), bell(hz, 2 * beat))[kind]
        out[at : at + len(note)] += note
    return np.asarray(out[:length], np.float32)


def band(length: int, others: list[Sound], rng: Rng) -> Sound:
    """Pads, a bass, drums and a tune."""
    t = np.arange(length) / RATE_HZ
    out = 0.8 * drums(length, others, rng) + 0.8 * tune(length, others, rng)
    bar = 2 * RATE_HZ
    for at in range(0, length, bar):
        root = 55 * 2 ** (int(rng.choice([0, 5, 7, 9])) / 12)
        for k in (2, 2.52, 3):
            part = pad(root * 2 * k, min(bar, length - at), rng)
            out[at : at + len(part)] += part
    return np.asarray(out + 0.3 * np.sin(2 * np.pi * 55 * t), np.float32)


def under_music(make: Maker) -> Spoil:
    def spoil(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
        return under(sound, make(len(sound), others, rng), float(rng.uniform(2, 14)))

    return spoil


# ---------------------------------------------------------------- people


def _other(sound: Sound, others: list[Sound], rng: Rng, length: int, db: float) -> Sound:
    other = fitted(others[int(rng.integers(len(others)))], length, rng)
    return np.asarray(other * (active_rms(sound) / active_rms(other) * 10 ** (db / 20)), np.float32)


def at_once(db: float) -> Spoil:
    return lambda sound, others, rng: np.asarray(sound + _other(sound, others, rng, len(sound), db), np.float32)


def before(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    return np.concatenate([_other(sound, others, rng, int(2.5 * RATE_HZ), 0), sound[: 5 * RATE_HZ]])


def after(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    return np.concatenate([sound[: 5 * RATE_HZ], _other(sound, others, rng, int(2.5 * RATE_HZ), 0)])


def amid(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Somebody says something in the middle, while the speaker is silent."""
    half = len(sound) // 2
    return np.concatenate([sound[:half], _other(sound, others, rng, 2 * RATE_HZ, 0), sound[half:]])


def interrupts(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """Somebody says something over the middle."""
    out = sound.copy()
    length = min(len(sound) - RATE_HZ, int(2.5 * RATE_HZ))
    at = int(rng.integers(0, len(sound) - length))
    out[at : at + length] += _other(sound, others, rng, length, float(rng.uniform(-3, 2)))
    return out


# ---------------------------------------------------------------- nothing


def zeros(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    return np.zeros(int(rng.uniform(3, 15) * RATE_HZ), np.float32)


def room_tone(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """The speaker's own room for a long time: the quietest of what is there, again and again."""
    size = RATE_HZ // 20
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    quiet = frames[np.argsort(np.square(frames).mean(axis=1))[: max(3, len(frames) // 12)]]
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    out = np.zeros(int(rng.uniform(4, 15) * RATE_HZ), np.float32)
    for at in range(0, len(out) - size, size // 2):
        out[at : at + size] += quiet[int(rng.integers(len(quiet)))] * window
    return out


def faint(sound: Sound, others: list[Sound], rng: Rng) -> Sound:
    """A quiet hiss, 40 to 55 dB below the speech."""
    hiss = coloured(int(rng.uniform(4, 15) * RATE_HZ), float(rng.choice([0, 3])), rng)
    return np.asarray(hiss / rms(hiss) * active_rms(sound) * 10 ** (-rng.uniform(40, 55) / 20), np.float32)


FURTHER: dict[str, tuple[Spoil, str]] = {
    "noise white": (noisy_with(of_colour(0)), "noise"),
    "noise pink": (noisy_with(of_colour(3)), "noise"),
    "noise brown": (noisy_with(of_colour(6)), "noise"),
    "noise chatter": (noisy_with(chatter), "noise"),
    "noise keyboard": (noisy_with(keyboard), "noise"),
    "noise traffic": (noisy_with(traffic), "noise"),
    "noise air": (noisy_with(air), "noise"),
    "hum 50 few": (mains(50, "few"), "hum"),
    "hum 60 odd": (mains(60, "odd"), "hum"),
    "hum 50 even": (mains(50, "even"), "hum"),
    "hum 60 one": (mains(60, "one"), "hum"),
    "phone mu-law": (by_phone, "bandwidth"),
    "phone band 4": (by_band(4), "bandwidth"),
    "phone band 8": (by_band(8), "bandwidth"),
    "phone wall": (by_wall, "bandwidth"),
    "phone lines": (by_lines, "bandwidth"),
    "clipped 4 dB": (clipped_by(4), "clipping"),
    "clipped 8 dB": (clipped_by(8), "clipping"),
    "clipped 16 dB": (clipped_by(16), "clipping"),
    "room small": (in_room((0.5, 0.7), (1.5, 3)), "echo"),
    "room large": (in_room((0.8, 1.5), (1.0, 3)), "echo"),
    "echo short": (repeated((0.06, 0.15), 3), "echo"),
    "echo long": (repeated((0.2, 0.4), 2), "echo"),
    "music chords": (under_music(chords), "music"),
    "music piano": (under_music(piano), "music"),
    "music drums": (under_music(drums), "music"),
    "music tune": (under_music(tune), "music"),
    "music band": (under_music(band), "music"),
    "other at 0 dB": (at_once(0), "speaker"),
    "other at -4 dB": (at_once(-4), "speaker"),
    "other at -8 dB": (at_once(-8), "speaker"),
    "other before": (before, "speaker"),
    "other after": (after, "speaker"),
    "other amid": (amid, "speaker"),
    "other interrupts": (interrupts, "speaker"),
    "silence zeros": (zeros, "silence"),
    "silence room": (room_tone, "silence"),
    "silence faint": (faint, "silence"),
}
