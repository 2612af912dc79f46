"""Renders semantic tokens of many lines to sound by v3 or v4: features, mel bands in chunks, and the vocoder.

A line's bands are made in chunks, each of which goes on from a prompt: the first from the reference's last seconds,
every other one from the end of the chunk before (SPEC 3.7). Chunks of many lines run as one batch, round by round;
masks make their padding exact. A frame's noise depends on its line's seed and its place in the line alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.cfm.bigvgan import BigVgan
from models.gpt_sovits.cfm.hifigan import MelVocoder
from models.gpt_sovits.cfm.model import FlowSovits, denormalised
from models.gpt_sovits.cfm.sampler import sampled
from models.gpt_sovits.cfm.versions import MEL_BANDS, FlowVersion
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.noise import normal_noise
from models.gpt_sovits.serving.cuda_graphs import Capture, GraphedFunction
from models.gpt_sovits.serving.rendering import BUCKET, LineRenderer, SemanticLine, padded
from models.gpt_sovits.sovits.blocks import length_mask
from models.gpt_sovits.sovits.prior import stretched_length

AnyVocoder: TypeAlias = MelVocoder | BigVgan
FRAME_BUCKET = 64  # frames: where CUDA graphs are captured, chunks are rounded up to it
MOST_GRAPHED_FRAMES = 16_000  # of a batch of chunks: small ones cost a GPU more to launch than to compute


@dataclass(frozen=True, slots=True)
class FlowPrompt:
    """The end of the reference, from which lines go on."""

    bands: Tensor  # normalised mel bands (P, 100)
    features: Tensor  # (P, C)

    def to(self, dtype: torch.dtype) -> FlowPrompt:
        return FlowPrompt(self.bands.to(dtype), self.features.to(dtype))


def prompt_of(bands: Tensor, features: Tensor, facts: FlowVersion) -> FlowPrompt:
    """bands (1, 100, M), features (1, C, N) of the reference -> what has both, its last frames alone."""
    both = min(bands.shape[-1], features.shape[-1])
    kept = slice(max(0, both - facts.prompt_frames), both)
    return FlowPrompt(bands[0, :, kept].mT.contiguous(), features[0, :, kept].mT.contiguous())


class FlowRenderer(LineRenderer):
    """`capture` captures the network's steps on small batches (cuda_graphs); None: nothing is captured."""

    def __init__(
        self,
        sovits: FlowSovits,
        vocoder: AnyVocoder,
        style: Tensor,
        prompt: FlowPrompt,
        speed: float = 1.0,
        steps: int = 0,
        guidance: float = 0.0,
        most_tokens: int = 0,
        capture: Capture | None = None,
    ) -> None:
        super().__init__(style.device, most_tokens)
        self.sovits, self.vocoder, self.style, self.prompt = sovits, vocoder, style, prompt
        self.facts = sovits.config.facts
        self.speed, self.steps, self.guidance = speed, steps or self.facts.steps, guidance
        self.bucket = 1 if capture is None else BUCKET
        self._graphed = None if capture is None else GraphedFunction(sovits.dit.forward, capture)

    def samples_of(self, line: SemanticLine) -> int:
        return self._frames(line) * self.vocoder.hop

    def tokens_of(self, line: SemanticLine) -> int:
        """A line's prompt is computed beside it."""
        return math.ceil((self._frames(line) + len(self.prompt.bands)) / (2 * self.facts.stretch))

    def _frames(self, line: SemanticLine) -> int:
        return int(stretched_length(2 * len(line.tokens), self.speed * line.pace) * self.facts.stretch)

    def decoded(self, lines: Sequence[SemanticLine]) -> Tensor:
        codes, counts = padded([line.tokens for line in lines], self.device, self.bucket)
        phones, phone_counts = padded([line.phones for line in lines], self.device, self.bucket)
        full = len(lines) == 1 and codes.shape[1] == counts[0] and phones.shape[1] == phone_counts[0]
        speeds = [self.speed * line.pace for line in lines]
        features = self.sovits.features(
            codes, None if full else counts, phones, None if full else phone_counts, self.style, speeds
        )
        seeds = to_device(torch.tensor([line.seed for line in lines]), self.device)
        bands = self.bands(features.values.mT, features.counts, seeds)
        mel = denormalised(bands.float()).mT.to(bands.dtype)
        even = len(set(features.counts)) == 1 and features.counts[0] == mel.shape[-1]
        frames = None if even else to_device(torch.tensor(features.counts), self.device)
        sound: Tensor = self.vocoder(mel, None, frames)
        return sound.float()

    def bands(self, features: Tensor, counts: Sequence[int], seeds: Tensor) -> Tensor:
        """features (B, T, C) of `counts` valid frames -> normalised mel bands (B, T, 100), chunk by chunk."""
        longest = max(counts)
        noise = normal_noise(seeds, MEL_BANDS, longest).mT.to(features.dtype)
        made = features.new_zeros(len(counts), longest, MEL_BANDS)
        before = self.prompt
        prompts = before.bands.expand(len(counts), -1, -1), before.features.expand(len(counts), -1, -1)
        for rows, start, stops in chunks(counts, self.facts.chunk_frames - len(before.bands)):
            kept = to_device(torch.tensor(rows), self.device)
            new = max(stops) - start
            prompt, given = (part[kept] if len(rows) < len(part) else part for part in prompts)
            target = features[kept, start : start + new]
            made_now = self._chunk(prompt, given, target, noise[kept, start : start + new], [n - start for n in stops])
            for row, stop, band in zip(rows, stops, made_now, strict=True):
                made[row, start:stop] = band[: stop - start]
            # Those that go on have filled this chunk. Rows keep their places, for lines end at different ones.
            tail = slice(max(0, start + new - len(before.bands)), start + new)
            prompts = made[:, max(start, tail.start) : tail.stop], features[:, max(start, tail.start) : tail.stop]
        return made

    def _chunk(self, prompt: Tensor, given: Tensor, features: Tensor, noise: Tensor, counts: Sequence[int]) -> Tensor:
        """One batch of chunks -> its new frames (B, T, 100). prompt, given: bands and features before them."""
        lead, new = prompt.shape[1], features.shape[1]
        total = lead + new
        graphed = self._graphed is not None and len(prompt) * total <= MOST_GRAPHED_FRAMES
        extra = -total % FRAME_BUCKET if graphed else 0
        whole = F.pad(torch.cat([given, features], 1), (0, 0, 0, extra))
        target = torch.ones(1, total + extra, 1, dtype=noise.dtype, device=noise.device)
        target[:, :lead] = 0
        mask = None
        if extra or min(counts) < new or graphed:
            valid = to_device(torch.tensor([lead + count for count in counts]), self.device)
            mask = length_mask(valid, total + extra, noise.dtype).mT
        x = sampled(
            self.sovits.dit,
            whole,
            F.pad(prompt, (0, 0, 0, new + extra)),
            F.pad(noise, (0, 0, lead, extra)),
            self.steps,
            self.guidance,
            mask,
            target,
            self._graphed if graphed else None,
        )
        return x[:, lead:total]


def chunks(counts: Sequence[int], most: int) -> Iterator[tuple[list[int], int, list[int]]]:
    """Rounds: the rows that still have frames, where their chunks start, and where each one's ends."""
    for start in range(0, max(counts), most):
        rows = [row for row, count in enumerate(counts) if count > start]
        yield rows, start, [min(counts[row], start + most) for row in rows]
