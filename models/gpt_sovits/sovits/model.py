"""SoVITS (`SynthesizerTrn` in the original): semantic tokens + phones + style -> sound. v1 to v2ProPlus (SPEC 3)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.configs import CODES, SPEAKER_DIM, SSL_DIM, SovitsConfig, SpokenSizes
from models.gpt_sovits.sovits.blocks import length_mask
from models.gpt_sovits.sovits.flow import CouplingFlow, PosteriorEncoder
from models.gpt_sovits.sovits.prior import MRTE_WIDTH, PriorEncoder, PriorStats
from models.gpt_sovits.sovits.style import StyleEncoder
from models.gpt_sovits.sovits.vocoder import Vocoder


class Codebook(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # All but `embed` are left over from the quantiser's training; files have them.
        self.register_buffer("inited", torch.ones(1))
        self.register_buffer("cluster_size", torch.zeros(CODES))
        self.register_buffer("embed", torch.zeros(CODES, SSL_DIM))
        self.register_buffer("embed_avg", torch.zeros(CODES, SSL_DIM))


class Quantizer(nn.Module):
    """Quantiser with one codebook; in files `quantizer.vq.layers.0._codebook`."""

    def __init__(self) -> None:
        super().__init__()
        layer = nn.ModuleDict({"_codebook": Codebook()})
        self.vq = nn.ModuleDict({"layers": nn.ModuleList([layer])})

    @property
    def codebook(self) -> Tensor:
        """(1024, 768)."""
        embed: Tensor = self.vq["layers"][0]["_codebook"].embed
        return embed

    def encode(self, x: Tensor) -> Tensor:
        """x (B, 768, T) -> the nearest rows, (B, T) int64."""
        flat = x.mT.flatten(0, 1)
        distance = flat.pow(2).sum(1, keepdim=True) - 2 * flat @ self.codebook.T + self.codebook.pow(2).sum(1)
        return distance.argmin(-1).view(x.shape[0], x.shape[-1])

    def decode(self, codes: Tensor) -> Tensor:
        """codes (B, T) int64 -> (B, 768, T)."""
        return F.embedding(codes, self.codebook).mT


class Tokenising(nn.Module):
    """What all versions share: semantic tokens of sound, and the style of references."""

    config: SpokenSizes
    ref_enc: StyleEncoder
    ssl_proj: nn.Conv1d
    quantizer: Quantizer

    def tokens_of(self, ssl: Tensor) -> Tensor:
        """HuBERT features (1, 768, F) -> semantic tokens (1, F // 2) int64."""
        return self.quantizer.encode(self.ssl_proj(ssl))

    def style(self, specs: Sequence[Tensor], speakers: Sequence[Tensor] = ()) -> Tensor:  # noqa: ARG002
        """The mean style of the references, (1, gin, 1); specs: (1, bins >= spec_bins, T) each."""
        return torch.stack([self.ref_enc(spec[:, : self.config.spec_bins]) for spec in specs]).mean(0)


class Sovits(Tokenising):
    """`posterior`: with the posterior encoder, which only training needs."""

    config: SovitsConfig

    def __init__(self, config: SovitsConfig, posterior: bool = False) -> None:
        super().__init__()
        self.config = config
        gin = config.gin_channels
        self.enc_p = PriorEncoder(config)
        self.dec = Vocoder(config)
        self.flow = CouplingFlow(config.inter_channels, config.hidden_channels, gin)
        self.ref_enc = StyleEncoder(config.spec_bins, gin)
        self.ssl_proj = nn.Conv1d(SSL_DIM, SSL_DIM, 2, 2)
        self.quantizer = Quantizer()
        if posterior:
            bins = config.filter_length // 2 + 1
            self.enc_q = PosteriorEncoder(bins, config.inter_channels, config.hidden_channels, gin)
        if config.speaker:
            self.sv_emb = nn.Linear(SPEAKER_DIM, gin)
            self.prelu = nn.PReLU(gin)
            self.ge_to512 = nn.Linear(gin, MRTE_WIDTH)

    def style(self, specs: Sequence[Tensor], speakers: Sequence[Tensor] = ()) -> Tensor:
        """The mean style of the references, (1, gin, 1).

        specs: (1, bins >= spec_bins, T) each; speakers: (1, 20480) each, for versions that take them.
        """
        styles = [self.ref_enc(spec[:, : self.config.spec_bins]) for spec in specs]
        if self.config.speaker:
            styles = [
                self.prelu(style + self.sv_emb(speaker)[..., None])
                for style, speaker in zip(styles, speakers, strict=True)
            ]
        return torch.stack(styles).mean(0)

    def prior(
        self,
        codes: Tensor,
        counts: Sequence[int] | None,
        phones: Tensor,
        phone_counts: Sequence[int] | None,
        style: Tensor,
        speed: float | Sequence[float] = 1.0,
    ) -> PriorStats:
        """codes (B, T25), phones (B, X) int64, style (B or 1, gin, 1); counts of each row, None: all."""
        ssl = self.quantizer.decode(codes).repeat_interleave(2, -1)  # 25 Hz -> 50 Hz
        text_style = self.ge_to512(style.mT).mT if self.config.speaker else style
        frames = None if counts is None else [2 * count for count in counts]
        prior: PriorStats = self.enc_p(ssl, frames, phones, phone_counts, text_style, speed)
        return prior

    def sound(self, prior: PriorStats, noise: Tensor, style: Tensor, noise_scale: float = 0.5) -> Tensor:
        """noise (B, C, T), standard normal -> samples (B, 1, hop T); cut each row at hop x its frames."""
        z = prior.mean + noise * prior.log_scale.exp() * noise_scale
        return self.decoded(z, prior.frames, style)

    def decoded(self, z: Tensor, frames: Tensor | None, style: Tensor) -> Tensor:
        """A draw from the prior (B, C, T), valid frames (B) or None for all -> samples (B, 1, hop T)."""
        mask = None if frames is None else length_mask(frames, z.shape[-1], z.dtype)
        samples: Tensor = self.dec(self.flow(z, mask, style), style, frames)
        return samples
