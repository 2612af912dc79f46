"""Throughput of v3 and v4 on this machine: `python -m models.gpt_sovits.bench.flow` (a part of `make bench-gpt-sovits`)

Weights are random and of full size. Printed: seconds of each part for one line, what that makes at the version's own
number of steps, eight lines in one batch beside the same one by one, what half precision takes and changes, and peak
memory. The sampler's steps are alike, so batches are measured with few of them and said so.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models.gpt_sovits.bench.flow.random_flow import (
    bigvgan_config,
    flow_settings,
    random_bigvgan,
    random_flow,
    random_mel_vocoder,
)
from models.gpt_sovits.bench.roofline import seconds as device_seconds
from models.gpt_sovits.bench.throughput import LINE_PHONES, BenchSetup, memory, timed
from models.gpt_sovits.cfm.bigvgan import BigVganSizes, fill_bigvgan
from models.gpt_sovits.cfm.hifigan import fill_mel_vocoder
from models.gpt_sovits.cfm.model import FlowSovits
from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.serving.flow_rendering import AnyVocoder, FlowPrompt, FlowRenderer
from models.gpt_sovits.serving.rendering import SemanticLine
from models.gpt_sovits.sovits.vocoder import HifiGan
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.flow_loading import build_flow

BATCH, BATCH_STEPS = 8, 2
PROMPT_S = 5.0


@dataclass(frozen=True, slots=True)
class FlowNetworks:
    sovits: FlowSovits
    vocoder: AnyVocoder
    style: Tensor
    prompt: FlowPrompt

    def renderer(self, steps: int = 0) -> FlowRenderer:
        return FlowRenderer(self.sovits, self.vocoder, self.style, self.prompt, steps=steps, most_tokens=10**9)

    def to(self, dtype: torch.dtype) -> FlowNetworks:
        return FlowNetworks(
            self.sovits.to(dtype), self.vocoder.to(dtype), self.style.to(dtype), self.prompt.to(dtype)
        )  # fmt: skip


def networks_of(setup: BenchSetup, version: str, prompt_s: float = PROMPT_S) -> FlowNetworks:
    settings = flow_settings(version, setup.full)
    checkpoint = Checkpoint(Path("bench"), "", random_flow(version, 1, setup.full), settings, "", None)
    sovits = build_flow(checkpoint)
    vocoder: AnyVocoder
    if version == "v4":
        vocoder = fill_mel_vocoder(random_mel_vocoder(1, setup.full), "bench")
    else:
        sizes = BigVganSizes.read(bigvgan_config(setup.full), "bench")
        vocoder = fill_bigvgan(sizes, random_bigvgan(1, setup.full), "bench")
    sovits.to(setup.device, setup.dtype)
    vocoder.to(setup.device, setup.dtype)
    if isinstance(vocoder, HifiGan):
        vocoder.channels_last = True
    facts, drawn = sovits.config.facts, torch.Generator().manual_seed(2)
    frames = min(int(prompt_s * facts.mel_rate_hz / facts.hop), facts.prompt_frames)
    bands, features = (torch.randn(frames, n, generator=drawn) for n in (MEL_BANDS, sovits.config.feature_channels))
    style = torch.randn(1, sovits.config.gin_channels, 1, generator=drawn).to(setup.device, setup.dtype)
    prompt = FlowPrompt(bands.to(style), features.to(style))
    return FlowNetworks(sovits, vocoder, style, prompt)


def spoken(count: int, tokens: int) -> list[SemanticLine]:
    """Lines of 60 to 140 % of `tokens`; one alone has all of them."""
    drawn = torch.Generator().manual_seed(count)
    lengths = [int(tokens * (0.6 + 0.8 * i / (count - 1))) for i in range(count)] if count > 1 else [tokens]
    return [
        SemanticLine(torch.randint(1024, (n,), generator=drawn), torch.randint(322, (LINE_PHONES,), generator=drawn), i)
        for i, n in enumerate(lengths)
    ]


@dataclass(frozen=True, slots=True)
class PartTimes:
    """Seconds of one line."""

    features: float
    step: float
    vocoder: float
    sound_s: float

    def rate(self, steps: int) -> float:
        """Seconds of sound per second."""
        return self.sound_s / (self.features + steps * self.step + self.vocoder)


@torch.inference_mode()
def part_times(setup: BenchSetup, nets: FlowNetworks, tokens: int) -> PartTimes:
    (line,) = spoken(1, tokens)
    facts, sovits = nets.sovits.config.facts, nets.sovits
    codes, phones = line.tokens[None].to(setup.device), line.phones[None].to(setup.device)

    def features() -> Tensor:
        return sovits.features(codes, None, phones, None, nets.style).values

    made = features().mT
    whole = torch.cat([nets.prompt.features[None], made[:, : facts.chunk_frames - len(nets.prompt.features)]], 1)
    text = sovits.dit.text_embed(whole, None)
    x = torch.randn(*whole.shape[:2], MEL_BANDS).to(whole)
    at = torch.full((1,), 0.5, device=setup.device)
    moment = sovits.dit.moment(at, at)
    mel = torch.randn(1, MEL_BANDS, made.shape[1]).to(whole) - 5

    def step() -> Tensor:
        return sovits.dit(x, x, text, moment)

    def embedded() -> Tensor:
        return sovits.dit.text_embed(whole, None)

    def vocoder() -> Tensor:
        return nets.vocoder(mel)

    def took(call: Callable[[], Tensor]) -> float:
        if setup.device.type == "cuda":
            took_s: float = device_seconds(call, setup.device)
            return took_s
        call()  # warm
        return timed(setup, call)

    rounds = -(-made.shape[1] // (facts.chunk_frames - len(nets.prompt.features)))
    return PartTimes(
        took(features) + rounds * took(embedded),
        rounds * took(step),
        took(vocoder),
        made.shape[1] * facts.hop / facts.mel_rate_hz,
    )


def print_parts(name: str, times: PartTimes, steps: int) -> None:
    total = times.features + steps * times.step + times.vocoder
    print(
        f"  {name:<26} features {times.features:.2f} s, a step {times.step:.2f} s, vocoder {times.vocoder:.2f} s for "
        f"{times.sound_s:.1f} s of sound: {total:.1f} s with {steps} steps, {times.rate(steps):.3f} x real time",
        flush=True,
    )


def bench_batch(setup: BenchSetup, nets: FlowNetworks, tokens: int) -> float:
    """Eight lines in one batch beside the same one by one; -> how many times as fast."""
    lines, renderer = spoken(BATCH, tokens), nets.renderer(BATCH_STEPS)
    with torch.inference_mode():
        renderer.decoded(spoken(1, 12))  # warm
        alone = timed(setup, lambda: [renderer.decoded([line]) for line in lines])
        together = timed(setup, lambda: renderer.decoded(lines))
    sound = sum(len(line.tokens) for line in lines) / TOKENS_PER_SECOND
    print(
        f"  {BATCH} lines of {len(lines[0].tokens)} to {len(lines[-1].tokens)} tokens, {BATCH_STEPS} steps: one by one "
        f"{alone:.1f} s, in one batch {together:.1f} s ({alone / together:.2f} x), {sound:.0f} s of sound",
        flush=True,
    )
    return alone / together


@torch.inference_mode()
def bench_half(setup: BenchSetup, nets: FlowNetworks, tokens: int, steps: int) -> None:
    """What half precisions take, and how far mel bands and sound move; the networks are changed."""
    lines = spoken(1, min(tokens, 25))
    whole = nets.renderer(steps).decoded(lines).cpu()
    for dtype in (torch.bfloat16,) if setup.device.type == "cpu" else (torch.float16, torch.bfloat16):
        halved = nets.to(dtype)
        sound = halved.renderer(steps).decoded(lines).cpu()
        noise = (sound - whole).square().mean() / whole.square().mean()
        name = str(dtype).removeprefix("torch.")
        print_parts(name, part_times(setup, halved, tokens), steps)
        print(f"  {name}: {-10 * float(noise.log10()):.1f} dB between the sound and its difference from full precision")


def bench_flow(
    setup: BenchSetup, version: str, tokens: int = 125, parts: tuple[str, ...] = ("one", "batch", "half")
) -> float:
    """Prints the tables; -> seconds of sound per second, one by one."""
    nets = networks_of(setup, version)
    steps = nets.sovits.config.facts.steps
    print(f"{version}, {setup.name}, prompt of {len(nets.prompt.bands)} frames, {tokens} tokens a line")
    times: PartTimes = part_times(setup, nets, tokens)
    print_parts("one by one", times, steps)
    if "batch" in parts:
        bench_batch(setup, nets, min(tokens, 50))
    if "half" in parts:
        bench_half(setup, nets, tokens, steps)
    print(f"  {memory(setup)}", flush=True)
    return times.rate(steps)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.flow",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--versions", nargs="+", default=["v4", "v3"], choices=["v3", "v4"])
    parser.add_argument("--parts", nargs="+", default=["one", "batch", "half"], choices=["one", "batch", "half"])
    parser.add_argument("--tokens", type=int, default=125)
    parser.add_argument("--threads", type=int, default=1, help="of the CPU")
    parser.add_argument("--small", action="store_true", help="small widths: tests the bench, measures nothing")
    parser.add_argument("--cpu", action="store_true", help="the CPU, even where there is a GPU")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cpu = options.cpu or not torch.cuda.is_available()
    setup = BenchSetup(
        torch.device("cpu" if cpu else "cuda"), torch.float32 if cpu else torch.float16, 0, (), not options.small
    )
    for version in options.versions:
        bench_flow(setup, version, options.tokens, tuple(options.parts))
    return 0
