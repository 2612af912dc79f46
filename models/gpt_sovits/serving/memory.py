"""How much memory a pass takes, before it takes it: batches are cut until they fit, or the error says what would.

Bounds, not guesses: each is held against the allocations that a pass really makes (tests/models/gpt_sovits).
    weights   what the networks weigh
    cache     2 x layers x width x rows x positions (SPEC 2.7)
    prefill   activations of the lines that enter together, and the mask of who may see whom
    step      logits, penalties and noise of every row
    sound     the decoder's widest stages, and its encoders' attention; on a GPU it runs beside the steps
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from models.gpt_sovits.configs import BERT_DIM, GptConfig, SovitsConfig
from models.gpt_sovits.serving.scheduler import rounded
from pipeline.errors import MachineError

GIB = 2**30
SPARE = 0.08  # of a device's free memory: contexts, handles, what fragments
LEAST_TOKENS = 1504  # of a batch of sound: the longest line, alone


@dataclass(frozen=True, slots=True)
class Batches:
    """How much is done at once."""

    rows: int  # lines in flight
    positions: int  # that a row of the cache holds
    entering: int  # positions of a line that enters, at most
    tokens: int  # of a batch of sound, padding included
    longest: int  # tokens of a line, at most


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes."""

    weights: int
    cache: int
    prefill: int
    step: int
    sound: int

    @property
    def peak(self) -> int:
        return self.weights + self.cache + max(self.prefill, self.step) + self.sound

    def __str__(self) -> str:
        return (
            f"{self.peak / GIB:.2f} GiB (weights {self.weights / GIB:.2f}, cache {self.cache / GIB:.2f}, "
            f"prefill {self.prefill / GIB:.2f}, step {self.step / GIB:.2f}, sound {self.sound / GIB:.2f})"
        )


def need(batches: Batches, gpt: GptConfig, sovits: SovitsConfig, weights: int, value_bytes: int) -> Need:
    """`value_bytes`: of an activation, 2 in half precision; `weights`: bytes of both networks."""
    width = gpt.hidden_dim
    cache = 2 * gpt.layers * width * batches.rows * rounded(batches.positions) * value_bytes
    positions = batches.rows * batches.entering
    # input, q k v and their copies, attended twice, residuals, the inner layer; BERT's features; the mask and its sums
    prefill = positions * (16 * width + BERT_DIM) * value_bytes + positions * batches.entering * (4 + 2 * value_bytes)
    # a dozen figures of eight bytes for every id of the vocabulary, a mask over the span, activations
    row = gpt.vocab_size * 120 + rounded(batches.positions) * (8 + value_bytes) + 32 * width * value_bytes
    step = batches.rows * row
    return Need(weights, cache, prefill, step, sound_bytes(batches, sovits, value_bytes))


def sound_bytes(batches: Batches, sovits: SovitsConfig, value_bytes: int) -> int:
    channels, rate, widest = sovits.upsample_initial_channel, 1, sovits.upsample_initial_channel
    for factor in sovits.upsample_rates:
        channels, rate = channels // 2, rate * factor
        widest = max(widest, channels * rate)
    frames = 2 * batches.tokens
    # a block's input and sum, its own two, what a convolution reads and writes, and a copy in another layout
    decoder = 8 * frames * widest * value_bytes
    # scores, what is masked of them, weights: heads x frames x frames of each line, for the longest lines there are
    attention = 4 * sovits.heads * frames * 2 * min(batches.longest, batches.tokens) * value_bytes
    # features of the tokens, and what lies between the encoders; noise is made of integers of eight bytes
    encoders = frames * ((2 * 768 + 12 * sovits.filter_channels) * value_bytes + 6 * 8 * sovits.inter_channels)
    return max(decoder, attention + encoders)


def fitting(
    wanted: Batches, budget: float, gpt: GptConfig, sovits: SovitsConfig, weights: int, value_bytes: int
) -> tuple[Batches, str]:
    """The largest batches that fit into `budget` bytes, and a note where they are smaller than `wanted`.

    Batches of sound are halved first: they cost little speed until they are small.

    Raises MachineError: not even one row fits.
    """
    batches = wanted
    while (found := need(batches, gpt, sovits, weights, value_bytes)).peak > budget:
        smaller = halved(batches)
        if smaller is None:
            raise MachineError(
                f"one line at a time takes {found}, and {budget / GIB:.2f} GiB are free on the device: stop what else "
                "runs there, or set `precision: fp16`, or `device: cpu`"
            )
        batches = smaller
    if batches == wanted:
        return batches, ""
    whole = need(wanted, gpt, sovits, weights, value_bytes)
    return batches, (
        f"{batches.rows} rows instead of {wanted.rows} and {batches.tokens} tokens of sound instead of "
        f"{wanted.tokens}: {budget / GIB:.2f} GiB are free, {whole.peak / GIB:.2f} GiB were wanted"
    )


def halved(batches: Batches) -> Batches | None:
    """The next smaller batches, in turns; None where they are as small as can be."""
    tokens = max(batches.tokens // 2, min(LEAST_TOKENS, batches.tokens))
    if tokens < batches.tokens and batches.tokens >= 64 * batches.rows:
        return replace(batches, tokens=tokens)
    if batches.rows > 1:
        return replace(batches, rows=math.ceil(batches.rows / 2))
    return replace(batches, tokens=tokens) if tokens < batches.tokens else None
