"""DiT, the network that says which way mel bands flow, given time, prompt and features (`cfm.estimator`; SPEC 3.7).

Tensors are (batch, time, channels). Padding is exact: what a row's last frames see behind them is zero at every
convolution, sums over time leave the padding out, and attention does not see it.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.cfm.config import DiTConfig
from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.sovits.blocks import Mask, masked

BASE = 10000.0  # of all sinusoids
TIME_SCALE = 1000.0
TEXT_KERNEL = 7
EPSILON = 1e-6


class TimeMlp(nn.Module):
    """A number from 0 to 1 -> a vector: of the time, and of the length of the step."""

    def __init__(self, wavelengths: int, width: int) -> None:
        super().__init__()
        self.half = wavelengths // 2
        self.time_mlp = nn.Sequential(nn.Linear(wavelengths, width), nn.SiLU(), nn.Linear(width, width))

    def forward(self, at: Tensor) -> Tensor:
        """at (B) float32 -> (B, width)."""
        rates = torch.exp(torch.arange(self.half, device=at.device) * (-math.log(BASE) / (self.half - 1)))
        angles = TIME_SCALE * at[:, None] * rates
        return self.time_mlp(torch.cat([angles.sin(), angles.cos()], -1).to(self.time_mlp[0].weight.dtype))


class ResponseNorm(nn.Module):
    """Global response normalisation: a channel weighs by its energy over time, beside the other channels'."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1, 1, channels))
        self.beta = nn.Parameter(torch.zeros(1, 1, channels))

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        # In float32: a sum of squares over a thousand frames leaves half precision's range.
        energy = masked(x, mask).float().norm(dim=1, keepdim=True)
        share = (energy / (energy.mean(-1, keepdim=True) + EPSILON)).to(x.dtype)
        return self.gamma * (x * share) + self.beta + x


