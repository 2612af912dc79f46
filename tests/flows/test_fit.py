"""`voicepress fit`: reels in, placements and needs out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.errors import ManuscriptError
from tests.pipeline.dub.reels import reel


def write(path: Path, cues: int) -> Path:
    one = reel(cues, 4, load=1.05)
    rows = [
        {"id": s.id, "in_ms": s.in_ms, "out_ms": s.out_ms, "character": "", "text": s.text, "speech_ms": s.speech_ms}
        for s in one.slots
    ]
    path.write_text(json.dumps([{"id": one.id, "language": "en", "reel_ms": one.length_ms, "cues": rows}]), "utf-8")
    return path


def test_placements_and_needs_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", str(write(tmp_path / "reels.json", 40)), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["id"] == "reel 4"
    assert [place["id"] for place in answer["placements"]] == [f"e{number}" for number in range(40)]
    assert set(answer["placements"][0]) == {"id", "at_ms", "speech_ms", "rate", "pause_cut_ms"}
    assert all(need["characters"] < need["has"] for need in answer["needs"] if need["enough"])
    assert set(answer["plans"]) == {"global", "start-locked"}
    assert sum(window["cues"] for window in answer["windows"]) == 40


def test_told_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", str(write(tmp_path / "reels.json", 40))]) == 0
    told = capsys.readouterr().out
    assert "40 cues, load" in told
    assert "characters, at most" in told


def test_a_refusal_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", str(tmp_path / "none.json"), "--json"]) == ManuscriptError.exit_code
    said = capsys.readouterr()
    assert json.loads(said.out)["exit_code"] == ManuscriptError.exit_code
    assert said.err.count("\n") == 1


def test_help_and_refusals_do_not_wait_for_scipy(tmp_path: Path) -> None:
    code = (
        "import sys; from flows.cli import main; main(['fit', sys.argv[1]]); "
        "sys.exit(any(name.startswith('scipy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "none.json")], check=False).returncode == 0


def test_variants_and_a_budget_for_translators(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reels = write(tmp_path / "reels.json", 40)
    assert main(["fit", str(reels), "--json"]) == 0
    needed = json.loads(capsys.readouterr().out)[0]["needs"][0]
    variants = tmp_path / "variants.yaml"
    variants.write_text(f"variants:\n  {needed['id']}: [{'y' * max(1, needed['characters'] - 1)}, y]\n", "utf-8")
    budget = tmp_path / "budget.csv"
    assert main(["fit", str(reels), "--json", "--variants", str(variants), "--budget", str(budget)]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert set(answer["said"]) == {needed["id"]}
    assert budget.read_bytes().count(b"\r\n") == 41


def test_lengths_that_are_not_given_are_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reels = write(tmp_path / "reels.json", 10)
    data = json.loads(reels.read_text("utf-8"))
    del data[0]["cues"][3]["speech_ms"]
    reels.write_text(json.dumps(data), "utf-8")
    assert main(["fit", str(reels), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["placements"][3]["speech_ms"] > 100


def test_a_timed_script_has_a_budget_before_anything_is_spoken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "film.srt"
    script.write_text(
        "1\n00:00:01,000 --> 00:00:03,000\nHere we are, then, at last.\n\n"
        "2\n00:00:03,000 --> 00:00:04,200\nANN: That is what I have been trying to tell you all along.\n\n"
        "3\n00:00:04,200 --> 00:00:06,000\n(door slams)\n",
        "utf-8",
    )
    assert main(["fit", str(script), "--json", "--length-ms", "5000"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert len(answer["placements"]) == 2
    assert [need["has"] for need in answer["needs"]] == [54]
    assert main(["fit", str(script), "--length-ms", "2000"]) == ManuscriptError.exit_code
    assert "is this another picture's script?" in capsys.readouterr().err
