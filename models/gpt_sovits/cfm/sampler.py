"""The sampler: from noise to mel bands in a few Euler steps of a shortcut model, which is told how long a step is."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from models.gpt_sovits.cfm.dit import DiT
from models.gpt_sovits.sovits.blocks import Mask

Flow = Callable[..., Tensor]  # as DiT.forward


@torch.inference_mode()
def sampled(
    dit: DiT,
    features: Tensor,
    prompt: Tensor,
    noise: Tensor,
    steps: int,
    guidance: float = 0.0,
    mask: Mask = None,
    prompt_mask: Tensor | None = None,
    flow: Flow | None = None,
) -> Tensor:
    """Mel bands that go on from the prompt.

    Args:
        features: (B, T, text width), of prompt and target.
        prompt: normalised mel bands (B, T, 100), zero where the target is.
        noise: (B, T, 100), standard normal.
        steps: of equal length.
        guidance: how far to go beyond, away from what the flow is without prompt and features; 0: not at all.
        mask: (B, T, 1), 0 in the padding.
        prompt_mask: (B or 1, T, 1), 1 in the target and 0 in the prompt; None: the prompt is where it is not zero.
        flow: how a step is run; None: the network itself.

    Returns:
        (B, T, 100), zero in the prompt.
    """
    flow = flow or dit
    target = (prompt == 0).all(-1, keepdim=True).to(noise.dtype) if prompt_mask is None else prompt_mask
    text = dit.text_embed(features, mask)
    no_prompt, no_text = torch.zeros_like(prompt), torch.zeros(0)
    if guidance:
        no_text = dit.text_embed(torch.zeros_like(features), mask)
    length = torch.full((1,), 1 / steps, device=noise.device)
    step = dit.d_embed(length)
    x = noise * target
    for index in range(steps):
        moment = dit.time_embed(length * index) + step
        velocity = flow(x, prompt, text, moment, mask)
        if guidance:
            velocity = velocity.clone()  # a graph's result lies where the next call writes
            without = flow(x, no_prompt, no_text, moment, mask)
            velocity = velocity + (velocity - without) * guidance
        x = (x + velocity / steps) * target
    return x