class ConvNeXtBlock(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv1d(width, width, TEXT_KERNEL, padding=TEXT_KERNEL // 2, groups=width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.pwconv1 = nn.Linear(width, inner)
        self.grn = ResponseNorm(inner)
        self.pwconv2 = nn.Linear(inner, width)

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        y = self.norm(self.dwconv(masked(x, mask).mT).mT)
        return x + self.pwconv2(self.grn(F.gelu(self.pwconv1(y)), mask))


class TextEmbedding(nn.Module):
    """Features + positions -> what the DiT reads of them; the same at every step, so computed once."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.text_blocks = nn.ModuleList(
            ConvNeXtBlock(config.text_width, config.text_inner) for _ in range(config.text_blocks)
        )

    def forward(self, features: Tensor, mask: Mask) -> Tensor:
        """features (B, T, text width) -> the same shape, zero in the padding."""
        time, width = features.shape[1:]
        rates = BASE ** (-torch.arange(0, width, 2, device=features.device).float() / width)
        angles = torch.arange(time, device=features.device)[:, None] * rates
        x = features + torch.cat([angles.cos(), angles.sin()], -1).to(features.dtype)
        for block in self.text_blocks:
            x = block(x, mask)
        return masked(x, mask)


class ConvPosition(nn.Module):
    def __init__(self, config: DiTConfig) -> None:
        super().__init__()

        def conv() -> nn.Conv1d:
            kernel = config.position_kernel
            return nn.Conv1d(config.width, config.width, kernel, padding=kernel // 2, groups=config.position_groups)

        self.conv1d = nn.Sequential(conv(), nn.Mish(), conv(), nn.Mish())  # indices as in files

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        y = self.conv1d[1](self.conv1d[0](masked(x, mask).mT)).mT
        return self.conv1d[3](self.conv1d[2](masked(y, mask).mT)).mT


class InputEmbedding(nn.Module):
    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.proj = nn.Linear(2 * MEL_BANDS + config.text_width, config.width)
        self.conv_pos_embed = ConvPosition(config)

    def forward(self, x: Tensor, prompt: Tensor, text: Tensor, mask: Mask) -> Tensor:
        x = self.proj(torch.cat([x, prompt, text], -1))
        return self.conv_pos_embed(x, mask) + x


class Rotary(nn.Module):
    """The angles by which queries and keys turn. Files carry the rates."""

    inv_freq: Tensor

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.register_buffer("inv_freq", BASE ** (-torch.arange(0, columns, 2).float() / columns))

    def forward(self, time: int) -> tuple[Tensor, Tensor]:
        """-> cosines and sines, (time, columns / 2) each."""
        angles = torch.arange(time, device=self.inv_freq.device)[:, None] * self.inv_freq.float()
        return angles.cos(), angles.sin()


def turned(x: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
    """Turns pairs of the first columns of x (B, T, width), before it is split into heads: those of head 0 alone.

    So the voices were trained; other heads know no positions.
    """
    cos, sin = (part.to(x.dtype) for part in turns)
    columns = 2 * cos.shape[-1]
    pairs = x[..., :columns].unflatten(-1, (-1, 2))
    even, odd = pairs.unbind(-1)
    first = torch.stack([even * cos - odd * sin, odd * cos + even * sin], -1).flatten(-2)
    return torch.cat([first, x[..., columns:]], -1)


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        for name in ("to_q", "to_k", "to_v"):
            setattr(self, name, nn.Linear(width, width))
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x: Tensor, turns: tuple[Tensor, Tensor], allowed: Tensor | None) -> Tensor:
        q, k, v = turned(self.to_q(x), turns), turned(self.to_k(x), turns), self.to_v(x)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (q, k, v))
        out = F.scaled_dot_product_attention(q, k, v, allowed)
        return self.to_out[0](out.transpose(1, 2).flatten(2))


class AdaptiveNorm(nn.Module):
    """Makes `parts` vectors of the time: shifts, scales and gates."""

    def __init__(self, width: int, parts: int) -> None:
        super().__init__()
        self.parts = parts
        self.linear = nn.Linear(width, parts * width)

    def forward(self, time: Tensor) -> tuple[Tensor, ...]:
        """time (B or 1, width) -> `parts` tensors (B or 1, 1, width)."""
        parts: tuple[Tensor, ...] = self.linear(F.silu(time))[:, None].chunk(self.parts, -1)
        return parts


class FeedForward(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        # Index 1 was a dropout.
        into = nn.Sequential(nn.Linear(width, inner), nn.GELU("tanh"))
        self.ff = nn.Sequential(into, nn.Identity(), nn.Linear(inner, width))

    def forward(self, x: Tensor) -> Tensor:
        return self.ff(x)


class Block(nn.Module):
    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.attn_norm = AdaptiveNorm(config.width, 6)
        self.attn = Attention(config.width, config.heads)
        self.ff = FeedForward(config.width, config.inner)

    def forward(self, x: Tensor, time: Tensor, turns: tuple[Tensor, Tensor], allowed: Tensor | None) -> Tensor:
        shift, scale, gate, ff_shift, ff_scale, ff_gate = self.attn_norm(time)
        x = x + gate * self.attn(normed(x, scale, shift), turns, allowed)
        return x + ff_gate * self.ff(normed(x, ff_scale, ff_shift))


def normed(x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], eps=EPSILON) * (1 + scale) + shift


class DiT(nn.Module):
    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        self.time_embed = TimeMlp(config.wavelengths, config.width)
        self.d_embed = TimeMlp(config.wavelengths, config.width)
        self.text_embed = TextEmbedding(config)
        self.input_embed = InputEmbedding(config)
        self.rotary_embed = Rotary(config.rotary)
        self.transformer_blocks = nn.ModuleList(Block(config) for _ in range(config.blocks))
        self.norm_out = AdaptiveNorm(config.width, 2)
        self.proj_out = nn.Linear(config.width, MEL_BANDS)

    def moment(self, at: Tensor, step: Tensor) -> Tensor:
        """Time and length of the step, (B or 1) each -> the vector of both, (B or 1, width)."""
        return self.time_embed(at) + self.d_embed(step)

    def forward(self, x: Tensor, prompt: Tensor, text: Tensor, moment: Tensor, mask: Mask = None) -> Tensor:
        """x, prompt (B, T, 100), text (B, T, text width) of `text_embed` -> the flow (B, T, 100).

        `mask` (B, T, 1): 1 inside, 0 in the padding; None where there is none.
        """
        turns = self.rotary_embed(x.shape[1])
        allowed = None if mask is None else (mask != 0).mT[:, None]
        h = self.input_embed(x, prompt, text, mask)
        for block in self.transformer_blocks:
            h = block(h, moment, turns, allowed)
        scale, shift = self.norm_out(moment)
        return self.proj_out(normed(h, scale, shift))
