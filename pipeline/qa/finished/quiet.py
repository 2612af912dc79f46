"""Where a stretch of sound is quiet: its level in frames of 10 ms, its pauses, and passages between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FRAME_MS = 10
SPEECH_SHARE = 0.9  # of the frames are no louder than speech
BELOW_DB = 32.0  # speech, and it is a pause
SHORTEST_MS = 100  # of a pause
PASSAGE_MS = (6_000, 24_000)  # passages are cut at the longest pause within
FITTING = 0.9  # of the pauses by a master's times are pauses of the file

Span = tuple[int, int]  # milliseconds


def levels_of(pcm: NDArray[np.int16], rate_hz: int) -> NDArray[np.float32]:
    """The level of each frame in dB of full scale."""
    frame = rate_hz * FRAME_MS // 1000
    count = len(pcm) // frame
    out = np.full(count, -120.0, np.float32)
    for first in range(0, count, 6000):  # a minute at a time: the frames as floats are four times as large
        block = pcm[first * frame : min(count, first + 6000) * frame].reshape(-1, frame).astype(np.float32) / 32768
        out[first : first + len(block)] = 10 * np.log10(np.square(block).mean(axis=1) + 1e-12)
    return out


def quiet_frames(levels: NDArray[np.float32]) -> NDArray[np.bool_]:
    if not len(levels):
        return np.zeros(0, np.bool_)
    return np.asarray(levels < np.quantile(levels, SPEECH_SHARE) - BELOW_DB)


def pauses_in(quiet: NDArray[np.bool_]) -> list[Span]:
    """Runs of quiet frames, SHORTEST_MS and longer."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    runs = [(int(a) * FRAME_MS, int(b) * FRAME_MS) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [(start, end) for start, end in runs if end - start >= SHORTEST_MS]


def passages_in(pauses: Sequence[Span], length_ms: int) -> list[Span]:
    """The whole stretch in passages short enough to be heard at once, cut within pauses where there are such."""
    out: list[Span] = []
    start = 0
    least, most = PASSAGE_MS
    while length_ms - start > most:
        within = [pause for pause in pauses if start + least < (pause[0] + pause[1]) // 2 < start + most]
        longest = max(within, key=lambda pause: pause[1] - pause[0], default=(start + most, start + most))
        cut = (longest[0] + longest[1]) // 2
        out.append((start, cut))
        start = cut
    return [*out, (start, length_ms)]


def lie_in_pauses(quiet: NDArray[np.bool_], spans: Sequence[Span]) -> bool:
    """Whether it is quiet between these lines, as it would be if they lay there."""
    gaps = [(end, start) for (_, end), (start, _) in itertools.pairwise(spans) if start - end >= SHORTEST_MS]
    middles = [(end + start) // 2 // FRAME_MS for end, start in gaps]
    return sum(bool(quiet[at]) for at in middles if at < len(quiet)) >= FITTING * len(gaps)
