"""Layback: rendered takes on the timeline, block by block, so that memory does not grow with the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.audio import Samples
from pipeline.dub.sound.rendering import RATE_HZ
from pipeline.errors import DeliveryError

BLOCK = 10 * RATE_HZ


@dataclass(frozen=True, slots=True)
class LaidTake:
    """A take on the timeline, in samples; `sound` gives its samples when they are needed."""

    id: str
    at: int
    length: int
    character: str
    sound: Callable[[], Samples]

    @property
    def end(self) -> int:
        return self.at + self.length


def blocks_of(takes: Sequence[LaidTake], length: int, block: int = BLOCK) -> Iterator[Samples]:
    """The sum of `takes` from 0 to `length`, in blocks. A take is asked for its sound once, and let go behind its end.

    Raises:
        DeliveryError: a take reaches beyond the picture, or is not as long as it was planned.
    """
    waiting = sorted(takes, key=lambda take: (take.at, take.id), reverse=True)
    sounding: list[tuple[LaidTake, Samples]] = []
    for start in range(0, length, block):
        end = min(start + block, length)
        out = np.zeros(end - start, np.float32)
        while waiting and waiting[-1].at < end:
            take = waiting.pop()
            sounding.append((take, _sound(take, length)))
        for take, samples in sounding:
            first, last = max(start, take.at), min(end, take.end)
            if first < last:
                out[first - start : last - start] += samples[first - take.at : last - take.at]
        sounding = [(take, samples) for take, samples in sounding if take.end > end]
        yield out
    if waiting:
        raise DeliveryError(f"cue {waiting[-1].id} begins behind the picture's end; fit the reel again")


def _sound(take: LaidTake, length: int) -> Samples:
    samples = take.sound()
    if take.at < 0 or take.end > length:
        over = max(-take.at, take.end - length) * 1000 // RATE_HZ
        raise DeliveryError(f"cue {take.id} reaches {over} ms beyond the picture; nothing is cut off: shorten its text")
    if len(samples) != take.length:
        raise DeliveryError(f"cue {take.id} has {len(samples)} samples, planned were {take.length}; fit the reel again")
    return samples
