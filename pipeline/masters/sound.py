"""The sound of a take in a master: cleaned, trimmed, at the book's gain, limited. No gain varies over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.audio import Limiting, Samples, de_essed, faded, gated, high_passed, limited, take_clip, trimmed
from pipeline.errors import RefusedError
from pipeline.manifests import Spec
from pipeline.records import Take
from pipeline.store import Store

VERSION = 2  # of trimming, fades, limiter, room tone: raise it when the same takes should sound different


def levelled(store: Store, take: Take, gain_db: float, spec: Spec, *, limit: bool = True) -> tuple[Samples, Limiting]:
    """The sound of a take in a master, and what the limiter did to it."""
    clip = take_clip(store.read(take.digest))
    rate, sound = clip.sample_rate_hz, clip.samples
    level = spec.level
    if level.high_pass_hz is not None:
        sound = high_passed(sound, rate, level.high_pass_hz)
    if level.gate_db is not None:
        sound = gated(sound, rate, level.gate_db)
    if level.de_ess_db is not None:
        sound = de_essed(sound, rate, level.de_ess_db)
    sound = faded(trimmed(sound, rate), rate) * np.float32(10 ** (gain_db / 20))
    if spec.master_lufs is None or not limit:
        return sound, Limiting()
    return limited(sound, rate, 10 ** (spec.level.true_peak_dbtp / 20))


def rate_of(takes: Sequence[Take | None]) -> int:
    """The sample rate of all takes.

    Raises:
        RefusedError: there are several.
    """
    rates = {take.sample_rate_hz for take in takes if take is not None}
    if len(rates) > 1:
        raise RefusedError(
            f"takes of one chapter have different sample rates ({', '.join(map(str, sorted(rates)))} Hz): "
            "cast voices of one engine for it"
        )
    return rates.pop() if rates else 24_000
