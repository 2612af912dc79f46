"""v3's vocoder: mel bands at 93.75 frames a second -> sound at 24 kHz, a BigVGAN v2 (SPEC 3.7; its public config).

Its activations are periodic (snake) and anti-aliased: each runs at twice the rate, between an interpolation and a
low pass. Both continue a signal by its last value at its ends, so in a padded batch each row is continued so at its own
end: a row's sound is that of the row alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.configs import number_of, numbers_of, whole_of
from models.gpt_sovits.sovits.blocks import Mask, NormedConv1d, NormedConvTranspose1d, length_mask, masked
from models.gpt_sovits.weights.checkpoint import read
from models.gpt_sovits.weights.loading import SkipInit, filled
from models.gpt_sovits.weights.official import BIGVGAN_WEIGHTS
from pipeline.errors import VoiceError

TAPS = 12  # of the low pass, for a rate of two
MOST_CONFIG = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class BigVganSizes:
    width: int
    rates: tuple[int, ...]
    kernels: tuple[int, ...]
    block_kernels: tuple[int, ...]
    block_dilations: tuple[tuple[int, ...], ...]
    last_tanh: bool
    last_bias: bool

    @property
    def hop(self) -> int:
        return math.prod(self.rates)

    @classmethod
    def read(cls, config: Mapping[str, Any], where: str) -> BigVganSizes:
        """Raises VoiceError: it is no config of a BigVGAN with snakebeta of 100 bands."""
        if config.get("activation") != "snakebeta" or config.get("snake_logscale") is not True:
            raise VoiceError(
                f"{where}: names activation {config.get('activation')!r}; v3 takes a BigVGAN v2 with snakebeta in "
                "logarithms (bigvgan_v2_24khz_100band_256x)"
            )
        if str(config.get("resblock", "1")) != "1":
            raise VoiceError(f'{where}: resblock is {config.get("resblock")!r}; only "1" is known')
        if (bands := number_of(config, "num_mels", where)) != MEL_BANDS:
            raise VoiceError(f"{where}: num_mels is {bands}; v3 makes {MEL_BANDS}")
        dilations = config.get("resblock_dilation_sizes")
        if not isinstance(dilations, list) or not dilations or len(dilations) > 16:
            raise VoiceError(f"{where}: resblock_dilation_sizes is {str(dilations)[:60]}, not a list of lists")
        sizes = cls(
            width=number_of(config, "upsample_initial_channel", where),
            rates=numbers_of(config, "upsample_rates", where),
            kernels=numbers_of(config, "upsample_kernel_sizes", where),
            block_kernels=numbers_of(config, "resblock_kernel_sizes", where),
            block_dilations=tuple(whole_of(row, "resblock_dilation_sizes", where) for row in dilations),
            last_tanh=bool(config.get("use_tanh_at_final", True)),
            last_bias=bool(config.get("use_bias_at_final", True)),
        )
        fits = len(sizes.rates) == len(sizes.kernels) and len(sizes.block_kernels) == len(sizes.block_dilations)
        if not fits or sizes.width % 2 ** len(sizes.rates):
            raise VoiceError(f"{where}: its stages, kernels and dilations do not fit each other")
        return sizes


def low_pass() -> Tensor:
    """A windowed sinc (Kaiser) that halves the band, (1, 1, TAPS); its sum is 1."""
    cutoff, half_width = 0.25, 0.3
    attenuation = 2.285 * (TAPS / 2 - 1) * math.pi * 4 * half_width + 7.95
    if attenuation > 50:
        beta = 0.1102 * (attenuation - 8.7)
    else:
        beta = 0.5842 * (attenuation - 21) ** 0.4 + 0.07886 * (attenuation - 21)
    window = torch.kaiser_window(TAPS, periodic=False, beta=beta, dtype=torch.float32)
    time = torch.arange(-TAPS // 2, TAPS // 2, dtype=torch.float32) + 0.5
    taps = 2 * cutoff * window * torch.sinc(2 * cutoff * time)
    return (taps / taps.sum())[None, None]


class Filter(nn.Module):
    """A buffer `filter`, as files carry it."""

    filter: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("filter", low_pass())


class SnakeBeta(nn.Module):
    """x + sin(a x)^2 / b, per channel, a and b as logarithms."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        rate, depth = self.alpha.exp()[:, None], self.beta.exp()[:, None]
        return x + (x * rate).sin().square() / (depth + 1e-9)


class CleanActivation(nn.Module):
    """The activation at twice the rate; keys as in files (`act`, `upsample.filter`, `downsample.lowpass.filter`)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.act = SnakeBeta(channels)
        self.upsample = Filter()
        self.downsample = nn.ModuleDict({"lowpass": Filter()})

    def forward(self, x: Tensor, counts: Tensor | None) -> Tensor:
        """x (B, C, T), counts (B) valid samples of each row or None for all -> the same shape."""
        channels = x.shape[1]
        up = self.upsample.filter.expand(channels, 1, TAPS)
        down = self.downsample["lowpass"].filter.expand(channels, 1, TAPS)
        pad = TAPS // 2 - 1
        padded = F.pad(continued(x, counts), (pad, pad), mode="replicate")
        y = 2 * F.conv_transpose1d(padded, up, stride=2, groups=channels)[..., 3 * pad : -3 * pad]
        y = continued(self.act(y), None if counts is None else 2 * counts)
        return F.conv1d(F.pad(y, (pad, pad + 1), mode="replicate"), down, stride=2, groups=channels)


def continued(x: Tensor, counts: Tensor | None) -> Tensor:
    """Each row's last value, TAPS samples on from its own end: what a filter there sees of a row alone."""
    if counts is None:
        return x
    last = (counts - 1).clamp(min=0)[:, None, None].expand(-1, x.shape[1], 1)
    places = (counts[:, None] + torch.arange(TAPS, device=x.device)).clamp(max=x.shape[-1] - 1)
    return x.scatter(2, places[:, None].expand(-1, x.shape[1], -1), x.gather(2, last).expand(-1, -1, TAPS))


