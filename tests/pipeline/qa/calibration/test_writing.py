"""Gate files are written so that they are read again, and a person's comments stay."""

import yaml

from pipeline.manifests import Gate
from pipeline.manifests.gate import Calibrated, FalseAlarms, FaultFigures, Threshold, UsualFigures
from pipeline.qa.calibration.writing import gate_text


def gate(flag: float = 0.2) -> Gate:
    return Gate(
        voice="heart",
        language="en",
        thresholds={"words": Threshold(flag=flag, fail=None), "tail cut": Threshold(flag=-35.5, fail=-20.0)},
        norms=UsualFigures(takes=100, figures={"level_db": -21.5}, speaker=(0.6, 0.8)),
        calibrated=Calibrated(
            day="2026-11-29",
            lines=100,
            flagged=0.01,
            failed=0.0,
            faults={"dropped word": FaultFigures(lines=100, recall=0.97, failed=0.5)},
            false_alarms={"h-002": FalseAlarms(flagged=0.01, failed=0.0)},
            listeners={"words": "abc", "second": "1e5"},
        ),
    )


def test_what_is_written_is_read_again() -> None:
    text = gate_text(gate())
    assert Gate.model_validate(yaml.safe_load(text)) == gate()
    assert text.startswith("# Limits")


def test_comments_stay_where_their_line_stays() -> None:
    text = gate_text(gate())
    marked = text.replace(
        "  words: {flag: 0.2, fail: null}",
        "  # Ann, in May: too many names\n  words: {flag: 0.2, fail: null}  # was 0.3",
    )
    marked = "# our own head\n" + marked.split("\n", 2)[2] + "# the end\n"
    again = gate_text(gate(0.25), marked)
    assert "  # Ann, in May: too many names\n  words: {flag: 0.25, fail: null}  # was 0.3\n" in again
    assert again.startswith("# our own head\nvoice: heart\n")
    assert again.endswith("# the end\n")
    assert gate_text(gate(0.25), again) == again
