"""Sampler: logits -> the next token of every slot at once, on the device, in the original's order (SPEC 2.5).

EOS forbidden for the first 11 steps -> repetition penalty over the whole history, prompt included -> top-p ->
temperature -> top-k -> a draw. A line stops on EOS drawn, or on EOS being the likeliest after the penalty.

The draw is argmax(p / noise) with exponential noise (noise.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from models.gpt_sovits.noise import exponential_noise

EOS_FORBIDDEN_STEPS = 11  # so at least 11 tokens, 0.44 s, are made


@dataclass(frozen=True, slots=True)
class SamplingParams:
    top_k: int = 15  # 0: off
    top_p: float = 1.0
    temperature: float = 1.0
    repetition_penalty: float = 1.35


def penalise_repetition(logits: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """logits (B, V), seen (B, V) bool: the ids of each line's history, each penalised once."""
    return torch.where(seen, torch.where(logits < 0, logits * penalty, logits / penalty), logits)


def forbid_early_eos(logits: Tensor, steps: Tensor, eos: int) -> Tensor:
    """Sets EOS to -inf for lines whose step (B) comes too early; `eos` is the last id."""
    early = (steps < EOS_FORBIDDEN_STEPS)[:, None]
    return torch.cat([logits[:, :eos], logits[:, eos:].masked_fill(early, -math.inf)], 1)


def logits_to_probs(logits: Tensor, params: SamplingParams) -> Tensor:
    """Penalised logits (B, V) -> probabilities (B, V)."""
    if params.top_p < 1:
        ordered, ids = logits.sort(descending=True)
        drop = ordered.softmax(-1).cumsum(-1) > params.top_p
        drop[:, 0] = False  # the likeliest stays; the one that crosses the threshold goes
        logits = logits.masked_fill(torch.zeros_like(drop).scatter(1, ids, drop), -math.inf)
    logits = logits / max(params.temperature, 1e-5)
    if params.top_k:
        least = logits.topk(min(params.top_k, logits.shape[-1])).values[:, -1:]
        logits = logits.masked_fill(logits < least, -math.inf)  # ties survive
    return logits.softmax(-1)


def sample(logits: Tensor, params: SamplingParams, seeds: Tensor, steps: Tensor) -> Tensor:
    """Penalised logits (B, V), seeds and steps (B) int64 -> the ids drawn, (B)."""
    if params.top_k == 1:
        return logits.argmax(-1)
    probabilities = logits_to_probs(logits, params)
    return (probabilities / exponential_noise(seeds, steps, logits.shape[-1])).argmax(-1)
