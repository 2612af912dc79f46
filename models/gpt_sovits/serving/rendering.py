"""Semantic tokens of many lines -> their sound, in padded batches (SPEC 3.5).

Lines of similar length go together, so little is padded; masks make what is padded exact; each line's noise is its
own (noise.py), the same on every device and in every company. On a GPU batches go down a lane of their own while the
next lines' tokens are still made.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.noise import normal_noise
from models.gpt_sovits.serving.streams import Fetched, Lane, Replays, to_device
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.prior import stretched_length

if TYPE_CHECKING:
    from pipeline.audio import Samples

# Padded tokens in one batch; an activation of the decoder's widest stages takes 80 KB a token in fp32. A CPU is busy
# with one line: beyond some 13 MB a tensor, fresh pages cost it more than a wider product gains.
MOST_TOKENS = {"cpu": 160, "cuda": 24000}
MOST_PADDING = 1.15  # a batch's area against what its lines fill: sorted lines stay far below
BUCKET = 16  # tokens: where shapes are recorded, lengths are rounded up to it, so that shapes come again
RECORDED_TOKENS = 1600  # of a batch: small ones cost a GPU more to launch than to compute


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line's tokens with the phones that they say."""

    tokens: Tensor  # (T25) int64
    phones: Tensor  # (X) int64, the target's alone
    seed: int
    pace: float = 1.0  # times the renderer's speed


@dataclass(frozen=True, slots=True)
class _Under:
    """A batch under way: whose it is, and how many samples of each row count."""

    lines: tuple[int, ...]
    samples: tuple[int, ...]
    sound: Fetched


class Renderer:
    """Lines go in as they come, their sound is asked for at the end.

    `record`: what captures the decoding of small batches (steps.CudaRecorder), None for nothing.
    """

    def __init__(
        self,
        sovits: Sovits,
        style: Tensor,
        speed: float = 1.0,
        noise_scale: float = 0.5,
        most_tokens: int = 0,
        record: Callable[[Callable[[], Any]], Any] | None = None,
    ) -> None:
        device = style.device
        self.sovits = sovits
        self.style = style
        self.speed = speed
        self.noise_scale = noise_scale
        self.most_tokens = most_tokens or MOST_TOKENS.get(device.type, MOST_TOKENS["cuda"])
        self.bucket = 1 if record is None else BUCKET
        self._lane = Lane(device)
        self._ahead = device.type != "cpu"  # a CPU that decodes now speaks later: it wins nothing
        self._decoded = Replays(lambda z, frames: sovits.decoded(z, frames, style), record)
        self._waiting: dict[int, Spoken] = {}
        self._under_way: list[_Under] = []

    @torch.inference_mode()
    def take(self, index: int, line: Spoken) -> None:
        """A line whose tokens are known. Starts a batch when enough of them wait."""
        self._waiting[index] = line
        if self._ahead and sum(len(line.tokens) for line in self._waiting.values()) >= self.most_tokens:
            self._start()

    @torch.inference_mode()
    def sounds(self) -> dict[int, Samples]:
        """By the index of each line taken since the last call; empty where a line has no tokens."""
        silent = {index: np.zeros(0, np.float32) for index, line in self._waiting.items() if not len(line.tokens)}
        self._start()
        found: dict[int, Samples] = {**silent}
        for batch in self._under_way:
            sound = batch.sound.numpy()
            found.update(
                (index, sound[row, 0, :count].copy())
                for row, (index, count) in enumerate(zip(batch.lines, batch.samples, strict=True))
            )
        self._under_way = []
        return found

    def _start(self) -> None:
        order = list(self._waiting)
        lengths = [math.ceil(len(line.tokens) / line.pace) for line in self._waiting.values()]
        for group in grouped(lengths, self.most_tokens):
            self._under_way.append(self._batch([order[i] for i in group]))
        self._waiting = {}

    def _batch(self, indices: Sequence[int]) -> _Under:
        lines = [self._waiting[index] for index in indices]
        counts = [stretched_length(2 * len(line.tokens), self.speed * line.pace) for line in lines]
        with self._lane:
            sound = self._lane.fetch(self.decoded(lines))
        return _Under(tuple(indices), tuple(n * self.sovits.config.hop for n in counts), sound)

    def decoded(self, lines: Sequence[Spoken]) -> Tensor:
        """-> (B, 1, samples), float32 on the device; what lies behind a line's own samples means nothing."""
        device = self.style.device
        codes, counts = _padded([line.tokens for line in lines], device, self.bucket)
        phones, phone_counts = _padded([line.phones for line in lines], device, self.bucket)
        # alone and not rounded up there is nothing to mask
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
        if prior.frames is None:
            return self.sovits.decoded(z, None, self.style).float()
        if codes.numel() > RECORDED_TOKENS:
            return self.sovits.decoded(z, prior.frames, self.style).float()
        return self._decoded(z, prior.frames).float()


def render(
    lines: Sequence[Spoken], sovits: Sovits, style: Tensor, speed: float = 1.0, noise_scale: float = 0.5
) -> list[Samples]:
    """The sound of each line, in order."""
    renderer = Renderer(sovits, style, speed, noise_scale)
    for index, line in enumerate(lines):
        renderer.take(index, line)
    sounds = renderer.sounds()
    return [sounds[index] for index in range(len(lines))]


def grouped(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indices in batches: sorted by length, of at most `most` padded tokens, with little padding; none of length 0."""
    order = sorted((i for i, n in enumerate(lengths) if n), key=lambda i: (lengths[i], i))
    group: list[int] = []
    filled = 0
    for index in order:
        longest, count = lengths[index], len(group) + 1  # the newest is the longest
        if group and (longest * count > most or longest * count > MOST_PADDING * (filled + longest)):
            yield group
            group, filled = [], 0
        group.append(index)
        filled += longest
    if group:
        yield group


@torch.inference_mode()
def quicker_layout(sovits: Sovits, style: Tensor, frames: int = 400, rows: int = 4, rounds: int = 3) -> bool:
    """Whether this device decodes quicker with channels last: both are tried, once, and the sound is the same."""
    z = torch.randn(rows, sovits.config.inter_channels, frames).to(style)
    counts = torch.full((rows,), frames, device=style.device)
    seconds = {}
    for layout in (False, True):
        sovits.dec.channels_last = layout
        tries = []
        for _ in range(rounds + 1):  # the first one warms up
            start = time.perf_counter()
            sovits.dec(z, style, counts).float().sum().item()
            tries.append(time.perf_counter() - start)
        seconds[layout] = min(tries[1:])
    sovits.dec.channels_last = seconds[True] < seconds[False]
    return sovits.dec.channels_last


def _padded(rows: Sequence[Tensor], device: torch.device, bucket: int) -> tuple[Tensor, list[int]]:
    """(B, longest, rounded up to whole buckets) and the lengths."""
    counts = [len(row) for row in rows]
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    padded = torch.nn.functional.pad(padded, (0, -padded.shape[1] % bucket))
    return to_device(padded, device), counts
