"""From logits to the next token, in the original's order (SPEC 2.5), for all rows at once, on the device.

EOS barred for the first 11 steps -> repetition penalty over the whole history, prompt included -> top-p ->
temperature -> top-k -> a draw. A row stops on EOS drawn, or on EOS being the likeliest after the penalty.

The draw is argmax(p / noise) with exponential noise (noise.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from models.gpt_sovits.noise import exponential_noise

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
