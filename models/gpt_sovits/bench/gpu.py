"""make gpu: what this device makes of GPT-SoVITS: `python -m models.gpt_sovits.bench.gpu [--device cpu --tiny]`

Full size, random weights, token counts fixed, so that work is equal. Every figure stands beside what the device could
do (its bandwidth and matrix products, measured here, over work that is counted) and beside the plain eager path of
the same run. It ends with an hour of a book, measured from text to samples, and with ten hours by the scheduler's
clock at the step times measured here. Sections that would not fit into --seconds are left out, and named. One that
fails says why in a line, the others still run, and the exit code is 1.
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

from models.gpt_sovits.bench import plain, schedule
from models.gpt_sovits.bench import roofline as roofs
from models.gpt_sovits.bench import throughput as bench
from models.gpt_sovits.bench.hour import hour, share_busy
from models.gpt_sovits.bench.measuring import Device, device_named, tried
from models.gpt_sovits.bench.precision import agreement, distance
from models.gpt_sovits.bench.roofline import seconds
from models.gpt_sovits.bench.schedule import Times
from models.gpt_sovits.bench.throughput import LINE_PHONES, PROMPT_PHONES, PROMPT_TOKENS, SAMPLING
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.serving import memory
from models.gpt_sovits.serving.batching import BatchedDecoder, Rows
from models.gpt_sovits.serving.cuda_graphs import STEPPINGS, Stepper
from models.gpt_sovits.serving.rendering import Renderer, Spoken, render
from models.gpt_sovits.serving.streams import Lane
from models.gpt_sovits.sovits.vocoder import activation, compiled_activation
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import Sampling

START = PROMPT_PHONES + PROMPT_TOKENS + LINE_PHONES  # positions of a line that enters
gpt_of, sovits_of = functools.lru_cache(3)(bench.gpt_of), functools.lru_cache(3)(bench.sovits_of)
SPANS = (384, 1024)  # positions attended to: a line of ten seconds, a long one


def heading(on: Device) -> roofs.Roofs:
    name = torch.cuda.get_device_name(on.device) if on.device.type == "cuda" else platform.machine() + " CPU"
    print(
        f"{name}, {str(on.dtype).removeprefix('torch.')}, torch {torch.__version__}, Python "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d %H:%M')}{', tiny sizes' if on.tiny else ''}"
    )
    found: roofs.Roofs = roofs.measured(on.device, on.dtype, on.tiny)
    print(
        f"measured here: {found.bytes_per_s / 1e9:.0f} GB/s copied (read and written), "
        f"{found.flops / 1e12:.1f} TFLOP/s in a matrix product"
    )
    return found


# ---------------------------------------------------------------- the same, whichever way


def equality(on: Device) -> None:
    """Full precision: the same tokens from the plain path and from batched, recorded steps; half: how far."""
    model = bench.gpt_of(bench.Plan(on.device, torch.float32, 40, (), not on.tiny))
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    lines = bench.lines(6, bench.Plan(on.device, torch.float32, 24, (), True))
    greedy = Sampling(top_k=1)
    alone = [plain.speak(model, line, greedy)[0].cpu().tolist() for line in lines]
    together = BatchedDecoder(model, greedy, 4).run(lines)
    same = sum(a == b.tokens.tolist() for a, b in zip(alone, together, strict=True))
    print(f"  greedy tokens in fp32, batched against plain: {same} of {len(lines)} lines equal")
    found = agreement(model, copy.deepcopy(model).to(on.dtype), lines, [torch.tensor(tokens) for tokens in alone])
    print(
        f"  half precision, fed the same tokens: {found.share:.2%} of {found.positions} likeliest tokens equal, "
        f"{found.clear_same} of {found.clear} clear ones (random weights hardly prefer any)"
    )
    sovits = bench.sovits_of(bench.Plan(on.device, torch.float32, 40, (), not on.tiny), "v2Pro")
    style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device)
    spoken = [Spoken(torch.randint(1024, (n,)), torch.randint(322, (20,)), n) for n in (15, 25)]
    away = distance(sovits, copy.deepcopy(sovits).to(on.dtype), style, spoken)
    print(f"  its sound: log mel differs by {away.mean:.4f} ({away.heard:.4f} within 40 dB of the loudest band)")


# ---------------------------------------------------------------- tokens


def step_seconds(model: TextToSemantic, rows: int, span: int, stepping: str, on: Device) -> float:
    """Of one step of `rows` that attend to `span` positions, by the median of several lots of eight."""
    state = Rows.empty(model, rows, span + 8)
    state.enter(list(range(rows)), bench.lines(rows, bench.Plan(on.device, on.dtype, 10**6, (), True)))
    # small sizes try the way, not the compiler: that would take a minute
    stepper = Stepper(SAMPLING, stepping, backend="aot_eager" if on.tiny else "inductor")
    lots, warm = (1, 1) if on.tiny else (6, 2)

    def lot() -> None:
        state.lengths.fill_(span - 16)  # full, and never fuller, however often this runs
        state.steps.fill_(20)
        stepper(state, span, 8)

    return seconds(lot, on.device, lots, warm) / 8


def tokens(on: Device, found: roofs.Roofs) -> Times:
    """Prints the table; -> what the scheduler's clock needs to know, without the sound."""
    model = gpt_of(on.plan)
    count = 8 if on.tiny else 40
    line = bench.lines(1, bench.Plan(on.device, on.dtype, count, (), True))[0]
    with torch.inference_mode():
        alone = seconds(lambda: plain.speak(model, line, SAMPLING), on.device, 2, 1) / count
        print(
            f"  {'plain eager, one by one, prefill and all':<52}{1 / alone:>10.0f} tokens/s"
            f"{1 / alone / TOKENS_PER_SECOND:>9.1f} x real time"
        )
        ways = ("graphed", "fused graphs") if on.device.type == "cuda" else ()
        print(
            f"  {'rows':>6}{'span':>6}{'eager ms':>10}{'graphed':>9}{'fused':>9}{'tokens/s':>10}{'x real time':>13}"
            f"{'x plain':>9}{'roof tokens/s':>15}{'of roof':>9}"
        )
        times: dict[tuple[int, int], float] = {}
        for rows in (2, 4) if on.tiny else (1, 16, 64, 128, 256):
            for span in SPANS if rows >= 64 or on.tiny else SPANS[:1]:
                took = {
                    way: tried(way, lambda way=way, n=rows, s=span: step_seconds(model, n, s, way, on))  # type: ignore[misc]
                    for way in ("eager", *ways)
                }
                quick = times[rows, span] = min(took.values())
                roof = rows / max(
                    roofs.step_bytes(model.config, rows, span, on.value_bytes) / found.bytes_per_s,
                    roofs.step_flops(model.config, rows, span) / found.flops,
                )
                rate = rows / quick
                columns = "".join(
                    f"{1000 * took[way]:>9.3f}" if way in took else f"{'-':>9}" for way in ("graphed", "fused graphs")
                )
                print(
                    f"  {rows:>6}{span:>6}{1000 * took['eager']:>10.3f}{columns}{rate:>10.0f}"
                    f"{rate / TOKENS_PER_SECOND:>13.0f}{rate * alone:>9.1f}{roof:>15.0f}{rate / roof:>9.0%}",
                    flush=True,
                )
        fills = {rows: prefill_seconds(model, rows, on) for rows in ((1, 4) if on.tiny else (1, 8, 64))}
        print("  prefill of " + ", ".join(f"{n} lines {1000 * s:.2f} ms" for n, s in fills.items()), flush=True)
    return fitted(times, fills)


