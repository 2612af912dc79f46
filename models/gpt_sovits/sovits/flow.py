"""Normalising flow between the prior and the vocoder's latent (SPEC 3.4), and the posterior encoder of training."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.gpt_sovits.sovits.blocks import Mask, WaveNet, masked

COUPLINGS = 4
KERNEL = 5


class CouplingLayer(nn.Module):
    """Mean-only affine coupling: half of the channels are shifted by a function of the other half."""

    def __init__(self, channels: int, hidden: int, gin: int) -> None:
        super().__init__()
        self.half = channels // 2
        self.pre = nn.Conv1d(self.half, hidden, 1)
        self.enc = WaveNet(hidden, KERNEL, 4, gin)
        self.post = nn.Conv1d(hidden, self.half, 1)

    def forward(self, x: Tensor, mask: Mask, style: Tensor, inverse: bool) -> Tensor:
        first, second = x.split(self.half, 1)
        shift = masked(self.post(self.enc(masked(self.pre(first), mask), mask, style)), mask)
        return torch.cat([first, second - shift if inverse else masked(second, mask) + shift], 1)


class CouplingFlow(nn.Module):
    """The flow (`ResidualCouplingBlock` in the original): couplings, each followed by a channel flip.

    In files the flips take the odd indices.
    """

    def __init__(self, channels: int, hidden: int, gin: int) -> None:
        super().__init__()
        self.flows = nn.ModuleDict({str(2 * i): CouplingLayer(channels, hidden, gin) for i in range(COUPLINGS)})

    def forward(self, x: Tensor, mask: Mask, style: Tensor, inverse: bool = True) -> Tensor:
        """x (B, C, T) -> (B, C, T). `inverse`: from the prior's space to the vocoder's."""
        if not inverse:
            for coupling in self.flows.values():
                x = coupling(x, mask, style, False).flip(1)
            return x
        for coupling in reversed(self.flows.values()):
            x = coupling(x.flip(1), mask, style, True)
        return masked(x, mask)


class PosteriorEncoder(nn.Module):
    """Posterior encoder (`enc_q`): spectrogram -> latent. Only training needs it, and fine-tuned files lack it."""

    def __init__(self, bins: int, channels: int, hidden: int, gin: int) -> None:
        super().__init__()
        self.pre = nn.Conv1d(bins, hidden, 1)
        self.enc = WaveNet(hidden, KERNEL, 16, gin)
        self.proj = nn.Conv1d(hidden, 2 * channels, 1)

    def forward(self, spec: Tensor, mask: Mask, style: Tensor) -> tuple[Tensor, Tensor]:
        """spec (B, bins, T) -> mean, log scale, each (B, C, T)."""
        x = masked(self.pre(spec), mask)
        mean, log_scale = masked(self.proj(self.enc(x, mask, style)), mask).chunk(2, 1)
        return mean, log_scale
