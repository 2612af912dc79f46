"""Layers that the parts of SoVITS share. Tensors are (batch, channels, time), a mask is (batch, 1, time).

A mask of None means that every row is full, as for one line alone. Padding is exact because every convolution's input
is masked: a padded row sees zeros behind its end, as it would alone (SPEC 3.5).
"""

from __future__ import annotations

import math
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Mask: TypeAlias = Tensor | None
WINDOW = 4  # relative positions that attention tells apart, either way (SPEC 3.4)


class Conv1d(nn.Conv1d):
    """A convolution that also takes input of shape (B, C, 1, T) with channels last, as tensor cores want it."""

    def forward(self, x: Tensor) -> Tensor:
        if x.ndim == 3:
            return super().forward(x)
        return F.conv2d(x, spread(self), self.bias, 1, (0, self.padding[0]), (1, self.dilation[0]))


class NormedConv1d(Conv1d):
    """A convolution with weight norm: files store weight_g and weight_v, which loading folds (weights/loading.py)."""


class NormedConvTranspose1d(nn.ConvTranspose1d):
    """A transposed convolution with weight norm; it also takes input of shape (B, C, 1, T)."""

    def forward(self, x: Tensor) -> Tensor:
        if x.ndim == 3:
            return super().forward(x)
        return F.conv_transpose2d(x, spread(self), self.bias, (1, self.stride[0]), (0, self.padding[0]))


def spread(conv: nn.Conv1d | nn.ConvTranspose1d) -> Tensor:
    """The weight as a two-dimensional convolution takes it, channels last.

    A view where `lay_out` has laid the weight out so, otherwise a copy. Copies are not cached: none is stale after an
    optimiser's step, and gradients reach the weight itself.
    """
    return conv.weight[:, :, None].contiguous(memory_format=torch.channels_last)


def lay_out(conv: nn.Conv1d | nn.ConvTranspose1d, channels_last: bool) -> None:
    """Reorders the weight in memory for the layout. The parameter object and its values stay the same."""
    weight = conv.weight.data
    conv.weight.data = weight.mT.contiguous().mT if channels_last else weight.contiguous()


def masked(x: Tensor, mask: Mask) -> Tensor:
    return x if mask is None else x * mask


