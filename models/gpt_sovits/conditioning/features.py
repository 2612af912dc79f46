"""What the frozen helper networks say: BERT about Chinese text, HuBERT and ERes2NetV2 about the reference clips.

All from local folders in the form of the model hub; nothing is looked up on a network here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.conditioning.sound_files import samples_of
from models.gpt_sovits.configs import BERT_DIM, SAMPLE_RATE_HZ, SSL_DIM
from models.gpt_sovits.frontend.mixed import Phrase
from models.gpt_sovits.frontend.records import missing
from models.gpt_sovits.serving.rendering import grouped
from models.gpt_sovits.serving.streams import to_device
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import resampled, speaker_features, spectrogram, torchaudio
from pipeline.audio import Samples
from pipeline.errors import VoiceError

BERT_CHARACTERS = {"cpu": 2048, "cuda": 32768}  # in one pass, padding included
PROMPT_RATE_HZ = 16000
PROMPT_SECONDS = (3.0, 10.0)  # what the voices were trained to continue from; others are refused (SPEC 5)
# Training took 3 to 25 (SPEC 6.2). A text longer than its clip is what leaks into every line (SPEC 5).
PROMPT_PHONES_PER_SECOND = (2.0, 30.0)
SILENCE_AFTER_PROMPT = 9600  # samples at 16 kHz, 0.6 s: what the original appends
LEAST_RATE_HZ = 16000  # below it the clip has no timbre to take


# ---------------------------------------------------------------- text


class Bert:
    """Chinese RoBERTa; a feature is the output of the third layer from the end, one vector a character."""

    def __init__(self, folder: Path, device: torch.device) -> None:
        """Raises VoiceError: the folder is no BERT of width 1024. MissingExtraError: transformers is not installed."""
        self.tokenizer = _pretrained("AutoTokenizer", folder, "chinese-roberta-wwm-ext-large")
        config = _pretrained("BertConfig", folder, "chinese-roberta-wwm-ext-large")
        if config.hidden_size != BERT_DIM or config.num_hidden_layers < 3:
            raise VoiceError(
                f"{folder}: a BERT of {config.num_hidden_layers} layers and width {config.hidden_size}; "
                f"the voices were trained with chinese-roberta-wwm-ext-large (width {BERT_DIM})"
            )
        # the last two layers are never looked at
        self.model = _pretrained(
            "BertModel",
            folder,
            "chinese-roberta-wwm-ext-large",
            add_pooling_layer=False,
            num_hidden_layers=config.num_hidden_layers - 2,
        ).to(device)

    @torch.inference_mode()
    def features(self, texts: Sequence[str]) -> list[Tensor]:
        """texts -> (characters, 1024) each. Of like lengths together: a whole pass in one would be mostly padding."""
        device = self.model.device
        first, last, pad = (self.tokenizer.cls_token_id, self.tokenizer.sep_token_id, self.tokenizer.pad_token_id)
        rows = [[first, *self.tokenizer.convert_tokens_to_ids(list(text)), last] for text in texts]
        found: list[Tensor] = [torch.empty(0)] * len(rows)
        for group in grouped([len(row) for row in rows], BERT_CHARACTERS.get(device.type, BERT_CHARACTERS["cuda"])):
            longest = len(rows[group[-1]])
            ids = torch.tensor([rows[i] + [pad] * (longest - len(rows[i])) for i in group])
            there = torch.arange(longest) < torch.tensor([len(rows[i]) for i in group])[:, None]
            hidden = self.model(
                input_ids=to_device(ids, device), attention_mask=to_device(there.long(), device)
            ).last_hidden_state
            for i, vectors in zip(group, hidden, strict=True):
                found[i] = vectors[1 : len(rows[i]) - 1]
        return found


def bert_features(phrases: Sequence[Phrase], bert: Bert | None) -> list[Tensor | None]:
    """(1024, phones) of each phrase, zero outside Chinese; None where a phrase has no Chinese at all."""
    texts = [run.norm for phrase in phrases for run in phrase.runs if run.language == "zh"]
    if not texts or bert is None:
        return [None] * len(phrases)
    found = iter(bert.features(texts))
    features: list[Tensor | None] = []
    for phrase in phrases:
        if not any(run.language == "zh" for run in phrase.runs):
            features.append(None)
            continue
        parts = []
        for run in phrase.runs:
            if run.language == "zh":
                vectors = next(found)
                counts = to_device(torch.tensor(run.counts), vectors.device)
                parts.append(vectors.repeat_interleave(counts, 0, output_size=len(run.phones)).mT)
            else:
                parts.append(torch.zeros(BERT_DIM, len(run.phones), device=bert.model.device))
        features.append(torch.cat(parts, 1))
    return features


# ---------------------------------------------------------------- sound


def read_clip(path: Path) -> tuple[Samples, int]:
    """Samples (n) and rate; channels are averaged.

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
    """Raises VoiceError: shorter than 3 s or longer than 10 s."""
    seconds = len(samples) / rate
    least, most = PROMPT_SECONDS
    if not least <= seconds <= most:
        raise VoiceError(
            f"{path}: the reference lasts {seconds:.2f} s; GPT-SoVITS continues from {least:g} to "
            f"{most:g} s of speech: {'record a longer one' if seconds < least else 'cut it at a pause'}"
        )


