"""Budget of hearing: which lines are heard where hearing all of them would cost too much.

The production's time is computed from figures that are the same on every machine (compute per second of sound, on one
core) and never measured, so that every run chooses the same lines. What is chosen does not depend on any take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.store import digest_of

# Compute per second of sound between takes and files: a master 3.1 s an hour, AAC 11.4, MP3 53 (delivery/encoding).
FINISHING_RATIO = 0.01
# Lines of so few letters, or of so many characters that an engine takes, are where engines fail most.
FEW_LETTERS, NEARLY_ALL = 12, 0.8
# One line in so many is rated for naturalness, chosen by its text; outliers are rated beside it.
SAMPLED = 50
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-Þ]\w")
_ODD = re.compile(r"\d|\]\(/|\b[A-ZÀ-Þ]{2,}\b|[^\x00-\x7f‘’“”–—…]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spoken form that could be heard."""

    key: str  # of its first request
    spoken: str
    most: int  # characters that its engine takes
    sound_ms: int  # as its engine expects it
    cost_ms: float  # of hearing it


def chosen(candidates: Sequence[Candidate], budget_ms: float) -> tuple[frozenset[str], float]:
    """Keys of those that are heard, by risk until the budget is spent; and what is left of it."""
    total = sum(one.cost_ms for one in candidates)
    if total <= budget_ms:
        return frozenset(one.key for one in candidates), budget_ms - total
    taken = []
    for one in sorted(candidates, key=lambda one: (-risk_of(one), digest_of(one.spoken.encode()))):
        if one.cost_ms > budget_ms:
            break
        budget_ms -= one.cost_ms
        taken.append(one.key)
    return frozenset(taken), 0.0


def risk_of(one: Candidate) -> int:
    """How likely a line fails, by its text alone: 3 very short or long, 2 figures, foreign letters, 1 names, 0."""
    letters = sum(map(str.isalnum, one.spoken))
    if letters <= FEW_LETTERS or len(one.spoken) >= NEARLY_ALL * one.most:
        return 3
    if _ODD.search(one.spoken):
        return 2
    return 1 if _NAME.search(one.spoken) else 0


def sampled(spoken: Iterable[str]) -> frozenset[str]:
    """One text in SAMPLED, chosen by itself."""
    return frozenset(text for text in spoken if int(digest_of(text.encode())[:8], 16) % SAMPLED == 0)


def production_ms(sound_ms: Mapping[str, float], ratios: Mapping[str, float]) -> float:
    """Compute that a production takes without being heard; sound and ratios of the engines by voice."""
    return sum(ms * (ratios[voice] + FINISHING_RATIO) for voice, ms in sound_ms.items())
