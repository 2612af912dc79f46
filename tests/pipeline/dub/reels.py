"""Reels drawn by chance, from a seed: monologues and conversations, loose and overloaded."""

from __future__ import annotations

import random

from pipeline.dub import Reel, Slot


def reel(
    cues: int,
    seed: int = 0,
    *,
    load: float = 0.9,
    sigma: float = 0.08,
    speakers: int = 1,
    crosstalk: float = 0.0,
    pause_share: float = 0.15,
    pauses: bool = False,
) -> Reel:
    """`load` is natural speech over the cue; `crosstalk` the share of cues that begin before the last is over."""
    chance = random.Random(seed)
    slots, now = [], chance.randrange(3000)
    for number in range(cues):
        length = chance.randrange(300, 7000)
        speech = max(1, round(length * load * chance.lognormvariate(0, sigma) * chance.choice((0.7, 1.0, 1.3))))
        silences = (speech // 8, speech // 10) if pauses else ()
        character = f"speaker {chance.randrange(speakers)}" if speakers > 1 else ""
        slots.append(
            Slot(f"e{number}", now, now + length, speech, character, "x" * max(2, speech // 70), tuple(silences))
        )
        now += length
        if chance.random() < pause_share:
            now += chance.choice((300, 900, 2500, 20_000))
        elif chance.random() < crosstalk:
            now -= length // 3
    end = max((slot.out_ms for slot in slots), default=1000) + 1000
    return Reel(f"reel {seed}", end, tuple(slots))
