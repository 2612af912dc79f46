"""`voice doctor`: what a diagnosis follows from, and the embedded voice from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.doctor.records import Diagnosis, Step, judged


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "manifests" / "voices").mkdir(parents=True)
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text("workers: 1\n")
    return tmp_path


def manifest(text: str) -> None:
    Path("manifests/voices/ann.yaml").write_text(text)


HIBARI = "engine: hibari\nversion: 1\nlanguages: [en]\nconsent: {kind: licence, of: Apache-2.0, uses: [audiobook]}\n"


def test_the_gravest_step_decides_and_its_code_is_the_commands() -> None:
    fine, odd = Step("a", "fine", "x"), Step("b", "doubtful", "y", cure="listen")
    unknown, wrong = Step("c", "unknown", "z"), Step("d", "wrong", "w", exit_code=7)
    assert (Diagnosis("v", (fine,)).verdict, Diagnosis("v", (fine,)).exit_code) == ("fit", 0)
    assert (Diagnosis("v", (fine, odd)).verdict, Diagnosis("v", (fine, odd)).exit_code) == ("listen first", 0)
    unjudged = Diagnosis("v", (odd, unknown))
    assert (unjudged.verdict, unjudged.exit_code) == ("not proved", 15)
    bad = Diagnosis("v", (odd, unknown, wrong))
    assert (bad.verdict, bad.exit_code, bad.gravest) == ("not fit", 7, wrong)


def test_a_figure_is_fine_doubtful_or_wrong_and_a_cure_is_named_where_it_is_not_fine() -> None:
    states = [judged("x", value, (1, 2), "", "", "do it") for value in (1, 1.5, 3)]
    assert [(step.state, step.cure) for step in states] == [("fine", ""), ("doubtful", "do it"), ("wrong", "do it")]


def test_a_voice_whose_owner_has_not_agreed_is_not_spoken_with(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest(HIBARI.partition("consent")[0] + "cloned: true\n")
    assert main(["voice", "doctor", "ann", "--json"]) == 6
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["lines"]) == ("not fit", [])
    assert [(step["name"], step["state"]) for step in told["steps"]] == [("manifest", "fine"), ("consent", "wrong")]


def test_what_is_no_voice_is_refused_and_what_cannot_be_read_is_a_diagnosis(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest(HIBARI)
    assert main(["voice", "doctor", "ann", "--lines", "0"]) == 15
    manifest(HIBARI + "settings: {sped: 1}\n")
    assert main(["voice", "doctor", "ann"]) == 8
    assert "ann: NOT FIT: do not produce with it\n  manifest: " in capsys.readouterr().out


def test_sentences_are_spoken_and_it_is_said_who_did_not_hear_them(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without listeners for words nothing is proved."""
    manifest(HIBARI)
    (house / "configs" / "house.yaml").write_text("workers: 1\nlisteners: {words: medium}\n")  # which nobody has here
    assert main(["voice", "doctor", "ann", "--lines", "2", "--json"]) == 15
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "not proved"
    states = {step["name"]: step["state"] for step in told["steps"]}
    assert states | {"words": "unknown", "speaking": "fine", "level": "fine", "speed": "fine"} == states
    assert "voicepress listeners fetch" in told["cure"]
    assert [line["seconds"] > 1 for line in told["lines"]] == [True, True]


@pytest.mark.qa
@pytest.mark.timeout(600)
def test_the_embedded_voice_is_fit(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest(HIBARI)
    assert main(["voice", "doctor", "ann", "--lines", "4"]) == 0
    said = capsys.readouterr().out
    assert "ann: FIT" in said or "ann: LISTEN FIRST" in said
    assert "of the words are heard otherwise" in said
