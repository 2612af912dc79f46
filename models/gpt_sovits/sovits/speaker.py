"""Speaker encoder, ERes2NetV2: 16 kHz sound -> the embedding that v2Pro and v2ProPlus add to the style (SPEC 3.6)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SCALE = 4  # groups into which a block splits its channels; they are convolved one after the other
BASE_WIDTH = 24
EXPANSION = 4
CHANNELS = 64
BLOCKS = (3, 4, 6, 3)
CEILING = 20.0  # inside blocks a rectifier is also capped
MEL_BINS = 80


class AttentionalFusion(nn.Module):
    """Attentional feature fusion (`AFF` in the original): weighs two feature maps by a gate computed from both."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inner = channels // 4
        self.local_att = nn.Sequential(
            nn.Conv2d(2 * channels, inner, 1),
            nn.BatchNorm2d(inner),
            nn.SiLU(),
            nn.Conv2d(inner, channels, 1),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        gate = self.local_att(torch.cat([x, y], 1)).tanh()
        return x * (1 + gate) + y * (1 - gate)


class ERes2NetBlock(nn.Module):
    def __init__(self, inputs: int, planes: int, stride: int, fused: bool) -> None:
        super().__init__()
        width = planes * BASE_WIDTH // 64
        self.width = width
        self.conv1 = nn.Conv2d(inputs, width * SCALE, 1, stride, bias=False)
        self.bn1 = nn.BatchNorm2d(width * SCALE)
        self.convs = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in range(SCALE))
        self.bns = nn.ModuleList(nn.BatchNorm2d(width) for _ in range(SCALE))
        if fused:
            self.fuse_models = nn.ModuleList(AttentionalFusion(width) for _ in range(SCALE - 1))
        self.fused = fused
        self.conv3 = nn.Conv2d(width * SCALE, planes * EXPANSION, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(planes * EXPANSION)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != planes * EXPANSION:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, planes * EXPANSION, 1, stride, bias=False), nn.BatchNorm2d(planes * EXPANSION)
            )

    def forward(self, x: Tensor) -> Tensor:
        parts = _capped(self.bn1(self.conv1(x))).split(self.width, 1)
        done: list[Tensor] = []
        for i, (part, conv, bn) in enumerate(zip(parts, self.convs, self.bns, strict=True)):
            if done:
                part = self.fuse_models[i - 1](done[-1], part) if self.fused else done[-1] + part
            done.append(_capped(bn(conv(part))))
        return _capped(self.bn3(self.conv3(torch.cat(done, 1))) + self.shortcut(x))


def _capped(x: Tensor) -> Tensor:
    return x.clamp(0, CEILING)


class SpeakerNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, CHANNELS, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(CHANNELS)
        inputs = CHANNELS
        for index, count in enumerate(BLOCKS):
            planes = CHANNELS << index
            stride = 1 if index == 0 else 2
            blocks = [
                ERes2NetBlock(inputs if i == 0 else planes * EXPANSION, planes, stride if i == 0 else 1, index >= 2)
                for i in range(count)
            ]
            inputs = planes * EXPANSION
            setattr(self, f"layer{index + 1}", nn.Sequential(*blocks))
        self.layer3_ds = nn.Conv2d(inputs // 2, inputs, 3, 2, padding=1, bias=False)
        self.fuse34 = AttentionalFusion(inputs)
        self.seg_1 = nn.Linear(inputs * MEL_BINS // 8 * 2, 192)  # in files, not used

    def forward(self, fbank: Tensor) -> Tensor:
        """fbank (B, T, 80) -> (B, 20480)."""
        x = F.relu(self.bn1(self.conv1(fbank.mT[:, None])))
        x = self.layer2(self.layer1(x))
        third = self.layer3(x)
        fourth = self.layer4(third)
        return self.fuse34(fourth, self.layer3_ds(third)).flatten(1, 2).mean(-1)