def length_mask(lengths: Tensor, longest: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """lengths (B) -> (B, 1, longest), 1 inside and 0 in the padding."""
    steps = torch.arange(longest, device=lengths.device)
    return (steps < lengths[:, None]).to(dtype)[:, None]


class ChannelNorm(nn.Module):
    """Layer norm over channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x.mT, self.gamma.shape, self.gamma, self.beta, 1e-5).mT


class RelativeAttention(nn.Module):
    """Self-attention with relative positions: a learned term for keys and for values at most WINDOW frames away."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        for name in ("conv_q", "conv_k", "conv_v", "conv_o"):
            setattr(self, name, nn.Conv1d(channels, channels, 1))
        self.emb_rel_k = nn.Parameter(torch.zeros(1, 2 * WINDOW + 1, channels // heads))
        self.emb_rel_v = nn.Parameter(torch.zeros(1, 2 * WINDOW + 1, channels // heads))

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        """x (B, C, T) -> (B, C, T)."""
        q, k, v = (split_heads(conv(x), self.heads) for conv in (self.conv_q, self.conv_k, self.conv_v))
        q = q / math.sqrt(q.shape[-1])
        scores = q @ k.mT  # (B, heads, T, T)
        near = q @ self.emb_rel_k[0].T  # (B, heads, T, 2 WINDOW + 1)
        for column, distance, rows in _bands(x.shape[-1]):
            scores.diagonal(distance, -2, -1).add_(near[:, :, rows, column])
        if mask is not None:
            scores = scores.masked_fill(mask[:, :, None] == 0, -1e4)
        weights = scores.softmax(-1)
        out = weights @ v
        for column, distance, rows in _bands(x.shape[-1]):
            share = weights.diagonal(distance, -2, -1)[..., None]
            out[:, :, rows] += share * self.emb_rel_v[0, column]
        return self.conv_o(join_heads(out))


def _bands(time: int) -> list[tuple[int, int, slice]]:
    """(column of the relative table, key minus query, the queries that have such a key) for each distance."""
    return [(d + WINDOW, d, slice(max(-d, 0), time - max(d, 0))) for d in range(-WINDOW, WINDOW + 1) if abs(d) < time]


def split_heads(x: Tensor, heads: int) -> Tensor:
    """(B, C, T) -> (B, heads, T, C / heads)."""
    batch, channels, time = x.shape
    return x.view(batch, heads, channels // heads, time).mT


def join_heads(x: Tensor) -> Tensor:
    """(B, heads, T, D) -> (B, heads D, T)."""
    batch, heads, time, width = x.shape
    return x.mT.reshape(batch, heads * width, time)


class FeedForward(nn.Module):
    def __init__(self, channels: int, inner: int, kernel: int) -> None:
        super().__init__()
        # "Same" padding; an even kernel gets its extra zero on the right.
        self.padding = ((kernel - 1) // 2, kernel // 2)
        self.conv_1 = nn.Conv1d(channels, inner, kernel)
        self.conv_2 = nn.Conv1d(inner, channels, kernel)

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        x = self.conv_1(F.pad(masked(x, mask), self.padding)).relu_()
        return self.conv_2(F.pad(masked(x, mask), self.padding))


class RelativeTransformer(nn.Module):
    """Transformer with relative positions, post-norm: x <- norm(x + attention(x)), x <- norm(x + feed_forward(x)).

    `attentions.Encoder` in the original.
    """

    def __init__(self, channels: int, inner: int, heads: int, layers: int, kernel: int) -> None:
        super().__init__()
        self.attn_layers = nn.ModuleList(RelativeAttention(channels, heads) for _ in range(layers))
        self.norm_layers_1 = nn.ModuleList(ChannelNorm(channels) for _ in range(layers))
        self.ffn_layers = nn.ModuleList(FeedForward(channels, inner, kernel) for _ in range(layers))
        self.norm_layers_2 = nn.ModuleList(ChannelNorm(channels) for _ in range(layers))

    def forward(self, x: Tensor, mask: Mask) -> Tensor:
        """x (B, C, T) -> (B, C, T), zero in the padding."""
        x = masked(x, mask)
        for attend, norm_1, feed, norm_2 in zip(
            self.attn_layers, self.norm_layers_1, self.ffn_layers, self.norm_layers_2, strict=True
        ):
            x = norm_1(x + attend(x, mask))
            x = norm_2(x + feed(x, mask))
        return masked(x, mask)


class WaveNet(nn.Module):
    """WaveNet (`WN` in the original): gated convolutions with residual and skip paths, conditioned on the style."""

    def __init__(self, channels: int, kernel: int, layers: int, gin: int) -> None:
        super().__init__()
        self.channels = channels
        self.cond_layer = NormedConv1d(gin, 2 * channels * layers, 1)
        self.in_layers = nn.ModuleList(
            NormedConv1d(channels, 2 * channels, kernel, padding=kernel // 2) for _ in range(layers)
        )
        self.res_skip_layers = nn.ModuleList(
            NormedConv1d(channels, (2 if i < layers - 1 else 1) * channels, 1) for i in range(layers)
        )

    def forward(self, x: Tensor, mask: Mask, style: Tensor) -> Tensor:
        """x (B, C, T), style (B, gin, 1) -> (B, C, T)."""
        skipped = torch.zeros_like(x)
        conditions = self.cond_layer(style).chunk(len(self.in_layers), 1)
        for into, res_skip, condition in zip(self.in_layers, self.res_skip_layers, conditions, strict=True):
            tanh, sigmoid = (into(masked(x, mask)) + condition).chunk(2, 1)
            out = res_skip(tanh.tanh() * sigmoid.sigmoid())
            if out.shape[1] == self.channels:  # the last layer has no residual
                skipped = skipped + out
            else:
                x = x + out[:, : self.channels]
                skipped = skipped + out[:, self.channels :]
        return masked(skipped, mask)