def check_prompt_text(path: Path, text: str, phones: int, seconds: float) -> None:
    """Raises VoiceError: nobody can say `text` in so short a clip, or would take so long."""
    least, most = PROMPT_PHONES_PER_SECOND
    if text and not least <= phones / seconds <= most:
        pace = f"{phones} phones for {seconds:.1f} s of sound, {phones / seconds:.1f} a second"
        raise VoiceError(
            f"{path}: {text[:30]!r}… has {pace}; speech has {least:g} to {most:g}. Write down exactly what "
            "is said in the clip"
        )


@torch.inference_mode()
def prompt_tokens(samples: Samples, rate: int, hubert: Any, sovits: Sovits) -> Tensor:
    """The reference clip's semantic tokens (Y) int64."""
    import soxr

    at_16k = soxr.resample(samples, rate, PROMPT_RATE_HZ, quality="HQ")
    wave = torch.from_numpy(np.concatenate([at_16k, np.zeros(SILENCE_AFTER_PROMPT, np.float32)]))[None]
    ssl = hubert(wave.to(hubert.device)).last_hidden_state.mT.to(sovits.ssl_proj.weight)
    return sovits.tokens_of(ssl)[0]


@torch.inference_mode()
def style_of(clips: Sequence[tuple[Samples, int]], sovits: Sovits, speaker_net: Any) -> Tensor:
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


def hubert(folder: Path) -> Any:
    """Chinese HuBERT. Raises VoiceError: the folder is not one of width 768."""
    config = _pretrained("HubertConfig", folder, "chinese-hubert-base")
    if config.hidden_size != SSL_DIM:
        raise VoiceError(
            f"{folder}: a HuBERT of width {config.hidden_size}; the voices were trained with "
            f"chinese-hubert-base (width {SSL_DIM})"
        )
    return _pretrained("HubertModel", folder, "chinese-hubert-base")


def transformers() -> Any:
    """The library, quiet. Raises MissingExtraError: it is not installed."""
    torchaudio("functional")  # transformers imports it, and fails with it where its extension does not load
    try:
        import transformers as library
    except ImportError:
        raise missing("transformers", "GPT-SoVITS") from None
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    return library


def _pretrained(kind: str, folder: Path, name: str, **more: Any) -> Any:
    library = transformers()
    if not (folder / "config.json").is_file():
        raise VoiceError(f"{folder}: {name} is not there (no config.json); `voicepress voice fetch` brings it")
    try:
        found = getattr(library, kind).from_pretrained(str(folder), local_files_only=True, **more)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise VoiceError(f"{folder}: {name} cannot be loaded ({str(error).splitlines()[0][:160]})") from None
    return found.eval().float() if hasattr(found, "eval") else found
