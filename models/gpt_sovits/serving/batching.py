"""Many lines through the GPT at once: a line that has finished gives its row to the next.

The host looks at the device only every `look_every` steps; between looks a step touches static buffers alone
(`Rows`), rows that have finished stand still, and EOS, penalties and limits are decided on the device. Who sits where
is decided in seating.py; how a step runs, eagerly, compiled or captured, in steps.py.

What a line says does not depend on its neighbours: its own cache row, its own noise, masks that hide everything else.
What remains is rounding: matrix products of another height add in another order (about 1e-6 of a logit in fp32).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.serving.cuda_graphs import Stepper
from models.gpt_sovits.serving.scheduler import Move, Seating, rounded
from models.gpt_sovits.serving.streams import to_device
from models.gpt_sovits.t2s.kv_cache import StaticCache
from models.gpt_sovits.t2s.model import Block, TextToSemantic
from models.gpt_sovits.t2s.sampler import Sampling, barred, chosen, penalised

LOOK_EVERY = 8  # steps between the host's looks at a GPU: a finished row waits for four of them, mean
HEADROOM = 64  # positions beyond the longest line at first: the cache grows where lines turn out longer
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


STATE = ("hidden", "seen", "active", "ended", "said", "lengths", "prompts", "steps", "limits", "seeds", "everyone")


class Rows:
    """The state of a batch on its device: one entry a row, updated in place by `step` and nothing else."""

    hidden: Tensor  # (B, width): of each row's last position
    seen: Tensor  # (B, V) bool: tokens of its history
    active: Tensor  # (B) bool: it still speaks
    ended: Tensor  # (B) bool: by EOS
    said: Tensor  # (B, most) int64
    # positions in the cache, tokens in the prompt, tokens made, most tokens to make, seed; (B) int64 each
    lengths: Tensor
    prompts: Tensor
    steps: Tensor
    limits: Tensor
    seeds: Tensor
    everyone: Tensor  # (B) int64: 0, 1, 2 ...

    def __init__(self, model: TextToSemantic, cache: StaticCache, state: Mapping[str, Tensor]) -> None:
        self.model = model
        self.cache = cache
        for name in STATE:
            setattr(self, name, state[name])
        self._views: dict[int, Rows] = {}

    @classmethod
    def empty(cls, model: TextToSemantic, rows: int, capacity: int, most_tokens: int = MOST_TOKENS) -> Rows:
        """`capacity`: positions a row can hold at first."""
        weight, config = model.ar_predict_layer.weight, model.config

        def zeros(*shape: int, dtype: torch.dtype = torch.int64) -> Tensor:
            return torch.zeros(rows, *shape, dtype=dtype, device=weight.device)

        state = {name: zeros() for name in ("lengths", "prompts", "steps", "limits", "seeds")}
        return cls(
            model,
            model.cache(rows, capacity),
            state
            | {
                "hidden": zeros(config.hidden_dim, dtype=weight.dtype),
                "said": zeros(rounded(most_tokens)),
                "seen": zeros(config.vocab_size, dtype=torch.bool),
                "active": zeros(dtype=torch.bool),
                "ended": zeros(dtype=torch.bool),
                "everyone": torch.arange(rows, device=weight.device),
            },
        )

    @property
    def state(self) -> dict[str, Tensor]:
        return {name: getattr(self, name) for name in STATE}

    def first(self, count: int) -> Rows:
        """A view of the first rows: the same memory, always the same object."""
        if count == len(self.active):
            return self
        if count not in self._views:
            self._views[count] = Rows(
                self.model, self.cache.first(count), {name: value[:count] for name, value in self.state.items()}
            )
        return self._views[count]

    def room(self, positions: int, tokens: int) -> bool:
        """Makes room for lines of so many positions and tokens. -> whether buffers have moved."""
        moved = self.cache.grow(positions)
        if tokens > self.said.shape[1]:
            self.said = F.pad(self.said, (0, rounded(tokens) - self.said.shape[1]))
            moved = True
        if moved:
            self._views.clear()
        return moved

    def enter(self, rows: Sequence[int], requests: Sequence[Request]) -> None:
        """Puts lines into free rows: one prefill for all of them. There must be room."""
        device = self.hidden.device
        counts = [len(r.phones) + len(r.prompt) for r in requests]
        columns = to_device(
            torch.tensor(
                [
                    rows,
                    counts,
                    [len(r.prompt) for r in requests],
                    [0] * len(rows),
                    [r.limit for r in requests],
                    [r.seed for r in requests],
                ]
            ),
            device,
        )
        where = columns[0]
        x = self.model.embed_lines([(r.phones, r.bert, r.prompt) for r in requests])
        self.hidden[where] = self.model.prefill(x, counts, [len(r.phones) for r in requests], where, self.cache)
        for buffer, values in zip(
            (self.lengths, self.prompts, self.steps, self.limits, self.seeds), columns[1:], strict=True
        ):
            buffer[where] = values
        self.seen[where] = False
        history = to_device(torch.cat([r.prompt for r in requests]), device)
        owner = where.repeat_interleave(columns[2], output_size=len(history))
        self.seen[owner, history] = True
        self.active[where] = True
        self.ended[where] = False

    def step(self, sampling: Sampling, span: int, block: Block | None = None) -> Tensor:
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
        hidden = self.model.step(
            torch.where(speaks, token, 0),
            self.prompts + self.steps,
            self.lengths,
            self.everyone,
            span,
            self.cache,
            block,
        )
        self.hidden.copy_(hidden)
        self.lengths += speaks
        self.steps += speaks
        self.active.copy_(speaks & (self.steps < self.limits))
        return raw

    @property
    def eos(self) -> int:
        return self.model.config.eos

    def move(self, moves: Sequence[Move]) -> None:
        self.cache.move(moves)
        source, target = (
            torch.tensor(side, device=self.hidden.device)
            for side in ([m.source for m in moves], [m.target for m in moves])
        )
        for name in STATE[:-1]:  # all but `everyone`
            buffer = getattr(self, name)
            buffer[target] = buffer[source]
        self.active[source] = False

    def rest(self) -> None:
        """Nobody speaks: for the next job's beginning."""
        self.active.zero_()


