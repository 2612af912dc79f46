"""An hour of a book from text to samples, and the share of it that the device is busy: for make gpu and make profile.

python -m models.gpt_sovits.bench.hour [--device cpu --tiny] [--trace FILE]    leaves a trace of torch.profiler
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.gpt_sovits.bench import throughput
from models.gpt_sovits.bench.measuring import BenchDevice, device_named
from models.gpt_sovits.bench.roofline import synchronised
from models.gpt_sovits.bench.schedule import SPREAD, TOKENS_PER_PHONE, StepTimes
from models.gpt_sovits.bench.short_book import texts_of
from models.gpt_sovits.bench.steppings import stepper_named
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.frontend.prefetch import Prefetcher
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.cuda_graphs import Capture, CudaGraphCapture
from models.gpt_sovits.serving.rendering import Renderer, SemanticLine, choose_layout
from models.gpt_sovits.serving.requests import Request, RequestOutput
from models.gpt_sovits.serving.scheduler import GPU_HELPERS, GPU_LINES_PER_SLOT, GPU_SLOTS
from pipeline.errors import MissingExtraError


@dataclass
class BenchVoice:
    """Both networks at full size with random weights, and front-end helpers, as a production runs them."""

    batcher: ContinuousBatcher
    renderer: Renderer
    prefetcher: Prefetcher
    slots: int

    @classmethod
    def of(cls, on: BenchDevice, version: str) -> BenchVoice:
        """Raises MissingExtraError before anything is built: the English front end lacks a package."""
        phrase("One.", "en")
        gpt, sovits = throughput.gpt_of(on.setup), throughput.sovits_of(on.setup, version)
        style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device, on.dtype)
        capture: Capture | None = None
        if on.device.type == "cuda":
            capture = CudaGraphCapture(on.device)
            choose_layout(sovits, style)
        slots = 4 if on.tiny else GPU_SLOTS
        stepper = stepper_named(on.stepping, throughput.SAMPLING) if on.stepping else None
        capacity = 0 if on.tiny else 1024
        batcher = ContinuousBatcher(gpt, throughput.SAMPLING, slots, capacity=capacity, stepper=stepper)
        return cls(batcher, Renderer(sovits, style, capture=capture), Prefetcher(GPU_HELPERS), slots)

    def __enter__(self) -> BenchVoice:
        return self

    def __exit__(self, *_: object) -> None:
        self.prefetcher.close()

    def speak(self, texts: Sequence[str], chance: random.Random, shortest: int = 11) -> int:
        """Runs one batch and returns the number of tokens.

        Lengths are drawn from a narrator's pace, with a fixed seed, so that runs are comparable.
        """
        prompt = torch.arange(throughput.PROMPT_TOKENS) % 1024
        before = torch.arange(throughput.PROMPT_PHONES) % 322
        requests, targets = [], []
        for number, text in enumerate(texts):
            phones = torch.tensor(self.prefetcher.phrase(text, "en").ids("v2"))
            tokens = max(shortest, round(len(phones) * TOKENS_PER_PHONE * chance.lognormvariate(0, SPREAD)))
            targets.append(phones)
            requests.append(Request(torch.cat([before, phones]), None, prompt, number, tokens))

        def finished(index: int, output: RequestOutput) -> None:
            self.renderer.take(index, SemanticLine(output.tokens, targets[index], index))

        outputs = self.batcher.run(requests, finished=finished)
        self.sounds = self.renderer.sounds()
        return sum(len(output.tokens) for output in outputs)


def passes(texts: Sequence[str], width: int, seed: int = 1) -> Iterator[list[str]]:
    """Endless passes of sentences drawn from the book, so that each has the book's lengths."""
    chance = random.Random(seed)
    while True:
        yield [chance.choice(texts) for _ in range(width)]


def hour(on: BenchDevice, version: str, times: StepTimes, sound_ms: float) -> None:
    """Speaks as much of an hour as fits into the time that is left, by the rates measured before.

    Raises MissingExtraError: the English front end lacks a package.
    """
    with BenchVoice.of(on, version) as voice:
        _hour(on, voice, times, sound_ms)


