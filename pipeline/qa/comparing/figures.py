"""Figures of a voice over some lines: error rate, identity, naturalness, pace, level, cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.audio import take_clip
from pipeline.listener import Hearing, Role
from pipeline.qa.examining import Asked, Ears, heard_first
from pipeline.qa.gate.differences import differences
from pipeline.qa.gate.records import HeardTake
from pipeline.records import Take
from pipeline.store import Store

ROLES: tuple[Role, ...] = ("words", "speaker", "naturalness")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one version; None where nobody could hear it here."""

    lines: int
    errors: float | None  # share of the words (in Chinese characters) that were heard otherwise
    naturalness: float | None  # mean opinion score, 1 to 5
    pace: float  # letters a second of speech
    level_dbfs: float  # mean over the lines
    cost: float  # computing seconds a second of sound
    speaker: tuple[float, ...] = ()  # the mean direction of its takes


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate beside the version that it is to replace, on the same lines."""

    candidate: Figures
    champion: Figures
    likeness: float | None  # cosine between the voices of both; None where nobody could hear them here
    unheard: tuple[str, ...] = ()  # why: what is not installed


def compared(candidate: Sequence[Asked], champion: Sequence[Asked], ears: Ears) -> Comparison:
    """What listeners say of the same lines, spoken by both."""
    both = heard_first(ears, [*candidate, *champion], [ROLES] * (len(candidate) + len(champion)))
    new = _figures(candidate, both[: len(candidate)], ears.store)
    old = _figures(champion, both[len(candidate) :], ears.store)
    likeness = _cosine(new.speaker, old.speaker) if new.speaker and old.speaker else None
    return Comparison(new, old, likeness, tuple(dict.fromkeys(ears.unready.values())))


def _figures(asked: Sequence[Asked], heard: Sequence[HeardTake], store: Store) -> Figures:
    takes = [one.take for one in asked]
    letters = sum(c.isalnum() for one in asked for c in one.spoken)
    return Figures(
        len(takes), errors_of(heard), naturalness_of(heard),
        round(1000 * letters / max(1, sum(take.heard_ms for take in takes)), 2),
        round(sum(_level(take, store) for take in takes) / len(takes), 2),
        round(sum(take.compute_ms for take in takes) / max(1, sum(take.duration_ms for take in takes)), 4),
        _speaker(heard))  # fmt: skip


def naturalness_of(heard: Sequence[HeardTake]) -> float | None:
    """The mean opinion score; None where nobody rated."""
    scores = [h.naturalness for one in heard if (h := one.hearings.get("naturalness")) and h.naturalness is not None]
    return round(sum(scores) / len(scores), 3) if scores else None


def likeness_of(heard: Sequence[HeardTake], others: Sequence[HeardTake]) -> float | None:
    """The cosine between the voices of both; None where nobody could hear them."""
    one, other = _speaker(heard), _speaker(others)
    return _cosine(one, other) if one and other else None


def _speaker(heard: Sequence[HeardTake]) -> tuple[float, ...]:
    return _mean([h.speaker for one in heard if (h := one.hearings.get("speaker")) and h.speaker])


def errors_of(heard: Sequence[HeardTake]) -> float | None:
    """The share of the words that were heard otherwise; None where nobody heard any."""
    hearings = [h for one in heard if (h := one.hearings.get("words")) and h.words is not None]
    words = sum(len(one.expected) for one in hearings)
    return round(sum(map(_wrong, hearings)) / words, 5) if words else None


def _wrong(hearing: Hearing) -> int:
    """Words that are missing, replaced or added."""
    return sum(max(one.expected[1] - one.expected[0], one.heard[1] - one.heard[0]) for one in differences(hearing))


def _level(take: Take, store: Store) -> float:
    samples = take_clip(store.read(take.digest)).samples
    return 10 * math.log10(max(1e-10, float(np.mean(np.square(samples, dtype=np.float64))))) if len(samples) else -100.0


def _mean(directions: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    if not directions:
        return ()
    mean = [math.fsum(values) for values in zip(*directions, strict=True)]
    length = math.sqrt(math.fsum(x * x for x in mean)) or 1.0
    return tuple(round(x / length, 6) for x in mean)


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return round(math.fsum(x * y for x, y in zip(one, other, strict=True)), 4)
