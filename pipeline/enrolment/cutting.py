"""Cutting a recording at its pauses into clips of 3 to 10 s. Every sample is in exactly one stretch.

    probabilities of speech, every 32 ms -> pauses -> runs of speech between them -> runs joined to clips

A clip keeps up to 200 ms of the pauses around it, and half of a pause that is shorter than twice that. Which runs are
joined is the cheapest way through all of them: it prefers to cut at long pauses, and never joins what was recorded
under different conditions (noise begins, music sets in, a telephone call is inserted).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import soxr

from pipeline.enrolment.figures.spectra import bands_of
from pipeline.enrolment.records import RATE_HZ, Floats, Recording, Stretch, Voicing

LEAST_MS, MOST_MS = 3_000, 10_000
KEPT_MS = 200  # of a pause at an end of a clip
KEPT_MOST_MS = 700  # of a clip that would be too short otherwise
STEP_MS = 32
ENTERS, LEAVES = 0.5, 0.3  # probabilities of speech at which it begins and ends
PAUSE_STEPS = 4  # 128 ms: the detector lets go some 70 ms late, so that 100 ms of silence stay at either end
LEAST_SPEECH_STEPS = 4  # a run of speech that is shorter is a cough
LONGEST_INSIDE_MS = 2_000  # a pause within a clip
# A short pause is one where it becomes about as quiet as it does in the recording's other pauses: speech from which the
# pauses were cut out has none. A long one may be filled by a breath.
SURE_MS, QUIET_DB, DIP_FRAMES = 320, 12.0, 5
# What a way through the runs costs.
_TOO_LONG, _TOO_SHORT, _CHANGES = 40.0, 8.0, 100.0
_LIKED_PAUSE_MS = 500
_CHANGED_DB, _CHANGED_BANDS = 12.0, 6  # of 20
SILENT_DB = -20.0  # beside the speech: what is softer is silence
LASTS = 50  # frames of 10 ms
STEPS_DB = 9.0  # within a pause: somebody else's room, or none, begins
_TELLS_MS = 1_200  # a run of which the room can be told


@dataclass(frozen=True, slots=True)
class Run:
    """Speech without a pause, in milliseconds; `room` is the level of its quietest moments in bands."""

    start_ms: int
    end_ms: int
    room: Floats


def cut(recording: Recording, index: int, voicing: Voicing) -> tuple[list[Stretch], Floats]:
    """The stretches of a recording, in order, and the probabilities of speech."""
    probabilities = voicing(recording.clip)
    at_16k = np.asarray(soxr.resample(recording.clip.samples, recording.clip.sample_rate_hz, RATE_HZ), np.float32)
    bands = bands_of(at_16k)
    levels = np.asarray(10 * np.log10(np.power(10, bands / 10).sum(axis=1)), np.float32)
    runs = runs_of(probabilities, bands, levels)
    total_ms = len(at_16k) * 1000 // RATE_HZ
    spans = [_with_silence(runs, first, last, total_ms, levels) for first, last in joined(runs, total_ms)]
    steps = _steps(levels, runs)
    return _stretches(recording, index, _apart(spans), steps), probabilities


def _steps(levels: Floats, runs: list[Run]) -> list[int]:
    """Where it becomes loud or silent for half a second and more, in milliseconds: between clips, silence and noise
    are told apart there."""
    if not runs or len(levels) < LASTS:
        return []
    spoken = np.concatenate([levels[run.start_ms // 10 : run.end_ms // 10] for run in runs])
    loud = levels > 10 * np.log10(np.mean(10 ** (spoken / 10))) + SILENT_DB
    share = np.convolve(loud, np.ones(LASTS) / LASTS, "same")
    return [10 * int(at) + 10 for at in np.flatnonzero(np.diff(share > 0.5))]


def runs_of(probabilities: Floats, bands: Floats, levels: Floats) -> list[Run]:
    """Where somebody speaks, between pauses of PAUSE_STEPS and more; bands and levels every 10 ms."""
    spoken: list[list[int]] = []
    start = -1
    for step, p in enumerate([*probabilities.tolist(), 0.0]):
        if start < 0 and p >= ENTERS:
            start = step
        elif start >= 0 and p < LEAVES:
            if spoken and start - spoken[-1][1] < PAUSE_STEPS:
                spoken[-1][1] = step
            else:
                spoken.append([start, step])
            start = -1
    spoken = [run for run in spoken if run[1] - run[0] >= LEAST_SPEECH_STEPS]
    spoken = _with_real_pauses(spoken, levels)
    return [Run(a * STEP_MS, b * STEP_MS, _room(bands, a * STEP_MS, b * STEP_MS)) for a, b in spoken]


def _with_real_pauses(spoken: list[list[int]], levels: Floats) -> list[list[int]]:
    """The runs, joined where the short pause between them is none."""
    dips = [_dip(levels, before[1], after[0]) for before, after in pairwise(spoken)]
    long = [dip for dip, (a, b) in zip(dips, pairwise(spoken), strict=True) if (b[0] - a[1]) * STEP_MS >= SURE_MS]
    usual = float(np.median(long or dips or [0.0]))
    out = spoken[:1]
    for dip, (before, after) in zip(dips, pairwise(spoken), strict=True):
        if (after[0] - before[1]) * STEP_MS < SURE_MS and dip > usual + QUIET_DB:
            out[-1] = [out[-1][0], after[1]]
        else:
            out.append(after)
    return out


def _dip(levels: Floats, start: int, end: int) -> float:
    """The level of the quietest 50 ms between two steps."""
    part = levels[max(0, start * STEP_MS // 10 - 7) : end * STEP_MS // 10 + 2]
    if len(part) < DIP_FRAMES:
        return 0.0
    return float(np.convolve(part, np.ones(DIP_FRAMES) / DIP_FRAMES, "valid").min())


def _room(bands: Floats, start_ms: int, end_ms: int) -> Floats:
    part = bands[max(0, start_ms - 100) // 10 : (end_ms + 100) // 10]
    return np.percentile(part, 8, axis=0).astype(np.float32) if len(part) else np.zeros(bands.shape[1], np.float32)


def joined(runs: list[Run], total_ms: int) -> list[tuple[int, int]]:
    """Which runs become a clip together: (first, one behind the last)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(runs) + 1):
        ways = []
        for first in range(end - 1, -1, -1):
            cost = _cost(runs, first, end, total_ms)
            ways.append((best[first][0] + cost, first))
            if runs[end - 1].end_ms - runs[first].start_ms > 2 * MOST_MS:
                break
        best.append(min(ways))
    out = []
    end = len(runs)
    while end:
        out.append((best[end][1], end))
        end = best[end][1]
    return out[::-1]


