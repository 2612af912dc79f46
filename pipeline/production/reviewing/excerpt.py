"""How lines sound in the book: a take at the book's level, and a few lines with their pauses, as a master has them.

Rendered in memory for somebody who listens; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.audio import Clip, Samples, laid_under, limited, take_clip
from pipeline.masters import levelled, tone_of
from pipeline.production.assembly import Assembly
from pipeline.records import Take

BUCKETS = 480  # of a waveform: more than a page has pixels for at this size


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Sound of consecutive lines. `spans` says where each begins and ends, in milliseconds."""

    clip: Clip
    spans: tuple[tuple[str, int, int], ...]  # slate, from, to


def excerpt(assembly: Assembly, index: int, take: Take | None = None) -> Excerpt:
    """The line at `index` between its neighbours, with the book's pauses, level and room tone.

    Args:
        take: in place of the line's own, to hear another attempt where it would stand.
    """
    state, spec = assembly.state, assembly.job.spec
    section = next(section for section in assembly.sections if section.first <= index < section.last)
    gain_db = assembly.whereabouts(index).gain_db or 0.0
    around = range(max(section.first, index - 1), min(section.last, index + 2))
    takes = {at: take if at == index and take else state.take(at) for at in around}
    rate = next((one.sample_rate_hz for one in takes.values() if isinstance(one, Take)), 24_000)
    pieces: list[Samples] = []
    spans: list[tuple[str, int, int]] = []
    length = 0
    for at in around:
        one = takes[at]
        sound = levelled(assembly.store, one, gain_db, spec)[0] if isinstance(one, Take) else np.zeros(0, np.float32)
        pause = np.zeros(state.lines[at].pause_after_ms * rate // 1000 if at != around[-1] else 0, np.float32)
        spans.append((state.lines[at].slate, 1000 * length // rate, 1000 * (length + len(sound)) // rate))
        pieces += [sound, pause]
        length += len(sound) + len(pause)
    tone = tone_of(spec, rate, assembly.job.room)
    return Excerpt(Clip(laid_under(np.concatenate(pieces), 0, tone), rate), tuple(spans))


def take_named(assembly: Assembly, index: int, digest: str) -> Take | None:
    """The attempt with this digest, for an excerpt; None for the take that is in the book."""
    take = assembly.state.take(index)
    if isinstance(take, Take) and take.digest == digest:
        return None
    clip = take_clip(assembly.store.read(digest))
    return Take("", digest, len(clip.samples), clip.sample_rate_hz, 0, 0)


def take_sound(assembly: Assembly, take: str, gain_db: float) -> Clip:
    """A take as it lies in the store, at the book's level: attempts are compared at the level at which they are heard.

    Raises:
        DamagedError: its object is missing or does not match its digest.
    """
    clip = take_clip(assembly.store.read(take))
    samples = clip.samples * np.float32(10 ** (gain_db / 20))
    ceiling = 10 ** (assembly.job.spec.level.true_peak_dbtp / 20)
    return Clip(limited(samples, clip.sample_rate_hz, ceiling)[0], clip.sample_rate_hz)


def peaks(clip: Clip, buckets: int = BUCKETS) -> tuple[int, ...]:
    """The waveform: the largest sample of each stretch of time, 0 to 255."""
    samples = np.abs(clip.samples)
    if not len(samples):
        return ()
    edges = np.linspace(0, len(samples), min(buckets, len(samples)) + 1).astype(int)[:-1]
    return tuple(int(value) for value in np.minimum(255, np.maximum.reduceat(samples, edges) * 255).round())
