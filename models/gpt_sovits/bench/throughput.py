"""Throughput bench of this machine: `python -m models.gpt_sovits.bench` (`make bench-gpt-sovits`)

Weights are random and of full size, token counts fixed (no line stops by itself), so that all slots do equal work.
Printed: characters/s of the front ends; the GPT's tokens/s by batch size beside the plain one-by-one path; the SoVITS
decoder's seconds of sound per second in batches and one by one; both together; peak memory. Runs on the CPU and, where
there is one, a GPU (`make gpu` prints more about that). Both sides of every ratio are measured in the same run.
"""

from __future__ import annotations

import argparse
import platform
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from models.gpt_sovits.bench import plain
from models.gpt_sovits.bench.random_voice import gpt_settings, random_gpt, random_sovits, sovits_settings
from models.gpt_sovits.bench.short_book import texts_of
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.rendering import SemanticLine, render
from models.gpt_sovits.serving.requests import Request
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import SamplingParams
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_gpt, build_sovits
from pipeline.errors import MissingExtraError

PROMPT_TOKENS, PROMPT_PHONES, LINE_PHONES = 125, 40, 80  # five seconds of reference, a line of some eight
SAMPLING = SamplingParams(top_k=15)


@dataclass(frozen=True, slots=True)
class BenchSetup:
    device: torch.device
    dtype: torch.dtype
    tokens: int  # that each line generates
    batches: tuple[int, ...]
    full: bool  # full size; else small widths, to test the bench itself

    @property
    def name(self) -> str:
        if self.device.type == "cuda":
            return f"{torch.cuda.get_device_name()}, {str(self.dtype).removeprefix('torch.')}"
        return f"{platform.processor() or platform.machine()} CPU, {torch.get_num_threads()} thread(s), float32"


def gpt_of(setup: BenchSetup) -> TextToSemantic:
    settings = gpt_settings("v2", *((512, 24) if setup.full else (64, 2)))
    state = random_gpt(settings, 1)
    state["ar_predict_layer.weight"][-1] = 0  # no line stops
    model = build_gpt(Checkpoint(Path("bench"), "", state, settings, "", None))
    model.to(setup.device, setup.dtype)
    return model


def sovits_of(setup: BenchSetup, version: str) -> Sovits:
    width = (768 if version == "v2ProPlus" else 512) if setup.full else 32
    settings = sovits_settings(version, width)
    checkpoint = Checkpoint(Path("bench"), "", random_sovits(settings, version, 1), settings, "", None)
    model = build_sovits(checkpoint)
    model.to(setup.device, setup.dtype)
    return model


def lines(count: int, setup: BenchSetup) -> list[Request]:
    generator = torch.Generator().manual_seed(count)
    return [
        Request(
            torch.randint(322, (PROMPT_PHONES + LINE_PHONES,), generator=generator),
            None,
            torch.randint(1024, (PROMPT_TOKENS,), generator=generator),
            seed,
            setup.tokens,
        )
        for seed in range(count)
    ]


def timed(setup: BenchSetup, call: Callable[[], object]) -> float:
    """Seconds; CPU time for a single thread, since other processes may be running on the machine."""
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    clock = time.process_time if setup.device.type == "cpu" and torch.get_num_threads() == 1 else time.perf_counter
    start = clock()
    call()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    return clock() - start


def bench_gpt(setup: BenchSetup) -> float:
    """Prints the table; -> tokens/s of the best batch."""
    model = gpt_of(setup)
    few = lines(2, setup)
    timed(setup, lambda: plain.speak(model, few[0], SAMPLING))  # warm
    alone = sum(timed(setup, lambda line=line: plain.speak(model, line, SAMPLING)) for line in few)  # type: ignore[misc]
    base = 2 * setup.tokens / alone
    positions = PROMPT_TOKENS + PROMPT_PHONES + LINE_PHONES
    print(f"GPT, {setup.tokens} tokens a line, prefill of {positions} positions included")
    print(f"  {'plain, one by one':<24} {base:>9.1f} tokens/s  {base / TOKENS_PER_SECOND:>7.2f} x real time")
    best = 0.0
    for batch in setup.batches:
        batcher = ContinuousBatcher(model, SAMPLING, batch)
        requests = lines(batch, setup)
        rate = batch * setup.tokens / timed(setup, lambda b=batcher, r=requests: b.run(r))  # type: ignore[misc]
        best = max(best, rate)
        print(
            f"  {f'batch of {batch}':<24} {rate:>9.1f} tokens/s  {rate / TOKENS_PER_SECOND:>7.2f} x real time  "
            f"{rate / base:>6.2f} x plain",
            flush=True,
        )
    return best


