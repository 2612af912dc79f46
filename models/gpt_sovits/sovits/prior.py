"""Prior encoder (`TextEncoder` in the original): semantic tokens and phones -> the flow's start (SPEC 3.3, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.configs import SSL_DIM, EncoderSizes
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.sovits.blocks import Mask, RelativeTransformer, join_heads, length_mask, masked, split_heads

MRTE_WIDTH = 512
MRTE_HEADS = 4


@dataclass(frozen=True, slots=True)
class PriorStats:
    """The distribution that the flow's input is drawn from."""

    mean: Tensor  # (B, C, T)
    log_scale: Tensor  # (B, C, T)
    frames: Tensor | None  # (B) valid frames of each row; None: all of them
    counts: tuple[int, ...] | None = None  # the same on the host


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the prior encoder has made of tokens and phones, at the speed of each row."""

    x: Tensor  # (B, C, T)
    mask: Mask
    frames: Tensor | None  # (B) valid frames of each row; None: all of them
    counts: tuple[int, ...] | None  # the same on the host


class CrossAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        for name in ("conv_q", "conv_k", "conv_v", "conv_o"):
            setattr(self, name, nn.Conv1d(MRTE_WIDTH, MRTE_WIDTH, 1))

    def forward(self, x: Tensor, text: Tensor, text_mask: Mask) -> Tensor:
        q = split_heads(self.conv_q(x), MRTE_HEADS)
        k, v = (split_heads(conv(text), MRTE_HEADS) for conv in (self.conv_k, self.conv_v))
        allowed = None if text_mask is None else (text_mask != 0)[:, :, None]
        return self.conv_o(join_heads(F.scaled_dot_product_attention(q, k, v, allowed)))


class MRTE(nn.Module):
    """Cross-attention from frames to phones, plus the style."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.cross_attention = CrossAttention()
        self.c_pre = nn.Conv1d(channels, MRTE_WIDTH, 1)
        self.text_pre = nn.Conv1d(channels, MRTE_WIDTH, 1)
        self.c_post = nn.Conv1d(MRTE_WIDTH, channels, 1)

    def forward(self, ssl: Tensor, mask: Mask, text: Tensor, text_mask: Mask, style: Tensor) -> Tensor:
        x = self.c_pre(masked(ssl, mask))
        text = self.text_pre(masked(text, text_mask))
        x = self.cross_attention(masked(x, mask), masked(text, text_mask), text_mask) + x + style
        return self.c_post(masked(x, mask))


class PriorEncoder(nn.Module):
    def __init__(self, config: EncoderSizes) -> None:
        super().__init__()
        width = config.hidden_channels

        def encoder(layers: int) -> RelativeTransformer:
            return RelativeTransformer(width, config.filter_channels, config.heads, layers, config.kernel_size)

        self.ssl_proj = nn.Conv1d(SSL_DIM, width, 1)
        self.encoder_ssl = encoder(config.layers // 2)
        self.text_embedding = nn.Embedding(config.symbols, width)
        self.encoder_text = encoder(config.layers)
        self.mrte = MRTE(width)
        self.encoder2 = encoder(config.layers // 2)
        self.proj = nn.Conv1d(width, 2 * config.inter_channels, 1)

    def forward(
        self,
        ssl: Tensor,
        counts: Sequence[int] | None,
        phones: Tensor,
        phone_counts: Sequence[int] | None,
        style: Tensor,
        speed: float | Sequence[float] = 1.0,
    ) -> PriorStats:
        """The distribution of the flow's input; arguments as of `encoded`."""
        hidden = self.encoded(ssl, counts, phones, phone_counts, style, speed)
        mean, log_scale = masked(self.proj(hidden.x), hidden.mask).chunk(2, 1)
        return PriorStats(mean, log_scale, hidden.frames, hidden.counts)

    def encoded(
        self,
        ssl: Tensor,
        counts: Sequence[int] | None,
        phones: Tensor,
        phone_counts: Sequence[int] | None,
        style: Tensor,
        speed: float | Sequence[float] = 1.0,
    ) -> Encoded:
        """ssl (B, 768, T), phones (B, X) int64, style (B, 512, 1).

        `speed` is that of all rows, or of each. `counts` and `phone_counts` are the valid frames and phones of each
        row, None for all of them; they are host integers, because reading them from the device would mean waiting.
        """
        frames = None if counts is None else to_device(torch.tensor(counts), ssl.device)
        mask = None if frames is None else length_mask(frames, ssl.shape[-1], ssl.dtype)
        text_mask = (
            None
            if phone_counts is None
            else length_mask(to_device(torch.tensor(phone_counts), ssl.device), phones.shape[-1], ssl.dtype)
        )
        x = self.encoder_ssl(masked(self.ssl_proj(masked(ssl, mask)), mask), mask)
        text = self.encoder_text(masked(self.text_embedding(phones).mT, text_mask), text_mask)
        x = self.encoder2(self.mrte(x, mask, text, text_mask, style), mask)
        speeds = [speed] * len(x) if isinstance(speed, int | float) else speed
        if any(of_row != 1 for of_row in speeds):
            x, counts = stretched(x, counts, speeds)
            frames = None if counts is None else to_device(torch.tensor(counts), ssl.device)
            mask = None if frames is None else length_mask(frames, x.shape[-1], x.dtype)
        return Encoded(x, mask, frames, None if counts is None else tuple(counts))


def stretched_length(frames: int, speed: float) -> int:
    return frames if speed == 1 else int(frames / speed) + 1


def stretched(x: Tensor, counts: Sequence[int] | None, speeds: Sequence[float]) -> tuple[Tensor, list[int] | None]:
    """Stretches each row at its own speed and length: a padded batch as a whole would take the longest row's ratio."""
    if counts is None and len(set(speeds)) == 1:
        return F.interpolate(x, size=stretched_length(x.shape[-1], speeds[0]), mode="linear"), None
    counts = [x.shape[-1]] * len(x) if counts is None else counts
    after = [stretched_length(n, speed) for n, speed in zip(counts, speeds, strict=True)]
    out = x.new_zeros(*x.shape[:2], max(after))
    for row, (old, new) in enumerate(zip(counts, after, strict=True)):
        out[row, :, :new] = F.interpolate(x[row : row + 1, :, :old], size=new, mode="linear")[0]
    return out, after