def prefill_seconds(model: TextToSemantic, rows: int, on: Device) -> float:
    state = Rows.empty(model, rows, START + 64)
    lines = bench.lines(rows, on.plan)
    return seconds(lambda: state.enter(list(range(rows)), lines), on.device, 5, 2)


def fitted(times: dict[tuple[int, int], float], fills: dict[int, float]) -> Times:
    """Least squares over what was measured, in milliseconds; nothing costs less than nothing."""
    rows = np.array([[1, n, n * span] for n, span in times])
    fixed, each, position = np.linalg.lstsq(rows / 1.0, 1000 * np.array(list(times.values())), rcond=None)[0]
    counts = np.array([[1, n * START] for n in fills])
    first, further = np.linalg.lstsq(counts / 1.0, 1000 * np.array(list(fills.values())), rcond=None)[0]
    return Times(*(max(float(x), 0.0) for x in (fixed, each, position, first, further, 0.0)))


def compiled(on: Device) -> None:
    """The layers compiled and then recorded: minutes of compiling the first time, so only one shape."""
    model = gpt_of(on.plan)
    rows = 4 if on.tiny else 128
    with torch.inference_mode():
        for way in ("graphed", "compiled graphs") if on.device.type == "cuda" else ("eager", "compiled"):
            took = tried(way, lambda way=way: step_seconds(model, rows, SPANS[0], way, on))  # type: ignore[misc]
            print(f"  {rows} rows, span {SPANS[0]}, {way}: {1000 * took:.3f} ms a step", flush=True)


# ---------------------------------------------------------------- sound


