"""v4's vocoder: mel bands at 100 frames a second -> sound at 48 kHz, a HiFi-GAN without a style (SPEC 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path

import torch
from torch import Tensor

from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.sovits.vocoder import HifiGan, VocoderSizes
from models.gpt_sovits.weights.checkpoint import read
from models.gpt_sovits.weights.loading import SkipInit, filled
from pipeline.errors import VoiceError

BLOCK_KERNELS = (3, 7, 11)
DILATIONS = (1, 3, 5)
MOST_STAGES = 12


class MelVocoder(HifiGan):
    """The network, and samples per frame."""

    def __init__(self, sizes: VocoderSizes) -> None:
        super().__init__(sizes)
        self.hop = prod(sizes.rates)


def load_mel_vocoder(path: Path) -> MelVocoder:
    return fill_mel_vocoder(read(path).tensors, str(path))


def fill_mel_vocoder(tensors: Mapping[str, Tensor], where: str) -> MelVocoder:
    """Builds it from an official file's tensors, whose weight norm is folded already.

    Raises VoiceError: keys or shapes are not those of this vocoder.
    """
    with torch.device("meta"), SkipInit():
        vocoder = MelVocoder(_sizes(tensors, where))
    return filled(vocoder, tensors, where, folded=True)


def _sizes(tensors: Mapping[str, Tensor], where: str) -> VocoderSizes:
    """Sizes as the tensors show them. A stage's kernel is twice its rate, in this vocoder."""
    first = tensors.get("conv_pre.weight")
    kernels: list[int] = []
    while (up := tensors.get(f"ups.{len(kernels)}.weight")) is not None and len(kernels) < MOST_STAGES:
        kernels.append(up.shape[-1])
    if first is None or first.ndim != 3 or first.shape[1] != MEL_BANDS or not kernels or any(k % 2 for k in kernels):
        found = "is missing" if first is None else f"has shape {list(first.shape)}"
        raise VoiceError(
            f"{where}: is no vocoder of v4 (conv_pre.weight {found}, {len(kernels)} stages); its official name is "
            "gsv-v4-pretrained/vocoder.pth, and `voicepress voice fetch v4` brings it"
        )
    if first.shape[0] % 2 ** len(kernels):
        raise VoiceError(f"{where}: conv_pre.weight has {first.shape[0]} channels, which {len(kernels)} stages halve")
    return VocoderSizes(
        inputs=MEL_BANDS,
        width=first.shape[0],
        rates=tuple(kernel // 2 for kernel in kernels),
        kernels=tuple(kernels),
        block_kernels=BLOCK_KERNELS,
        block_dilations=(DILATIONS,) * len(BLOCK_KERNELS),
        last_bias=True,
    )