def bench_decoder(setup: BenchSetup, version: str, count: int) -> float:
    """Prints the table; -> seconds of sound per second."""
    sovits = sovits_of(setup, version)
    generator = torch.Generator().manual_seed(2)
    style = torch.randn(1, sovits.config.gin_channels, 1, generator=generator).to(setup.device, setup.dtype)
    lengths = [int(setup.tokens * (0.6 + 0.8 * i / max(count - 1, 1))) for i in range(count)]
    spoken = [
        SemanticLine(
            torch.randint(1024, (n,), generator=generator), torch.randint(322, (LINE_PHONES,), generator=generator), i
        )
        for i, n in enumerate(lengths)
    ]
    seconds = sum(lengths) / TOKENS_PER_SECOND
    render(spoken[:1], sovits, style)  # warm
    base = timed(setup, lambda: [render([line], sovits, style) for line in spoken])
    print(f"decoder {version}, {count} lines of {lengths[0]} to {lengths[-1]} tokens, {seconds:.0f} s of sound")
    print(f"  {'plain, one by one':<28} {seconds / base:>9.2f} s/s")
    best = base
    sovits.dec.channels_last = True
    for name, call in (
        ("one by one, channels last", lambda: [render([line], sovits, style) for line in spoken]),
        ("batches, channels last", lambda: render(spoken, sovits, style)),
    ):
        took = timed(setup, call)
        best = min(best, took)
        print(f"  {name:<28} {seconds / took:>9.2f} s/s  {base / took:>6.2f} x plain", flush=True)
    return seconds / best


def bench_frontend(files: list[tuple[str, Path]]) -> None:
    """Prints characters/s of one core, for sentences that no cache has: of the short book, and of the texts named."""
    books = [("en", "the short book", texts_of())]
    for language, path in files:
        whole = re.split(r"(?<=[.!?。！？])", re.sub(r"\s+", " ", path.read_text("utf-8")))
        books.append((language, path.name, [s.strip()[:200] for s in whole if len(s.strip()) >= 5][:2000]))
    print("front ends, one core, CPU seconds, without the polyphone network")
    for language, name, texts in books:
        try:
            phrase(texts[0], language)  # loads the dictionaries
        except MissingExtraError as error:
            print(f"  {language}, {name}: left out: {error}")
            continue
        start = time.process_time()
        for text in texts[1:]:
            phrase(text, language)
        rate = sum(map(len, texts[1:])) / (time.process_time() - start)
        print(f"  {language}, {name:<36} {rate:>9.0f} characters/s", flush=True)


def memory(setup: BenchSetup) -> str:
    if setup.device.type == "cuda":
        return f"peak GPU memory {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB"
    return f"peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB"


def run(setup: BenchSetup, versions: list[str]) -> None:
    print(f"\n{setup.name}, torch {torch.__version__}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    tokens = bench_gpt(setup)
    for version in versions:
        sound = bench_decoder(setup, version, 6 if setup.device.type == "cpu" else 64)
        both = 1 / (TOKENS_PER_SECOND / tokens + 1 / sound)
        print(f"end to end {version}: {both:.2f} s of sound per second (tokens and decoder, one after the other)")
    print(memory(setup), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--tokens", type=int, default=0, help="that each line generates (64 on a CPU, 200 on a GPU)")
    parser.add_argument("--batches", type=int, nargs="+", default=[])
    parser.add_argument("--versions", nargs="+", default=["v2", "v2Pro", "v2ProPlus"])
    parser.add_argument("--threads", type=int, default=0, help="of the CPU; 0: torch's default")
    parser.add_argument("--small", action="store_true", help="small widths: tests the bench, measures nothing")
    parser.add_argument("--cpu", action="store_true", help="only the CPU, even where there is a GPU")
    parser.add_argument(
        "--text",
        nargs=2,
        action="append",
        default=[],
        metavar=("LANGUAGE", "FILE"),
        help="further texts for the front ends",
    )
    options = parser.parse_args()
    bench_frontend([(language, Path(file)) for language, file in options.text])
    if options.threads:
        torch.set_num_threads(options.threads)
    run(
        BenchSetup(
            torch.device("cpu"),
            torch.float32,
            options.tokens or 64,
            tuple(options.batches or (1, 4, 16, 32)),
            not options.small,
        ),
        options.versions,
    )
    if torch.cuda.is_available() and not options.cpu:
        run(
            BenchSetup(
                torch.device("cuda"),
                torch.float16,
                options.tokens or 200,
                tuple(options.batches or (1, 16, 64, 128, 256)),
                not options.small,
            ),
            options.versions,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
