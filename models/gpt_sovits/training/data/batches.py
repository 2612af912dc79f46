"""Which lines share a batch, and in which order: by length, shuffled by seed and epoch alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.gpt_sovits.sovits.spectrum import spectrogram
from models.gpt_sovits.training.data.features import Features, bert_or_zeros
from models.gpt_sovits.training.sovits_loss import SovitsBatch
from models.gpt_sovits.training.t2s_loss import T2SBatch

Batch = list[int]


@dataclass(frozen=True, slots=True)
class Order:
    """The order of an epoch over lines of these lengths."""

    lengths: tuple[int, ...]
    batch: int  # lines of a forward pass
    accumulate: int  # passes of an optimiser step
    least: int  # lines of an epoch; fewer are repeated
    seed: int

    @property
    def repeats(self) -> int:
        count = len(self.lengths)
        return max(2, self.least // count) if count < self.least else 1

    @property
    def updates(self) -> int:
        """Optimiser steps of an epoch."""
        return len(self.epoch(0))

    def epoch(self, number: int) -> list[list[Batch]]:
        """Groups of batches, an optimiser step each. Lines of like length share a batch; the batches are shuffled."""
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        lines = [index for index in range(len(self.lengths)) for _ in range(self.repeats)]
        jitter = torch.rand(len(lines), generator=generator)
        # Within a tenth of their length lines change places, so that no two of them always share a batch.
        ranked = sorted(range(len(lines)), key=lambda at: self.lengths[lines[at]] * (1 + 0.1 * float(jitter[at])))
        batches = [
            [lines[at] for at in ranked[start : start + self.batch]] for start in range(0, len(ranked), self.batch)
        ]
        shuffled = [batches[at] for at in torch.randperm(len(batches), generator=generator).tolist()]
        return [shuffled[start : start + self.accumulate] for start in range(0, len(shuffled), self.accumulate)]


def t2s_batch(features: Sequence[Features]) -> T2SBatch:
    return T2SBatch.of([(one.phones, bert_or_zeros(one), one.tokens) for one in features])


def sovits_batch(features: Sequence[Features]) -> SovitsBatch:
    pad = torch.nn.utils.rnn.pad_sequence

    def padded(rows: list[Tensor]) -> Tensor:
        return pad(rows, batch_first=True)

    spectra = [spectrogram(one.sound[None])[0].mT for one in features]
    speakers = [one.speaker for one in features if one.speaker is not None]
    return SovitsBatch(
        padded([one.tokens for one in features]),
        padded(spectra).mT.contiguous(),
        torch.tensor([one.frames for one in features]),
        padded([one.sound for one in features])[:, None],
        padded([one.phones for one in features]),
        torch.tensor([len(one.phones) for one in features]),
        torch.stack(speakers) if speakers else None,
    )