def _hour(on: BenchDevice, voice: BenchVoice, times: StepTimes, sound_ms: float) -> None:
    expected = (times.step(voice.slots, 512) / voice.slots + sound_ms) / 1000 * TOKENS_PER_SECOND  # per second of sound
    wanted_s = 1.0 if on.tiny else min(3600.0, 0.35 * on.left_s / max(expected, 1e-9))
    # Whole passes, unless the device is so slow that one would not end in time.
    width = 2 * voice.slots if on.tiny else min(GPU_LINES_PER_SLOT * voice.slots, max(voice.slots, int(wanted_s / 5)))
    texts = [text[:24] for text in texts_of()[:40]] if on.tiny else texts_of()
    stream = passes(texts, width)
    chance = random.Random(2)
    start = synchronised(on.device)
    voice.speak(next(stream)[: max(width // 4, 2)], chance)
    print(f"  the first pass, with every graph captured: {synchronised(on.device) - start:.1f} s")
    done, lines, characters = 0, 0, 0
    batch, following = next(stream), next(stream)
    voice.prefetcher.prefetch((text, "en") for text in batch)
    start = synchronised(on.device)
    with ThreadPoolExecutor(1) as disk:
        kept = None
        while done < wanted_s * TOKENS_PER_SECOND:
            voice.prefetcher.prefetch((text, "en") for text in following)
            done += voice.speak(batch, chance)
            lines, characters = lines + len(batch), characters + sum(map(len, batch))
            if kept is not None:
                kept.result()
            kept = disk.submit(_as_written, list(voice.sounds.values()))
            batch, following = following, next(stream)
        assert kept is not None
        kept.result()
    took = synchronised(on.device) - start
    audio = done / TOKENS_PER_SECOND
    print(
        f"  {audio:.0f} s of sound, {lines} lines, {characters} characters in {took:.2f} s: {audio / took:.1f} times "
        f"real time, {characters / took:.0f} characters/s; an hour in {3600 * took / audio:.1f} s\n"
        f"  by the tables above, tokens and sound one after the other: {1 / expected:.0f} times",
        flush=True,
    )


def _as_written(sounds: Sequence[np.ndarray[Any, Any]]) -> int:
    """Converts samples to 16 bits, as takes keep them; nothing is written to disk."""
    return sum(len((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes()) for sound in sounds)


def share_busy(on: BenchDevice, version: str, trace: Path | None = None) -> None:
    """Prints the share of a pass that the device is busy: by torch.profiler, the union of all kernels' times.

    Raises MissingExtraError: the English front end lacks a package.
    """
    with BenchVoice.of(on, version) as voice:
        _share_busy(on, voice, trace)


def _share_busy(on: BenchDevice, voice: BenchVoice, trace: Path | None) -> None:
    from torch.profiler import ProfilerActivity, profile

    lines = next(passes(texts_of(), 2 * voice.slots))
    if on.tiny:
        lines = [text[:24] for text in lines[:3]]
    voice.speak(lines, random.Random(3))  # captures the graphs
    kinds = [ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if on.device.type == "cuda" else [])
    start = synchronised(on.device)
    with profile(activities=kinds[-1:] if trace is None else kinds) as profiler:
        count = voice.speak(lines, random.Random(3))
        took = synchronised(on.device) - start
    spans = sorted(
        (event.time_range.start, event.time_range.end)
        for event in profiler.events()
        if "CUDA" in str(event.device_type)
    )
    busy, until = 0.0, float("-inf")
    for begin, end in spans:
        busy += max(0.0, end - max(begin, until))
        until = max(until, end)
    if spans:
        wall = (max(end for _, end in spans) - spans[0][0]) / 1e6
        print(
            f"  {len(lines)} lines, {count} tokens: busy {busy / 1e6 / wall:.1%} of {wall:.2f} s "
            f"({len(spans)} kernels and copies; {took:.2f} s under the profiler)",
            flush=True,
        )
    else:
        print(f"  {len(lines)} lines, {count} tokens in {took:.2f} s; the profiler does not report how busy a CPU is")
    if trace is not None:
        trace.parent.mkdir(parents=True, exist_ok=True)
        profiler.export_chrome_trace(str(trace))
        print(f"  {trace}: for chrome://tracing or Perfetto")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.hour",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--version", default="v2Pro")
    parser.add_argument("--trace", type=Path, default=Path("build/gpt-sovits-trace.json.gz"))
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("torch sees no CUDA device here; `--device cpu --tiny` leaves a small trace of a CPU")
        return 1
    dtype = torch.float16 if options.device == "cuda" else torch.float32
    try:
        share_busy(BenchDevice(device_named(options.device), dtype, options.tiny, 300), options.version, options.trace)
    except MissingExtraError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
