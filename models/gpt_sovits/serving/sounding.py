"""The half of a voice that makes sound of semantic tokens: SoVITS alone, or v3's and v4's network with a vocoder."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from models.gpt_sovits.cfm.bigvgan import load_bigvgan
from models.gpt_sovits.cfm.config import FlowConfig
from models.gpt_sovits.cfm.hifigan import load_mel_vocoder
from models.gpt_sovits.cfm.model import FlowSovits, mel_of, normalised
from models.gpt_sovits.configs import SAMPLE_RATE_HZ, SovitsConfig
from models.gpt_sovits.serving.cuda_graphs import Capture
from models.gpt_sovits.serving.flow_rendering import AnyVocoder, FlowPrompt, FlowRenderer, prompt_of
from models.gpt_sovits.serving.rendering import LineRenderer, Renderer, quicker_layout
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.sovits.model import Sovits, Tokenising
from models.gpt_sovits.sovits.spectrum import resampled
from models.gpt_sovits.sovits.vocoder import HifiGan
from models.gpt_sovits.weights.checkpoint import read
from models.gpt_sovits.weights.flow_loading import build_flow
from models.gpt_sovits.weights.loading import build_sovits, sovits_version
from models.gpt_sovits.weights.voice_folder import VoiceFiles
from pipeline.audio import Samples


class Sound(ABC):
    """Networks of one voice, and the way to a renderer of its lines."""

    sovits: Tokenising
    sample_rate_hz = SAMPLE_RATE_HZ

    @property
    @abstractmethod
    def networks(self) -> tuple[nn.Module, ...]: ...

    @property
    @abstractmethod
    def config(self) -> SovitsConfig | FlowConfig: ...

    @abstractmethod
    def renderer(
        self, style: Tensor, settings: Settings, most_tokens: int, capture: Capture | None
    ) -> LineRenderer: ...

    def to(self, device: torch.device, dtype: torch.dtype | None = None) -> None:
        for network in self.networks:
            network.to(device, dtype)

    def hear(self, samples: Samples, rate_hz: int, prompt: Tensor, phones: Tensor, style: Tensor) -> None:  # noqa: B027
        """Takes what it needs of the reference: its sound, semantic tokens (Y) and phones (X). By default nothing."""

    def lay_out(self, like: Tensor) -> None:
        """A CPU gains a tenth by channels last; on a GPU both layouts are timed. `like`: the style."""
        for vocoder in self._hifigans():
            vocoder.channels_last = True
            if like.device.type == "cuda":
                quicker_layout(vocoder, like)

    def _hifigans(self) -> list[HifiGan]:
        return [part for network in self.networks for part in network.modules() if isinstance(part, HifiGan)]


class VitsSound(Sound):
    """v1 to v2ProPlus."""

    def __init__(self, sovits: Sovits) -> None:
        self.sovits: Sovits = sovits

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        return (self.sovits,)

    @property
    def config(self) -> SovitsConfig:
        return self.sovits.config

    def renderer(self, style: Tensor, settings: Settings, most_tokens: int, capture: Capture | None) -> LineRenderer:
        return Renderer(self.sovits, style, settings.speed, settings.noise_scale, most_tokens, capture)


class FlowSound(Sound):
    """v3 and v4."""

    prompt: FlowPrompt

    def __init__(self, sovits: FlowSovits, vocoder: AnyVocoder) -> None:
        self.sovits: FlowSovits = sovits
        self.vocoder = vocoder
        self.sample_rate_hz = sovits.config.facts.sample_rate_hz

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        return (self.sovits, self.vocoder)

    @property
    def config(self) -> FlowConfig:
        return self.sovits.config

    def to(self, device: torch.device, dtype: torch.dtype | None = None) -> None:
        super().to(device, dtype)
        if dtype is not None:
            self.prompt = self.prompt.to(dtype)

    @torch.inference_mode()
    def hear(self, samples: Samples, rate_hz: int, prompt: Tensor, phones: Tensor, style: Tensor) -> None:
        facts = self.sovits.config.facts
        wave = resampled(torch.from_numpy(samples)[None], rate_hz, facts.mel_rate_hz)
        bands = normalised(mel_of(wave, facts.fft, facts.hop, facts.mel_rate_hz)).to(style)
        codes, text = prompt[None].to(style.device), phones[None].to(style.device)
        features = self.sovits.features(codes, None, text, None, style)
        self.prompt = prompt_of(bands, features.values, facts)

    def renderer(self, style: Tensor, settings: Settings, most_tokens: int, capture: Capture | None) -> LineRenderer:
        return FlowRenderer(
            self.sovits, self.vocoder, style, self.prompt, settings.speed, settings.sample_steps, settings.guidance,
            most_tokens, capture,
        )  # fmt: skip


def load_sound(files: VoiceFiles) -> Sound:
    """Raises VoiceError: weights, base or vocoder are missing, damaged, or do not belong together."""
    checkpoint = read(files.sovits)
    version = sovits_version(checkpoint)
    if files.vocoder is None or version not in ("v3", "v4"):
        return VitsSound(build_sovits(checkpoint))
    sovits = build_flow(checkpoint, read(files.base) if files.base else None)
    return FlowSound(sovits, load_bigvgan(files.vocoder) if version == "v3" else load_mel_vocoder(files.vocoder))
