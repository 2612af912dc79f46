"""The same line by somebody else: pitch and vocal tract changed, the length kept.

Where another voice can speak the line, a real stranger is better; this one needs none.
"""

from __future__ import annotations

import numpy as np
import soxr

from pipeline.audio import Clip
from pipeline.audio.clips import Samples

WINDOW_S, OVERLAP = 0.04, 4
ENVELOPE = 40  # cepstral coefficients that make the envelope of the spectrum, at 24 kHz


def stranger(clip: Clip, pitch: float, tract: float) -> Clip:
    """The clip at `pitch` times its pitch, with its formants at `tract` times theirs."""
    shifted = soxr.resample(clip.samples, clip.sample_rate_hz * pitch, clip.sample_rate_hz)
    stretched = _stretched(shifted, len(clip.samples), clip.sample_rate_hz)
    warped = _warped(stretched, tract / pitch, clip.sample_rate_hz)
    loud = float(np.sqrt(np.mean(np.square(clip.samples)) / max(1e-12, float(np.mean(np.square(warped))))))
    out = warped * min(loud, 0.99 / max(1e-9, float(np.abs(warped).max(initial=0))))
    return Clip(out.astype(np.float32), clip.sample_rate_hz)


def _stretched(samples: Samples, length: int, rate_hz: int) -> Samples:
    """Waveform-similarity overlap-add (WSOLA): another length, the same pitch."""
    window = int(WINDOW_S * rate_hz) // 2 * 2
    hop, reach = window // 2, window // 4
    shape = np.hanning(window).astype(np.float32)
    source = np.pad(samples, (reach + window, reach + 2 * window))
    out = np.zeros(length + 2 * window, np.float32)
    speed = len(samples) / max(1, length)
    natural = source[reach + window : reach + 2 * window]
    for at in range(0, length, hop):
        wanted = int(at * speed) + window
        area = source[wanted : wanted + window + 2 * reach]
        if len(area) < window + 2 * reach or len(natural) < window:
            break
        best = int(np.argmax(np.correlate(area, natural, "valid")))
        out[at : at + window] += shape * area[best : best + window]
        natural = source[wanted + best + hop : wanted + best + hop + window]
    return out[:length]


def _warped(samples: Samples, factor: float, rate_hz: int) -> Samples:
    """The spectrum's envelope moved up by `factor`, its fine structure (the pitch) left where it is."""
    window = 1 << int(np.log2(WINDOW_S * rate_hz))
    hop = window // OVERLAP
    shape = np.hanning(window)
    padded = np.pad(samples, (window, 2 * window)).astype(np.float64)
    starts = range(0, len(padded) - window, hop)
    frames = np.stack([padded[s : s + window] * shape for s in starts])
    spectra = np.fft.rfft(frames)
    cepstra = np.fft.irfft(np.log(np.abs(spectra) + 1e-7))
    keep = round(ENVELOPE * rate_hz / 24_000)
    cepstra[:, keep : window - keep] = 0
    envelope = np.fft.rfft(cepstra).real
    bins = np.arange(envelope.shape[1])
    moved = np.stack([np.interp(bins / factor, bins, row) for row in envelope])
    frames = np.fft.irfft(spectra * np.exp(np.clip(moved - envelope, -6, 6))) * shape
    out = np.zeros(len(padded))
    for start, frame in zip(starts, frames, strict=True):
        out[start : start + window] += frame
    return (out[window : window + len(samples)] / (OVERLAP * 0.375)).astype(np.float32)
