"""What a book costs before it is spoken: `python -m models.gpt_sovits.bench.schedule`

The lines of a whole book go through the very scheduler of the batches (seating.py), with lengths drawn from the short
book of this repository and a clock that counts steps instead of waiting for them. Printed: how many of the rows
speak, by rows and by steps between looks, and the time that measured (or computed) step times make of it.
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
from models.gpt_sovits.serving.scheduler import LINES_A_ROW, ROWS_OF_A_GPU, Seating

LENGTHS = Path(__file__).with_name("line_lengths.tsv")  # lines of 200 characters at most, as they are spoken
TOKENS_PER_PHONE = 2.5  # an English narrator: 10 phones a second
SPREAD = 0.12  # of a line's pace, as a standard deviation of its logarithm
PROMPT_PHONES, PROMPT_TOKENS = 40, 125  # a reference of five seconds
SORTED_TOGETHER = 4  # passes whose lines are sorted together (pipeline/takes/batches.py)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as the scheduler sees it, and what only the clock knows: how many tokens it will have."""

    characters: int
    phones: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a step: fixed + rows x (each + positions attended to x position); of a prefill: fixed +
    positions x prefilled; and of the sound of a token."""

    fixed: float
    each: float
    position: float
    prefill_fixed: float
    prefilled: float
    sound: float
    look: float = 0.05

    def step(self, rows: int, span: int) -> float:
        return self.fixed + rows * (self.each + span * self.position)


# Computed, not measured (NOTES.md): an H200 in half precision; 400 kernels of 2.5 us a step, half of the bandwidth for
# keys and values, prefills launched one kernel after the other, a v2Pro decoder at 1,500 times real time.
COMPUTED_H200 = Times(
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
    spoken: int  # rows that said a token, over all steps
    in_play: int  # rows that a step had, over all steps
    offered: int  # rows that there are, over all steps
    semantic_ms: float
    sound_ms: float

    @property
    def busy(self) -> float:
        """Of the rows that a step computes, the share that speaks."""
        return self.spoken / self.in_play

    @property
    def filled(self) -> float:
        """Of all rows that there are."""
        return self.spoken / self.offered

    @property
    def audio_s(self) -> float:
        return self.tokens / TOKENS_PER_SECOND

    def real_time(self, overlapped: bool = False) -> float:
        """Seconds of audio a second: tokens and sound one after the other, or on two streams at their best."""
        ms = max(self.semantic_ms, self.sound_ms) if overlapped else self.semantic_ms + self.sound_ms
        return 1000 * self.audio_s / ms


def book(lines: int = 12_000, seed: int = 1) -> list[Spoken]:
    """Lines drawn with replacement from the short book's, each read at a pace of its own."""
    rows = [tuple(map(int, row.split("\t"))) for row in LENGTHS.read_text("utf-8").splitlines()[1:]]
    chance = random.Random(seed)
    drawn = (chance.choice(rows) for _ in range(lines))
    return [
        Spoken(characters, phones, max(11, round(phones * TOKENS_PER_PHONE * chance.lognormvariate(0, SPREAD))))
        for characters, phones in drawn
    ]


def passes(lines: Sequence[Spoken], width: int) -> Iterator[list[Spoken]]:
    """As productions cut a book: longest first within a few passes, so that one pass has lines of a kind."""
    for start in range(0, len(lines), width * SORTED_TOGETHER):
        window = sorted(lines[start : start + width * SORTED_TOGETHER], key=lambda line: -line.characters)
        yield from (window[at : at + width] for at in range(0, len(window), width))


def simulate(
    lines: Sequence[Spoken], rows: int, width: int, look_every: int, times: Times = COMPUTED_H200, halving: bool = True
) -> Outcome:
    steps = spoken = in_play = 0
    ms = 0.0
    for batch in passes(lines, width):
        lengths = [PROMPT_PHONES + line.phones + PROMPT_TOKENS for line in batch]
        seating = Seating([line.phones for line in batch], lengths, rows, look_every, halving)
        said = [0] * len(batch)
        while seating.going:
            if entering := seating.refill():
                longest = max(lengths[index] for _, index in entering)
                ms += times.prefill_fixed + len(entering) * longest * times.prefilled
            seating.shrink()
            span = seating.span()
            for _ in range(look_every):
                for seat in seating.seats:
                    if seat.index is not None and said[seat.index] < batch[seat.index].tokens:
                        said[seat.index] += 1
                        spoken += 1
            steps += look_every
            in_play += look_every * seating.rows
            ms += look_every * times.step(seating.rows, span) + times.look
            seating.look(
                [seat.index is not None and said[seat.index] < batch[seat.index].tokens for seat in seating.seats],
                [0 if seat.index is None else lengths[seat.index] + said[seat.index] for seat in seating.seats],
            )
    tokens = sum(line.tokens for line in lines)
    return Outcome(len(lines), tokens, steps, spoken, in_play, steps * rows, ms, tokens * times.sound)


def table(
    lines: Sequence[Spoken], rows: Sequence[int], looks: Sequence[int], lines_a_row: int, times: Times, name: str
) -> None:
    hours = sum(line.tokens for line in lines) / TOKENS_PER_SECOND / 3600
    print(
        f"{len(lines)} lines, {sum(line.characters for line in lines)} characters, {hours:.1f} hours; "
        f"passes of {lines_a_row} lines a row; times: {name}"
    )
    print(
        f"{'rows':>6}{'look every':>12}{'busy':>8}{'of all rows':>13}{'steps':>10}{'tokens s':>10}{'sound s':>9}"
        f"{'x real time':>13}{'overlapped':>12}"
    )
    for height in rows:
        for look_every in looks:
            found = simulate(lines, height, lines_a_row * height, look_every, times)
            print(
                f"{height:>6}{look_every:>12}{found.busy:>8.1%}{found.filled:>13.1%}{found.steps:>10}"
                f"{found.semantic_ms / 1000:>10.1f}{found.sound_ms / 1000:>9.1f}{found.real_time():>13.0f}"
                f"{found.real_time(True):>12.0f}",
                flush=True,
            )


def ten_hours(version: str, times: Times, sound_ms: float, rows: int = ROWS_OF_A_GPU, look_every: int = 8) -> None:
    """Prints what a book of ten hours would take; `sound_ms` of a token."""
    lines = book(20_000)
    ends = itertools.accumulate(line.tokens for line in lines)
    lines = lines[: 1 + sum(end < 10 * 3600 * TOKENS_PER_SECOND for end in ends)]
    found = simulate(lines, rows, LINES_A_ROW * rows, look_every, replace(times, sound=sound_ms))
    print(
        f"  {version}, {len(lines)} lines: tokens {found.semantic_ms / 1000:.1f} s, sound "
        f"{found.sound_ms / 1000:.1f} s: {(found.semantic_ms + found.sound_ms) / 1000:.1f} s one after the other "
        f"({found.real_time():.0f} times real time), {max(found.semantic_ms, found.sound_ms) / 1000:.1f} s at best "
        f"where they overlap ({found.real_time(True):.0f} times); rows busy {found.busy:.1%}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.schedule",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lines", type=int, default=12_000)
    parser.add_argument("--rows", type=int, nargs="+", default=[64, 128, 256])
    parser.add_argument("--look-every", type=int, nargs="+", default=[4, 8, 16])
    parser.add_argument("--lines-a-row", type=int, default=LINES_A_ROW, help="of a pass")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    table(
        book(options.lines, options.seed),
        options.rows,
        options.look_every,
        options.lines_a_row,
        COMPUTED_H200,
        "computed for an H200, not measured",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
