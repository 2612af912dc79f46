"""Simulates a book before it is spoken: `python -m models.gpt_sovits.bench.schedule`

The lines of a whole book go through the scheduler of continuous batching (serving/scheduler.py), with lengths drawn
from the short book of this repository; steps are counted instead of run. Printed: the share of busy slots, by number of
slots and by steps between syncs, and the time that the book takes at measured (or computed) step times.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.gpt_sovits.configs import TOKENS_PER_SECOND
from models.gpt_sovits.serving.scheduler import GPU_LINES_PER_SLOT, GPU_SLOTS, Scheduler

LENGTHS = Path(__file__).with_name("line_lengths.tsv")  # lines of 200 characters at most, as they are spoken
TOKENS_PER_PHONE = 2.5  # an English narrator: 10 phones per second
SPREAD = 0.12  # of a line's pace, as a standard deviation of its logarithm
PROMPT_PHONES, PROMPT_TOKENS = 40, 125  # a reference of five seconds
SORTED_TOGETHER = 4  # passes whose lines are sorted together (pipeline/takes/batches.py)


@dataclass(frozen=True, slots=True)
class SimulatedLine:
    """A line as the scheduler sees it, and what only the simulation knows: how many tokens it will have."""

    characters: int
    phones: int
    tokens: int


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Milliseconds, as a linear model.

    A decode step takes fixed + slots x (each + span x position), a prefill prefill_fixed + positions x prefilled, the
    sound of a token `sound`, a sync `sync`.
    """

    fixed: float
    each: float
    position: float
    prefill_fixed: float
    prefilled: float
    sound: float
    sync: float = 0.05

    def step(self, slots: int, span: int) -> float:
        return self.fixed + slots * (self.each + span * self.position)


