"""Discriminators of SoVITS's training: one that hears sound as it is, and one for each of a few periods (SPEC 6.3).

`MultiPeriodDiscriminator` of the original: the same keys and shapes in files (s2D*.pth).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm

PERIODS = (2, 3, 5, 7, 11)
PRO_PERIODS = (*PERIODS, 17, 23)
SLOPE = 0.1
KERNEL, STRIDE = 5, 3  # of a period's convolutions, along time
# Inputs, outputs, kernel, stride, groups of the convolutions over sound as it is.
SCALES = ((1, 16, 15, 1, 1), (16, 64, 41, 4, 4), (64, 256, 41, 4, 16), (256, 1024, 41, 4, 64), (1024, 1024, 41, 4, 256),
          (1024, 1024, 5, 1, 1))  # fmt: skip
WIDTHS = (1, 32, 128, 512, 1024, 1024)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one discriminator makes of a sound."""

    score: Tensor  # (B, n): 1 is real, 0 is made
    features: list[Tensor]  # of every layer


class SoundDiscriminator(nn.Module):
    def __init__(self, narrower: int) -> None:
        super().__init__()
        self.convs = nn.ModuleList()
        for inputs, outputs, kernel, stride, groups in SCALES:
            into, out = _width(inputs, narrower), _width(outputs, narrower)
            conv = nn.Conv1d(into, out, kernel, stride, kernel // 2, groups=math.gcd(groups, into, out))
            self.convs.append(weight_norm(conv))
        self.conv_post = weight_norm(nn.Conv1d(_width(WIDTHS[-1], narrower), 1, 3, padding=1))

    def forward(self, sound: Tensor) -> Opinion:
        """sound (B, 1, n)."""
        return _opinion(sound, self.convs, self.conv_post)


class PeriodDiscriminator(nn.Module):
    """Sound as a picture whose rows are `period` samples wide, so that what repeats stands below itself."""

    def __init__(self, period: int, narrower: int) -> None:
        super().__init__()
        self.period = period
        last = len(WIDTHS) - 2
        widths = [_width(width, narrower) for width in WIDTHS]
        self.convs = nn.ModuleList(
            weight_norm(
                nn.Conv2d(inputs, outputs, (KERNEL, 1), (STRIDE if i < last else 1, 1), padding=(KERNEL // 2, 0))
            )
            for i, (inputs, outputs) in enumerate(itertools.pairwise(widths))
        )
        self.conv_post = weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, sound: Tensor) -> Opinion:
        """sound (B, 1, n)."""
        batch, channels, count = sound.shape
        sound = F.pad(sound, (0, -count % self.period), mode="reflect")
        return _opinion(sound.view(batch, channels, -1, self.period), self.convs, self.conv_post)


def _width(channels: int, narrower: int) -> int:
    return channels if channels == 1 else max(channels // narrower, 1)


def _opinion(x: Tensor, convs: nn.ModuleList, last: nn.Module) -> Opinion:
    features = []
    for conv in convs:
        x = F.leaky_relu(conv(x), SLOPE)
        features.append(x)
    x = last(x)
    return Opinion(x.flatten(1), [*features, x])


class Discriminators(nn.Module):
    """`periods`: PRO_PERIODS for v2Pro and v2ProPlus. `narrower`: by how much, for small networks."""

    def __init__(self, periods: tuple[int, ...] = PERIODS, narrower: int = 1) -> None:
        super().__init__()
        parts = [PeriodDiscriminator(period, narrower) for period in periods]
        self.discriminators = nn.ModuleList([SoundDiscriminator(narrower), *parts])

    def forward(self, sound: Tensor) -> list[Opinion]:
        return [discriminator(sound) for discriminator in self.discriminators]


def periods_of(version: str) -> tuple[int, ...]:
    return PRO_PERIODS if version in ("v2Pro", "v2ProPlus") else PERIODS
