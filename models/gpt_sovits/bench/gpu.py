"""Bench of GPT-SoVITS on a CUDA device, `make gpu`: `python -m models.gpt_sovits.bench.gpu [--device cpu --tiny]`

Full size, random weights, token counts fixed, so that work is equal. Every figure stands beside the roofline (bandwidth
and matrix products measured here, over counted work) and beside the plain eager path of the same run. At the end: an
hour of a book from text to samples, and ten hours simulated at the step times measured here. Sections that would not
fit into --seconds are left out and named. One that fails prints why, the others still run, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import copy
import functools
import platform
import sys
import time
from collections.abc import Sequence

import numpy as np
import torch

from models.gpt_sovits.bench import plain, roofline, schedule, throughput
from models.gpt_sovits.bench.compiled_activation import compiled_activation
from models.gpt_sovits.bench.hour import hour, share_busy
from models.gpt_sovits.bench.measuring import BenchDevice, device_named, tried
from models.gpt_sovits.bench.precision import agreement, distance
from models.gpt_sovits.bench.roofline import Roofline, seconds
from models.gpt_sovits.bench.schedule import StepTimes
from models.gpt_sovits.bench.steppings import STEPPINGS, stepper_named
from models.gpt_sovits.bench.throughput import LINE_PHONES, PROMPT_PHONES, PROMPT_TOKENS, SAMPLING, BenchSetup
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.serving import memory
from models.gpt_sovits.serving.batch_state import BatchState
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.rendering import Renderer, SemanticLine, render
from models.gpt_sovits.serving.streams import SideStream
from models.gpt_sovits.sovits.vocoder import activation
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import SamplingParams

START = PROMPT_PHONES + PROMPT_TOKENS + LINE_PHONES  # positions of a line that enters
gpt_of, sovits_of = functools.lru_cache(3)(throughput.gpt_of), functools.lru_cache(3)(throughput.sovits_of)
SPANS = (384, 1024)  # positions attended to: a line of ten seconds, a long one


def heading(on: BenchDevice) -> Roofline:
    name = torch.cuda.get_device_name(on.device) if on.device.type == "cuda" else platform.machine() + " CPU"
    print(
        f"{name}, {str(on.dtype).removeprefix('torch.')}, torch {torch.__version__}, Python "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d %H:%M')}{', tiny sizes' if on.tiny else ''}"
    )
    roof: Roofline = roofline.measured(on.device, on.dtype, on.tiny)
    print(
        f"measured here: {roof.bytes_per_s / 1e9:.0f} GB/s copied (read and written), "
        f"{roof.flops / 1e12:.1f} TFLOP/s in a matrix product"
    )
    return roof


# ---------------------------------------------------------------- equality


def equality(on: BenchDevice) -> None:
    """Holds batched, graphed steps against the plain path in fp32, and half precision against fp32."""
    model = throughput.gpt_of(BenchSetup(on.device, torch.float32, 40, (), not on.tiny))
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    lines = throughput.lines(6, BenchSetup(on.device, torch.float32, 24, (), True))
    greedy = SamplingParams(top_k=1)
    alone = [plain.speak(model, line, greedy)[0].cpu().tolist() for line in lines]
    together = ContinuousBatcher(model, greedy, 4).run(lines)
    same = sum(a == b.tokens.tolist() for a, b in zip(alone, together, strict=True))
    print(f"  greedy tokens in fp32, batched against plain: {same} of {len(lines)} lines equal")
    half = agreement(model, copy.deepcopy(model).to(on.dtype), lines, [torch.tensor(tokens) for tokens in alone])
    print(
        f"  half precision, fed the same tokens: {half.share:.2%} of {half.positions} likeliest tokens equal, "
        f"{half.clear_same} of {half.clear} clear ones (random weights hardly prefer any)"
    )
    sovits = throughput.sovits_of(BenchSetup(on.device, torch.float32, 40, (), not on.tiny), "v2Pro")
    style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device)
    semantic = [SemanticLine(torch.randint(1024, (n,)), torch.randint(322, (20,)), n) for n in (15, 25)]
    away = distance(sovits, copy.deepcopy(sovits).to(on.dtype), style, semantic)
    print(f"  its sound: log mel differs by {away.mean:.4f} ({away.audible:.4f} within 40 dB of the loudest band)")


# ---------------------------------------------------------------- tokens


def step_seconds(model: TextToSemantic, slots: int, span: int, stepping: str, on: BenchDevice) -> float:
    """Seconds of one decode step that attends to `span` positions: median of several lots of eight."""
    batch = BatchState.empty(model, slots, span + 8)
    batch.prefill(list(range(slots)), throughput.lines(slots, BenchSetup(on.device, on.dtype, 10**6, (), True)))
    # At tiny sizes the path is tested, not the compiler: that would take a minute.
    stepper = stepper_named(stepping, SAMPLING, backend="aot_eager" if on.tiny else "inductor")
    lots, warm = (1, 1) if on.tiny else (6, 2)

    def lot() -> None:
        batch.lengths.fill_(span - 16)  # full, and no fuller after many runs
        batch.steps.fill_(20)
        stepper(batch, span, 8)

    return seconds(lot, on.device, lots, warm) / 8


def tokens(on: BenchDevice, roof: Roofline) -> StepTimes:
    """Prints the table; -> step times for the simulation, without the sound."""
    model = gpt_of(on.setup)
    count = 8 if on.tiny else 40
    line = throughput.lines(1, BenchSetup(on.device, on.dtype, count, (), True))[0]
    with torch.inference_mode():
        alone = seconds(lambda: plain.speak(model, line, SAMPLING), on.device, 2, 1) / count
        print(
            f"  {'plain eager, one by one, prefill and all':<52}{1 / alone:>10.0f} tokens/s"
            f"{1 / alone / TOKENS_PER_SECOND:>9.1f} x real time"
        )
        steppings = ("graphed", "fused graphs") if on.device.type == "cuda" else ()
        print(
            f"  {'slots':>6}{'span':>6}{'eager ms':>10}{'graphed':>9}{'fused':>9}{'tokens/s':>10}{'x real time':>13}"
            f"{'x plain':>9}{'roof tokens/s':>15}{'of roof':>9}"
        )
        times: dict[tuple[int, int], float] = {}
        for slots in (2, 4) if on.tiny else (1, 16, 64, 128, 256):
            for span in SPANS if slots >= 64 or on.tiny else SPANS[:1]:
                took = {
                    way: tried(way, lambda way=way, n=slots, s=span: step_seconds(model, n, s, way, on))  # type: ignore[misc]
                    for way in ("eager", *steppings)
                }
                fastest = times[slots, span] = min(took.values())
                limit = slots / max(
                    roofline.step_bytes(model.config, slots, span, on.value_bytes) / roof.bytes_per_s,
                    roofline.step_flops(model.config, slots, span) / roof.flops,
                )
                rate = slots / fastest
                columns = "".join(
                    f"{1000 * took[way]:>9.3f}" if way in took else f"{'-':>9}" for way in ("graphed", "fused graphs")
                )
                print(
                    f"  {slots:>6}{span:>6}{1000 * took['eager']:>10.3f}{columns}{rate:>10.0f}"
                    f"{rate / TOKENS_PER_SECOND:>13.0f}{rate * alone:>9.1f}{limit:>15.0f}{rate / limit:>9.0%}",
                    flush=True,
                )
        fills = {n: prefill_seconds(model, n, on) for n in ((1, 4) if on.tiny else (1, 8, 64))}
        print("  prefill of " + ", ".join(f"{n} lines {1000 * s:.2f} ms" for n, s in fills.items()), flush=True)
    return fitted(times, fills)


def prefill_seconds(model: TextToSemantic, count: int, on: BenchDevice) -> float:
    batch = BatchState.empty(model, count, START + 64)
    lines = throughput.lines(count, on.setup)
    return seconds(lambda: batch.prefill(list(range(count)), lines), on.device, 5, 2)


def fitted(times: dict[tuple[int, int], float], fills: dict[int, float]) -> StepTimes:
    """Fits StepTimes to the measured seconds by least squares; no coefficient is negative."""
    factors = np.array([[1, n, n * span] for n, span in times])
    fixed, each, position = np.linalg.lstsq(factors / 1.0, 1000 * np.array(list(times.values())), rcond=None)[0]
    counts = np.array([[1, n * START] for n in fills])
    first, further = np.linalg.lstsq(counts / 1.0, 1000 * np.array(list(fills.values())), rcond=None)[0]
    return StepTimes(*(max(float(x), 0.0) for x in (fixed, each, position, first, further, 0.0)))


def compiled(on: BenchDevice) -> None:
    """Compiled layers, captured as graphs: the first compilation takes minutes, so only one shape is timed."""
    model = gpt_of(on.setup)
    slots = 4 if on.tiny else 128
    with torch.inference_mode():
        for way in ("graphed", "compiled graphs") if on.device.type == "cuda" else ("eager", "compiled"):
            took = tried(way, lambda way=way: step_seconds(model, slots, SPANS[0], way, on))  # type: ignore[misc]
            print(f"  {slots} slots, span {SPANS[0]}, {way}: {1000 * took:.3f} ms a step", flush=True)


# ---------------------------------------------------------------- sound


def sound(on: BenchDevice, version: str, roof: Roofline) -> float:
    """Prints the table; -> milliseconds per token of the fastest layout."""
    sovits = sovits_of(on.setup, version)
    style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device, on.dtype)
    flops = roofline.vocoder_flops(sovits.config)
    limit = 1 / max(flops / roof.flops, roofline.vocoder_bytes(sovits.config, on.value_bytes) / roof.bytes_per_s)
    one = [_line(12 if on.tiny else 200, n) for n in range(2)]
    alone = seconds(lambda: [render([line], sovits, style) for line in one], on.device, 2, 1)
    audio = sum(len(line.tokens) for line in one) / TOKENS_PER_SECOND
    print(f"  {version}: {flops / 1e9:.1f} GFLOP per second of sound; at most {limit:.0f} s/s by the roofline above")
    print(f"  {'plain, one by one':<62}{audio / alone:>10.1f} s/s")
    best = alone / sum(len(line.tokens) for line in one)
    for area in (48,) if on.tiny else (4000, 24000):
        lines = [_line(16 if on.tiny else 200, n) for n in range(max(area // 200, 2))]
        total = sum(len(line.tokens) for line in lines)
        for layout, compiled in ((False, False), (True, False), (True, True)):
            sovits.dec.channels_last = layout
            backend = "aot_eager" if on.tiny else "inductor"
            sovits.dec.activation = compiled_activation(backend) if compiled else activation
            renderer, stream = Renderer(sovits, style), SideStream(on.device)

            def batch(r: Renderer = renderer, s: SideStream = stream, lines: list[SemanticLine] = lines) -> None:
                with torch.inference_mode(), s:
                    host_copy = s.fetch(r.decoded(lines))
                host_copy.numpy()

            took = tried("compiled activations" if compiled else "eager", lambda: seconds(batch, on.device, 3, 1))
            if not compiled:  # the product does not compile them
                best = min(best, took / total)
            rate = total / TOKENS_PER_SECOND / took
            name = (
                f"{len(lines)} lines, {total} tokens, channels {'last' if layout else 'first'}"
                f"{', activations compiled' if compiled else ''}"
            )
            print(
                f"  {name:<62}{rate:>10.1f} s/s{rate * alone / audio:>8.1f} x one by one{rate / limit:>8.1%} of roof, "
                f"{rate * flops / 1e12:.1f} TFLOP/s",
                flush=True,
            )
    sovits.dec.activation = activation  # later sections use the same model
    return 1000 * best


def _line(tokens: int, seed: int) -> SemanticLine:
    chance = torch.Generator().manual_seed(seed)
    semantic = torch.randint(1024, (tokens,), generator=chance)
    return SemanticLine(semantic, torch.randint(322, (LINE_PHONES,), generator=chance), seed)


def bound(on: BenchDevice, version: str = "v2Pro") -> None:
    """Prints the memory plan beside the peak of all sections before."""
    if on.device.type != "cuda":
        print("  memory is planned for GPUs only")
        return
    gpt, sovits = gpt_of(on.setup), sovits_of(on.setup, version)
    weights = sum(p.numel() * p.element_size() for net in (gpt, sovits) for p in net.parameters())
    wanted = memory.BatchSizes(256, max(SPANS) + 8, START, 24000, 1500)
    needed = memory.memory_need(wanted, gpt.config, sovits.config, weights, on.value_bytes)
    print(
        f"  peak {torch.cuda.max_memory_allocated(on.device) / memory.GIB:.2f} GiB; planned for 256 slots beside "
        f"24,000 tokens of sound: {needed}"
    )


def measure(on: BenchDevice, versions: Sequence[str]) -> None:
    """Runs all sections. Those that need figures of a section that failed say so."""
    roof = heading(on)
    on.section("equality", 60, lambda: equality(on))
    times = on.section("tokens", 0, lambda: tokens(on, roof))
    sounds: dict[str, float] = {}
    for version in versions:
        if ms := on.section(f"sound, {version}", 30, functools.partial(sound, on, version, roof)):
            sounds[version] = ms
    if times is not None:
        for version, ms in sounds.items():
            on.section(f"from text to samples, {version}", 60, functools.partial(hour, on, version, times, ms))
    on.section("share of time that the device is busy", 40, lambda: share_busy(on, versions[0]))
    on.section("memory", 0, lambda: bound(on))
    on.section("compiled layers", 100, lambda: compiled(on))
    for name in on.left_out:
        print(f"left out for time: {name}")
    print("\nten hours, simulated at the step times measured above")
    if times is None or not sounds:
        print(f"  not without the figures of {'tokens' if times is None else 'sound'}, which has none")
    else:
        for version, ms in sounds.items():
            schedule.ten_hours(version, times, ms)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.gpu",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--dtype", choices=("fp16", "bf16", "fp32"), default="fp16")
    parser.add_argument("--tiny", action="store_true", help="small sizes: tests every section, measures nothing")
    parser.add_argument("--seconds", type=float, default=400, help="for all of it")
    parser.add_argument("--versions", nargs="+", default=["v2Pro", "v2ProPlus"])
    parser.add_argument("--stepping", default="", choices=("", *STEPPINGS), help="of whole passes")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("torch sees no CUDA device here; `--device cpu --tiny` runs the sections without measuring anything")
        return 1
    dtype = (
        torch.float32
        if options.device == "cpu"
        else {"fp16": torch.float16, "bf16": torch.bfloat16, "fp32": torch.float32}[options.dtype]
    )
    on = BenchDevice(device_named(options.device), dtype, options.tiny, options.seconds, stepping=options.stepping)
    measure(on, options.versions)
    print(f"all of it took {time.perf_counter() - on.started:.0f} s")
    for name in on.failed:
        print(f"failed, or a package is missing: {name}")
    return 1 if on.failed else 0


if __name__ == "__main__":
    sys.exit(main())
