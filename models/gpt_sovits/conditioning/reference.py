"""The reference clip: reading and checking it, its style, and the prompt tokens (HuBERT) that lines continue from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.conditioning.pretrained import load_pretrained
from models.gpt_sovits.conditioning.sound_files import samples_of
from models.gpt_sovits.configs import SAMPLE_RATE_HZ, SSL_DIM
from models.gpt_sovits.sovits.model import Tokenising
from models.gpt_sovits.sovits.spectrum import resampled, speaker_features, spectrogram
from pipeline.audio import Samples
from pipeline.errors import VoiceError

PROMPT_RATE_HZ = 16000
PROMPT_SECONDS = (3.0, 10.0)  # what the voices were trained to continue from; others are refused (SPEC 5)
# Training took 3 to 25 (SPEC 6.2). A reference text longer than its clip leaks into every line (SPEC 5).
PROMPT_PHONES_PER_SECOND = (2.0, 30.0)
SILENCE_AFTER_PROMPT = 9600  # samples at 16 kHz, 0.6 s: what the original appends
LEAST_RATE_HZ = 16000  # below it the clip lacks the frequencies that carry timbre


def read_clip(path: Path) -> tuple[Samples, int]:
    """Reads a clip. -> samples (n), channels averaged, and their rate.

    Raises VoiceError: missing, no sound file, silent, or sampled below 16 kHz.
    """
    samples, rate = samples_of(path)
    if rate < LEAST_RATE_HZ:
        raise VoiceError(
            f"{path}: is sampled at {rate} Hz; a reference needs {LEAST_RATE_HZ} Hz or more, "
            "for what lies above is the voice's timbre"
        )
    mono: Samples = samples.mean(1)
    if not len(mono) or not np.isfinite(mono).all() or np.abs(mono).max() < 1e-4:
        raise VoiceError(f"{path}: is silent or empty; record the reference again")
    return mono, rate


def check_prompt_length(path: Path, samples: Samples, rate: int) -> None:
    """Checks the length of the prompt. Raises VoiceError: shorter than 3 s or longer than 10 s."""
    seconds = len(samples) / rate
    least, most = PROMPT_SECONDS
    if not least <= seconds <= most:
        raise VoiceError(
            f"{path}: the reference lasts {seconds:.2f} s; GPT-SoVITS continues from {least:g} to "
            f"{most:g} s of speech: {'record a longer one' if seconds < least else 'cut it at a pause'}"
        )


def check_prompt_text(path: Path, text: str, phones: int, seconds: float) -> None:
    """Checks the pace of the prompt. Raises VoiceError: `text` is too long or too short for the clip."""
    least, most = PROMPT_PHONES_PER_SECOND
    if text and not least <= phones / seconds <= most:
        pace = f"{phones} phones for {seconds:.1f} s of sound, {phones / seconds:.1f} a second"
        raise VoiceError(
            f"{path}: {text[:30]!r}… has {pace}; speech has {least:g} to {most:g}. Write down exactly what "
            "is said in the clip"
        )


@torch.inference_mode()
def prompt_tokens(samples: Samples, rate: int, hubert: Any, sovits: Tokenising) -> Tensor:
    """The reference clip's semantic tokens (Y) int64."""
    import soxr

    at_16k = soxr.resample(samples, rate, PROMPT_RATE_HZ, quality="HQ")
    wave = torch.from_numpy(np.concatenate([at_16k, np.zeros(SILENCE_AFTER_PROMPT, np.float32)]))[None]
    ssl = hubert(wave.to(hubert.device)).last_hidden_state.mT.to(sovits.ssl_proj.weight)
    return sovits.tokens_of(ssl)[0]


@torch.inference_mode()
def style_of(clips: Sequence[tuple[Samples, int]], sovits: Tokenising, speaker_net: Any) -> Tensor:
    """The mean style of the clips (1, gin, 1); `speaker_net` for versions that take it, else None."""
    specs, speakers = [], []
    weight = sovits.ssl_proj.weight
    for samples, rate in clips:
        wave = resampled(torch.from_numpy(samples)[None], rate, SAMPLE_RATE_HZ)
        peak = wave.abs().max()
        wave = wave / peak.clamp(max=2) if peak > 1 else wave
        specs.append(spectrogram(wave).to(weight))
        if speaker_net is not None:
            speakers.append(speaker_net(speaker_features(resampled(wave, SAMPLE_RATE_HZ, PROMPT_RATE_HZ))).to(weight))
    return sovits.style(specs, speakers)


def load_hubert(folder: Path) -> Any:
    """Loads Chinese HuBERT. Raises VoiceError: the folder has another HuBERT, not of width 768."""
    config = load_pretrained("HubertConfig", folder, "chinese-hubert-base")
    if config.hidden_size != SSL_DIM:
        raise VoiceError(
            f"{folder}: a HuBERT of width {config.hidden_size}; the voices were trained with "
            f"chinese-hubert-base (width {SSL_DIM})"
        )
    return load_pretrained("HubertModel", folder, "chinese-hubert-base")
