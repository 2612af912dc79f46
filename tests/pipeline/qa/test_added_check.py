"""A check is added by its own file and one line in the table of codes, and is everywhere at once."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.codes import CODES
from pipeline.errors import DeliveryError
from pipeline.qa import checks
from tests.factories import write_production
from tests.pipeline.production.test_production import make, plan
from tests.pipeline.qa.short_lines import CODE, short_takes


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(CODES, CODE.code, CODE)
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, short_takes))
    return write_production(tmp_path, "short", "CHAPTER I\n\nIt was a bright cold day in April. Nobody came.\n")


def test_an_added_check_is_in_report_json_and_verdict_and_holds_files_back(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DeliveryError, match="t-999 c001.l0001: "):
        make(path)
    (report,) = (path.parents[3] / "out").glob("*/report.json")
    said = json.loads(report.read_text("utf-8"))
    (heading, line) = [note for note in said["notes"] if note["code"] == "t-999"]
    assert (heading["text"], line["text"]) == ("CHAPTER I", "Nobody came.")
    assert (line["severity"], line["gravity"], line["chapter"]) == ("error", "fail", 1)
    assert said["verdict"]["state"] == "failed"
    page = report.with_name("report.html").read_text("utf-8")
    assert "The take is shorter than a second" in page
    assert main(["explain", "t-999"]) == 0
    assert main(["reference"]) == 0
    shown = capsys.readouterr().out
    assert "the file is kept aside until it is put right or waived" in shown
    assert "| `t-999` | the take is shorter than a second | error | file |" in shown


def test_a_waiver_lets_it_pass(path: Path) -> None:
    waivers = "".join(
        f"- {{code: t-999, where: {words}, reason: as meant}}\n" for words in ("CHAPTER I", "Nobody came.")
    )
    path.with_name("waivers.yaml").write_text(f"waivers:\n{waivers}")
    made = make(path)
    assert made.verdict.state == "passed with waivers"
    assert made.waived == 2
    assert list(path.parents[3].glob("out/*/*.m4b"))
    assert plan(path).fresh
