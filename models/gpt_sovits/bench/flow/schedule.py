"""Simulates a ten-hour book with v3 and v4: `python -m models.gpt_sovits.bench.flow.schedule`

Tokens go through the scheduler as in schedule.py. Their sound goes through the length buckets and chunks of the
renderer: every chunk is computed with its prompt, padded to its batch, and as often as the sampler has steps. Counted
work is divided by a share of what the device can do; both are printed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from models.gpt_sovits.bench.flow.random_flow import bigvgan_config, flow_config, mel_vocoder_sizes
from models.gpt_sovits.bench.schedule import COMPUTED_H200, SimulatedLine, book, passes, ten_hours
from models.gpt_sovits.buckets import length_buckets
from models.gpt_sovits.cfm.config import DiTConfig, FlowConfig
from models.gpt_sovits.cfm.versions import FLOW_VERSIONS, MEL_BANDS
from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.serving.flow_rendering import chunks
from models.gpt_sovits.serving.rendering import MOST_TOKENS
from models.gpt_sovits.serving.scheduler import GPU_LINES_PER_SLOT, GPU_SLOTS

H200_FLOPS = 990e12  # dense, half precision (SPEC 8.4)
SHARE = 0.4  # of it: what large products with what lies between them reach; not measured here
VOCODER_SHARE = 0.06  # of it: narrow channels, as computed for v2Pro's decoder (schedule.py)
PROMPT_S = 5.0


def step_flop(dit: DiTConfig, frames: int) -> float:
    """FLOP of one step of the network on one row of `frames`."""
    width = dit.width
    block = 4 * width * width + 2 * width * dit.inner
    ends = (2 * MEL_BANDS + dit.text_width + MEL_BANDS) * width
    position = 2 * dit.position_kernel * width * width / dit.position_groups
    return frames * 2 * (dit.blocks * (block + 2 * frames * width) + ends + position)


def text_flop(dit: DiTConfig, frames: int) -> float:
    return frames * 2 * dit.text_blocks * 2 * dit.text_width * dit.text_inner


def vocoder_flop(version: str) -> float:
    """FLOP of a second of sound: two for every weight of every convolution at every place."""
    facts = FLOW_VERSIONS[version]
    if version == "v4":
        sizes = mel_vocoder_sizes(full=True)
        width, rates, kernels, blocks = sizes.width, sizes.rates, sizes.kernels, sizes.block_kernels
    else:
        config = bigvgan_config(full=True)
        width, rates = config["upsample_initial_channel"], tuple(config["upsample_rates"])
        kernels, blocks = tuple(config["upsample_kernel_sizes"]), tuple(config["resblock_kernel_sizes"])
    rate = facts.mel_rate_hz / facts.hop
    total = 2 * 7 * MEL_BANDS * width * rate
    for factor, kernel in zip(rates, kernels, strict=True):
        total += 2 * kernel * width * (width // 2) * rate
        width, rate = width // 2, rate * factor
        total += sum(2 * 6 * block * width * width * rate for block in blocks)
    return total + 2 * 7 * width * rate


@dataclass(frozen=True, slots=True)
class FlowWork:
    """What the sound of some lines takes."""

    sound_s: float
    frames: int  # of the lines
    computed: int  # with prompts and padding, of one step
    batches: int
    dit_flop: float
    vocoder_flop: float

    def seconds(self, flops: float = H200_FLOPS, share: float = SHARE, vocoder_share: float = VOCODER_SHARE) -> float:
        return self.dit_flop / (flops * share) + self.vocoder_flop / (flops * vocoder_share)


def work(lines: Sequence[SimulatedLine], config: FlowConfig, steps: int = 0, most_tokens: int = 0) -> FlowWork:
    """Counts what the renderer would compute, pass by pass."""
    facts, dit = config.facts, config.dit
    prompt = min(int(PROMPT_S * facts.mel_rate_hz / facts.hop), facts.prompt_frames)
    per_token, most = 2 * facts.stretch, most_tokens or MOST_TOKENS["cuda"]
    frames = computed = batches = 0
    flop = 0.0
    for batch in passes(lines, GPU_LINES_PER_SLOT * GPU_SLOTS):
        counts = [int(line.tokens * per_token) for line in batch]
        frames += sum(counts)
        for bucket in length_buckets([int((n + prompt) / per_token) for n in counts], most):
            for rows, start, stops in chunks([counts[i] for i in bucket], facts.chunk_frames - prompt):
                whole = prompt + max(stops) - start
                computed, batches = computed + len(rows) * whole, batches + 1
                flop += len(rows) * ((steps or facts.steps) * step_flop(dit, whole) + text_flop(dit, whole))
    sound_s = sum(line.tokens for line in lines) / TOKENS_PER_SECOND
    return FlowWork(sound_s, frames, computed, batches, flop, sound_s * vocoder_flop(config.version))


def ten_hour_lines() -> list[SimulatedLine]:
    lines = book(20_000)
    ends = itertools.accumulate(line.tokens for line in lines)
    return lines[: 1 + sum(end < 10 * 3600 * TOKENS_PER_SECOND for end in ends)]


def ten_hours_flow(version: str, steps: int = 0, share: float = SHARE) -> None:
    """Prints what a book of ten hours would take of an H200, computed."""
    config, lines = flow_config(version, full=True), ten_hour_lines()
    counted = work(lines, config, steps)
    steps = steps or config.facts.steps
    print(
        f"{version}, {steps} steps: {counted.dit_flop / counted.sound_s / 1e12:.2f} TFLOP a second of sound in the DiT,"
        f" {counted.vocoder_flop / counted.sound_s / 1e12:.3f} in the vocoder; {counted.computed / counted.frames:.2f} "
        f"frames computed for each that is heard, in {counted.batches} batches; at {share:.0%} and "
        f"{VOCODER_SHARE:.0%} of {H200_FLOPS / 1e12:.0f} TFLOP/s:"
    )
    tokens = sum(line.tokens for line in lines)
    ten_hours(version, COMPUTED_H200, 1000 * counted.seconds(share=share) / tokens)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.flow.schedule",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--versions", nargs="+", default=["v4", "v3"], choices=["v3", "v4"])
    parser.add_argument("--steps", type=int, default=0, help="of the sampler (default: the version's own)")
    parser.add_argument("--share", type=float, default=SHARE, help="of the device's rate that the DiT reaches")
    options = parser.parse_args()
    print("computed for an H200, not measured")
    for version in options.versions:
        ten_hours_flow(version, options.steps, options.share)
    return 0


if __name__ == "__main__":
    sys.exit(main())
