"""Inner pauses of a take: where they are, and the take with some of them shorter. Words are never touched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.audio import Samples

FRAME_S = 0.005
QUIET_DB = -40.0  # below the take's loudest frame: breath and room of a rest; soft consonants last less than a pause
SHORTEST_S = 0.12  # a gap of a stop consonant is up to 0.1 s long
FADE_S = 0.01  # two halves of a pause are joined over so long

Stretch = tuple[int, int]  # first sample, and the one after the last


def inner_pauses(samples: Samples, sample_rate_hz: int) -> list[Stretch]:
    """Pauses between sounds; silence before the first and after the last is none."""
    frame = max(1, round(FRAME_S * sample_rate_hz))
    count = len(samples) // frame
    if count == 0:
        return []
    power = np.square(samples[: count * frame].reshape(count, frame)).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (QUIET_DB / 10))
    if power.max() <= 1e-10 or len(loud) < 2:
        return []
    gaps = np.flatnonzero(np.diff(loud) - 1 >= SHORTEST_S / FRAME_S)
    return [((int(loud[at]) + 1) * frame, int(loud[at + 1]) * frame) for at in gaps]


def pauses_ms(samples: Samples, sample_rate_hz: int) -> tuple[int, ...]:
    """As the fitting wants them (Slot.pauses_ms)."""
    return tuple((end - first) * 1000 // sample_rate_hz for first, end in inner_pauses(samples, sample_rate_hz))


def shrunk(samples: Samples, sample_rate_hz: int, cut: int, above: int, floor: int) -> Samples:
    """The take without `cut` samples of its pauses; all in samples. Of each pause longer than `above` its share of what
    it has beyond `floor` is taken out of its middle. What pauses do not give is left in: no word is shortened."""
    pauses = [(first, end) for first, end in inner_pauses(samples, sample_rate_hz) if end - first > above]
    parts: list[Samples] = []
    done = 0
    for (first, end), share in zip(pauses, _shares([end - first - floor for first, end in pauses], cut), strict=True):
        if share > 0:
            middle = (first + end) // 2
            parts.append(samples[done : middle - share // 2])
            done = middle - share // 2 + share
    return _joined([*parts, samples[done:]], round(FADE_S * sample_rate_hz), samples, parts)


def _shares(spare: Sequence[int], cut: int) -> list[int]:
    """`cut` divided in proportion; whole samples that add up."""
    total = sum(spare)
    if total <= 0:
        return [0] * len(spare)
    wanted = min(cut, total)
    marks = [wanted * sum(spare[: at + 1]) // total for at in range(len(spare))]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def _joined(pieces: Sequence[Samples], fade: int, whole: Samples, cuts: Sequence[Samples]) -> Samples:
    """Pieces after each other, both sides of each join faded: the room's noise makes no click."""
    if not cuts:
        return whole
    found = [piece.copy() for piece in pieces]
    for one, other in pairwise(found):
        n = min(fade, len(one), len(other))
        ramp = np.linspace(1, 0, n, dtype=np.float32)
        if n:
            one[-n:] *= ramp
            other[:n] *= ramp[::-1]
    return np.concatenate(found)
