"""From logits to the next token, in the original's order (SPEC 2.5), for all rows at once, on the device.

EOS barred for the first 11 steps -> repetition penalty over the whole history, prompt included -> top-p ->
temperature -> top-k -> a draw. A row stops on EOS drawn, or on EOS being the likeliest after the penalty.

The draw is argmax(p / noise) with exponential noise. The noise is a hash of (line's seed, step, token id): a line's
own generator without any state, equal on every device, whoever else is in the batch, and without a host loop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

BARRED_STEPS = 11  # so at least 11 tokens, 0.44 s, are made


@dataclass(frozen=True, slots=True)
class Sampling:
    top_k: int = 15  # 0: off
    top_p: float = 1.0
    temperature: float = 1.0
    repetition_penalty: float = 1.35


def penalised(logits: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """logits (B, V), seen (B, V) bool: the ids of each row's history, each penalised once."""
    return torch.where(seen, torch.where(logits < 0, logits * penalty, logits / penalty), logits)


def barred(logits: Tensor, steps: Tensor, eos: int) -> Tensor:
    """EOS at -inf for rows whose step (B) comes too early; `eos` is the last id."""
    early = (steps < BARRED_STEPS)[:, None]
    return torch.cat([logits[:, :eos], logits[:, eos:].masked_fill(early, -math.inf)], 1)


def probabilities(logits: Tensor, sampling: Sampling) -> Tensor:
    """Penalised logits (B, V) -> probabilities (B, V)."""
    if sampling.top_p < 1:
        ordered, ids = logits.sort(descending=True)
        drop = ordered.softmax(-1).cumsum(-1) > sampling.top_p
        drop[:, 0] = False  # the likeliest stays; the one that crosses the threshold goes
        logits = logits.masked_fill(torch.zeros_like(drop).scatter(1, ids, drop), -math.inf)
    logits = logits / max(sampling.temperature, 1e-5)
    if sampling.top_k:
        least = logits.topk(min(sampling.top_k, logits.shape[-1])).values[:, -1:]
        logits = logits.masked_fill(logits < least, -math.inf)  # ties survive
    return logits.softmax(-1)


def chosen(logits: Tensor, sampling: Sampling, seeds: Tensor, steps: Tensor) -> Tensor:
    """Penalised logits (B, V), seeds and steps (B) int64 -> the ids drawn, (B)."""
    if sampling.top_k == 1:
        return logits.argmax(-1)
    shares = probabilities(logits, sampling)
    return (shares / exponential_noise(seeds, steps, logits.shape[-1])).argmax(-1)


def exponential_noise(seeds: Tensor, steps: Tensor, width: int) -> Tensor:
    """seeds, steps (B) int64 -> (B, width), float32, exponentially distributed with mean 1."""
    low, high = seeds & _MASK, (seeds >> 32) & _MASK
    key = _hash(_hash(_hash(low) ^ high) ^ steps)[:, None]
    ids = torch.arange(width, device=seeds.device)
    bits = _hash((ids * 0x9E3779B1 & _MASK) ^ key) >> 8  # 24 bits: what a float32 holds exactly
    return -((bits.float() + 0.5) * 2.0**-24).log()


_MASK = 0xFFFFFFFF


def _hash(x: Tensor) -> Tensor:
    """A bijection of 32 bits that leaves no visible pattern (triple32, public domain), in int64 that wraps."""
    x = x ^ (x >> 17)
    x = x * 0xED5AD4BB & _MASK
    x = x ^ (x >> 11)
    x = x * 0xAC4C1B51 & _MASK
    x = x ^ (x >> 15)
    x = x * 0x31848BAB & _MASK
    return x ^ (x >> 14)
