"""Vocoder: latent frames -> samples, a HiFi-GAN (`dec`, `Generator` in the original; SPEC 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.configs import SovitsConfig
from models.gpt_sovits.sovits.blocks import (
    Conv1d,
    Mask,
    NormedConv1d,
    NormedConvTranspose1d,
    lay_out,
    length_mask,
    masked,
)

SLOPE = 0.1
LAST_SLOPE = 0.01  # torch's default, which the original does not override here


Activation = Callable[[Tensor, Mask, bool], Tensor]


class ResBlock(nn.Module):
    """Three pairs of convolutions, the first of each pair dilated, each pair with a residual."""

    def __init__(self, channels: int, kernel: int, dilations: Sequence[int]) -> None:
        super().__init__()
        self.convs1 = nn.ModuleList(
            NormedConv1d(channels, channels, kernel, dilation=d, padding=d * (kernel - 1) // 2) for d in dilations
        )
        self.convs2 = nn.ModuleList(
            NormedConv1d(channels, channels, kernel, padding=(kernel - 1) // 2) for _ in dilations
        )

    def forward(self, x: Tensor, mask: Mask, activated: Activation) -> Tensor:
        for dilated, plain in zip(self.convs1, self.convs2, strict=True):
            y = dilated(activated(x, mask, False))
            x = plain(activated(y, mask, True)).add_(x)
        return x


def activation(x: Tensor, mask: Mask, own: bool) -> Tensor:
    """Leaky rectifier and mask, before a convolution.

    `own`: nothing else reads `x`, so it is changed in place. These are the widest tensors, and memory traffic is what
    they cost on a CPU.
    """
    return _hidden(F.leaky_relu_(x, SLOPE) if own else F.leaky_relu(x, SLOPE), mask)


def _hidden(x: Tensor, mask: Mask) -> Tensor:
    """Masks in place, except in training, where the backward pass reads `x` again."""
    if mask is None:
        return x
    return x * mask if x.requires_grad else x.mul_(mask)


@dataclass(frozen=True, slots=True)
class VocoderSizes:
    inputs: int  # channels
    width: int  # after the first convolution; each stage halves it
    rates: tuple[int, ...]  # by which the stages multiply the frames
    kernels: tuple[int, ...]
    block_kernels: tuple[int, ...]
    block_dilations: tuple[tuple[int, ...], ...]
    gin: int = 0  # channels of the style; 0: it takes none
    last_bias: bool = False  # whether the last convolution has a bias


class HifiGan(nn.Module):
    """`channels_last`: computes with channels last and an axis of height 1, as tensor cores want it.

    The sound is the same up to the order of additions. Which layout is faster depends on the device
    (serving/rendering.py: choose_layout).
    """

    activation: Activation = staticmethod(activation)

    def __init__(self, sizes: VocoderSizes) -> None:
        super().__init__()
        self._channels_last = False
        self.rates = sizes.rates
        width = sizes.width
        self.conv_pre = Conv1d(sizes.inputs, width, 7, padding=3)
        self.cond = Conv1d(sizes.gin, width, 1) if sizes.gin else None
        self.ups = nn.ModuleList()
        self.resblocks = nn.ModuleList()
        for rate, kernel in zip(sizes.rates, sizes.kernels, strict=True):
            self.ups.append(NormedConvTranspose1d(width, width // 2, kernel, rate, padding=(kernel - rate) // 2))
            width //= 2
            self.resblocks.extend(
                ResBlock(width, k, d) for k, d in zip(sizes.block_kernels, sizes.block_dilations, strict=True)
            )
        self.conv_post = Conv1d(width, 1, 7, padding=3, bias=sizes.last_bias)

    @property
    def channels_last(self) -> bool:
        return self._channels_last

    @channels_last.setter
    def channels_last(self, wanted: bool) -> None:
        self._channels_last = wanted
        for module in self.modules():
            if isinstance(module, (Conv1d, NormedConvTranspose1d)):
                lay_out(module, wanted)

    def forward(self, z: Tensor, style: Tensor | None = None, frames: Tensor | None = None) -> Tensor:
        """z (B, C, T) -> (B, 1, hop T).

        `style` (B, gin, 1), where it takes one; `frames` (B) valid frames of each row, None for all.
        Samples behind a row's frames are not silence (tanh of masked input): cut them off.
        """
        if self._channels_last:
            z = z[:, :, None].contiguous(memory_format=torch.channels_last)
            style = style if style is None else style[:, :, None]
        mask = self._mask(frames, z)
        x = self.conv_pre(masked(z, mask))
        if self.cond is not None:
            x = x + self.cond(style)
        blocks = len(self.resblocks) // len(self.ups)
        for stage, (up, rate) in enumerate(zip(self.ups, self.rates, strict=True)):
            x = up(self.activation(x, mask, False))
            if frames is not None:
                frames = frames * rate
                mask = self._mask(frames, x)
            total = self.resblocks[stage * blocks](x, mask, self.activation)
            for block in self.resblocks[stage * blocks + 1 : (stage + 1) * blocks]:
                total.add_(block(x, mask, self.activation))
            x = total.div_(blocks)
        x = self.conv_post(_hidden(F.leaky_relu_(x, LAST_SLOPE), mask)).tanh_()
        return x[:, :, 0] if self._channels_last else x

    def _mask(self, frames: Tensor | None, x: Tensor) -> Mask:
        if frames is None:
            return None
        mask = length_mask(frames, x.shape[-1], x.dtype)
        return mask[:, :, None] if self._channels_last else mask


class Vocoder(HifiGan):
    """The decoder of v1 to v2ProPlus, whose sound takes its timbre from the style."""

    def __init__(self, config: SovitsConfig) -> None:
        super().__init__(
            VocoderSizes(
                config.inter_channels,
                config.upsample_initial_channel,
                config.upsample_rates,
                config.upsample_kernel_sizes,
                config.resblock_kernel_sizes,
                config.resblock_dilation_sizes,
                config.gin_channels,
            )
        )
