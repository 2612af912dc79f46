"""The `settings:` of a voice manifest for this engine, read strictly: errors name the field and the cure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.gpt_sovits.frontend.mixed import LANGUAGES, primary
from pipeline.errors import VoiceError

if TYPE_CHECKING:
    from models.gpt_sovits.t2s.sampler import SamplingParams

SLOWEST, FASTEST = 0.5, 2.0  # what `speed`, and `speed` times a prompt's pace, may be


class Settings(BaseModel):
    """Paths ending in _path and _folder are relative to the production repo; engines get them whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gpt_path: Path  # .ckpt of GPT-SoVITS, or .safetensors that `voice import` wrote
    sovits_path: Path  # .pth, or .safetensors
    reference_path: Path  # 3 to 10 s of the voice: how it speaks
    reference_text: str = ""  # what is said in it, word for word; empty: timbre only, nothing to continue from
    reference_language: str = "zh"
    styles_folder: Path | None = None  # further clips of the voice: timbre is their mean instead
    manners_folder: Path | None = None  # clips of manners of speaking by label, with manners.tsv; see enrolment
    pretrained_folder: Path  # chinese-hubert-base/, chinese-roberta-wwm-ext-large/, sv/
    digests: Mapping[str, str] = Field(default_factory=dict)  # sha256 by role: gpt, sovits, reference ...
    languages: tuple[str, ...] = Field(default=("zh", "en", "ja"), min_length=1)

    top_k: int = Field(default=0, ge=0)  # 0: what the GPT's own config says
    top_p: float = Field(default=1.0, gt=0, le=1)
    temperature: float = Field(default=1.0, gt=0, le=5)
    repetition_penalty: float = Field(default=1.35, ge=1, le=5)
    speed: float = Field(default=1.0, ge=SLOWEST, le=FASTEST)
    noise_scale: float = Field(default=0.5, ge=0, le=1)
    sample_steps: int = Field(default=0, ge=0, le=128)  # of v3 and v4; 0: 32 and 8
    guidance: float = Field(default=0.0, ge=0, le=5)  # of v3 and v4: how far away from what any voice would do

    rows: int = Field(default=0, ge=0)  # lines in flight; 0: 16 on a CPU, 128 on a GPU
    device: str = Field(default="auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$")
    front_end_helpers: int = Field(default=-1, ge=-1, le=64)  # processes; -1: none on a CPU, 2 beside a GPU
    memory_gib: float = Field(default=0.0, ge=0)  # of the device, to be used; 0: what is free
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"
    ms_per_character: int = Field(default=0, ge=0)  # of this voice, for plans; 0: by script

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Settings:
        """Raises VoiceError naming the field."""
        try:
            checked = cls.model_validate(dict(settings))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                raise VoiceError(
                    f"the gpt-sovits engine has no setting {field!r}; there are: {', '.join(sorted(cls.model_fields))}"
                ) from None
            if first["type"] == "missing":
                what = _WHAT_FOR.get(field, "it has no default")
                raise VoiceError(f"the voice's settings lack {field!r}: {what}") from None
            if field == "device":
                raise VoiceError(
                    f"device: {first['input']!r} is none; there are: auto, cpu, cuda, cuda:0, cuda:1 ..."
                ) from None
            raise VoiceError(f"{field}: {first['msg']}, not {first['input']!r}") from None
        for field, named in (("languages", checked.languages), ("reference_language", [checked.reference_language])):
            if unknown := [language for language in named if primary(language) not in LANGUAGES]:
                raise VoiceError(f"{field}: GPT-SoVITS speaks {', '.join(sorted(LANGUAGES))} here, not {unknown[0]!r}")
        if surplus := sorted(set(checked.digests) - set(ROLES)):
            raise VoiceError(f"digests: no file has the role {surplus[0]!r}; there are: {', '.join(ROLES)}")
        return checked

    def sampling(self, own_top_k: int, conservative: bool = False) -> SamplingParams:
        """How tokens are drawn; `conservative` for a line that came out wrong: the likelier ones, whatever is set."""
        from models.gpt_sovits.t2s.sampler import SamplingParams

        top_k, top_p, temperature = self.top_k or own_top_k, self.top_p, self.temperature
        if conservative:
            top_k = min(top_k or SAFE_TOP_K, SAFE_TOP_K)
            top_p, temperature = min(top_p, SAFE_TOP_P), min(temperature, SAFE_TEMPERATURE)
        return SamplingParams(top_k, top_p, temperature, self.repetition_penalty)


# What the original's own server draws from is its five likeliest tokens; lower temperatures than this, and lines loop.
SAFE_TOP_K, SAFE_TOP_P, SAFE_TEMPERATURE = 5, 0.8, 0.7
MOST_PHONES = 540  # of a line: the longest that the voices saw in training (SPEC 6.2)
ROLES = ("gpt", "sovits", "reference", "styles", "bert", "hubert", "speaker_net", "base", "vocoder")
FLOW_SETTINGS = ("sample_steps", "guidance")  # at their defaults no part of a fingerprint: other versions lack them
_WHAT_FOR = {
    "gpt_path": "the GPT's weights (…-e15.ckpt)",
    "sovits_path": "the SoVITS weights (…_e8_s200.pth)",
    "reference_path": "3 to 10 s of the voice, as WAV or FLAC",
    "pretrained_folder": "the folder with chinese-hubert-base and the others; `voicepress voice fetch` fills it",
}
# Fields that do not change the sound are no part of the fingerprint: a book can go on with more rows, or elsewhere.
NOT_HEARD = frozenset({"digests", "rows", "device", "memory_gib", "front_end_helpers", "ms_per_character", "languages"})
