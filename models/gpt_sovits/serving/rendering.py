"""Renders semantic tokens of many lines to sound, in padded batches (SPEC 3.5).

Lines of similar length go together, so little is padded, and masks make the padding exact. Each line's noise depends on
its seed alone (noise.py), so it is the same on every device and in every batch. On a GPU batches run on a side stream
while the next lines' tokens are still being made.
"""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.buckets import length_buckets
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.noise import normal_noise
from models.gpt_sovits.serving.cuda_graphs import Capture, GraphedFunction
from models.gpt_sovits.serving.streams import HostCopy, SideStream
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.prior import stretched_length
from models.gpt_sovits.sovits.vocoder import HifiGan

if TYPE_CHECKING:
    from pipeline.audio import Samples

# Padded tokens in one batch; an activation of the vocoder's widest stages takes 80 KB per token in fp32. One line keeps
# a CPU busy: beyond some 13 MB per tensor, fresh pages cost it more than a wider product gains.
MOST_TOKENS = {"cpu": 160, "cuda": 24000}
BUCKET = 16  # tokens: where CUDA graphs are captured, lengths are rounded up to it, so that shapes come again
MOST_GRAPHED_TOKENS = 1600  # of a batch: small ones cost a GPU more to launch than to compute


@dataclass(frozen=True, slots=True)
class SemanticLine:
    """A line's semantic tokens with the phones that they speak."""

    tokens: Tensor  # (T25) int64
    phones: Tensor  # (X) int64, the target's alone
    seed: int
    pace: float = 1.0  # times the renderer's speed


@dataclass(frozen=True, slots=True)
class _InFlight:
    """A batch that is being rendered: its lines, and how many samples of each row count."""

    lines: tuple[int, ...]
    samples: tuple[int, ...]
    sound: HostCopy


class LineRenderer(ABC):
    """`take` queues a finished line; `sounds` returns the waveforms of everything queued since the last call.

    Args:
        most_tokens: padded tokens in one batch; 0: as MOST_TOKENS says of the device.
    """

    def __init__(self, device: torch.device, most_tokens: int = 0) -> None:
        self.device = device
        self.most_tokens = most_tokens or MOST_TOKENS.get(device.type, MOST_TOKENS["cuda"])
        self._stream = SideStream(device)
        self._starts_early = device.type != "cpu"  # a CPU gains nothing: it would make tokens later instead
        self._waiting: dict[int, SemanticLine] = {}
        self._in_flight: list[_InFlight] = []

    @abstractmethod
    def decoded(self, lines: Sequence[SemanticLine]) -> Tensor:
        """-> (B, 1, samples), float32 on the device; what lies behind a line's own samples is no sound of it."""

    @abstractmethod
    def samples_of(self, line: SemanticLine) -> int:
        """How many samples its sound has."""

    def tokens_of(self, line: SemanticLine) -> int:
        """What it takes of a batch."""
        return math.ceil(len(line.tokens) / line.pace)

    @torch.inference_mode()
    def take(self, index: int, line: SemanticLine) -> None:
        """Queues a line, and starts rendering when enough tokens wait."""
        self._waiting[index] = line
        if self._starts_early and sum(map(self.tokens_of, self._waiting.values())) >= self.most_tokens:
            self._start()

    @torch.inference_mode()
    def sounds(self) -> dict[int, Samples]:
        """Samples by line index; empty where a line has no tokens."""
        silent = {index: np.zeros(0, np.float32) for index, line in self._waiting.items() if not len(line.tokens)}
        self._start()
        sounds: dict[int, Samples] = {**silent}
        for batch in self._in_flight:
            rows = batch.sound.numpy()
            sounds.update(
                (index, rows[row, 0, :count].copy())
                for row, (index, count) in enumerate(zip(batch.lines, batch.samples, strict=True))
            )
        self._in_flight = []
        return sounds

    def _start(self) -> None:
        indices = [index for index, line in self._waiting.items() if len(line.tokens)]
        lengths = [self.tokens_of(self._waiting[index]) for index in indices]
        for bucket in length_buckets(lengths, self.most_tokens):
            self._in_flight.append(self._batch([indices[i] for i in bucket]))
        self._waiting = {}

    def _batch(self, indices: Sequence[int]) -> _InFlight:
        lines = [self._waiting[index] for index in indices]
        with self._stream:
            sound = self._stream.fetch(self.decoded(lines))
        return _InFlight(tuple(indices), tuple(map(self.samples_of, lines)), sound)


