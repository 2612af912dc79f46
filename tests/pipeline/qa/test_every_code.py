"""Every code of findings is emitted by the product in some scenario: see emitted/."""

from pathlib import Path

import pytest

from pipeline.codes import CODES
from tests.pipeline.qa.emitted import (
    Scenario,
    of_cues,
    of_deliverables,
    of_gate,
    of_hearing,
    of_intake,
    of_masters,
    of_script,
    of_sounds,
    of_takes,
)

SCENARIOS: dict[str, Scenario] = {
    **of_hearing.EMITS,
    **of_intake.EMITS,
    **of_cues.EMITS,
    **of_script.EMITS,
    **of_takes.EMITS,
    **of_gate.EMITS,
    **of_sounds.EMITS,
    **of_masters.EMITS,
    **of_deliverables.EMITS,
}
# Some scenarios show several codes; each is played once.
PLAYED = {scenario: [code for code in SCENARIOS if SCENARIOS[code] is scenario] for scenario in SCENARIOS.values()}


def test_every_code_that_is_not_retired_has_a_scenario() -> None:
    assert set(SCENARIOS) == {code.code for code in CODES.values() if not code.retired}


@pytest.mark.parametrize("scenario", PLAYED, ids=lambda scenario: " ".join(PLAYED[scenario]))
def test_the_product_emits(scenario: Scenario, tmp_path: Path) -> None:
    findings = list(scenario(tmp_path))
    assert not set(PLAYED[scenario]) - {finding.code for finding in findings}
    assert all(finding.where and finding.found for finding in findings)
