"""Memory plan: how much a pass takes on the device, computed before it runs, and batch sizes that fit.

These are upper bounds; tests hold each against the allocations of a real pass.
    weights   the networks
    cache     2 x layers x width x slots x positions (SPEC 2.7)
    prefill   activations of the lines that enter together, and the mask of who may see whom
    step      logits, penalties and noise of every slot
    sound     the vocoder's widest stages, and its encoders' attention; on a GPU it runs beside the decode steps
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from models.gpt_sovits.cfm.config import FlowConfig
from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.configs import BERT_DIM, GptConfig, SovitsConfig
from models.gpt_sovits.t2s.slots import round_up
from pipeline.errors import MachineError

GIB = 2**30
SPARE = 0.08  # of a device's free memory: contexts, handles, fragmentation
LEAST_VOCODER_TOKENS = 1504  # of a batch of sound: the longest line, alone


@dataclass(frozen=True, slots=True)
class BatchSizes:
    """Sizes of what is computed at once."""

    slots: int  # lines in flight
    positions: int  # that a slot of the KV cache holds
    prefill_positions: int  # of a line that enters, at most
    vocoder_tokens: int  # of a batch of sound, padding included
    max_tokens: int  # of a line


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """Bytes by purpose."""

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


def memory_need(
    sizes: BatchSizes, gpt: GptConfig, sovits: SovitsConfig | FlowConfig, weights: int, value_bytes: int
) -> MemoryNeed:
    """`value_bytes`: of an activation, 2 in half precision; `weights`: bytes of both networks."""
    width = gpt.hidden_dim
    cache = 2 * gpt.layers * width * sizes.slots * round_up(sizes.positions) * value_bytes
    positions = sizes.slots * sizes.prefill_positions
    # Input, q k v and their copies, the attended values twice, residuals, the inner layer; BERT features; the mask and
    # its sums.
    activations = positions * (16 * width + BERT_DIM) * value_bytes
    prefill = activations + positions * sizes.prefill_positions * (4 + 2 * value_bytes)
    # A dozen figures of eight bytes for every id of the vocabulary, a mask over the span, activations.
    slot = gpt.vocab_size * 120 + round_up(sizes.positions) * (8 + value_bytes) + 32 * width * value_bytes
    return MemoryNeed(weights, cache, prefill, sizes.slots * slot, sound_bytes(sizes, sovits, value_bytes))


def sound_bytes(sizes: BatchSizes, sovits: SovitsConfig | FlowConfig, value_bytes: int) -> int:
    """Bytes of a batch of sound, from semantic tokens to samples."""
    if isinstance(sovits, FlowConfig):
        return flow_bytes(sizes, sovits, value_bytes)
    channels, rate, widest = sovits.upsample_initial_channel, 1, sovits.upsample_initial_channel
    for factor in sovits.upsample_rates:
        channels, rate = channels // 2, rate * factor
        widest = max(widest, channels * rate)
    frames = 2 * sizes.vocoder_tokens
    # A block's input and sum, its own two, what a convolution reads and writes, and a copy in another layout.
    vocoder = 8 * frames * widest * value_bytes
    # Scores, their masked copy and weights: heads x frames x frames of each line, for the longest lines.
    longest = min(sizes.max_tokens, sizes.vocoder_tokens)
    attention = 4 * sovits.heads * frames * 2 * longest * value_bytes
    # Features of the tokens, and what lies between the encoders; noise is made of integers of eight bytes.
    encoders = frames * ((2 * 768 + 12 * sovits.filter_channels) * value_bytes + 6 * 8 * sovits.inter_channels)
    return max(vocoder, attention + encoders)


def flow_bytes(sizes: BatchSizes, flow: FlowConfig, value_bytes: int) -> int:
    """The same of v3 and v4: the encoders, the DiT and the vocoder run one after the other."""
    tokens = max(sizes.vocoder_tokens, min(sizes.max_tokens, LEAST_VOCODER_TOKENS))
    frames = int(2 * tokens * flow.facts.stretch)
    longest = 2 * min(sizes.max_tokens, sizes.vocoder_tokens)
    encoders = 2 * tokens * (
        (2 * 768 + 12 * flow.filter_channels + 6 * flow.feature_channels) * value_bytes
        + 4 * flow.heads * longest * value_bytes
    ) + 8 * frames * flow.feature_channels * value_bytes  # fmt: skip
    # What a block holds at once: its input, norms, queries, keys and values and their turned copies, the inner layer
    # twice; the text's inner layer in float32; noise made of integers of eight bytes; all bands of a line.
    dit = frames * (
        (12 * flow.dit.width + 2 * flow.dit.inner + 4 * flow.dit.text_width + 12 * MEL_BANDS) * value_bytes
        + 3 * flow.dit.text_inner * 4
        + 6 * 8 * MEL_BANDS
    )
    # A vocoder's widest stage, as `sound_bytes` counts it: values of a frame, all channels and samples together.
    vocoder = 8 * frames * WIDEST[flow.version] * value_bytes
    return max(encoders, dit, vocoder)


# Channels times samples of a frame in the official vocoders' widest stage; BigVGAN's activations run at twice the rate.
WIDEST = {"v3": 2 * 24 * 256, "v4": 64 * 120}


def fitting(
    wanted: BatchSizes, budget: float, gpt: GptConfig, sovits: SovitsConfig | FlowConfig, weights: int, value_bytes: int
) -> tuple[BatchSizes, str]:
    """The largest sizes that fit into `budget` bytes, and a note where they are smaller than `wanted`.

    Batches of sound are halved first: they cost little speed until they are small.

    Raises MachineError: not even one slot fits.
    """
    sizes = wanted
    while (needed := memory_need(sizes, gpt, sovits, weights, value_bytes)).peak > budget:
        smaller = halved(sizes)
        if smaller is None:
            raise MachineError(
                f"one line at a time takes {needed}, and {budget / GIB:.2f} GiB are free on the device: stop what else "
                "runs there, or set `precision: fp16`, or `device: cpu`"
            )
        sizes = smaller
    if sizes == wanted:
        return sizes, ""
    whole = memory_need(wanted, gpt, sovits, weights, value_bytes)
    return sizes, (
        f"{sizes.slots} rows instead of {wanted.slots} and {sizes.vocoder_tokens} tokens of sound instead of "
        f"{wanted.vocoder_tokens}: {budget / GIB:.2f} GiB are free, {whole.peak / GIB:.2f} GiB were wanted"
    )


def halved(sizes: BatchSizes) -> BatchSizes | None:
    """The next smaller sizes: sound and slots take turns. None where both are as small as can be."""
    tokens = max(sizes.vocoder_tokens // 2, min(LEAST_VOCODER_TOKENS, sizes.vocoder_tokens))
    if tokens < sizes.vocoder_tokens and sizes.vocoder_tokens >= 64 * sizes.slots:
        return replace(sizes, vocoder_tokens=tokens)
    if sizes.slots > 1:
        return replace(sizes, slots=math.ceil(sizes.slots / 2))
    return replace(sizes, vocoder_tokens=tokens) if tokens < sizes.vocoder_tokens else None
