"""The decoder: latent frames -> samples (HiFi-GAN; SPEC 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
LAST_SLOPE = 0.01  # torch's default, which the original forgot to override


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
    """What goes into a convolution. In place where `own` says that nobody else looks: these are the widest tensors, and
    memory is what they cost on a CPU."""
    return _hidden(F.leaky_relu_(x, SLOPE) if own else F.leaky_relu(x, SLOPE), mask)


def _one_kernel(x: Tensor, mask: Mask, own: bool) -> Tensor:  # noqa: ARG001
    x = F.leaky_relu(x, SLOPE)
    return x if mask is None else x * mask


def compiled_activation(backend: str = "inductor") -> Activation:
    """The same, read once and written once: on a GPU two kernels over the widest tensors would be four passes."""
    compiled: Activation = torch.compile(_one_kernel, fullgraph=True, dynamic=True, backend=backend)
    return compiled


def _hidden(x: Tensor, mask: Mask) -> Tensor:
    """In place, but for training: the backward pass of what made `x` reads it again."""
    if mask is None:
        return x
    return x * mask if x.requires_grad else x.mul_(mask)


class Generator(nn.Module):
    """`channels_last`: computes with channels last and an axis of height 1, as tensor cores want it: the same sound,
    up to the order of additions. Which way is quicker is a matter of the device (rendering.quicker_layout).
    """

    activation: Activation = staticmethod(activation)  # or compiled_activation()

    def __init__(self, config: SovitsConfig) -> None:
        super().__init__()
        self._channels_last = False
        self.rates = config.upsample_rates
        width = config.upsample_initial_channel
        self.conv_pre = Conv1d(config.inter_channels, width, 7, padding=3)
        self.cond = Conv1d(config.gin_channels, width, 1)
        self.ups = nn.ModuleList()
        self.resblocks = nn.ModuleList()
        for rate, kernel in zip(config.upsample_rates, config.upsample_kernel_sizes, strict=True):
            self.ups.append(NormedConvTranspose1d(width, width // 2, kernel, rate, padding=(kernel - rate) // 2))
            width //= 2
            self.resblocks.extend(
                ResBlock(width, k, d)
                for k, d in zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True)
            )
        self.conv_post = Conv1d(width, 1, 7, padding=3, bias=False)

    @property
    def channels_last(self) -> bool:
        return self._channels_last

    @channels_last.setter
    def channels_last(self, wanted: bool) -> None:
        self._channels_last = wanted
        for module in self.modules():
            if isinstance(module, (Conv1d, NormedConvTranspose1d)):
                lay_out(module, wanted)

    def forward(self, z: Tensor, style: Tensor, frames: Tensor | None = None) -> Tensor:
        """z (B, C, T), style (B, gin, 1), frames (B) valid frames of each row or None for all -> (B, 1, hop T).

        Samples beyond a row's frames are tanh of masked input, not silence: cut them off.
        """
        if self._channels_last:
            z = z[:, :, None].contiguous(memory_format=torch.channels_last)
            style = style[:, :, None]
        mask = self._mask(frames, z)
        x = self.conv_pre(masked(z, mask)) + self.cond(style)
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