def sound(on: Device, version: str, found: roofs.Roofs) -> float:
    """Prints the table; -> milliseconds a token of the quickest."""
    sovits = sovits_of(on.plan, version)
    style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1).to(on.device, on.dtype)
    flops = roofs.decoder_flops(sovits.config)
    roof = 1 / max(flops / found.flops, roofs.decoder_bytes(sovits.config, on.value_bytes) / found.bytes_per_s)
    one = [_spoken(12 if on.tiny else 200, n) for n in range(2)]
    alone = seconds(lambda: [render([line], sovits, style) for line in one], on.device, 2, 1)
    audio = sum(len(line.tokens) for line in one) / TOKENS_PER_SECOND
    print(f"  {version}: {flops / 1e9:.1f} GFLOP a second of sound; at most {roof:.0f} s/s by what was measured above")
    print(f"  {'plain, one by one':<62}{audio / alone:>10.1f} s/s")
    best = alone / sum(len(line.tokens) for line in one)
    for area in (48,) if on.tiny else (4000, 24000):
        lines = [_spoken(16 if on.tiny else 200, n) for n in range(max(area // 200, 2))]
        total = sum(len(line.tokens) for line in lines)
        for layout, compiled in ((False, False), (True, False), (True, True)):
            sovits.dec.channels_last = layout
            backend = "aot_eager" if on.tiny else "inductor"
            sovits.dec.activation = compiled_activation(backend) if compiled else activation
            renderer, lane = Renderer(sovits, style), Lane(on.device)

            def batch(renderer: Renderer = renderer, lane: Lane = lane, lines: list[Spoken] = lines) -> None:
                with torch.inference_mode(), lane:
                    arrived = lane.fetch(renderer.decoded(lines))
                arrived.numpy()

            took = tried("compiled activations" if compiled else "eager", lambda: seconds(batch, on.device, 3, 1))
            if not compiled:  # not what a voice does yet
                best = min(best, took / total)
            rate = total / TOKENS_PER_SECOND / took
            name = (
                f"{len(lines)} lines, {total} tokens, channels {'last' if layout else 'first'}"
                f"{', activations compiled' if compiled else ''}"
            )
            print(
                f"  {name:<62}{rate:>10.1f} s/s{rate * alone / audio:>8.1f} x one by one{rate / roof:>8.1%} of roof, "
                f"{rate * flops / 1e12:.1f} TFLOP/s",
                flush=True,
            )
    sovits.dec.activation = activation  # the model is kept for the sections that follow
    return 1000 * best


def _spoken(tokens: int, seed: int) -> Spoken:
    chance = torch.Generator().manual_seed(seed)
    said = torch.randint(1024, (tokens,), generator=chance)
    return Spoken(said, torch.randint(322, (LINE_PHONES,), generator=chance), seed)


def bound(on: Device, version: str = "v2Pro") -> None:
    """The plan of memory beside the peak of everything above."""
    if on.device.type != "cuda":
        print("  only a GPU's is planned")
        return
    gpt, sovits = gpt_of(on.plan), sovits_of(on.plan, version)
    weights = sum(p.numel() * p.element_size() for net in (gpt, sovits) for p in net.parameters())
    wanted = memory.Batches(256, max(SPANS) + 8, START, 24000, 1500)
    found = memory.need(wanted, gpt.config, sovits.config, weights, on.value_bytes)
    print(
        f"  peak {torch.cuda.max_memory_allocated(on.device) / memory.GIB:.2f} GiB; planned for 256 rows beside "
        f"24,000 tokens of sound: {found}"
    )


def measure(on: Device, versions: Sequence[str]) -> None:
    """All sections; those that need another's figures are named where it has none."""
    found = heading(on)
    on.section("equality", 60, lambda: equality(on))
    times = on.section("tokens", 0, lambda: tokens(on, found))
    sounds: dict[str, float] = {}
    for version in versions:
        if ms := on.section(f"sound, {version}", 30, functools.partial(sound, on, version, found)):
            sounds[version] = ms
    if times is not None:
        for version, ms in sounds.items():
            on.section(f"from text to samples, {version}", 60, functools.partial(hour, on, version, times, ms))
    on.section("share of time that the device is busy", 40, lambda: share_busy(on, versions[0]))
    on.section("memory", 0, lambda: bound(on))
    on.section("compiled layers", 100, lambda: compiled(on))
    for name in on.left_out:
        print(f"left out for time: {name}")
    print("\nten hours, by the scheduler's clock and the times measured above")
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
    parser.add_argument("--tiny", action="store_true", help="small sizes: tries every section, measures nothing")
    parser.add_argument("--seconds", type=float, default=400, help="for all of it")
    parser.add_argument("--versions", nargs="+", default=["v2Pro", "v2ProPlus"])
    parser.add_argument("--stepping", default="", choices=("", *STEPPINGS), help="of whole passes")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("torch sees no CUDA device here; `--device cpu --tiny` tries the sections without measuring anything")
        return 1
    dtype = (
        torch.float32
        if options.device == "cpu"
        else {"fp16": torch.float16, "bf16": torch.bfloat16, "fp32": torch.float32}[options.dtype]
    )
    on = Device(device_named(options.device), dtype, options.tiny, options.seconds, stepping=options.stepping)
    measure(on, options.versions)
    print(f"all of it took {time.perf_counter() - on.started:.0f} s")
    for name in on.failed:
        print(f"failed, or something is missing: {name}")
    return 1 if on.failed else 0


if __name__ == "__main__":
    sys.exit(main())