class AmpBlock(nn.Module):
    """Pairs of convolutions, the first of each dilated, each behind its activation."""

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.convs1 = nn.ModuleList(
            NormedConv1d(channels, channels, kernel, dilation=d, padding=d * (kernel - 1) // 2) for d in dilations
        )
        self.convs2 = nn.ModuleList(
            NormedConv1d(channels, channels, kernel, padding=(kernel - 1) // 2) for _ in dilations
        )
        self.activations = nn.ModuleList(CleanActivation(channels) for _ in range(2 * len(dilations)))

    def forward(self, x: Tensor, counts: Tensor | None, mask: Mask) -> Tensor:
        pairs = zip(self.convs1, self.convs2, self.activations[::2], self.activations[1::2], strict=True)
        for dilated, plain, first, second in pairs:
            y = dilated(masked(first(x, counts), mask))
            x = plain(masked(second(y, counts), mask)) + x
        return x


class BigVgan(nn.Module):
    def __init__(self, sizes: BigVganSizes) -> None:
        super().__init__()
        self.sizes, self.hop = sizes, sizes.hop
        width = sizes.width
        self.conv_pre = NormedConv1d(MEL_BANDS, width, 7, padding=3)
        self.ups = nn.ModuleList()
        self.resblocks = nn.ModuleList()
        for rate, kernel in zip(sizes.rates, sizes.kernels, strict=True):
            up = NormedConvTranspose1d(width, width // 2, kernel, rate, padding=(kernel - rate) // 2)
            self.ups.append(nn.ModuleList([up]))
            width //= 2
            self.resblocks.extend(
                AmpBlock(width, k, d) for k, d in zip(sizes.block_kernels, sizes.block_dilations, strict=True)
            )
        self.activation_post = CleanActivation(width)
        self.conv_post = NormedConv1d(width, 1, 7, padding=3, bias=sizes.last_bias)

    def forward(self, mel: Tensor, style: Tensor | None = None, frames: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """Log mel bands (B, 100, T), frames (B) valid ones of each row or None for all -> (B, 1, hop T).

        `style` is not used: vocoders are called alike.
        """
        counts, mask = frames, self._mask(frames, mel)
        x = self.conv_pre(masked(mel, mask))
        blocks = len(self.sizes.block_kernels)
        for stage, rate in enumerate(self.sizes.rates):
            x = self.ups[stage][0](masked(x, mask))
            counts = None if counts is None else counts * rate
            mask = self._mask(counts, x)
            parts = [block(x, counts, mask) for block in self.resblocks[stage * blocks : (stage + 1) * blocks]]
            x = torch.stack(parts).sum(0) / blocks
        x = self.conv_post(masked(self.activation_post(x, counts), mask))
        return x.tanh() if self.sizes.last_tanh else x.clamp(-1, 1)

    @staticmethod
    def _mask(counts: Tensor | None, x: Tensor) -> Mask:
        return None if counts is None else length_mask(counts, x.shape[-1], x.dtype)


def load_bigvgan(folder: Path) -> BigVgan:
    """Loads the folder of the official layout: config.json and bigvgan_generator.pt.

    Raises VoiceError: one of them is missing, damaged, or of another network.
    """
    path, config = folder / BIGVGAN_WEIGHTS, folder / "config.json"
    try:
        data = config.read_bytes()[: MOST_CONFIG + 1]
        written = json.loads(data)
    except OSError as error:
        raise VoiceError(
            f"{config}: cannot be read ({error.strerror}); `voicepress voice fetch v3` brings it"
        ) from None
    except (ValueError, RecursionError) as error:
        raise VoiceError(f"{config}: is no JSON ({str(error)[:80]}); fetch it again") from None
    if not isinstance(written, dict):
        raise VoiceError(f"{config}: holds a {type(written).__name__}, not a config; fetch it again")
    sizes = BigVganSizes.read(written, str(config))
    return fill_bigvgan(sizes, read(path).tensors, str(path))


def fill_bigvgan(sizes: BigVganSizes, tensors: Mapping[str, Tensor], where: str) -> BigVgan:
    held = sum(tensor.numel() for tensor in tensors.values())
    if sizes.width**2 > 8 * held:
        raise VoiceError(f"{where}: its config asks for a width of {sizes.width:,}, the file holds {held:,} numbers")
    with torch.device("meta"), SkipInit():
        vocoder = BigVgan(sizes)
    return filled(vocoder, tensors, where)
