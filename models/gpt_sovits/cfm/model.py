"""v3 and v4 of SoVITS: the prior encoder's features, and the DiT that makes mel bands of them (SPEC 3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.cfm.config import FlowConfig
from models.gpt_sovits.cfm.dit import DiT
from models.gpt_sovits.cfm.versions import MEL_BANDS, FlowVersion
from models.gpt_sovits.configs import SSL_DIM
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.sovits.blocks import Mask, WaveNet, length_mask, masked
from models.gpt_sovits.sovits.model import Quantizer, Tokenising
from models.gpt_sovits.sovits.prior import PriorEncoder
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram
from models.gpt_sovits.sovits.style import StyleEncoder

KERNEL = 5
LOUDEST, QUIETEST = 2.0, -12.0  # of log mel: these become 1 and -1


@dataclass(frozen=True, slots=True)
class Features:
    """What the DiT is conditioned on."""

    values: Tensor  # (B, C, T)
    counts: tuple[int, ...]  # frames of each row


class FeatureNet(nn.Module):
    """A WaveNet between two convolutions (`WN` behind `pre` and before `proj`; `wns1` in files)."""

    def __init__(self, channels: int, layers: int, gin: int) -> None:
        super().__init__()
        self.pre = nn.Conv1d(channels, channels, 1)
        self.enc = WaveNet(channels, KERNEL, layers, gin)
        self.proj = nn.Conv1d(channels, channels, 1)

    def forward(self, x: Tensor, mask: Mask, style: Tensor) -> Tensor:
        x = masked(self.pre(x), mask)
        return masked(self.proj(self.enc(x, mask, style)), mask)


class FlowSovits(Tokenising):
    config: FlowConfig

    def __init__(self, config: FlowConfig) -> None:
        super().__init__()
        self.config = config
        self.enc_p = PriorEncoder(config)
        self.ref_enc = StyleEncoder(config.spec_bins, config.gin_channels)
        self.ssl_proj = nn.Conv1d(SSL_DIM, SSL_DIM, 2, 2)
        self.quantizer = Quantizer()
        self.bridge = nn.Sequential(nn.Conv1d(config.hidden_channels, config.feature_channels, 1), nn.LeakyReLU(0.01))
        self.wns1 = FeatureNet(config.feature_channels, config.feature_layers, config.gin_channels)
        self.linear_mel = nn.Conv1d(config.feature_channels, MEL_BANDS, 1)  # in files, not used
        self.cfm = nn.ModuleDict({"estimator": DiT(config.dit)})

    @property
    def dit(self) -> DiT:
        dit = self.cfm["estimator"]
        assert isinstance(dit, DiT)
        return dit

    def features(
        self,
        codes: Tensor,
        counts: Sequence[int] | None,
        phones: Tensor,
        phone_counts: Sequence[int] | None,
        style: Tensor,
        speed: float | Sequence[float] = 1.0,
    ) -> Features:
        """codes (B, T25), phones (B, X) int64, style (B or 1, gin, 1); counts of each row, None: all."""
        facts = self.config.facts
        ssl = self.quantizer.decode(codes).repeat_interleave(2, -1)
        frames = None if counts is None else [2 * count for count in counts]
        hidden = self.enc_p.encoded(ssl, frames, phones, phone_counts, style, speed)
        x = F.interpolate(self.bridge(hidden.x), scale_factor=facts.stretch, mode="nearest")
        rows = len(x)
        speeds = [speed] * rows if isinstance(speed, int | float) else speed
        tokens = [codes.shape[1]] * rows if counts is None else counts
        before = [hidden.x.shape[-1]] * rows if hidden.counts is None else hidden.counts
        lengths = [int(count * facts.stretch) for count in before]
        valid = [
            min(length, valid_frames(facts, count, of_row))
            for length, count, of_row in zip(lengths, tokens, speeds, strict=True)
        ]
        mask = None
        if any(count < x.shape[-1] for count in valid):
            mask = length_mask(to_device(torch.tensor(valid), x.device), x.shape[-1], x.dtype)
        return Features(self.wns1(x, mask, style), tuple(lengths))


def valid_frames(facts: FlowVersion, tokens: int, speed: float) -> int:
    """Frames that the encoder's last mask keeps: at another speed one fewer than there are, in v4 (SPEC 3.7)."""
    frames = tokens * facts.valid_per_token
    return int(frames) if speed == 1 else int(frames / speed) + 1


def mel_of(samples: Tensor, fft: int, hop: int, rate_hz: int) -> Tensor:
    """Sound (B, n) -> natural log of mel bands (B, 100, T)."""
    return log_mel(spectrogram(samples, fft, hop), MEL_BANDS, rate_hz)


def normalised(mel: Tensor) -> Tensor:
    return (mel - QUIETEST) / (LOUDEST - QUIETEST) * 2 - 1


def denormalised(mel: Tensor) -> Tensor:
    return (mel + 1) / 2 * (LOUDEST - QUIETEST) + QUIETEST