class BatchedDecoder:
    """`rows`: lines in flight; `look_every`: steps between the host's looks (1 costs nothing on a CPU);
    `stepping`: "eager", "compiled", "graphed" or both of these, "compiled graphs" (steps.py);
    `capacity`: positions that a row of the cache has at first, at least.

    Buffers stay from job to job, and with them what was captured over them.
    """

    def __init__(
        self,
        model: TextToSemantic,
        sampling: Sampling,
        rows: int = 16,
        look_every: int = 0,
        stepping: str = "",
        capacity: int = 0,
    ) -> None:
        on_a_cpu = model.ar_predict_layer.weight.device.type == "cpu"
        self.model = model
        self.sampling = sampling
        self.rows = rows
        self.capacity = capacity
        self.look_every = look_every or (1 if on_a_cpu else LOOK_EVERY)
        self.stepper = Stepper(sampling, stepping or ("eager" if on_a_cpu else "graphed"))
        self._state: Rows | None = None

    @torch.inference_mode()
    def run(
        self,
        requests: Sequence[Request],
        trace: Trace | None = None,
        finished: Callable[[int, Answer], None] | None = None,
    ) -> list[Answer]:
        """The answers in the order of the requests; `finished` hears each when the host first knows of it."""
        if not requests:
            return []
        answers: dict[int, Answer] = {}
        entered: dict[int, float] = {}
        lengths = [len(r.phones) + len(r.prompt) for r in requests]
        seating = Seating(
            [len(r.phones) for r in requests], lengths, self.rows, self.look_every, halving=self.stepper.captures
        )
        rows = self._rows(seating.rows, max(lengths), max(r.limit for r in requests))
        while seating.going:
            if entering := seating.refill():
                rows.enter([row for row, _ in entering], [requests[index] for _, index in entering])
                entered.update((index, time.perf_counter()) for _, index in entering)
            if moves := seating.shrink():
                rows.move(moves)
            span = seating.span()
            if rows.room(span, 0):
                self.stepper.forget()
            view = rows.first(seating.rows)
            if trace:
                _traced(view, seating, self.sampling, trace, span, self.look_every)
            else:
                self.stepper(view, span, self.look_every)
            for index, tokens, ended in _looked(view, seating):
                answers[index] = Answer(tokens, "eos" if ended else "limit", time.perf_counter() - entered[index])
                if finished:
                    finished(index, answers[index])
        return [answers[i] for i in range(len(requests))]

    def _rows(self, rows: int, positions: int, tokens: int) -> Rows:
        """The buffers of the last job, where they are wide enough."""
        capacity = max(positions + self.look_every + HEADROOM, self.capacity)
        if self._state is None or len(self._state.active) < rows:
            self._state = None  # before the next are made
            self.stepper.forget()
            self._state = Rows.empty(self.model, rows if rows < self.rows else self.rows, capacity)
        elif self._state.room(capacity, 0):
            self.stepper.forget()
        if self._state.room(0, tokens):
            self.stepper.forget()
        self._state.rest()
        return self._state


def _looked(rows: Rows, seating: Seating) -> list[tuple[int, Tensor, bool]]:
    """The one look at the device: (line, tokens, whether by EOS) of everyone who has finished."""
    active, ended, steps, lengths = torch.stack(
        [rows.active.long(), rows.ended.long(), rows.steps, rows.lengths]
    ).tolist()
    finished = seating.look(active, lengths)
    if not finished:
        return []
    where = torch.tensor([row for row, _ in finished], device=rows.said.device)
    longest = max(steps[row] for row, _ in finished)
    said = rows.said[where, :longest].to("cpu")
    return [(index, said[i, : steps[row]].clone(), bool(ended[row])) for i, (row, index) in enumerate(finished)]


def _traced(rows: Rows, seating: Seating, sampling: Sampling, trace: Trace, span: int, count: int) -> None:
    for _ in range(count):
        active, hidden = rows.active.tolist(), rows.hidden.clone()
        raw = rows.step(sampling, span)
        for row, seat in enumerate(seating.seats):
            if seat.index is not None and active[row]:
                trace(seat.index, raw[row].clone(), hidden[row])