class Renderer(LineRenderer):
    """Sound of v1 to v2ProPlus. `capture` captures the decoding of small batches (cuda_graphs); None: nothing is."""

    def __init__(
        self,
        sovits: Sovits,
        style: Tensor,
        speed: float = 1.0,
        noise_scale: float = 0.5,
        most_tokens: int = 0,
        capture: Capture | None = None,
    ) -> None:
        super().__init__(style.device, most_tokens)
        self.sovits = sovits
        self.style = style
        self.speed = speed
        self.noise_scale = noise_scale
        self.bucket = 1 if capture is None else BUCKET
        self._decoded = GraphedFunction(lambda z, frames: sovits.decoded(z, frames, style), capture)

    def samples_of(self, line: SemanticLine) -> int:
        return stretched_length(2 * len(line.tokens), self.speed * line.pace) * self.sovits.config.hop

    def decoded(self, lines: Sequence[SemanticLine]) -> Tensor:
        device = self.style.device
        codes, counts = padded([line.tokens for line in lines], device, self.bucket)
        phones, phone_counts = padded([line.phones for line in lines], device, self.bucket)
        # A line alone that is not rounded up needs no mask.
        full = len(lines) == 1 and codes.shape[1] == counts[0] and phones.shape[1] == phone_counts[0]
        prior = self.sovits.prior(
            codes,
            None if full else counts,
            phones,
            None if full else phone_counts,
            self.style,
            [self.speed * line.pace for line in lines],
        )
        seeds = to_device(torch.tensor([line.seed for line in lines]), device)
        noise = normal_noise(seeds, *prior.mean.shape[1:]).to(prior.mean)
        z = prior.mean + noise * prior.log_scale.exp() * self.noise_scale
        if prior.frames is None or codes.numel() > MOST_GRAPHED_TOKENS:
            return self.sovits.decoded(z, prior.frames, self.style).float()
        return self._decoded(z, prior.frames).float()


def render(
    lines: Sequence[SemanticLine], sovits: Sovits, style: Tensor, speed: float = 1.0, noise_scale: float = 0.5
) -> list[Samples]:
    """The sound of each line, in order."""
    renderer = Renderer(sovits, style, speed, noise_scale)
    for index, line in enumerate(lines):
        renderer.take(index, line)
    sounds = renderer.sounds()
    return [sounds[index] for index in range(len(lines))]


def choose_layout(sovits: Sovits, style: Tensor, frames: int = 400, rows: int = 4, rounds: int = 3) -> bool:
    """Times the vocoder with channels first and last on this device and leaves the faster set; the sound is the same.

    -> whether that is channels last.
    """
    quicker: bool = quicker_layout(sovits.dec, style, frames, rows, rounds)
    return quicker


@torch.inference_mode()
def quicker_layout(vocoder: HifiGan, like: Tensor, frames: int = 400, rows: int = 4, rounds: int = 3) -> bool:
    """As `choose_layout`, of a vocoder; `like` is the style, or any tensor of its device and precision."""
    z = torch.randn(rows, vocoder.conv_pre.in_channels, frames).to(like)
    style = like if vocoder.cond is not None else None
    counts = torch.full((rows,), frames, device=like.device)
    seconds = {}
    for layout in (False, True):
        vocoder.channels_last = layout
        tries = []
        for _ in range(rounds + 1):  # the first one warms up
            start = time.perf_counter()
            vocoder(z, style, counts).float().sum().item()
            tries.append(time.perf_counter() - start)
        seconds[layout] = min(tries[1:])
    vocoder.channels_last = quicker = seconds[True] < seconds[False]
    return quicker


def padded(rows: Sequence[Tensor], device: torch.device, bucket: int) -> tuple[Tensor, list[int]]:
    """(B, longest, rounded up to whole buckets) and the lengths."""
    counts = [len(row) for row in rows]
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    padded = torch.nn.functional.pad(padded, (0, -padded.shape[1] % bucket))
    return to_device(padded, device), counts
