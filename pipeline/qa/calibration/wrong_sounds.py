"""Faults in the sound of a take: cut, holed, looped, noisy, clipped, silent, spoken by somebody else."""

from __future__ import annotations

import numpy as np

from pipeline.audio import Clip
from pipeline.audio.clips import Samples
from pipeline.qa.calibration.faults import Material, Rng, SignalFault, WrongSound
from pipeline.qa.calibration.noises import any_noise, hum
from pipeline.qa.calibration.strangers import stranger

FRAME_MS = 10
SPEECH_DB = -35.0  # a frame within so much of the loudest is speech


def frames_db(clip: Clip) -> Samples:
    """RMS of frames of 10 ms, in dB of full scale."""
    size = clip.sample_rate_hz * FRAME_MS // 1000
    whole = clip.samples[: len(clip.samples) // size * size].reshape(-1, size)
    return np.asarray(10 * np.log10(np.mean(np.square(whole), axis=1) + 1e-12), np.float32)


def speech_of(clip: Clip) -> tuple[int, int]:
    """The first and the last sample of speech."""
    levels = frames_db(clip)
    loud = np.flatnonzero(levels > levels.max(initial=-120) + SPEECH_DB)
    size = clip.sample_rate_hz * FRAME_MS // 1000
    return (int(loud[0]) * size, (int(loud[-1]) + 1) * size) if len(loud) else (0, len(clip.samples))


def _wrong(clip: Clip, samples: Samples, what: str, first: int, last: int) -> WrongSound:
    rate = clip.sample_rate_hz
    peak = float(np.abs(samples).max(initial=0.0))
    bounded = samples if peak <= 1 else np.clip(samples, -1, 1)
    return WrongSound(Clip(bounded.astype(np.float32), rate), what, 1000 * first // rate, 1000 * last // rate)


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def _room(length: int, rng: Rng) -> Samples:
    """Silence as an engine makes it: zeros, or the noise of a room."""
    if rng.random() < 0.5:
        return np.zeros(length, np.float32)
    return (rng.standard_normal(length) * 10 ** (rng.uniform(-75, -60) / 20)).astype(np.float32)


def _faded(samples: Samples, rate_hz: int, rng: Rng, at_end: bool) -> tuple[Samples, str]:
    """A hard edge, or one of a short fade."""
    out = samples.copy()
    if rng.random() < 0.5 or len(out) < 2:
        return out, "hard"
    length = min(len(out), int(rng.uniform(0.005, 0.04) * rate_hz))
    ramp = np.linspace(1, 0, length, dtype=np.float32)
    if at_end:
        out[-length:] *= ramp
    else:
        out[:length] *= ramp[::-1]
    return out, f"faded over {1000 * length // rate_hz} ms"


def cut(clip: Clip, rng: Rng, at_end: bool) -> WrongSound | None:
    """0.1 to 0.5 s of speech gone; what was silent before or behind it is there again in half of the cases."""
    first, last = speech_of(clip)
    length = int(rng.uniform(0.1, 0.5) * clip.sample_rate_hz)
    if last - first < 3 * length:
        return None
    kept = clip.samples[first + length :] if not at_end else clip.samples[: last - length]
    kept, edge = _faded(kept, clip.sample_rate_hz, rng, at_end)
    if rng.random() < 0.5:
        pad = _room(int(rng.uniform(0.03, 0.3) * clip.sample_rate_hz), rng)
        kept = np.concatenate([kept, pad] if at_end else [pad, kept])
    what = f"{1000 * length // clip.sample_rate_hz} ms of its {'end' if at_end else 'beginning'} gone, {edge}"
    return _wrong(clip, kept, what, last - length if at_end else 0, len(kept) if at_end else length)


def cut_head(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    return cut(clip, rng, at_end=False)


def cut_tail(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    return cut(clip, rng, at_end=True)


def hole(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """0.3 to 1 s of speech replaced by silence."""
    first, last = speech_of(clip)
    length = int(rng.uniform(0.3, 1.0) * clip.sample_rate_hz)
    if last - first < 2 * length:
        return None
    loudest = _rms(clip.samples[first:last])
    for _try in range(20):
        at = int(rng.integers(first + length // 4, last - length - length // 4))
        if _rms(clip.samples[at : at + length]) > 0.4 * loudest:
            break
    out = clip.samples.copy()
    out[at : at + length] = _room(length, rng)
    return _wrong(clip, out, f"{1000 * length // clip.sample_rate_hz} ms replaced by silence", at, at + length)


def gap(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """0.8 to 2 s of silence put into the sound, where somebody speaks."""
    first, last = speech_of(clip)
    levels = frames_db(clip)
    size = clip.sample_rate_hz * FRAME_MS // 1000
    loud = [f for f in np.flatnonzero(levels > levels.max() - 15) if first + 10 * size < f * size < last - 10 * size]
    if not loud:
        return None
    at = int(loud[int(rng.integers(len(loud)))]) * size
    pad = _room(int(rng.uniform(0.8, 2.0) * clip.sample_rate_hz), rng)
    out = np.concatenate([clip.samples[:at], pad, clip.samples[at:]])
    return _wrong(clip, out, f"{1000 * len(pad) // clip.sample_rate_hz} ms of silence put in", at, at + len(pad))


def looped(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """A passage of 0.3 to 1.2 s that sounds three to seven times."""
    first, last = speech_of(clip)
    length = int(rng.uniform(0.3, 1.2) * clip.sample_rate_hz)
    if last - first < 2 * length:
        return None
    at = int(rng.integers(first, last - length))
    if _rms(clip.samples[at : at + length]) < 0.5 * _rms(clip.samples[first:last]):
        return None
    more = int(rng.integers(2, 7))
    passage = np.tile(clip.samples[at : at + length], more)
    out = np.concatenate([clip.samples[: at + length], passage, clip.samples[at + length :]])
    what = f"{1000 * length // clip.sample_rate_hz} ms sound {more + 1} times"
    return _wrong(clip, out, what, at, at + length + len(passage))


def other_speaker(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    up = rng.random() < 0.5
    pitch = float(rng.uniform(1.2, 1.5) if up else rng.uniform(0.6, 0.8))
    tract = float(rng.uniform(1.1, 1.25) if up else rng.uniform(0.78, 0.9))
    what = f"pitch times {pitch:.2f}, formants times {tract:.2f}"
    return _wrong(clip, stranger(clip, pitch, tract).samples, what, 0, len(clip.samples))


def noise(clip: Clip, rng: Rng, material: Material) -> WrongSound | None:
    """Over the whole, or over a second and more of it; 5 to 25 dB below the speech."""
    rate, length = clip.sample_rate_hz, len(clip.samples)
    first, last = speech_of(clip)
    start, end = 0, length
    if rng.random() < 0.4 and length > 2.5 * rate:
        start = int(rng.integers(0, length - rate))
        end = min(length, start + int(rng.uniform(1.0, 3.0) * rate))
    snr_db = float(rng.uniform(5, 25))
    name, sound = any_noise(end - start, rate, rng, material.others)
    out = clip.samples.copy()
    out[start:end] += sound * _rms(clip.samples[first:last]) * 10 ** (-snr_db / 20)
    where = "over all" if end - start == length else "over a part"
    return _wrong(clip, out, f"{name} {snr_db:.0f} dB below the speech, {where}", start, end)


def humming(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    first, last = speech_of(clip)
    snr_db = float(rng.uniform(10, 30))
    loud = _rms(clip.samples[first:last]) * 10 ** (-snr_db / 20)
    out = clip.samples + hum(len(clip.samples), clip.sample_rate_hz, rng) * np.float32(loud)
    return _wrong(clip, out, f"hum {snr_db:.0f} dB below the speech", 0, len(out))


def clipped(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """Hard or soft at a height that 0.5 to 5 % of the speech reaches, and lowered afterwards in half of the cases."""
    first, last = speech_of(clip)
    share = float(rng.uniform(0.005, 0.05))
    height = float(np.quantile(np.abs(clip.samples[first:last]), 1 - share))
    if height <= 0:
        return None
    hard = rng.random() < 0.7
    driven = clip.samples / height
    out = np.clip(driven, -1, 1) if hard else np.tanh(1.5 * driven) / np.tanh(1.5)
    gain = float(rng.uniform(0.3, 0.9)) if rng.random() < 0.5 else 1.0
    what = f"{'hard' if hard else 'soft'} clipping of {100 * share:.1f} % of the samples, at {gain:.2f} of full scale"
    return _wrong(clip, (out * gain).astype(np.float32), what, first, last)


def silent(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """Nothing at all, or only the last tenth to third of what should be there."""
    length = len(clip.samples)
    if rng.random() < 0.6:
        return _wrong(clip, _room(length, rng), "silence", 0, length)
    out = clip.samples.copy()
    until = int(length * rng.uniform(0.67, 0.9))
    out[:until] = _room(until, rng)
    return _wrong(clip, out, f"silence in the first {100 * until // length} %", 0, until)


def level(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    """6 to 14 dB softer, or louder as far as full scale allows."""
    db = float(rng.uniform(-14, -7))
    room_db = -20 * float(np.log10(max(1e-6, clip.peak)))
    if rng.random() < 0.5 and room_db > 7:
        db = float(rng.uniform(6.5, min(14.0, room_db)))
    return _wrong(clip, clip.samples * np.float32(10 ** (db / 20)), f"{db:+.1f} dB", 0, len(clip.samples))


def offset(clip: Clip, rng: Rng, _: Material) -> WrongSound | None:
    dc = float(rng.uniform(0.01, 0.1) * (1 if rng.random() < 0.5 else -1))
    return _wrong(clip, clip.samples + np.float32(dc), f"an offset of {dc:+.3f}", 0, len(clip.samples))


SIGNAL_FAULTS = (
    SignalFault("cut head", ("t-006", "h-002", "h-004"), cut_head),
    SignalFault("cut tail", ("t-007", "h-002", "h-004"), cut_tail),
    SignalFault("hole", ("t-008", "h-002", "h-004"), hole),
    SignalFault("gap", ("t-008", "t-003"), gap),
    SignalFault("sound loop", ("t-014", "h-007", "h-005", "t-003"), looped),
    SignalFault("other speaker", ("h-008",), other_speaker),
    SignalFault("noise", ("t-011",), noise),
    SignalFault("hum", ("t-012",), humming),
    SignalFault("clipping", ("t-009",), clipped),
    SignalFault("silence", ("t-002", "t-001", "h-001", "t-008"), silent),
    SignalFault("level", ("t-013",), level),
    SignalFault("offset", ("t-010",), offset),
)
