"""Gates of a canary: by what a version must not be worse than the one that it is to replace, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import comb

from pipeline.manifests.settings import CanaryLimits
from pipeline.qa.comparing.figures import Comparison

FEWEST = 10  # lines; of fewer, one slip of a listener decides


def refusals(found: Comparison, limits: CanaryLimits, preferred: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """Why the candidate is not promoted; () where it may be.

    Args:
        preferred: how often people who did not know which was which preferred "candidate", "champion".
    """
    return tuple(_refusals(found, limits, preferred or {}))


def _refusals(found: Comparison, limits: CanaryLimits, preferred: Mapping[str, int]) -> Iterator[str]:
    new, old = found.candidate, found.champion
    if new.lines < FEWEST:
        yield f"{new.lines} lines are too few to tell; {FEWEST} are asked"
    missing = "; ".join(found.unheard)
    if new.errors is None or old.errors is None:
        yield f"nobody heard what is said{': ' + missing if missing else ''}"
    elif new.errors > old.errors + limits.errors:
        yield (
            f"{100 * new.errors:.2f} % of its words are heard otherwise, against {100 * old.errors:.2f} %; "
            f"{100 * limits.errors:.1f} points more are allowed"
        )
    if found.likeness is None:
        yield f"nobody heard whose voice it is{': ' + missing if missing else ''}"
    elif found.likeness < limits.likeness:
        yield f"its likeness to the voice as it was is {found.likeness:.2f}; {limits.likeness:.2f} is asked"
    rated, was = new.naturalness, old.naturalness  # None where nobody rates here: nothing is asked then
    if rated is not None and was is not None and rated < was - limits.naturalness:
        yield (f"it is rated {rated:.2f} for naturalness, against {was:.2f}; {limits.naturalness:.2f} less is allowed")
    if abs(new.pace / max(old.pace, 0.01) - 1) > limits.pace:
        yield (
            f"it speaks {new.pace:.1f} letters a second, against {old.pace:.1f}: {_more(new.pace / old.pace)}; "
            f"{100 * limits.pace:.0f} % is allowed"
        )
    if abs(new.level_dbfs - old.level_dbfs) > limits.level_db:
        yield (
            f"its level is {new.level_dbfs:.1f} dBFS, against {old.level_dbfs:.1f}; {limits.level_db:.1f} dB apart is "
            "allowed"
        )
    if new.cost > old.cost * limits.cost:
        yield f"it costs {new.cost / max(old.cost, 1e-6):.1f} times as much to speak; {limits.cost:.1f} is allowed"
    if preferred and _clearly(preferred.get("champion", 0), preferred.get("candidate", 0)):
        yield (
            f"listeners who did not know which was which preferred the old one {preferred['champion']} times, the new "
            f"one {preferred.get('candidate', 0)} times"
        )


def _more(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.0f} %"


def _clearly(more: int, less: int) -> bool:
    """Whether so many against so few happens by chance in fewer than 5 of 100 (the sign test)."""
    total = more + less
    return more > less and sum(comb(total, k) for k in range(more, total + 1)) / 2**total < 0.05
