"""Echo: how fast a voice falls silent, which no voice does in a room that sounds on, and whether it comes again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.enrolment.figures.heard import LEAST_FRAMES, Heard
from pipeline.enrolment.figures.spectra import band_weights, powers
from pipeline.enrolment.records import RATE_HZ, Floats

SIZE, HOP, BANDS = 256, 80, 8  # 16 ms, every 5 ms
FALL = 16  # frames: 80 ms
ABOVE_FLOOR_DB, BELOW_LOUD_DB = 15.0, 20.0  # a fall begins at a loud moment
WINDOW = 16_384  # of the cepstrum: a second
EARLIEST_S, LATEST_S = 0.04, 0.45
EMPHASIS = 0.95
MOVES_HZ = ((2.0, 10.0), (20.0, 60.0))  # of a voice's loudness: syllables, and what blurs first
RATE_OF_FRAMES_HZ, SPAN = RATE_HZ // HOP, 512


def echoes(heard: Heard) -> Mapping[str, float]:
    """fall_db: what the voice falls by within 80 ms, of its fastest falls in eight bands. again: how strongly it comes
    again after a delay (1.0: as strong), again_ms: the delay. syllables_db: slow movements above fast ones."""
    if heard.speech.sum() < LEAST_FRAMES:
        return {}
    energy = powers(heard.samples, SIZE, HOP) @ band_weights(SIZE, BANDS, 250.0, 6000.0)
    levels = 10 * np.log10(energy + 1e-11)
    floor, loud = np.percentile(levels, 8, axis=0), np.percentile(levels, 95, axis=0)
    start = levels[:-FALL]
    falls = (start - levels[FALL:])[(start > floor + ABOVE_FLOOR_DB) & (start > loud - BELOW_LOUD_DB)]
    out = {"syllables_db": _movements(np.sqrt(energy)), **_again(heard.samples)}
    if len(falls) > 20:
        out["fall_db"] = float(np.percentile(falls, 97))
        out["usual_fall_db"] = float(np.percentile(falls, 90))
    return out


def _movements(envelope: Floats) -> float:
    envelope = envelope - envelope.mean(axis=0)
    if len(envelope) < SPAN:
        envelope = np.pad(envelope, ((0, SPAN - len(envelope)), (0, 0)))
    window = np.hanning(SPAN)[:, None]
    power = sum(
        np.square(np.abs(np.fft.rfft(envelope[at : at + SPAN] * window, axis=0)))
        for at in range(0, len(envelope) - SPAN + 1, SPAN // 2)
    )
    hz = np.arange(SPAN // 2 + 1) * RATE_OF_FRAMES_HZ / SPAN
    slow, fast = (float(np.asarray(power)[(hz >= low) & (hz < high)].sum()) for low, high in MOVES_HZ)
    return float(10 * np.log10((slow + 1e-12) / (fast + 1e-12)))


def _again(samples: Floats) -> Mapping[str, float]:
    """The highest peak of the cepstrum, averaged over seconds: a delayed copy ripples every spectrum alike."""
    sharp = np.append(samples[:1], samples[1:] - EMPHASIS * samples[:-1])
    sharp = np.pad(sharp, (0, max(0, WINDOW - len(sharp))))
    window = np.hanning(WINDOW)
    logs = []
    for at in range(0, len(sharp) - WINDOW + 1, WINDOW // 4):
        part = sharp[at : at + WINDOW]
        power = np.square(np.abs(np.fft.rfft(part * window)))
        logs.append(np.log(power + 1e-9 * float(np.square(part).sum()) + 1e-12))
    cepstrum = np.fft.irfft(np.mean(logs, axis=0))
    first, last = int(EARLIEST_S * RATE_HZ), int(LATEST_S * RATE_HZ)
    at = first + int(np.argmax(cepstrum[first:last]))
    return {"again": float(cepstrum[at]), "again_ms": 1000 * at / RATE_HZ}