def _cost(runs: list[Run], first: int, end: int, total_ms: int) -> float:
    """What a clip of these runs costs, with the cut at its end."""
    length = runs[end - 1].end_ms - runs[first].start_ms + _margin(runs, first - 1, total_ms)
    length += _margin(runs, end - 1, total_ms)
    cost = 0.05  # a cut
    for before, after in pairwise(runs[first:end]):
        pause = after.start_ms - before.end_ms
        cost += 2.0 * max(0, pause - _LIKED_PAUSE_MS) / 1000
        cost += _TOO_LONG if pause > LONGEST_INSIDE_MS else 0
        cost += _CHANGES if changed(before, after) else 0
    if length > MOST_MS:
        cost += _TOO_LONG + 0.001 * (length - MOST_MS)
    if length < LEAST_MS:
        cost += _TOO_SHORT + 0.001 * (LEAST_MS - length)
    pause = runs[end].start_ms - runs[end - 1].end_ms if end < len(runs) else _LIKED_PAUSE_MS
    return cost + 2.0 * max(0, _LIKED_PAUSE_MS - pause) / 1000


def _margin(runs: list[Run], before: int, total_ms: int) -> int:
    """What a clip keeps of the pause behind the run `before`, -1 for that before the first."""
    if before < 0:
        return min(KEPT_MS, runs[0].start_ms)
    if before + 1 >= len(runs):
        return min(KEPT_MS, total_ms - runs[-1].end_ms)
    return min(KEPT_MS, (runs[before + 1].start_ms - runs[before].end_ms) // 2)


def changed(before: Run, after: Run) -> bool:
    """Whether the conditions changed between two runs: another room, noise, music, another band."""
    if min(before.end_ms - before.start_ms, after.end_ms - after.start_ms) < _TELLS_MS:
        return False
    apart = np.abs(before.room - after.room) > _CHANGED_DB
    return int(np.count_nonzero(apart)) >= _CHANGED_BANDS


def _with_silence(runs: list[Run], first: int, end: int, total_ms: int, levels: Floats) -> tuple[int, int]:
    """A clip with its silence: 200 ms at either end, half of shorter pauses; more where it would be too short. A pause
    in which the room changes is the clip's own as far as its room reaches."""
    before = runs[first - 1].end_ms if first else 0
    after = runs[end].start_ms if end < len(runs) else total_ms
    start, stop = runs[first].start_ms, runs[end - 1].end_ms
    room_before = _alike(levels[before // 10 : start // 10][::-1], (start - before) // (2 if first else 1))
    room_after = _alike(levels[stop // 10 : after // 10], (after - stop) // (2 if end < len(runs) else 1))
    lacks = LEAST_MS - (stop - start) - min(KEPT_MS, room_before) - min(KEPT_MS, room_after)
    most = KEPT_MS if lacks <= 0 else min(KEPT_MOST_MS, KEPT_MS + lacks)
    return start - min(most, room_before), stop + min(most, room_after)


def _alike(levels: Floats, most_ms: int) -> int:
    """How far into a pause the room beside the speech reaches, where another one ends it; 100 ms are taken to be of
    the former. A breath or a gap between two stretches of one room ends nothing."""
    if len(levels) < 30:
        return most_ms
    smooth = np.convolve(levels, np.ones(DIP_FRAMES) / DIP_FRAMES, "same")
    near, far = float(np.median(smooth[3:13])), float(np.median(smooth[-13:-3]))
    if abs(near - far) < STEPS_DB:
        return most_ms
    apart = np.flatnonzero(np.abs(smooth[10:] - near) > STEPS_DB)
    return min(most_ms, max(100, 60 + 10 * int(apart[0]))) if len(apart) else most_ms


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(start, max(start, min(end, total))) for (start, end), total in zip(spans, _limits(spans), strict=True)]


def _limits(spans: list[tuple[int, int]]) -> list[int]:
    return [*(start for start, _ in spans[1:]), 1 << 60]


def _stretches(recording: Recording, index: int, spans: list[tuple[int, int]], steps: list[int]) -> list[Stretch]:
    """Clips and what lies between them, to the sample; that is cut at the steps."""
    rate = recording.clip.sample_rate_hz
    out: list[Stretch] = []
    at = 0
    for start_ms, end_ms in spans:
        start, end = max(at, start_ms * rate // 1000), min(recording.samples, end_ms * rate // 1000)
        if end <= start:
            continue
        out += _between(index, at, start, [step * rate // 1000 for step in steps], rate)
        out.append(Stretch(index, start, end, speech=True))
        at = end
    return [*out, *_between(index, at, recording.samples, [step * rate // 1000 for step in steps], rate)]


def _between(index: int, start: int, end: int, steps: list[int], rate: int) -> list[Stretch]:
    """What lies between two clips; no part of it is shorter than half a second, where the whole is not."""
    least = rate * LASTS // 100
    edges = [start]
    for step in steps:
        if edges[-1] + least <= step <= end - least:
            edges.append(step)
    return [Stretch(index, a, b, speech=False) for a, b in pairwise([*edges, end]) if b > a]
