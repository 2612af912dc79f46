"""Each gate of a canary, alone: figures that just pass, and figures that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.manifests.settings import CanaryLimits
from pipeline.qa.comparing.figures import Comparison, Figures
from pipeline.qa.comparing.gates import refusals

OLD = Figures(20, 0.02, 4.0, 14.0, -20.0, 0.01)
LIMITS = CanaryLimits()


def found(likeness: float | None = 0.95, **changes: object) -> Comparison:
    return Comparison(replace(OLD, **changes), OLD, likeness)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "same",
    [
        found(),
        found(errors=0.0249),
        found(naturalness=3.81),
        found(naturalness=None),
        found(pace=15.3),
        found(level_dbfs=-21.4),
        found(cost=0.019),
        found(0.86),
    ],
)
def test_what_is_as_good_may_be_promoted(same: Comparison) -> None:
    assert refusals(same, LIMITS) == ()


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (found(lines=9), "9 lines are too few"),
        (found(errors=0.026), "2.60 % of its words are heard otherwise, against 2.00 %"),
        (found(errors=None), "nobody heard what is said"),
        (found(0.84), "likeness to the voice as it was is 0.84"),
        (found(None), "nobody heard whose voice it is"),
        (found(naturalness=3.7), "rated 3.70 for naturalness, against 4.00"),
        (found(pace=17.5), "speaks 17.5 letters a second, against 14.0: +25 %"),
        (found(pace=12.0), "speaks 12.0 letters a second, against 14.0: -14 %"),
        (found(level_dbfs=-18.0), "level is -18.0 dBFS, against -20.0"),
        (found(cost=0.03), "costs 3.0 times as much"),
    ],
)
def test_what_is_worse_is_refused_for_its_reason(worse: Comparison, said: str) -> None:
    (why,) = refusals(worse, LIMITS)
    assert said in why


def test_ears_count_where_they_are_many_and_agree() -> None:
    assert refusals(found(), LIMITS, {"champion": 3, "candidate": 0}) == ()
    assert refusals(found(), LIMITS, {"champion": 7, "candidate": 5}) == ()
    (why,) = refusals(found(), LIMITS, {"champion": 9, "candidate": 1})
    assert "preferred the old one 9 times, the new one 1 times" in why
