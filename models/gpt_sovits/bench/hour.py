"""An hour of a book from text to samples, and how busy the device is meanwhile: parts of `make gpu` and `make profile`.

python -m models.gpt_sovits.bench.hour [--device cpu --tiny] [--trace FILE]    leaves a trace of torch.profiler
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.gpt_sovits.bench import throughput as bench
from models.gpt_sovits.bench.measuring import Device, device_named
from models.gpt_sovits.bench.roofline import synchronised
from models.gpt_sovits.bench.schedule import SPREAD, TOKENS_PER_PHONE, Times
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.frontend.prefetch import Ahead
from models.gpt_sovits.serving.batching import Answer, BatchedDecoder, Request
from models.gpt_sovits.serving.cuda_graphs import CudaRecorder
from models.gpt_sovits.serving.rendering import Renderer, Spoken, quicker_layout
from models.gpt_sovits.serving.scheduler import HELPERS_OF_A_GPU, LINES_A_ROW, ROWS_OF_A_GPU
from pipeline.errors import MissingExtraError

BOOK = Path(__file__).parents[3] / "manifests/productions/pride-and-prejudice-opening/pride-and-prejudice-opening.epub"


@dataclass
class Voice:
    """Both networks at full size with random weights, and what a production has beside them."""

    decoder: BatchedDecoder
    renderer: Renderer
    ahead: Ahead
    rows: int

    @classmethod
    def of(cls, on: Device, version: str) -> Voice:
        """Raises MissingExtraError, before anything is built: the English front end lacks a package."""
        phrase("One.", "en")
        gpt, sovits = bench.gpt_of(on.plan), bench.sovits_of(on.plan, version)
        style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device, on.dtype)
        record: Any = None
        if on.device.type == "cuda":
            record = CudaRecorder(on.device)
            quicker_layout(sovits, style)
        rows = 4 if on.tiny else ROWS_OF_A_GPU
        decoder = BatchedDecoder(gpt, bench.SAMPLING, rows, stepping=on.stepping, capacity=0 if on.tiny else 1024)
        return cls(decoder, Renderer(sovits, style, record=record), Ahead(HELPERS_OF_A_GPU), rows)

    def __enter__(self) -> Voice:
        return self

    def __exit__(self, *_: object) -> None:
        self.ahead.close()

    def speak(self, texts: Sequence[str], chance: random.Random, shortest: int = 11) -> int:
        """One pass -> tokens. Lines end where a narrator would: nobody knows beforehand, the fixed work is equal."""
        prompt = torch.arange(bench.PROMPT_TOKENS) % 1024
        before = torch.arange(bench.PROMPT_PHONES) % 322
        requests, targets = [], []
        for number, text in enumerate(texts):
            phones = torch.tensor(self.ahead.phrase(text, "en").ids("v2"))
            tokens = max(shortest, round(len(phones) * TOKENS_PER_PHONE * chance.lognormvariate(0, SPREAD)))
            targets.append(phones)
            requests.append(Request(torch.cat([before, phones]), None, prompt, number, tokens))

        def finished(index: int, answer: Answer) -> None:
            self.renderer.take(index, Spoken(answer.tokens, targets[index], index))

        answers = self.decoder.run(requests, finished=finished)
        self.sounds = self.renderer.sounds()
        return sum(len(answer.tokens) for answer in answers)


def texts_of(book: Path = BOOK) -> list[str]:
    """Sentences of the repository's short book, of 200 characters at most; read plainly, for measuring only."""
    with zipfile.ZipFile(book) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(("html", "htm"))]
    whole = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(page.partition("<body")[2] for page in pages)))
    sentences = (s.strip() for s in re.split(r"(?<=[.!?;])\s+", whole))
    return [s[:200] for s in sentences if len(s) >= 5 and any(c.isalpha() for c in s)]


def passes(texts: Sequence[str], width: int, seed: int = 1) -> Iterator[list[str]]:
    """Without end: sentences drawn again and again, of all lengths, so that every pass is like the book."""
    chance = random.Random(seed)
    while True:
        yield [chance.choice(texts) for _ in range(width)]


def hour(on: Device, version: str, times: Times, sound_ms: float) -> None:
    """As much of an hour as fits into what is left, at the rates measured before.

    Raises MissingExtraError: the English front end lacks a package.
    """
    with Voice.of(on, version) as voice:
        _hour(on, voice, times, sound_ms)


def _hour(on: Device, voice: Voice, times: Times, sound_ms: float) -> None:
    expected = (times.step(voice.rows, 512) / voice.rows + sound_ms) / 1000 * TOKENS_PER_SECOND  # a second of sound
    wanted_s = 1.0 if on.tiny else min(3600.0, 0.35 * on.left_s / max(expected, 1e-9))
    # whole passes, unless the device is so slow that one would not end in time
    width = 2 * voice.rows if on.tiny else min(LINES_A_ROW * voice.rows, max(voice.rows, int(wanted_s / 5)))
    texts = [text[:24] for text in texts_of()[:40]] if on.tiny else texts_of()
    stream = passes(texts, width)
    chance = random.Random(2)
    start = synchronised(on.device)
    voice.speak(next(stream)[: max(width // 4, 2)], chance)
    print(f"  the first pass, with every capture: {synchronised(on.device) - start:.1f} s")
    done, lines, characters = 0, 0, 0
    batch, following = next(stream), next(stream)
    voice.ahead.ask((text, "en") for text in batch)
    start = synchronised(on.device)
    with ThreadPoolExecutor(1) as disk:
        kept = None
        while done < wanted_s * TOKENS_PER_SECOND:
            voice.ahead.ask((text, "en") for text in following)
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
    """Samples as takes keep them, 16 bits; the disk itself is another machine's matter."""
    return sum(len((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes()) for sound in sounds)


def share_busy(on: Device, version: str, trace: Path | None = None) -> None:
    """Of a pass of its own, by torch.profiler: the union of all kernels' times, beside the wall clock.

    Raises MissingExtraError: the English front end lacks a package.
    """
    with Voice.of(on, version) as voice:
        _share_busy(on, voice, trace)


def _share_busy(on: Device, voice: Voice, trace: Path | None) -> None:
    from torch.profiler import ProfilerActivity, profile

    lines = next(passes(texts_of(), 2 * voice.rows))
    if on.tiny:
        lines = [text[:24] for text in lines[:3]]
    voice.speak(lines, random.Random(3))  # captures
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
        print(f"  {len(lines)} lines, {count} tokens in {took:.2f} s; a CPU does not say how busy it is")
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
        share_busy(Device(device_named(options.device), dtype, options.tiny, 300), options.version, options.trace)
    except MissingExtraError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
