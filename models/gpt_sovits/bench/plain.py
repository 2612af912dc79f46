"""Plain decoding of one line by the GPT: keys and values are concatenated at every step, without batch or buffers.

Benches measure continuous batching against it, and tests hold tokens against it: it shares the layers and the sampler,
and nothing else.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.serving.requests import Request
from models.gpt_sovits.t2s.model import TextToSemantic, prefix_mask
from models.gpt_sovits.t2s.sampler import SamplingParams, forbid_early_eos, penalise_repetition, sample


@torch.inference_mode()
def speak(model: TextToSemantic, request: Request, params: SamplingParams) -> tuple[Tensor, str]:
    """-> tokens (n) int64 and why it stopped: "eos" or "limit"."""
    device, eos = model.ar_predict_layer.weight.device, model.config.eos
    x = model.embed_line(request.phones.to(device), request.bert, request.prompt.to(device))[None]
    count = torch.tensor([x.shape[1]], device=device)
    allowed = prefix_mask(count, torch.tensor([len(request.phones)], device=device), x.shape[1], padded=False)
    past: list[tuple[Tensor, Tensor]] = []
    for layer in model.layers:
        q, k, v = layer.qkv(x)
        past.append((k, v))
        x = layer.after(x, F.scaled_dot_product_attention(q, k, v, allowed))
    history = request.prompt.to(device)[None]
    seed = torch.tensor([request.seed], device=device)
    tokens: list[int] = []
    while len(tokens) < request.max_tokens:
        step = torch.tensor([len(tokens)], device=device)
        seen = torch.zeros(1, model.config.vocab_size, dtype=torch.bool, device=device).scatter_(1, history, True)
        logits = forbid_early_eos(model.logits(x[:, -1]), step, eos)
        logits = penalise_repetition(logits, seen, params.repetition_penalty)
        token = sample(logits, params, seed, step)
        if int(token) == eos or int(logits.argmax(-1)) == eos:
            return torch.tensor(tokens, dtype=torch.int64), "eos"
        tokens.append(int(token))
        history = torch.cat([history, token[None]], 1)
        x = (model.ar_audio_embedding(token) + model.ar_audio_position(step + len(request.prompt)))[None]
        for index, layer in enumerate(model.layers):
            q, k, v = layer.qkv(x)
            past[index] = (torch.cat([past[index][0], k], 2), torch.cat([past[index][1], v], 2))
            x = layer.after(x, F.scaled_dot_product_attention(q, *past[index]))
    return torch.tensor(tokens, dtype=torch.int64), "limit"
