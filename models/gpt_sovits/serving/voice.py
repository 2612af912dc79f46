"""A loaded voice: networks, reference features, and the way from phrases to sound."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.conditioning import features
from models.gpt_sovits.configs import BERT_DIM
from models.gpt_sovits.frontend.mixed import Phrase, phrase
from models.gpt_sovits.serving import memory
from models.gpt_sovits.serving.batching import MOST_TOKENS, Answer, BatchedDecoder, Request
from models.gpt_sovits.serving.cuda_graphs import CudaRecorder
from models.gpt_sovits.serving.memory import Batches
from models.gpt_sovits.serving.rendering import MOST_TOKENS as MOST_SOUND
from models.gpt_sovits.serving.rendering import Renderer, Spoken, quicker_layout
from models.gpt_sovits.serving.scheduler import ROWS_OF_A_CPU, ROWS_OF_A_GPU
from models.gpt_sovits.settings import MOST_PHONES, Settings
from models.gpt_sovits.t2s.sampler import Sampling
from models.gpt_sovits.weights.loading import check_languages, check_pair, load_gpt, load_sovits, load_speaker_net
from models.gpt_sovits.weights.voice_folder import Files, hold_to_digests
from pipeline.audio import Samples
from pipeline.errors import MachineError, VoiceError

log = logging.getLogger(__name__)
# A narrator says 6 to 15 phones a second, that is 2 to 4 tokens a phone: twice that, and a breath, is running away.
TOKENS_PER_PHONE, TOKENS_OF_A_BREATH = 8, 50
TYPICAL_TOKENS = 600  # 24 s: what the plan of memory reckons with beyond a line's phones; longer ones make it grow
FADE_S = 0.005  # at both ends, against clicks where takes join


@dataclass(frozen=True, slots=True)
class Sound:
    samples: Samples | None  # None: the line ran away
    answer: Answer
    longest_run: int  # of one token in a row: collapse shows there first
    rows: int  # lines in flight beside it


class LoadedVoice:
    """Raises VoiceError where a file is missing, damaged, or does not belong to the others."""

    def __init__(self, settings: Settings) -> None:
        files = Files.of(settings)
        hold_to_digests(settings, files)
        gpt, sovits = load_gpt(files.gpt), load_sovits(files.sovits)
        check_pair(gpt.config, sovits.config, files.gpt, files.sovits)
        check_languages((*settings.languages, settings.reference_language), sovits.config, files.sovits)
        self.settings = settings
        self.version = sovits.config.version
        self.table = sovits.config.symbol_table
        self.device = device_of(settings.device)
        self.bert = features.Bert(files.bert, self.device) if files.bert else None
        self.sovits = sovits.to(self.device)
        self.prompt_phrase = (
            phrase(settings.reference_text, settings.reference_language) if settings.reference_text else Phrase(())
        )
        # the style is made in full precision: its mean overflows in half (SPEC 7)
        self.style, self.prompt = self._reference(files)
        dtype = dtype_of(settings.precision, self.device)
        self.sovits = self.sovits.to(dtype)
        self.style = self.style.to(dtype)
        self.gpt = gpt.to(self.device, dtype)
        if self.device.type == "cuda":
            if self.bert:
                self.bert.model.to(dtype)
            if dtype == torch.float32:  # asked for, so meant: not the 10 bits that convolutions take by default
                torch.backends.cudnn.allow_tf32 = False
        self.prompt_bert = features.bert_features([self.prompt_phrase], self.bert)[0]
        # a CPU gains a tenth by it (NOTES.md); on a GPU it is tried
        self.sovits.dec.channels_last = True
        if self.device.type == "cuda":
            quicker_layout(self.sovits, self.style)
        self.batches, self.note = self._batches()
        if self.note:
            log.warning("%s", self.note)
        self._set_up()

    def _batches(self) -> tuple[Batches, str]:
        """As large as the device's memory allows. Raises MachineError: nothing does."""
        rows = self.settings.rows or (ROWS_OF_A_CPU if self.device.type == "cpu" else ROWS_OF_A_GPU)
        entering = len(self.prompt_phrase) + MOST_PHONES + len(self.prompt)
        wanted = Batches(rows, entering + TYPICAL_TOKENS, entering, MOST_SOUND[self.device.type], MOST_TOKENS)
        if self.device.type == "cpu" and not self.settings.memory_gib:
            return wanted, ""
        weights = sum(
            p.numel() * p.element_size() for net in (self.gpt, self.sovits) for p in (*net.parameters(), *net.buffers())
        )
        budget = self.settings.memory_gib * memory.GIB
        if self.device.type == "cuda" and not budget:
            budget = torch.cuda.mem_get_info(self.device)[0] * (1 - memory.SPARE) + weights  # which are there already
        return memory.fitting(wanted, budget, self.gpt.config, self.sovits.config, weights, self.style.element_size())

    def _set_up(self) -> None:
        """Buffers and captures for batches of this size; what there was before goes first."""
        for name in ("decoder", "renderer"):
            self.__dict__.pop(name, None)
        record: Any = CudaRecorder(self.device) if self.device.type == "cuda" else None
        # a cache that grows lies there twice for a moment: a GPU's is made in full
        capacity = self.batches.positions if self.device.type == "cuda" else 0
        self.decoder = BatchedDecoder(
            self.gpt, self.settings.sampling(self.gpt.config.top_k), self.batches.rows, capacity=capacity
        )
        self.renderer = Renderer(
            self.sovits, self.style, self.settings.speed, self.settings.noise_scale, self.batches.tokens, record
        )

    def _reference(self, files: Files) -> tuple[Tensor, Tensor]:
        samples, rate = features.read_clip(files.reference)
        features.check_prompt_length(files.reference, samples, rate)
        features.check_prompt_text(
            files.reference, self.settings.reference_text, len(self.prompt_phrase), len(samples) / rate
        )
        speaker_net = load_speaker_net(_needed(files.speaker_net, self.version)) if self.sovits.config.speaker else None
        clips = [features.read_clip(path) for path in files.styles] or [(samples, rate)]
        style = features.style_of(clips, self.sovits, speaker_net)
        if not self.settings.reference_text:  # without its words there is nothing to continue from
            return style, torch.zeros(0, dtype=torch.int64)
        hubert = features.hubert(files.hubert).to(self.device)
        return style, features.prompt_tokens(samples, rate, hubert, self.sovits).cpu()

    def speak(self, phrases: Sequence[Phrase], seeds: Sequence[int], paces: Sequence[float] = ()) -> list[Sound]:
        """All phrases in one pass, each with its own seed, and its own pace where there are any.

        Where the device runs out of memory all the same, smaller batches are tried, and noted.

        Raises MachineError: it does with the smallest, too.
        """
        while True:
            try:
                sounds: list[Sound] = self._spoken(phrases, seeds, paces or [1.0] * len(phrases))
                return sounds
            except torch.OutOfMemoryError as error:
                said = str(error).splitlines()[0][:200]
            smaller = memory.halved(self.batches)
            if smaller is None:
                raise MachineError(f"{self.device} is out of memory for one line ({said}): stop what else runs there")
            self.batches, self.note = (
                smaller,
                (
                    f"{self.device} ran out of memory ({said}): on with {smaller.rows} rows and {smaller.tokens} "
                    "tokens of sound"
                ),
            )
            log.warning("%s", self.note)
            self._set_up()
            if self.device.type == "cuda":
                torch.cuda.empty_cache()

    @torch.inference_mode()
    def _spoken(self, phrases: Sequence[Phrase], seeds: Sequence[int], paces: Sequence[float]) -> list[Sound]:
        prompt_ids = self.prompt_phrase.ids(self.table)
        targets = [torch.tensor(p.ids(self.table)) for p in phrases]
        requests = []
        for target, bert, seed in zip(targets, features.bert_features(phrases, self.bert), seeds, strict=True):
            whole = torch.cat([torch.tensor(prompt_ids, dtype=torch.int64), target])
            limit = min(MOST_TOKENS, TOKENS_OF_A_BREATH + TOKENS_PER_PHONE * len(target))
            requests.append(Request(whole, self._with_prompt(bert, len(target)), self.prompt, seed, limit))

        def finished(index: int, answer: Answer) -> None:
            if answer.stopped == "eos":
                self.renderer.take(index, Spoken(answer.tokens, targets[index], seeds[index], paces[index]))

        answers = self.decoder.run(requests, finished=finished)
        sounds = self.renderer.sounds()
        return [
            Sound(faded(sounds[i]) if i in sounds else None, answer, longest_run(answer.tokens), self.batches.rows)
            for i, answer in enumerate(answers)
        ]

    def _with_prompt(self, bert: Tensor | None, count: int) -> Tensor | None:
        """The prompt's features before the line's; zeros where one of them is in another language."""
        if bert is None and self.prompt_bert is None:
            return None
        blank = torch.zeros(BERT_DIM, 0, device=self.device)
        prompt = (
            self.prompt_bert if self.prompt_bert is not None else blank.new_zeros(BERT_DIM, len(self.prompt_phrase))
        )
        return torch.cat([prompt, bert if bert is not None else blank.new_zeros(BERT_DIM, count)], 1)


