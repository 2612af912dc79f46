"""Many lines through the GPT at once: a line that has finished gives its row to the next.

The host looks at the device only every `look_every` steps; between looks a step touches static buffers alone
(`Rows`), rows that have finished stand still, and EOS, penalties and limits are decided on the device.

What a line says does not depend on its neighbours: its own cache row, its own noise, masks that hide everything else.
What remains is rounding: matrix products of another height add in another order (about 1e-6 of a logit in fp32).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.gpt_sovits.kv_cache import rounded
from models.gpt_sovits.sampler import Sampling, barred, chosen, penalised
from models.gpt_sovits.text_to_semantic import TextToSemantic

MOST_TOKENS = 1500  # 60 s (SPEC 2.6)


@dataclass(frozen=True, slots=True)
class Request:
    """A line for the GPT: phones (X) int64 with the prompt's before them, bert (1024, X), prompt tokens (Y)."""

    phones: Tensor
    bert: Tensor | None
    prompt: Tensor
    seed: int = 0
    limit: int = MOST_TOKENS


@dataclass(frozen=True, slots=True)
class Answer:
    tokens: Tensor  # (n) int64, on the host, without the prompt and without EOS
    stopped: str  # "eos" or "limit"
    seconds: float  # from entering a row to leaving it


Trace = Callable[[int, Tensor, Tensor], None]  # index of the line, raw logits (V), hidden (width): for parity


class Rows:
    """The state of a batch on its device: one entry a row, updated in place by `step` and nothing else."""

    def __init__(self, model: TextToSemantic, rows: int, capacity: int) -> None:
        device = model.ar_predict_layer.weight.device
        self.model = model
        self.eos = model.config.eos

        def integers(*shape: int) -> Tensor:
            return torch.zeros(shape, dtype=torch.int64, device=device)

        self.cache = model.cache(rows, capacity)
        self.hidden = torch.zeros(rows, model.config.hidden_dim, dtype=self.cache.keys.dtype, device=device)
        self.seen = torch.zeros(rows, model.config.vocab_size, dtype=torch.bool, device=device)
        self.active = torch.zeros(rows, dtype=torch.bool, device=device)
        self.ended = torch.zeros(rows, dtype=torch.bool, device=device)  # by EOS
        self.said = integers(rows, 0)
        # positions in the cache, tokens in the prompt, tokens made, most tokens to make, seed
        self.lengths, self.prompts, self.steps, self.limits, self.seeds = (integers(rows) for _ in range(5))
        self.everyone = torch.arange(rows, device=device)

    def enter(self, rows: Sequence[int], requests: Sequence[Request]) -> None:
        """Puts lines into free rows: one prefill for all of them."""
        device = self.hidden.device
        where = torch.tensor(rows, device=device)
        lines = [self.model.embed_line(r.phones.to(device), None if r.bert is None else r.bert.to(device),
                                       r.prompt.to(device)) for r in requests]
        longest = max(map(len, lines))
        self.cache.grow(longest + 1)
        if (most := max(r.limit for r in requests)) > self.said.shape[1]:
            self.said = torch.nn.functional.pad(self.said, (0, rounded(most) - self.said.shape[1]))
        self.hidden[where] = self.model.prefill(lines, [len(r.phones) for r in requests], where, self.cache)
        self.seen[where] = False
        for row, request in zip(rows, requests, strict=True):
            self.seen[row, request.prompt.to(device)] = True
        columns = zip(*((len(r.phones) + len(r.prompt), len(r.prompt), 0, r.limit, r.seed) for r in requests),
                      strict=True)
        for buffer, values in zip((self.lengths, self.prompts, self.steps, self.limits, self.seeds), columns,
                                  strict=True):
            buffer[where] = torch.tensor(values, device=device)
        self.active[where] = True
        self.ended[where] = False

    def step(self, sampling: Sampling, span: int) -> Tensor:
        """Every active row says one token or stops. No host synchronisation. -> raw logits (B, V)."""
        raw = self.model.logits(self.hidden)
        logits = penalised(barred(raw, self.steps, self.eos), self.seen, sampling.repetition_penalty)
        token = chosen(logits, sampling, self.seeds, self.steps)
        eos = self.active & ((token == self.eos) | (logits.argmax(-1) == self.eos))
        speaks = self.active & ~eos
        self.ended |= eos
        # a row that stands still writes where it wrote before, and nobody reads it
        place = self.steps.clamp(max=self.said.shape[1] - 1)
        kept = self.said[self.everyone, place]
        self.said[self.everyone, place] = torch.where(speaks, token, kept)
        self.seen[self.everyone, token] |= speaks
        hidden = self.model.step(torch.where(speaks, token, 0), self.prompts + self.steps, self.lengths, self.everyone,
                                 span, self.cache)
        self.hidden.copy_(hidden)
        self.lengths += speaks
        self.steps += speaks
        self.active.copy_(speaks & (self.steps < self.limits))
        return raw

    def keep(self, rows: Sequence[int]) -> None:
        """Only these rows, for the end of a job."""
        where = torch.tensor(rows, device=self.hidden.device)
        self.cache.keep(where)
        for name in ("hidden", "seen", "active", "ended", "said", "lengths", "prompts", "steps", "limits", "seeds"):
            setattr(self, name, getattr(self, name)[where])
        self.everyone = torch.arange(len(rows), device=self.hidden.device)


