"""State of a running batch on its device: one entry per slot, in static buffers that decode steps update in place.

Nothing here waits for the device, so that a step can be captured as a CUDA graph or compiled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.devices import to_device
from models.gpt_sovits.serving.requests import MAX_TOKENS, Request
from models.gpt_sovits.t2s.kv_cache import KVCache
from models.gpt_sovits.t2s.model import LayerStep, TextToSemantic, layer_step
from models.gpt_sovits.t2s.sampler import SamplingParams, forbid_early_eos, penalise_repetition, sample
from models.gpt_sovits.t2s.slots import Move, round_up

BUFFERS = (
    "hidden", "seen", "active", "hit_eos", "tokens", "lengths", "prompt_lengths", "steps", "max_tokens", "seeds",
    "slot_ids",
)  # fmt: skip


class BatchState:
    """Only `decode_step` updates the buffers between two syncs with the host."""

    hidden: Tensor  # (B, width): of each slot's last position
    seen: Tensor  # (B, V) bool: token ids of the line's history
    active: Tensor  # (B) bool: still generating
    hit_eos: Tensor  # (B) bool
    tokens: Tensor  # (B, most) int64, generated
    lengths: Tensor  # (B) int64, as are all below: positions in the KV cache
    prompt_lengths: Tensor  # tokens of the prompt
    steps: Tensor  # tokens generated
    max_tokens: Tensor
    seeds: Tensor
    slot_ids: Tensor  # 0, 1, 2 ...

    def __init__(self, model: TextToSemantic, cache: KVCache, tensors: Mapping[str, Tensor]) -> None:
        self.model = model
        self.cache = cache
        for name in BUFFERS:
            setattr(self, name, tensors[name])
        self._views: dict[int, BatchState] = {}

    @classmethod
    def empty(cls, model: TextToSemantic, slots: int, capacity: int, max_tokens: int = MAX_TOKENS) -> BatchState:
        """`capacity`: positions that a slot can hold at first."""
        weight, config = model.ar_predict_layer.weight, model.config

        def zeros(*shape: int, dtype: torch.dtype = torch.int64) -> Tensor:
            return torch.zeros(slots, *shape, dtype=dtype, device=weight.device)

        counters = {name: zeros() for name in ("lengths", "prompt_lengths", "steps", "max_tokens", "seeds")}
        buffers = {
            "hidden": zeros(config.hidden_dim, dtype=weight.dtype),
            "tokens": zeros(round_up(max_tokens)),
            "seen": zeros(config.vocab_size, dtype=torch.bool),
            "active": zeros(dtype=torch.bool),
            "hit_eos": zeros(dtype=torch.bool),
            "slot_ids": torch.arange(slots, device=weight.device),
        }
        return cls(model, model.cache(slots, capacity), counters | buffers)

    @property
    def slots(self) -> int:
        return len(self.active)

    @property
    def tensors(self) -> dict[str, Tensor]:
        return {name: getattr(self, name) for name in BUFFERS}

    @property
    def eos(self) -> int:
        return self.model.config.eos

    def first(self, slots: int) -> BatchState:
        """A view of the first slots: the same memory, and the same object on each call."""
        if slots == self.slots:
            return self
        if slots not in self._views:
            views = {name: value[:slots] for name, value in self.tensors.items()}
            self._views[slots] = BatchState(self.model, self.cache.first(slots), views)
        return self._views[slots]

    def reserve(self, positions: int, tokens: int) -> bool:
        """Makes room for lines of so many positions and tokens. -> whether buffers have moved."""
        moved = self.cache.grow(positions)
        if tokens > self.tokens.shape[1]:
            self.tokens = F.pad(self.tokens, (0, round_up(tokens) - self.tokens.shape[1]))
            moved = True
        if moved:
            self._views.clear()
        return moved

    def prefill(self, slots: Sequence[int], requests: Sequence[Request]) -> None:
        """Puts lines into free slots, in one forward pass. There must be room."""
        device = self.hidden.device
        counts = [request.prefill_length for request in requests]
        prompts = [len(request.prompt) for request in requests]
        limits, seeds = [request.max_tokens for request in requests], [request.seed for request in requests]
        columns = to_device(torch.tensor([slots, counts, prompts, [0] * len(slots), limits, seeds]), device)
        where = columns[0]
        x = self.model.embed_lines([(r.phones, r.bert, r.prompt) for r in requests])
        self.hidden[where] = self.model.prefill(x, counts, [len(r.phones) for r in requests], where, self.cache)
        counters = (self.lengths, self.prompt_lengths, self.steps, self.max_tokens, self.seeds)
        for buffer, values in zip(counters, columns[1:], strict=True):
            buffer[where] = values
        self.seen[where] = False
        history = to_device(torch.cat([r.prompt for r in requests]), device)
        owner = where.repeat_interleave(columns[2], output_size=len(history))
        self.seen[owner, history] = True
        self.active[where] = True
        self.hit_eos[where] = False

    def decode_step(self, params: SamplingParams, span: int, layer_step: LayerStep = layer_step) -> Tensor:
        """Every active slot generates one token or stops. No host synchronisation. -> raw logits (B, V)."""
        raw = self.model.logits(self.hidden)
        allowed = forbid_early_eos(raw, self.steps, self.eos)
        logits = penalise_repetition(allowed, self.seen, params.repetition_penalty)
        token = sample(logits, params, self.seeds, self.steps)
        eos = self.active & ((token == self.eos) | (logits.argmax(-1) == self.eos))
        speaks = self.active & ~eos
        self.hit_eos |= eos
        # A slot that has stopped writes the value that stands there already.
        place = self.steps.clamp(max=self.tokens.shape[1] - 1)
        kept = self.tokens[self.slot_ids, place]
        self.tokens[self.slot_ids, place] = torch.where(speaks, token, kept)
        self.seen[self.slot_ids, token] |= speaks
        hidden = self.model.decode_step(
            torch.where(speaks, token, 0),
            self.prompt_lengths + self.steps,
            self.lengths,
            self.slot_ids,
            span,
            self.cache,
            layer_step,
        )
        self.hidden.copy_(hidden)
        self.lengths += speaks
        self.steps += speaks
        self.active.copy_(speaks & (self.steps < self.max_tokens))
        return raw

    def move(self, moves: Sequence[Move]) -> None:
        """Moves lines to other slots, with their part of the KV cache."""
        self.cache.move(moves)
        sides = [move.source for move in moves], [move.target for move in moves]
        source, target = (torch.tensor(side, device=self.hidden.device) for side in sides)
        for name in BUFFERS:
            if name != "slot_ids":
                buffer = getattr(self, name)
                buffer[target] = buffer[source]
        self.active[source] = False

    def deactivate(self) -> None:
        """Stops all slots, before the next job."""
        self.active.zero_()