# Computed, not measured: an H200 in half precision; 400 kernels of 2.5 us per step, half of the bandwidth for keys and
# values, prefills launched one kernel after the other, a v2Pro vocoder at 1,500 times real time.
COMPUTED_H200 = StepTimes(
    fixed=1.0,
    each=0.001,
    position=49152 / 2.4e9,
    prefill_fixed=2.5,
    prefilled=0.0006,
    sound=1000 / TOKENS_PER_SECOND / 1500,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    lines: int
    tokens: int
    steps: int
    generated: int  # tokens, over all steps
    computed: int  # slots that a step computed, over all steps
    offered: int  # slots that there are, over all steps
    semantic_ms: float
    sound_ms: float

    @property
    def busy(self) -> float:
        """The share of computed slots that generated a token."""
        return self.generated / self.computed

    @property
    def filled(self) -> float:
        """The share of all slots that generated a token."""
        return self.generated / self.offered

    @property
    def audio_s(self) -> float:
        return self.tokens / TOKENS_PER_SECOND

    def real_time(self, overlapped: bool = False) -> float:
        """Seconds of audio per second: tokens and sound one after the other, or overlapped at best."""
        ms = max(self.semantic_ms, self.sound_ms) if overlapped else self.semantic_ms + self.sound_ms
        return 1000 * self.audio_s / ms


def book(lines: int = 12_000, seed: int = 1) -> list[SimulatedLine]:
    """Lines drawn with replacement from the short book's, each read at its own pace."""
    rows = [tuple(map(int, row.split("\t"))) for row in LENGTHS.read_text("utf-8").splitlines()[1:]]
    chance = random.Random(seed)
    drawn = (chance.choice(rows) for _ in range(lines))
    return [
        SimulatedLine(characters, phones, max(11, round(phones * TOKENS_PER_PHONE * chance.lognormvariate(0, SPREAD))))
        for characters, phones in drawn
    ]


def passes(lines: Sequence[SimulatedLine], width: int) -> Iterator[list[SimulatedLine]]:
    """Cuts a book as productions do: longest first within a few passes, so that a pass has lines of similar length."""
    for start in range(0, len(lines), width * SORTED_TOGETHER):
        window = sorted(lines[start : start + width * SORTED_TOGETHER], key=lambda line: -line.characters)
        yield from (window[first : first + width] for first in range(0, len(window), width))


def simulate(
    lines: Sequence[SimulatedLine],
    slots: int,
    width: int,
    sync_every: int,
    times: StepTimes = COMPUTED_H200,
    halving: bool = True,
) -> Outcome:
    """Runs the scheduler over all passes of `width` lines."""
    steps = generated = computed = 0
    ms = 0.0
    for batch in passes(lines, width):
        lengths = [PROMPT_PHONES + line.phones + PROMPT_TOKENS for line in batch]
        scheduler = Scheduler([line.phones for line in batch], lengths, slots, sync_every, halving)
        done = [0] * len(batch)  # tokens of each line
        while scheduler.unfinished:
            if admitted := scheduler.admit():
                longest = max(lengths[index] for _, index in admitted)
                ms += times.prefill_fixed + len(admitted) * longest * times.prefilled
            scheduler.compact()
            span = scheduler.span()
            indices = [slot.index for slot in scheduler.slots]
            for index in indices:
                if index is not None:
                    more = min(sync_every, batch[index].tokens - done[index])
                    done[index] += more
                    generated += more
            steps += sync_every
            computed += sync_every * scheduler.batch_size
            ms += sync_every * times.step(scheduler.batch_size, span) + times.sync
            scheduler.sync(
                [index is not None and done[index] < batch[index].tokens for index in indices],
                [0 if index is None else lengths[index] + done[index] for index in indices],
            )
    tokens = sum(line.tokens for line in lines)
    return Outcome(len(lines), tokens, steps, generated, computed, steps * slots, ms, tokens * times.sound)


def table(
    lines: Sequence[SimulatedLine],
    slots: Sequence[int],
    syncs: Sequence[int],
    lines_per_slot: int,
    times: StepTimes,
    name: str,
) -> None:
    hours = sum(line.tokens for line in lines) / TOKENS_PER_SECOND / 3600
    print(
        f"{len(lines)} lines, {sum(line.characters for line in lines)} characters, {hours:.1f} hours; "
        f"passes of {lines_per_slot} lines per slot; times: {name}"
    )
    print(
        f"{'slots':>6}{'sync every':>12}{'busy':>8}{'of all slots':>14}{'steps':>10}{'tokens s':>10}{'sound s':>9}"
        f"{'x real time':>13}{'overlapped':>12}"
    )
    for count in slots:
        for sync_every in syncs:
            outcome = simulate(lines, count, lines_per_slot * count, sync_every, times)
            print(
                f"{count:>6}{sync_every:>12}{outcome.busy:>8.1%}{outcome.filled:>14.1%}{outcome.steps:>10}"
                f"{outcome.semantic_ms / 1000:>10.1f}{outcome.sound_ms / 1000:>9.1f}{outcome.real_time():>13.0f}"
                f"{outcome.real_time(True):>12.0f}",
                flush=True,
            )


def ten_hours(version: str, times: StepTimes, sound_ms: float, slots: int = GPU_SLOTS, sync_every: int = 8) -> None:
    """Prints what a book of ten hours would take; `sound_ms`: per token."""
    lines = book(20_000)
    ends = itertools.accumulate(line.tokens for line in lines)
    lines = lines[: 1 + sum(end < 10 * 3600 * TOKENS_PER_SECOND for end in ends)]
    outcome = simulate(lines, slots, GPU_LINES_PER_SLOT * slots, sync_every, replace(times, sound=sound_ms))
    semantic_s, sound_s = outcome.semantic_ms / 1000, outcome.sound_ms / 1000
    print(
        f"  {version}, {len(lines)} lines: tokens {semantic_s:.1f} s, sound {sound_s:.1f} s: "
        f"{semantic_s + sound_s:.1f} s one after the other ({outcome.real_time():.0f} times real time), "
        f"{max(semantic_s, sound_s):.1f} s at best where they overlap ({outcome.real_time(True):.0f} times); "
        f"slots busy {outcome.busy:.1%}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.schedule",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lines", type=int, default=12_000)
    parser.add_argument("--slots", type=int, nargs="+", default=[64, 128, 256])
    parser.add_argument("--sync-every", type=int, nargs="+", default=[4, 8, 16])
    parser.add_argument("--lines-per-slot", type=int, default=GPU_LINES_PER_SLOT, help="in a pass")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    table(
        book(options.lines, options.seed),
        options.slots,
        options.sync_every,
        options.lines_per_slot,
        COMPUTED_H200,
        "computed for an H200, not measured",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
