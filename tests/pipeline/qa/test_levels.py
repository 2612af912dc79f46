"""Checks of a master's levels, at the edges of what a spec allows."""

from pathlib import Path

import pytest

from pipeline.manifests import Spec, read_yaml
from pipeline.masters import JUDGED_MS
from pipeline.qa.levels import LIMITED_SHARE, PEAK_SLACK_DB, level_findings
from pipeline.records import Levels, Master

SPECS = Path(__file__).parents[3] / "configs" / "specs"
ACX = read_yaml(SPECS / "acx.yaml", Spec)
WANTED, CEILING, TOLERANCE = ACX.master_lufs, ACX.level.true_peak_dbtp, ACX.level.tolerance_lu
RATE = 24_000
LONG = JUDGED_MS * RATE // 1000
assert WANTED is not None


def codes(
    samples: int = LONG, lufs: float = WANTED, peak: float = CEILING, limited: int = 0, corrected: float = 0.0
) -> str:
    levels = Levels(lufs, peak, 3.0, limited, 5.2, corrected_db=corrected)
    master = Master("k", "d", samples, RATE, (), levels)
    return " ".join(finding.code for finding in level_findings("I", master, ACX))


@pytest.mark.parametrize(("given", "said"), [
    ({}, ""),
    ({"peak": CEILING + PEAK_SLACK_DB}, ""),
    ({"peak": CEILING + PEAK_SLACK_DB + 0.01}, "m-001"),
    ({"lufs": WANTED + TOLERANCE}, ""),
    ({"lufs": WANTED - TOLERANCE}, ""),
    ({"lufs": WANTED + TOLERANCE + 0.01}, "m-001"),
    ({"lufs": WANTED - TOLERANCE - 0.01}, "m-001"),
    ({"lufs": -100.0}, "m-001"),
    ({"lufs": -100.1}, ""),  # silence has no level
    ({"lufs": -50.0, "samples": LONG - RATE // 1000}, ""),  # too short to be judged
    ({"peak": 0.0, "samples": 1}, "m-001"),
    ({"limited": int(LONG * LIMITED_SHARE)}, ""),
    ({"limited": int(LONG * LIMITED_SHARE) + 1}, "m-002"),
    ({"corrected": -0.1}, "m-003"),
    ({"peak": 0.0, "corrected": 1.0, "lufs": -50.0, "limited": LONG}, "m-001 m-003 m-001 m-002"),
])  # fmt: skip
def test_what_is_found_at_the_edges(given: dict, said: str) -> None:
    assert codes(**given) == said


def test_a_spec_that_levels_nothing_is_held_to_its_peak_alone() -> None:
    as_spoken = read_yaml(SPECS / "archive.yaml", Spec)
    master = Master("k", "d", LONG, RATE, (), Levels(-50.0, 0.1, 0.0, LONG, 5.2, corrected_db=1.0))
    assert [finding.code for finding in level_findings("I", master, as_spoken)] == ["m-001"]
