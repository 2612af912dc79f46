"""Spectrograms, mel bands and filterbanks: inputs of style encoder, speaker encoder and training (SPEC 3.1, 3.6)."""

from __future__ import annotations

import functools
import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from models.torchaudio_parts import torchaudio

FFT = 2048
HOP = 640


def spectrogram(samples: Tensor, fft: int = FFT, hop: int = HOP) -> Tensor:
    """samples (B, n) -> magnitudes (B, fft / 2 + 1, n / hop); reflected at both ends, not centred."""
    padding = (fft - hop) // 2
    padded = F.pad(samples[:, None], (padding, padding), mode="reflect")[:, 0]
    window = torch.hann_window(fft, dtype=samples.dtype, device=samples.device)
    bins = torch.stft(padded, fft, hop, fft, window, center=False, return_complex=True)
    return torch.view_as_real(bins).pow(2).sum(-1).add(1e-8).sqrt()


def log_mel(spec: Tensor, bands: int = 128, sample_rate_hz: int = 32000) -> Tensor:
    """Magnitudes (B, bins, T) -> natural log of mel bands (B, bands, T), floored at 1e-5."""
    return (mel_filters(bands, spec.shape[1], sample_rate_hz).to(spec) @ spec).clamp(min=1e-5).log()


@functools.cache
def mel_filters(bands: int, bins: int, sample_rate_hz: int) -> Tensor:
    """(bands, bins): triangles on Slaney's mel scale from 0 to Nyquist, each of equal area."""
    with torch.inference_mode(False):  # training takes the same table, which may not be made for inference alone
        return _mel_filters(bands, bins, sample_rate_hz)


def _mel_filters(bands: int, bins: int, sample_rate_hz: int) -> Tensor:
    nyquist = sample_rate_hz / 2
    edges = _hz(torch.linspace(0, _mel(nyquist), bands + 2, dtype=torch.float64))
    frequencies = torch.linspace(0, nyquist, bins, dtype=torch.float64)
    slopes = edges[:, None] - frequencies  # (bands + 2, bins)
    widths = edges.diff()[:, None]
    rising, falling = -slopes[:-2] / widths[:-1], slopes[2:] / widths[1:]
    return (torch.minimum(rising, falling).clamp(min=0) * (2 / (edges[2:] - edges[:-2]))[:, None]).float()


# Slaney: linear below 1 kHz (three mels per 200 Hz), logarithmic above (27 steps per factor 6.4).
_BEND_HZ, _BEND_MEL, _STEP = 1000.0, 15.0, math.log(6.4) / 27


def _mel(hz: float) -> float:
    return _BEND_MEL + math.log(hz / _BEND_HZ) / _STEP if hz >= _BEND_HZ else 3 * hz / 200


def _hz(mel: Tensor) -> Tensor:
    return torch.where(mel < _BEND_MEL, mel * 200 / 3, _BEND_HZ * ((mel - _BEND_MEL) * _STEP).exp())


def speaker_features(samples: Tensor) -> Tensor:
    """16 kHz sound (1, n) in [-1, 1] -> Kaldi filterbank (1, T, 80): no dither, no mean subtraction."""
    kaldi: Any = torchaudio("compliance.kaldi")
    bank: Tensor = kaldi.fbank(samples, num_mel_bins=80, sample_frequency=16000.0, dither=0.0)
    return bank[None]


def resampled(samples: Tensor, from_hz: int, to_hz: int) -> Tensor:
    """(B, n) -> (B, n to / from): windowed sinc of width 6, as the voices were trained with."""
    if from_hz == to_hz:
        return samples
    functional: Any = torchaudio("functional")
    out: Tensor = functional.resample(samples, from_hz, to_hz)
    return out
