"""Style encoder (`MelStyleEncoder` in the original): a reference's spectrogram -> one vector of timbre (SPEC 3.4)."""

from __future__ import annotations

import math

from torch import Tensor, nn

from models.gpt_sovits.sovits.blocks import join_heads, split_heads

WIDTH = 128
HEADS = 2


class Dense(nn.Module):
    """A linear layer whose key in files ends in `.fc`."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.fc = nn.Linear(inputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


class GatedConv(nn.Module):
    """x + a sigmoid(b) with a, b from one convolution; its key in files is `conv1.conv`."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.ModuleDict({"conv": nn.Conv1d(WIDTH, 2 * WIDTH, 5, padding=2)})

    def forward(self, x: Tensor) -> Tensor:
        a, b = self.conv1["conv"](x).chunk(2, 1)
        return x + a * b.sigmoid()


class StyleAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        for name in ("w_qs", "w_ks", "w_vs", "fc"):
            setattr(self, name, nn.Linear(WIDTH, WIDTH))

    def forward(self, x: Tensor) -> Tensor:
        """x (B, T, WIDTH) -> (B, T, WIDTH)."""
        q, k, v = (split_heads(layer(x).mT, HEADS) for layer in (self.w_qs, self.w_ks, self.w_vs))
        # Logits are divided by the root of the full width, not of a head's, as the voices were trained.
        weights = (q @ k.mT / math.sqrt(WIDTH)).softmax(-1)
        return x + self.fc(join_heads(weights @ v).mT)


class StyleEncoder(nn.Module):
    def __init__(self, bins: int, gin: int) -> None:
        super().__init__()
        # Indices as in files: 2 and 5 were dropouts.
        self.spectral = nn.Sequential(Dense(bins, WIDTH), nn.Mish(), nn.Identity(), Dense(WIDTH, WIDTH), nn.Mish())
        self.temporal = nn.Sequential(GatedConv(), GatedConv())
        self.slf_attn = StyleAttention()
        self.fc = Dense(WIDTH, gin)

    def forward(self, spec: Tensor) -> Tensor:
        """spec (B, bins, T), one length -> (B, gin, 1)."""
        x = self.temporal(self.spectral(spec.mT).mT).mT
        return self.fc(self.slf_attn(x)).mT.float().mean(-1, keepdim=True).to(spec.dtype)
