"""Continuous batching of the GPT: a line that has finished gives its slot to the next waiting line.

The host looks at the device only every `sync_every` decode steps. Between two syncs a step touches static buffers alone
(batch_state.py), slots that have finished stand still, and EOS, penalties and limits are decided on the device.
scheduler.py decides who gets which slot, stepper.py how a step runs.

A line's tokens do not depend on its neighbours: it has its own cache slot, its own noise, and masks that hide all
others. What remains is rounding: matrix products of another batch size add in another order (about 1e-6 of a logit in
fp32).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from models.gpt_sovits.serving.batch_state import BatchState
from models.gpt_sovits.serving.requests import Request, RequestOutput
from models.gpt_sovits.serving.scheduler import Scheduler
from models.gpt_sovits.serving.stepper import Stepper
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import SamplingParams

GPU_SYNC_EVERY = 8  # decode steps between syncs: a finished line keeps its slot for four of them, on average
HEADROOM = 64  # positions beyond the longest line at first: the KV cache grows where lines turn out longer

Trace = Callable[[int, Tensor, Tensor], None]  # index of the line, raw logits (V), hidden (width): for parity


class ContinuousBatcher:
    """Runs requests through the GPT. Buffers stay from job to job, and with them the CUDA graphs captured over them.

    Args:
        slots: lines in flight.
        sync_every: decode steps between syncs; 0: 1 on a CPU, where a sync costs nothing, GPU_SYNC_EVERY on a GPU.
        capacity: positions that a slot of the KV cache has at first, at least.
        stepper: how steps run; None: eagerly on a CPU, as CUDA graphs on a GPU.
    """

    def __init__(
        self,
        model: TextToSemantic,
        params: SamplingParams,
        slots: int = 16,
        sync_every: int = 0,
        capacity: int = 0,
        stepper: Stepper | None = None,
    ) -> None:
        on_a_cpu = model.ar_predict_layer.weight.device.type == "cpu"
        self.model = model
        self.params = params
        self.slots = slots
        self.capacity = capacity
        self.sync_every = sync_every or (1 if on_a_cpu else GPU_SYNC_EVERY)
        self.stepper = stepper or Stepper(params, graphs=not on_a_cpu)
        self._state: BatchState | None = None

    @torch.inference_mode()
    def run(
        self,
        requests: Sequence[Request],
        trace: Trace | None = None,
        finished: Callable[[int, RequestOutput], None] | None = None,
    ) -> list[RequestOutput]:
        """-> outputs in the order of the requests; `finished` is called with each at the sync after its end."""
        if not requests:
            return []
        outputs: dict[int, RequestOutput] = {}
        entered_s: dict[int, float] = {}
        lengths = [request.prefill_length for request in requests]
        sizes = [len(request.phones) for request in requests]
        scheduler = Scheduler(sizes, lengths, self.slots, self.sync_every, halving=self.stepper.graphs)
        state = self._state_for(scheduler.batch_size, max(lengths), max(r.max_tokens for r in requests))
        while scheduler.unfinished:
            if admitted := scheduler.admit():
                state.prefill([slot for slot, _ in admitted], [requests[index] for _, index in admitted])
                entered_s.update((index, time.perf_counter()) for _, index in admitted)
            if moves := scheduler.compact():
                state.move(moves)
            span = scheduler.span()
            if state.reserve(span, 0):
                self.stepper.forget()
            batch = state.first(scheduler.batch_size)
            if trace:
                self._traced_steps(batch, scheduler, span, trace)
            else:
                self.stepper(batch, span, self.sync_every)
            for index, tokens, hit_eos in _synced(batch, scheduler):
                seconds = time.perf_counter() - entered_s[index]
                outputs[index] = RequestOutput(tokens, "eos" if hit_eos else "limit", seconds)
                if finished:
                    finished(index, outputs[index])
        return [outputs[i] for i in range(len(requests))]

    def _state_for(self, slots: int, positions: int, tokens: int) -> BatchState:
        """The buffers of the last job where they are large enough, else new ones."""
        capacity = max(positions + self.sync_every + HEADROOM, self.capacity)
        if self._state is None or self._state.slots < slots:
            self._state = None  # freed before the next are made
            self.stepper.forget()
            self._state = BatchState.empty(self.model, slots if slots < self.slots else self.slots, capacity)
        elif self._state.reserve(capacity, 0):
            self.stepper.forget()
        if self._state.reserve(0, tokens):
            self.stepper.forget()
        self._state.deactivate()
        return self._state

    def _traced_steps(self, batch: BatchState, scheduler: Scheduler, span: int, trace: Trace) -> None:
        for _ in range(self.sync_every):
            active, hidden = batch.active.tolist(), batch.hidden.clone()
            raw = batch.decode_step(self.params, span)
            for number, slot in enumerate(scheduler.slots):
                if slot.index is not None and active[number]:
                    trace(slot.index, raw[number].clone(), hidden[number])


def _synced(batch: BatchState, scheduler: Scheduler) -> list[tuple[int, Tensor, bool]]:
    """Reads the device once. -> (line, tokens, whether it ended by EOS) of everyone who has finished."""
    columns = [batch.active.long(), batch.hit_eos.long(), batch.steps, batch.lengths]
    active, hit_eos, steps, lengths = torch.stack(columns).tolist()
    finished = scheduler.sync(active, lengths)
    if not finished:
        return []
    where = torch.tensor([slot for slot, _ in finished], device=batch.tokens.device)
    longest = max(steps[slot] for slot, _ in finished)
    tokens = batch.tokens[where, :longest].to("cpu")
    return [(line, tokens[i, : steps[slot]].clone(), bool(hit_eos[slot])) for i, (slot, line) in enumerate(finished)]