def faded(samples: Samples, rate: int = 32000) -> Samples:
    count = min(int(FADE_S * rate), len(samples) // 2)
    if count:
        ramp = np.linspace(0, 1, count, endpoint=False, dtype=np.float32)
        samples[:count] *= ramp
        samples[len(samples) - count :] *= ramp[::-1]
    return samples


def longest_run(tokens: Tensor) -> int:
    if not len(tokens):
        return 0
    return int(torch.unique_consecutive(tokens, return_counts=True)[1].max())


def device_of(name: str) -> torch.device:
    """Raises VoiceError: a CUDA device is asked for that is not there."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise VoiceError(
            f"device: {name} is asked for, but torch sees no CUDA device here; `device: auto` takes the CPU"
        )
    device = torch.device("cuda", torch.cuda.current_device()) if name == "cuda" else torch.device(name)
    if device.type == "cuda" and device.index >= torch.cuda.device_count():
        raise VoiceError(
            f"device: {name} is asked for, but torch sees {torch.cuda.device_count()} CUDA devices here, "
            f"cuda:0 to cuda:{torch.cuda.device_count() - 1}"
        )
    return device


def dtype_of(precision: str, device: torch.device) -> torch.dtype:
    if precision == "auto":
        # fp16 is what the voices were trained and are commonly run in; bf16 rounds eight times as coarsely
        return torch.float32 if device.type == "cpu" else torch.float16
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]


def _needed(path: Path | None, version: str) -> Path:
    if path is None:
        raise VoiceError(
            f"a {version} voice needs the speaker network (sv/pretrained_eres2netv2w24s4ep4.ckpt); "
            "`voicepress voice fetch` brings it"
        )
    return path


__all__ = ["LoadedVoice", "Sampling", "Sound"]
