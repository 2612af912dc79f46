"""Requests to the GPT and their outputs: a line goes in as phones, and comes out as semantic tokens."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

MAX_TOKENS = 1500  # 60 s (SPEC 2.6)


@dataclass(frozen=True, slots=True)
class Request:
    """A line for the GPT: phones (X) int64 with the prompt's before them, bert (1024, X), prompt tokens (Y)."""

    phones: Tensor
    bert: Tensor | None
    prompt: Tensor
    seed: int = 0
    max_tokens: int = MAX_TOKENS

    @property
    def prefill_length(self) -> int:
        """Positions of the KV cache that the line fills on entering."""
        return len(self.phones) + len(self.prompt)


@dataclass(frozen=True, slots=True)
class RequestOutput:
    tokens: Tensor  # (n) int64, on the host, without the prompt and without EOS
    stopped: str  # "eos" or "limit"
    seconds: float  # from entering a slot to leaving it
