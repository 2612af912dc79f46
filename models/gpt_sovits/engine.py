"""GPT-SoVITS as an engine of pipeline/engine.py. PyTorch is imported by the first `perform`, not before."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.gpt_sovits import CODE_VERSION
from models.gpt_sovits.extra import with_pytorch
from models.gpt_sovits.frontend import mixed
from models.gpt_sovits.frontend.prefetch import Prefetcher
from models.gpt_sovits.serving.scheduler import (
    CPU_LINES_PER_SLOT,
    CPU_SLOTS,
    GPU_HELPERS,
    GPU_LINES_PER_SLOT,
    GPU_SLOTS,
)
from models.gpt_sovits.settings import FASTEST, FLOW_SETTINGS, MOST_PHONES, NOT_HEARD, SLOWEST, Settings
from models.gpt_sovits.weights.headers import header_of
from models.gpt_sovits.weights.official import FILES
from models.gpt_sovits.weights.voice_folder import VoiceFiles, digest_of, digests
from pipeline.audio import Clip
from pipeline.engine import Capabilities, Engine, EngineDefaults, Performance, Prompt
from pipeline.store import fingerprint_of

if TYPE_CHECKING:
    from models.gpt_sovits.serving.voice import LineAudio, LoadedVoice

SAMPLE_RATE_HZ = 32000
# A narrator's pace: 4.5 ideographs, 8 kana or 15 Latin characters per second (SPEC 8.3; measured on books); 6 of
# hangul, spaces apart (a newsreader's 340 syllables per minute).
MS_PER_IDEOGRAPH, MS_PER_KANA, MS_PER_LETTER, MS_PER_HANGUL = 220, 125, 65, 160
# Compute per second of sound, at full size: one core (bench, batch of 16); a GPU by what others publish, not measured.
# Of v3 and v4 at their own number of steps.
CPU_RATIOS = {"": 1.2, "v3": 43.0, "v4": 11.0}
# CPU seconds on one core: PyTorch and what comes with it, then files in half precision on their way to single.
IMPORTS_MS, LOADING_MS_PER_MB = 1_800, 5.3
GPU_RATIOS = {"": 0.014, "v3": 0.1, "v4": 0.03}


class GptSovits(EngineDefaults):
    """The engine `gpt-sovits`. Its settings are those of settings.py."""

    version = f"gpt-sovits {CODE_VERSION}"
    max_characters = 200  # two or three clauses; whole paragraphs lose words (SPEC 7)
    min_characters = 5  # shorter ones come out garbled (SPEC 4.5)

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = Settings.read(settings)
        paces = SLOWEST / self.settings.speed, FASTEST / self.settings.speed
        self.capabilities = Capabilities(
            clones=True, paces=paces, conservative=True, core_ratio=self._ratio(CPU_RATIOS)
        )
        slots, lines = (GPU_SLOTS, GPU_LINES_PER_SLOT) if self._on_a_gpu else (CPU_SLOTS, CPU_LINES_PER_SLOT)
        self.width = lines * (self.settings.rows or slots)
        helpers = self.settings.front_end_helpers
        self._prefetcher = Prefetcher(helpers if helpers >= 0 else GPU_HELPERS if self._on_a_gpu else 0)

    @property
    def sample_rate_hz(self) -> int:
        """Of v3 and v4 that of their vocoder."""
        facts = header_of(self.settings.sovits_path).facts
        return facts.sample_rate_hz if facts else SAMPLE_RATE_HZ

    def _ratio(self, ratios: Mapping[str, float]) -> float:
        """By version; a sampler of other steps takes its share of them."""
        facts = header_of(self.settings.sovits_path).facts
        if facts is None:
            return ratios[""]
        return ratios[facts.name] * (self.settings.sample_steps or facts.steps) / facts.steps

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(map(mixed.primary, self.settings.languages))

    @property
    def _on_a_gpu(self) -> bool:
        """As far as can be told without loading torch."""
        return Path("/dev/nvidia0").exists() if self.settings.device == "auto" else self.settings.device != "cpu"

    def fingerprint(self) -> str:
        heard = {
            name: value
            for name, value in self.settings.model_dump(mode="json").items()
            if name not in NOT_HEARD
            and not name.endswith(("_path", "_folder"))
            and (value or name not in FLOW_SETTINGS)
        }
        return fingerprint_of(["gpt-sovits", CODE_VERSION, heard, digests(self.settings)])

    def likeness(self) -> tuple[str, ...]:
        """Its references, and its weights where they are not the official ones, which are everybody's.

        Each clip counts for itself: it may be the reference of one voice and one of the styles of another.
        """
        found = digests(self.settings)
        official = {file.sha256 for files in FILES.values() for file in files}
        files = VoiceFiles.of(self.settings)
        clips = dict.fromkeys(f"clip {digest_of(path)}" for path in (files.reference, *files.styles))
        roles = [role for role in ("reference", "styles", "gpt", "sovits") if role in found]
        return (*(f"{role} {found[role]}" for role in roles if found[role] not in official), *clips)

    def loading_ms(self) -> int:
        """Of computing, by the bytes of its files; waiting for the disk comes to it."""
        paths: list[Path] = []
        for path in VoiceFiles.of(self.settings).by_role().values():
            paths += path if isinstance(path, tuple) else [path]
        files = [one for path in paths for one in (path.rglob("*") if path.is_dir() else [path]) if one.is_file()]
        return IMPORTS_MS + round(LOADING_MS_PER_MB * sum(one.stat().st_size for one in files) / 1e6)

    def expected_ms(self, text: str) -> int:
        if self.settings.ms_per_character:
            return round(self.settings.ms_per_character * len(text) / self.settings.speed)
        return round(sum(map(_ms, text)) / self.settings.speed)

    def compute_ratio(self) -> float:
        return self._ratio(GPU_RATIOS if self._on_a_gpu else CPU_RATIOS)

    def unspeakable(self, text: str, language: str) -> str:
        if mixed.primary(language) not in self.languages:
            return "".join(dict.fromkeys(c for c in text if not c.isspace()))
        return mixed.unspeakable(text, language, korean_too="ko" in self.languages)

    def load(self) -> None:
        if not self._on_a_gpu:  # there it plans by what is free when it begins, and beside another's graphs nothing is
            self._voice  # noqa: B018

    def prepare(self, prompts: Sequence[Prompt]) -> None:
        """Starts making phones of the next lines, while others are spoken. Optional; callable from any thread."""
        self._prefetcher.prefetch(
            (prompt.text, mixed.primary(prompt.language))
            for prompt in prompts
            if mixed.primary(prompt.language) in self.languages
        )

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        self.prepare(prompts)
        performances: dict[int, Performance] = {}
        phrases: dict[int, mixed.Phrase] = {}
        for index, prompt in enumerate(prompts):
            phrase = self._phrase(prompt)
            if isinstance(phrase, Performance):
                performances[index] = phrase
            else:
                phrases[index] = phrase
        for conservative in (False, True):
            mine = [index for index in phrases if prompts[index].conservative is conservative]
            performances |= self._spoken(prompts, phrases, mine, conservative=conservative)
        return [performances[index] for index in range(len(prompts))]

    def _spoken(
        self, prompts: Sequence[Prompt], phrases: Mapping[int, mixed.Phrase], mine: Sequence[int], *, conservative: bool
    ) -> dict[int, Performance]:
        """What became of the prompts `mine`, which are spoken by one set of sampling parameters."""
        if not mine:
            return {}
        start = time.perf_counter()
        seeds, paces = [prompts[i].seed for i in mine], [prompts[i].pace for i in mine]
        lines = self._voice.speak([phrases[i] for i in mine], seeds, paces, conservative=conservative)
        seconds = time.perf_counter() - start
        rate = self.sample_rate_hz
        return {i: _performance(line, len(phrases[i]), seconds, rate) for i, line in zip(mine, lines, strict=True)}

    def _phrase(self, prompt: Prompt) -> mixed.Phrase | Performance:
        language = mixed.primary(prompt.language)
        if language not in self.languages:
            return Performance(None, f"this voice speaks {', '.join(sorted(self.languages))}, not {prompt.language}")
        phrase = self._prefetcher.phrase(prompt.text, language)
        if phrase.empty:
            if any(c.isalnum() for c in prompt.text):
                return Performance(None, f"nothing of {prompt.text[:40]!r} can be spoken in {prompt.language}")
            return Performance(Clip(np.zeros(0, np.float32), self.sample_rate_hz))
        if len(phrase) > MOST_PHONES:
            return Performance(None, f"{len(phrase)} phones: a line takes {MOST_PHONES} at most; split it")
        return phrase

    @cached_property
    def _voice(self) -> LoadedVoice:
        with with_pytorch():
            from models.gpt_sovits.serving.voice import LoadedVoice
        return LoadedVoice(self.settings)


def _performance(line: LineAudio, phones: int, batch_seconds: float, rate_hz: int = SAMPLE_RATE_HZ) -> Performance:
    output = line.output
    tokens = len(output.tokens)
    facts: dict[str, float | int | str] = {
        "stopped": output.stopped, "tokens": tokens, "phones": phones,
        "tokens_per_phone": round(tokens / max(phones, 1), 3),
        "tokens_per_second": round(tokens / output.seconds, 2) if output.seconds else 0.0,
        "longest_run": line.longest_run, "rows": line.slots, "batch_ms": round(1000 * batch_seconds)}  # fmt: skip
    if line.samples is None:
        return Performance(
            None,
            f"the voice did not stop after {tokens} tokens ({tokens / 25:.0f} s) for {phones} "
            "phones; perform it again with another seed, or split the line",
            facts,
        )
    if not np.isfinite(line.samples).all():  # half precision overflows in some voices (SPEC 7)
        return Performance(
            None, "the sound holds values that are not numbers; set `precision: fp32` for this voice", facts
        )
    return Performance(Clip(line.samples, rate_hz), facts=facts)


def _ms(character: str) -> int:
    if character.isascii():
        return MS_PER_LETTER
    if "぀" <= character <= "ヿ":
        return MS_PER_KANA
    if "가" <= character <= "힣":
        return MS_PER_HANGUL
    return MS_PER_IDEOGRAPH if unicodedata.category(character) == "Lo" else MS_PER_LETTER


_FITS: Callable[[Mapping[str, Any]], Engine] = GptSovits  # mypy checks the engine against the protocol
