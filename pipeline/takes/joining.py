"""Performing take requests with an engine: a request in pieces becomes one clip. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.audio import Clip, faded, heard_range
from pipeline.engine import Engine, Performance, performances
from pipeline.takes.requests import TakeRequest

# Between clauses; a narrator's comma lasts 150 to 300 ms.
PAUSE_MS = 200


def perform_requests(engine: Engine, requests: Sequence[TakeRequest]) -> list[Performance]:
    """What the engine answers to each request, in order."""
    prompts = [request.prompts for request in requests]
    answers = iter(performances(engine, [one for several in prompts for one in several]))
    return [joined([next(answers) for _ in several]) for several in prompts]


def joined(parts: Sequence[Performance]) -> Performance:
    """Performances as one, one after the other with a pause between; it fails where one of them does."""
    if len(parts) == 1:
        return parts[0]
    clips = [part.clip for part in parts if part.clip]
    if len(clips) < len(parts):
        return next(part for part in parts if not part.clip)
    rate = clips[0].sample_rate_hz
    pause = np.zeros(rate * PAUSE_MS // 1000, np.float32)
    ranges = [heard_range(clip.samples, rate) for clip in clips]
    # The silence at its two ends is the engine's own, as of any other take: its absence would look like a cut.
    starts = [0, *(start for start, _ in ranges[1:])]
    ends = [*(end for _, end in ranges[:-1]), len(clips[-1].samples)]
    sounds = [faded(clip.samples[start:end], rate) for clip, start, end in zip(clips, starts, ends, strict=True)]
    whole = [piece for sound in sounds for piece in (sound, pause)][:-1]
    return Performance(Clip(np.concatenate(whole), rate), facts=_facts(parts))


def _facts(parts: Sequence[Performance]) -> Mapping[str, float | int | str]:
    """Of each measurement the largest, which is the one to look at; and how many pieces there are."""
    facts: dict[str, float | int | str] = {"pieces": len(parts)}
    for part in parts:
        for name, value in part.facts.items():
            known = facts.get(name, value)
            largest = isinstance(value, int | float) and isinstance(known, int | float)
            facts[name] = max(known, value) if largest else value
    return facts
