"""Limits are found that tell faults from clean lines, and figures counted on the lines that they were not found on."""

from collections.abc import Iterator

import numpy as np
import pytest

from pipeline.listener import Hearing
from pipeline.qa.calibration.cases import CLEAN, Case, clean_cases, signal_cases, text_cases
from pipeline.qa.calibration.faults import Material
from pipeline.qa.calibration.figures import Judged, Share, figures, table
from pipeline.qa.calibration.texts import sentences, vocabulary
from pipeline.qa.calibration.tuning import Tuned, tuned
from pipeline.qa.calibration.wrong_sounds import SIGNAL_FAULTS
from pipeline.qa.calibration.wrong_texts import TEXT_FAULTS
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding, TakeVerdict


def measured(**measures: float) -> HeardTake:
    return HeardTake("oh", "en", 1000, 0, {"signal": Hearing("s", measures=measures)})


def louder(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    value = take.hearings["signal"].measures["noise"]
    for state, limit in (("fail", limits.fail), ("flag", limits.flag)):
        if limit is not None and value > limit:
            yield TakeFinding("t-003", "noise", state, value / limit)  # type: ignore[arg-type]
            return


def quieter(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    value = take.hearings["signal"].measures["level"]
    if limits.flag is not None and value < limits.flag:
        yield TakeFinding("t-003", "level", "flag")


CHECKS = (
    TakeCheck("noise", "t-003", ("signal",), Limits(1.0, 1.5), louder),
    TakeCheck("level", "t-003", ("signal",), Limits(-30.0), quieter),
    TakeCheck("words", "t-003", ("words",), Limits(0.2), louder),
)


def test_a_limit_that_ships_too_low_or_too_high_is_moved() -> None:
    rng = np.random.default_rng(3)
    clean = [Tuned(CLEAN, 0, measured(noise=float(v), level=-20.0)) for v in rng.uniform(0.8, 1.2, 100)]
    noisy = [Tuned("noise", 0.95, measured(noise=float(v), level=-20.0)) for v in rng.uniform(1.35, 3, 100)]
    soft = [Tuned("level", 0.95, measured(noise=0.5, level=float(v))) for v in rng.uniform(-29, -27, 100)]
    limits = tuned([*clean, *noisy, *soft], CHECKS)
    assert limits["noise"].flag is not None
    assert 1.2 <= limits["noise"].flag <= 1.37
    assert limits["level"].flag is not None
    assert -27 <= limits["level"].flag <= -20
    assert limits["words"] == Limits(0.2)  # nobody heard the words: as it ships


def test_where_all_is_well_limits_stay_as_they_ship() -> None:
    clean = [Tuned(CLEAN, 0, measured(noise=0.1, level=-5)) for _ in range(30)]
    wrong = [Tuned("noise", 0.95, measured(noise=9.0, level=-5)) for _ in range(30)]
    assert tuned([*clean, *wrong], CHECKS)["noise"] == Limits(1.0, 1.5)


def test_intervals() -> None:
    low, high = Share(15, 15).interval
    assert low == pytest.approx(0.796, abs=0.005)
    assert high == 1.0
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(3, 200).interval == pytest.approx((0.005, 0.043), abs=0.002)


def test_figures_and_their_table() -> None:
    def judged(kind: str, state: str, code: str = "t-003") -> Judged:
        found = (TakeFinding(code, "x", state),) if state != "pass" else ()  # type: ignore[arg-type]
        return Judged(
            Case(kind, 1, "a", "a", codes=("t-003",), bar=0.95 if kind != CLEAN else 0), TakeVerdict(state, found)
        )  # type: ignore[arg-type]

    found = figures([judged(CLEAN, "pass"), judged(CLEAN, "flag"), judged("noise", "fail"), judged("noise", "pass")])
    assert found.flagged == Share(1, 2)
    assert found.failed == Share(0, 2)
    assert found.kinds[0].found == Share(1, 2)
    assert found.kinds[0].named == Share(1, 2)
    assert not found.kinds[0].met
    text = "\n".join(table(found))
    assert "MISSED" in text
    assert "t-003" in text


def test_cases_are_the_same_by_seed_and_alternate_between_halves() -> None:
    texts = sentences("en")
    of = Material(texts, vocabulary(texts, "en"))
    made = text_cases(TEXT_FAULTS[0], of, "en", 20, 1)
    assert made == text_cases(TEXT_FAULTS[0], of, "en", 20, 1)
    assert [case.reported for case in made[:4]] == [False, True, False, True]
    assert all(case.said != case.spoken for case in made)
    assert len(clean_cases(of, 30, 1)) == 30
    assert clean_cases(of, 30, 1) != clean_cases(of, 30, 2)
    assert len(signal_cases(SIGNAL_FAULTS[0], of, 30, 1)) == 45