@dataclass(slots=True)
class _Seat:
    """What the host knows about a row: whose it is, how full it was at the last look, since when."""

    index: int | None = None
    length: int = 0
    entered: float = 0.0


class BatchedDecoder:
    """`rows`: lines in flight; `look_every`: steps between the host's looks (1 costs nothing on a CPU)."""

    def __init__(self, model: TextToSemantic, sampling: Sampling, rows: int = 16, look_every: int = 0) -> None:
        self.model = model
        self.sampling = sampling
        self.rows = rows
        self.look_every = look_every or (1 if model.ar_predict_layer.weight.device.type == "cpu" else 8)

    @torch.inference_mode()
    def run(self, requests: Sequence[Request], trace: Trace | None = None) -> list[Answer]:
        """The answers in the order of the requests."""
        answers: dict[int, Answer] = {}
        # longest first: those that run longest start earliest, and neighbours in a prefill need little padding
        queue = sorted(range(len(requests)), key=lambda i: (len(requests[i].phones), i))
        seats = [_Seat() for _ in range(min(self.rows, len(requests)))]
        if not requests:
            return []
        rows = Rows(self.model, len(seats), max(len(r.phones) + len(r.prompt) for r in requests) + 64)
        while queue or any(seat.index is not None for seat in seats):
            if queue:
                self._refill(rows, seats, queue, requests)
            else:
                seats = self._shrink(rows, seats)
            span = rounded(max(seat.length for seat in seats if seat.index is not None) + self.look_every + 1)
            rows.cache.grow(span)
            for _ in range(self.look_every):
                if trace:
                    self._traced(rows, seats, trace, span)
                else:
                    rows.step(self.sampling, span)
            self._look(rows, seats, answers)
        return [answers[i] for i in range(len(requests))]

    def _refill(self, rows: Rows, seats: list[_Seat], queue: list[int], requests: Sequence[Request]) -> None:
        free = [row for row, seat in enumerate(seats) if seat.index is None][:len(queue)]
        if not free:
            return
        indices = [queue.pop() for _ in free]
        rows.enter(free, [requests[i] for i in indices])
        for row, index in zip(free, indices, strict=True):
            length = len(requests[index].phones) + len(requests[index].prompt)
            seats[row] = _Seat(index, length, time.perf_counter())

    def _shrink(self, rows: Rows, seats: list[_Seat]) -> list[_Seat]:
        """When half of the rows or fewer still speak, the others stop costing."""
        busy = [row for row, seat in enumerate(seats) if seat.index is not None]
        if 2 * len(busy) > len(seats):
            return seats
        rows.keep(busy)
        return [seats[row] for row in busy]

    def _look(self, rows: Rows, seats: list[_Seat], answers: dict[int, Answer]) -> None:
        """The one look at the device: who has finished, and how far the others have come."""
        state = torch.stack([rows.active.long(), rows.ended.long(), rows.steps, rows.lengths]).tolist()
        for row, (seat, active, ended, steps, length) in enumerate(zip(seats, *state, strict=True)):
            seat.length = length
            if seat.index is None or active:
                continue
            tokens = rows.said[row, :steps].to("cpu", copy=True)  # the row's next line writes there
            answers[seat.index] = Answer(tokens, "eos" if ended else "limit", time.perf_counter() - seat.entered)
            seat.index = None

    def _traced(self, rows: Rows, seats: list[_Seat], trace: Trace, span: int) -> None:
        active, hidden = rows.active.tolist(), rows.hidden.clone()
        raw = rows.step(self.sampling, span)
        for row, seat in enumerate(seats):
            if seat.index is not None and active[row]:
                trace(seat.index, raw[row].clone(), hidden[row])
