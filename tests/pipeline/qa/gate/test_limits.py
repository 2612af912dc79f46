"""Limits in force: the gate file's over those that ship."""

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import Gate
from pipeline.manifests.gate import Calibrated, Threshold, UsualFigures
from pipeline.qa.gate.limits import heard_by_others, limits_of, norms_of
from pipeline.qa.gate.records import Limits, Norms, TakeCheck

CHECKS = (
    TakeCheck("words", "t-003", ("words",), Limits(0.2, 0.4), lambda _take, _limits: ()),
    TakeCheck("level", "t-003", ("signal",), Limits(6.0), lambda _take, _limits: ()),
)


def test_what_a_file_leaves_out_is_as_shipped_and_null_is_never() -> None:
    gate = Gate(language="en", thresholds={"words": Threshold(fail=None)})
    assert limits_of(gate, CHECKS) == {"words": Limits(0.2, None), "level": Limits(6.0)}
    assert limits_of(None, CHECKS)["words"] == Limits(0.2, 0.4)


def test_a_check_that_there_is_not_is_named() -> None:
    with pytest.raises(ManifestError, match="levle"):
        limits_of(Gate(language="en", thresholds={"levle": Threshold(flag=1)}), CHECKS)


@pytest.mark.parametrize("written", [Threshold(flag=0.3, fail=0.1), Threshold(flag=0.5)])
def test_a_take_that_fails_is_flagged_before(written: Threshold) -> None:
    with pytest.raises(ManifestError, match="fail .* beyond flag"):
        limits_of(Gate(language="en", thresholds={"words": written}), CHECKS)


def test_norms_and_listeners() -> None:
    measured = Calibrated(day="2026-11-29", lines=10, flagged=0, failed=0, listeners={"words": "a"})
    gate = Gate(language="en", norms=UsualFigures(takes=9, figures={"level_db": -20.0}), calibrated=measured)
    assert norms_of(gate) == Norms(9, {"level_db": -20.0}, ())
    assert norms_of(None) == Norms()
    assert heard_by_others(gate, {"words": "b", "signal": "c"}) == ("words",)
    assert heard_by_others(None, {"words": "b"}) == ()
