"""What a loaded GPT-SoVITS voice is, for `voice doctor`: version, training, sizes beside those of official networks."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.gpt_sovits.extra import with_pytorch
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.headers import header_of

# Millions of numbers in official files, by version (SPEC 1.1), counted without the encoder of training.
OFFICIAL_GPT = 77.6
OFFICIAL_SOVITS = {"v1": 42.4, "v2": 42.4, "v3": 384.4, "v4": 384.4, "v2Pro": 67.4, "v2ProPlus": 86.3}
NEAR = 0.02  # as a share: v1's symbols, and what is rounded above


@dataclass(frozen=True, slots=True)
class Anatomy:
    version: str
    lora: bool
    gpt_training: str  # as the file says it, in words; "" where it says nothing
    sovits_training: str
    gpt_millions: float
    sovits_millions: float
    sample_rate_hz: int
    device: str
    precision: str
    prompt_tokens: int
    prompt_phones: int
    loaded_s: float
    sampling: str
    note: str = ""  # why batches are smaller than wanted
    official: Mapping[str, str] = field(default_factory=dict)  # role -> the official file that it is

    @property
    def unlike(self) -> list[str]:
        """Networks that are not of the official size, in words."""
        wanted = {
            "GPT": (self.gpt_millions, OFFICIAL_GPT),
            "SoVITS": (self.sovits_millions, OFFICIAL_SOVITS.get(self.version, self.sovits_millions)),
        }
        return [
            f"the {name} has {found:.1f} million numbers, official ones {usual:.1f}"
            for name, (found, usual) in wanted.items()
            if abs(found - usual) > NEAR * usual
        ]


def anatomy(settings: Settings, digests: Mapping[str, str]) -> Anatomy:
    """Loads the voice as a production would.

    Raises:
        VoiceError: a file is missing, damaged, or does not belong to the others.
        MissingExtraError: PyTorch, or what a language's front end wants, is not installed.
    """
    with with_pytorch():
        from models.gpt_sovits.serving.voice import LoadedVoice
        from models.gpt_sovits.weights.checkpoint import read
    start = time.perf_counter()
    voice = LoadedVoice(settings)
    loaded_s = time.perf_counter() - start
    sizes = [sum(tensor.numel() for tensor in net.state_dict().values()) / 1e6 for net in (voice.gpt, voice.sovits)]
    sampling = settings.sampling(voice.gpt.config.top_k)
    drawn = f"top_k {sampling.top_k}, top_p {sampling.top_p:g}, temperature {sampling.temperature:g}"
    return Anatomy(
        version=voice.version,
        lora=header_of(settings.sovits_path).lora,
        gpt_training=training_of(read(settings.gpt_path).info),
        sovits_training=training_of(read(settings.sovits_path).info),
        gpt_millions=sizes[0],
        sovits_millions=sizes[1],
        sample_rate_hz=voice.sound.sample_rate_hz,
        device=str(voice.device),
        precision=str(voice.style.dtype).removeprefix("torch."),
        prompt_tokens=len(voice.prompt),
        prompt_phones=len(voice.prompt_phrase),
        loaded_s=round(loaded_s, 2),
        sampling=f"{drawn}, repetition penalty {sampling.repetition_penalty:g}",
        note=voice.note,
        official=_official(digests),
    )


def training_of(info: str) -> str:
    """What a file's `info` says, in words: "GPT-e15" is 15 epochs, "8epoch_200iteration" 8 epochs and 200 steps."""
    if found := re.fullmatch(r"GPT-e(\d+)", info.strip()):
        return f"{found[1]} epochs"
    if found := re.fullmatch(r"(\d+)epoch_(\d+)iteration", info.strip()):
        return f"{found[1]} epochs, {found[2]} steps"
    return info.strip()[:80]


def _official(digests: Mapping[str, str]) -> dict[str, str]:
    known = {file.sha256: Path(file.path).name for files in official.FILES.values() for file in files if file.sha256}
    return {role: known[digest] for role, digest in digests.items() if digest in known}
