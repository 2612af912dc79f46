"""Whose voice a recording is, and how near to it each of a clip's windows is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.enrolment.records import Floats

ALIKE = 0.75  # of two clips: the same speaker's are at 0.87 (0.71 to 0.96), different speakers' at 0.52 (at most 0.74)
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Owner:
    """The voice that most of the speech is by.

    Attributes:
        direction: the mean of its windows.
        usual: the median likeness of its clips to it.
        share: of the clips' windows that are by it.
    """

    direction: Floats
    usual: float
    share: float


def owner_of(prints: Sequence[Floats]) -> Owner | None:
    """The voice of most of the speech, from each clip's windows; None where there are none."""
    heard = [windows for windows in prints if len(windows)]
    if not heard:
        return None
    means = np.stack([_unit(windows.mean(axis=0)) for windows in heard])
    weights = np.array([len(windows) for windows in heard], float)
    alike = means @ means.T > ALIKE
    members = alike[int(np.argmax(alike @ weights))]
    for _ in range(ROUNDS):
        direction = _unit(np.concatenate([w for w, one in zip(heard, members, strict=True) if one]).mean(axis=0))
        members = means @ direction > ALIKE
        if not members.any():
            return None
    likeness = [float((w @ direction).mean()) for w, one in zip(heard, members, strict=True) if one]
    return Owner(direction, float(np.median(likeness)), float(weights[members].sum() / weights.sum()))


def likeness(windows: Floats, owner: Owner) -> Mapping[str, float]:
    """like: the mean likeness of a clip's windows to the owner; like_least: of three in a row, where it is least;
    like_window: of the least."""
    if not len(windows):
        return {}
    each = windows @ owner.direction
    three = np.convolve(each, np.ones(3) / 3, "valid") if len(each) >= 3 else np.array([each.mean()])
    return {
        "like": round(float(each.mean()), 3),
        "like_least": round(float(three.min()), 3),
        "like_window": round(float(each.min()), 3),
    }


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
