"""Semantic tokens of many lines -> their sound, in padded batches (SPEC 3.5).

Lines of similar length go together, so little is padded; masks make what is padded exact; each line's noise comes
from its own generator on the CPU, so that it is the same on every device and in every company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.sovits import Sovits
from pipeline.audio import Samples

# Padded tokens in one batch; an activation of the decoder's widest stages takes 80 KB a token in fp32. A CPU is busy
# with one line: beyond some 13 MB a tensor, fresh pages cost it more than a wider product gains.
MOST_TOKENS = {"cpu": 160, "cuda": 24000}
MOST_PADDING = 1.15  # a batch's area against what its lines fill: sorted lines stay far below


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line's tokens with the phones that they say."""

    tokens: Tensor  # (T25) int64
    phones: Tensor  # (X) int64, the target's alone
    seed: int


@torch.inference_mode()
def render(lines: Sequence[Spoken], sovits: Sovits, style: Tensor, speed: float = 1.0,
           noise_scale: float = 0.5) -> list[Samples]:
    """The sound of each line, in order."""
    sounds: list[Samples] = [np.zeros(0, np.float32)] * len(lines)
    device = style.device
    for group in grouped([len(line.tokens) for line in lines], MOST_TOKENS.get(device.type, MOST_TOKENS["cuda"])):
        for index, sound in zip(group, _batch([lines[i] for i in group], sovits, style, speed, noise_scale),
                                strict=True):
            sounds[index] = sound
    return sounds


def grouped(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indices in batches: sorted by length, of at most `most` padded tokens, with little padding; none of length 0."""
    order = sorted((i for i, n in enumerate(lengths) if n), key=lambda i: (lengths[i], i))
    group: list[int] = []
    filled = 0
    for index in order:
        longest, count = lengths[index], len(group) + 1  # the newest is the longest
        if group and (longest * count > most or longest * count > MOST_PADDING * (filled + longest)):
            yield group
            group, filled = [], 0
        group.append(index)
        filled += longest
    if group:
        yield group


def _batch(lines: Sequence[Spoken], sovits: Sovits, style: Tensor, speed: float, noise_scale: float) -> list[Samples]:
    device = style.device
    codes, counts = _padded([line.tokens for line in lines], device)
    phones, phone_counts = _padded([line.phones for line in lines], device)
    equal = len(lines) == 1  # alone there is nothing to mask
    prior = sovits.prior(codes, None if equal else counts, phones, None if equal else phone_counts, style, speed)
    frames = [prior.mean.shape[-1]] if prior.frames is None else prior.frames.tolist()
    noise = torch.zeros_like(prior.mean)
    for row, (line, length) in enumerate(zip(lines, frames, strict=True)):
        noise[row, :, :length] = noise_of(line.seed, sovits.config.inter_channels, length).to(noise)
    sound = sovits.sound(prior, noise, style, noise_scale).float().cpu().numpy()
    return [sound[row, 0, :length * sovits.config.hop].copy() for row, length in enumerate(frames)]


def noise_of(seed: int, channels: int, frames: int) -> Tensor:
    """(channels, frames), standard normal, from the line's own generator."""
    generator = torch.Generator().manual_seed(seed & 0x7FFFFFFFFFFFFFFF)
    return torch.randn(channels, frames, generator=generator)


def _padded(rows: Sequence[Tensor], device: torch.device) -> tuple[Tensor, Tensor]:
    """(B, longest) and the lengths (B)."""
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    return padded.to(device), torch.tensor([len(row) for row in rows], device=device)
