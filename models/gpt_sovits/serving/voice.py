"""A loaded voice: both networks, the features of its reference clip, and the way from phrases to sound."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.gpt_sovits.conditioning import reference
from models.gpt_sovits.conditioning.bert import Bert, bert_features
from models.gpt_sovits.configs import BERT_DIM
from models.gpt_sovits.devices import device_of, dtype_of
from models.gpt_sovits.frontend.mixed import Phrase, phrase
from models.gpt_sovits.serving import memory
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.cuda_graphs import CudaGraphCapture
from models.gpt_sovits.serving.memory import BatchSizes
from models.gpt_sovits.serving.rendering import MOST_TOKENS as MOST_VOCODER_TOKENS
from models.gpt_sovits.serving.rendering import SemanticLine
from models.gpt_sovits.serving.requests import MAX_TOKENS, Request, RequestOutput
from models.gpt_sovits.serving.scheduler import CPU_SLOTS, GPU_SLOTS
from models.gpt_sovits.serving.sounding import load_sound
from models.gpt_sovits.settings import MOST_PHONES, Settings
from models.gpt_sovits.weights.loading import check_languages, check_pair, load_gpt, load_speaker_net
from models.gpt_sovits.weights.voice_folder import VoiceFiles, hold_to_digests
from pipeline.audio import Samples
from pipeline.errors import MachineError, VoiceError

log = logging.getLogger(__name__)
# A narrator says 6 to 15 phones a second, that is 2 to 4 tokens per phone: more than twice that, and a breath, is taken
# for a line that does not stop.
TOKENS_PER_PHONE, TOKENS_OF_A_BREATH = 8, 50
TYPICAL_TOKENS = 600  # 24 s: planned for beyond a line's phones; where lines are longer, the KV cache grows
SAFE_SLOTS = 16  # of the batcher by conservative settings
FADE_S = 0.005  # at both ends, against clicks where takes join


@dataclass(frozen=True, slots=True)
class LineAudio:
    samples: Samples | None  # None: the line did not stop
    output: RequestOutput
    longest_run: int  # of one token in a row: collapse shows there first
    slots: int  # lines in flight beside it


class LoadedVoice:
    """Raises VoiceError where a file is missing, damaged, or does not belong to the others."""

    def __init__(self, settings: Settings) -> None:
        files = VoiceFiles.of(settings)
        hold_to_digests(settings, files)
        gpt, self.sound = load_gpt(files.gpt), load_sound(files)
        self.sovits = self.sound.sovits
        self.config = self.sound.config
        check_pair(gpt.config, self.config, files.gpt, files.sovits)
        check_languages((*settings.languages, settings.reference_language), self.config, files.sovits)
        self.settings = settings
        self.version = self.config.version
        self.table = self.config.symbol_table
        self.device = device_of(settings.device)
        self.bert = Bert(files.bert, self.device) if files.bert else None
        self.sound.to(self.device)
        self.prompt_phrase = (
            phrase(settings.reference_text, settings.reference_language) if settings.reference_text else Phrase(())
        )
        # The style is made in full precision: its mean overflows in half (SPEC 7).
        self.style, self.prompt = self._reference(files)
        dtype = dtype_of(settings.precision, self.device)
        self.sound.to(self.device, dtype)
        self.style = self.style.to(dtype)
        self.gpt = gpt.to(self.device, dtype)
        if self.device.type == "cuda":
            if self.bert:
                self.bert.model.to(dtype)
            if dtype == torch.float32:  # asked for, so meant: not the 10 bits that convolutions take by default
                torch.backends.cudnn.allow_tf32 = False
        self.prompt_bert = bert_features([self.prompt_phrase], self.bert)[0]
        self.sound.lay_out(self.style)
        self.sizes, self.note = self._sizes()
        if self.note:
            log.warning("%s", self.note)
        self._set_up()

    def _sizes(self) -> tuple[BatchSizes, str]:
        """Batches as large as the device's memory allows. Raises MachineError: not even one line fits."""
        slots = self.settings.rows or (CPU_SLOTS if self.device.type == "cpu" else GPU_SLOTS)
        entering = len(self.prompt_phrase) + MOST_PHONES + len(self.prompt)
        vocoder_tokens = MOST_VOCODER_TOKENS[self.device.type]
        wanted = BatchSizes(slots, entering + TYPICAL_TOKENS, entering, vocoder_tokens, MAX_TOKENS)
        if self.device.type == "cpu" and not self.settings.memory_gib:
            return wanted, ""
        weights = sum(
            p.numel() * p.element_size()
            for net in (self.gpt, *self.sound.networks)
            for p in (*net.parameters(), *net.buffers())
        )
        budget = self.settings.memory_gib * memory.GIB
        if self.device.type == "cuda" and not budget:
            budget = torch.cuda.mem_get_info(self.device)[0] * (1 - memory.SPARE) + weights  # which are there already
        return memory.fitting(wanted, budget, self.gpt.config, self.config, weights, self.style.element_size())

    def _set_up(self) -> None:
        """Makes buffers and graphs for batches of these sizes; earlier ones are freed first."""
        for name in ("batcher", "safe_batcher", "renderer"):
            self.__dict__.pop(name, None)
        capture = CudaGraphCapture(self.device) if self.device.type == "cuda" else None
        # While a KV cache grows it takes its memory twice: a GPU's is made in full.
        capacity = self.sizes.positions if self.device.type == "cuda" else 0
        params = self.settings.sampling(self.gpt.config.top_k)
        self.batcher = ContinuousBatcher(self.gpt, params, self.sizes.slots, capacity=capacity)
        self.renderer = self.sound.renderer(self.style, self.settings, self.sizes.vocoder_tokens, capture)

    @cached_property
    def safe_batcher(self) -> ContinuousBatcher:
        """For lines that came out wrong: made for the first of them, for they are few, with few rows."""
        params = self.settings.sampling(self.gpt.config.top_k, conservative=True)
        return ContinuousBatcher(self.gpt, params, min(self.sizes.slots, SAFE_SLOTS))

    def _reference(self, files: VoiceFiles) -> tuple[Tensor, Tensor]:
        """The style, and the prompt's semantic tokens."""
        samples, rate = reference.read_clip(files.reference)
        reference.check_prompt_length(files.reference, samples, rate)
        reference.check_prompt_text(
            files.reference, self.settings.reference_text, len(self.prompt_phrase), len(samples) / rate
        )
        speaker_net = load_speaker_net(_needed(files.speaker_net, self.version)) if self.config.speaker else None
        clips = [reference.read_clip(path) for path in files.styles] or [(samples, rate)]
        style = reference.style_of(clips, self.sovits, speaker_net)
        if not self.settings.reference_text:  # without its words there is nothing to continue from
            return style, torch.zeros(0, dtype=torch.int64)
        hubert = reference.load_hubert(files.hubert).to(self.device)
        prompt = reference.prompt_tokens(samples, rate, hubert, self.sovits).cpu()
        self.sound.hear(samples, rate, prompt, torch.tensor(self.prompt_phrase.ids(self.table)), style)
        return style, prompt

    def speak(
        self,
        phrases: Sequence[Phrase],
        seeds: Sequence[int],
        paces: Sequence[float] = (),
        *,
        conservative: bool = False,
    ) -> list[LineAudio]:
        """Speaks all phrases in one pass, each with its own seed and, where `paces` are given, its own pace.

        Where the device runs out of memory in spite of the plan, smaller batches are tried, and that is noted.

        Raises MachineError: the smallest do not fit.
        """
        while True:
            try:
                lines: list[LineAudio] = self._spoken(
                    phrases, seeds, paces or [1.0] * len(phrases), conservative=conservative
                )
                return lines
            except torch.OutOfMemoryError as error:
                reason = str(error).splitlines()[0][:200]
            smaller = memory.halved(self.sizes)
            if smaller is None:
                raise MachineError(f"{self.device} is out of memory for one line ({reason}): stop what else runs there")
            self.sizes = smaller
            self.note = (
                f"{self.device} ran out of memory ({reason}): on with {smaller.slots} rows and "
                f"{smaller.vocoder_tokens} tokens of sound"
            )
            log.warning("%s", self.note)
            self._set_up()
            if self.device.type == "cuda":
                torch.cuda.empty_cache()

    @torch.inference_mode()
    def _spoken(
        self, phrases: Sequence[Phrase], seeds: Sequence[int], paces: Sequence[float], *, conservative: bool
    ) -> list[LineAudio]:
        prompt_ids = torch.tensor(self.prompt_phrase.ids(self.table), dtype=torch.int64)
        targets = [torch.tensor(p.ids(self.table)) for p in phrases]
        requests = []
        for target, bert, seed in zip(targets, bert_features(phrases, self.bert), seeds, strict=True):
            phones = torch.cat([prompt_ids, target])
            limit = min(MAX_TOKENS, TOKENS_OF_A_BREATH + TOKENS_PER_PHONE * len(target))
            requests.append(Request(phones, self._with_prompt(bert, len(target)), self.prompt, seed, limit))

        def finished(index: int, output: RequestOutput) -> None:
            if output.stopped == "eos":
                line = SemanticLine(output.tokens, targets[index], seeds[index], paces[index])
                self.renderer.take(index, line)

        batcher = self.safe_batcher if conservative else self.batcher
        outputs = batcher.run(requests, finished=finished)
        sounds = self.renderer.sounds()
        return [
            LineAudio(
                faded(sounds[i], self.sound.sample_rate_hz) if i in sounds else None,
                output,
                longest_run(output.tokens),
                self.sizes.slots,
            )
            for i, output in enumerate(outputs)
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
    """Length of the longest stretch of one token."""
    if not len(tokens):
        return 0
    return int(torch.unique_consecutive(tokens, return_counts=True)[1].max())


def _needed(path: Path | None, version: str) -> Path:
    if path is None:
        raise VoiceError(
            f"a {version} voice needs the speaker network (sv/pretrained_eres2netv2w24s4ep4.ckpt); "
            "`voicepress voice fetch` brings it"
        )
    return path
