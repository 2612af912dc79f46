"""A step of SoVITS's training: recordings -> latents, a slice of sound made again, losses (SPEC 6.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.sovits.blocks import join_heads, length_mask, masked, split_heads
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram
from models.gpt_sovits.sovits.style import HEADS, WIDTH, StyleEncoder
from models.gpt_sovits.training.discriminators import Opinion

MEL_WEIGHT, FEATURE_WEIGHT = 45.0, 2.0


@dataclass(frozen=True, slots=True)
class SovitsBatch:
    """Recordings padded on the right."""

    codes: Tensor  # (B, T / 2) int64: semantic tokens
    spec: Tensor  # (B, bins, T)
    frames: Tensor  # (B) int64
    sound: Tensor  # (B, 1, hop T)
    phones: Tensor  # (B, X) int64
    phone_counts: Tensor  # (B) int64
    speaker: Tensor | None  # (B, 20480), for versions that take it

    def to(self, device: torch.device) -> SovitsBatch:
        parts = {name: getattr(self, name) for name in self.__slots__}
        return SovitsBatch(**{name: None if part is None else part.to(device) for name, part in parts.items()})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a step draws at random."""

    noise: Tensor  # (B, C, T), of the posterior
    starts: Tensor  # (B) int64: first frame of each slice

    @classmethod
    def by(cls, generator: torch.Generator, batch: SovitsBatch, channels: int, frames: int) -> Drawn:
        """Draws on the CPU, so that every device draws alike. `frames` of a slice."""
        noise = torch.randn(len(batch.spec), channels, batch.spec.shape[-1], generator=generator)
        latest = (batch.frames.cpu() - frames).clamp(min=0)
        starts = (torch.rand(len(latest), generator=generator) * (latest + 1)).long()
        return cls(noise.to(batch.spec.device), starts.to(batch.spec.device))


@dataclass(frozen=True, slots=True)
class Made:
    """A batch made again, and the latents on the way."""

    sound: Tensor  # (B, 1, slice): made
    real: Tensor  # (B, 1, slice): recorded
    z: Tensor
    z_prior: Tensor
    mean_prior: Tensor
    log_scale_prior: Tensor
    mean: Tensor
    log_scale: Tensor
    mask: Tensor
    mel: Tensor  # (B, 128, T), of the recording
    mel_real: Tensor  # of the slice
    mel_made: Tensor


def remake(model: Sovits, batch: SovitsBatch, drawn: Drawn, frames: int, compat: bool = False) -> Made:
    """Encodes recordings and makes a slice of `frames` frames of each again.

    `compat`: the style encoder looks into the padding as the original's does.
    """
    time = batch.spec.shape[-1]
    mask = length_mask(batch.frames, time, batch.spec.dtype)
    style = style_of_own(model, batch, mask, compat)
    codes = F.embedding(batch.codes, model.quantizer.codebook).mT.repeat_interleave(2, -1)[..., :time]
    text_style = model.ge_to512(style.mT).mT if model.config.speaker else style
    prior = model.enc_p(
        codes.to(style.dtype), batch.frames.tolist(), batch.phones, batch.phone_counts.tolist(), text_style
    )
    # The style learns from the sound that is made with it; the posterior encoder only reads it, as in the original.
    mean, log_scale = model.enc_q(masked(batch.spec, mask), mask, style.detach())
    z = (mean + drawn.noise * log_scale.exp()) * mask
    z_prior = masked(model.flow(z, mask, style, inverse=False), mask)
    hop = model.config.hop
    sound = model.dec(slices(z, drawn.starts, frames), style)
    real = slices(batch.sound, drawn.starts * hop, frames * hop)
    with torch.autocast(sound.device.type, enabled=False):  # half is too coarse for a logarithm of small figures
        mel = log_mel(batch.spec.float())
        made_mel = log_mel(spectrogram(sound[:, 0].float(), model.config.filter_length, hop))
    return Made(sound, real, z, z_prior, prior.mean, prior.log_scale, mean, log_scale, mask, mel,
                slices(mel, drawn.starts, frames), made_mel)  # fmt: skip


def style_of_own(model: Sovits, batch: SovitsBatch, mask: Tensor, compat: bool = False) -> Tensor:
    """The style of each recording from itself, (B, gin, 1)."""
    style = masked_style(model.ref_enc, batch.spec[:, : model.config.spec_bins], mask, compat)
    if model.config.speaker:
        assert batch.speaker is not None
        style = model.prelu(style + model.sv_emb(batch.speaker.to(style.dtype))[..., None])
    return style


def masked_style(encoder: StyleEncoder, spec: Tensor, mask: Tensor, compat: bool = False) -> Tensor:
    """The style encoder over padded rows: (B, bins, T), (B, 1, T) -> (B, gin, 1).

    A row's style is the one that it has alone. With `compat` the two convolutions see what the layers before them
    make of padding, as in the original.
    """
    x = encoder.spectral((spec * mask).mT).mT
    for conv in encoder.temporal:
        x = conv(x if compat else x * mask)
    x = (x * mask).mT
    attention = encoder.slf_attn
    q, k, v = (split_heads(layer(x).mT, HEADS) for layer in (attention.w_qs, attention.w_ks, attention.w_vs))
    scores = (q @ k.mT / math.sqrt(WIDTH)).masked_fill(mask[:, None] == 0, -math.inf)
    x = encoder.fc(x + attention.fc(join_heads(scores.softmax(-1) @ v).mT)).mT
    # In half precision a sum over all frames overflows, so the share of each is summed, in float32.
    return ((x * mask).float() / mask.sum(-1, keepdim=True)).sum(-1, keepdim=True).to(spec.dtype)


def slices(x: Tensor, starts: Tensor, length: int) -> Tensor:
    """(B, C, T) -> (B, C, length) from each row's start on; a row that is shorter ends in zeros."""
    x = F.pad(x, (0, max(length - x.shape[-1], 0)))
    place = starts[:, None, None] + torch.arange(length, device=x.device)
    return x.gather(2, place.expand(-1, x.shape[1], -1))


# ---------------------------------------------------------------- losses


def mel_loss(made: Made) -> Tensor:
    return F.l1_loss(made.mel_made, made.mel_real) * MEL_WEIGHT


def kl_loss(made: Made) -> Tensor:
    """Divergence of the posterior, carried through the flow, from the prior: mean over what is no padding."""
    distance = (made.z_prior.float() - made.mean_prior.float()).pow(2)
    inside = made.log_scale_prior.float() - made.log_scale.float() - 0.5
    inside = inside + 0.5 * distance * (-2 * made.log_scale_prior.float()).exp()
    mask = made.mask.float()
    return (inside * mask).sum() / mask.sum()


def discriminator_loss(real: Sequence[Opinion], made: Sequence[Opinion]) -> Tensor:
    """Least squares: what is recorded is 1, what is made 0."""
    parts = [(1 - one.score.float()).pow(2).mean() + two.score.float().pow(2).mean()
             for one, two in zip(real, made, strict=True)]  # fmt: skip
    return torch.stack(parts).sum()


def generator_loss(made: Sequence[Opinion]) -> Tensor:
    return torch.stack([(1 - one.score.float()).pow(2).mean() for one in made]).sum()


def feature_loss(real: Sequence[Opinion], made: Sequence[Opinion]) -> Tensor:
    """How differently the discriminators' layers see both."""
    pairs = [(a, b) for one, two in zip(real, made, strict=True)
             for a, b in zip(one.features, two.features, strict=True)]  # fmt: skip
    return FEATURE_WEIGHT * torch.stack([F.l1_loss(b.float(), a.detach().float()) for a, b in pairs]).sum()
