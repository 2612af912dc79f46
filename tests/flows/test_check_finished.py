"""voicepress check FILE --production: a finished file heard against its script, from the file alone."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from flows.cli import main
from models import ENGINES, LISTENERS, EngineRecord, ListenerRecord
from pipeline.errors import DeliveryError, RefusedError
from tests.factories import write_production

TEXT = """CHAPTER I

It was a bright cold day in April. The clocks were striking thirteen. He went home by the old road.

“Yes,” he said to them. Nobody came to the door.

CHAPTER II

The end of all of it was near. She did not look back.
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A production whose voice telegraphs, and the FLAC of its first chapter."""
    monkeypatch.setitem(ENGINES, "telegraph", EngineRecord("tests.models.telegraph:Telegraph"))
    for name in list(LISTENERS):
        monkeypatch.delitem(LISTENERS, name)
    monkeypatch.setitem(LISTENERS, "reader", ListenerRecord("tests.models.telegraph:Reader", ("words",)))
    path = write_production(tmp_path, "short", TEXT, voice="engine: telegraph", deliver="[flac]")
    assert main(["produce", str(path)]) == 0
    return path, sorted((tmp_path / "out" / "short").rglob("*.flac"))[0]


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_file_says_what_its_script_says(made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, file = made
    capsys.readouterr()
    assert main(["check", str(file), "--production", str(path), "--json"]) == 0
    told = answers(capsys)
    assert [one["heard"] for one in told] == [
        "Chapter one", "It was a bright cold day in April.", "The clocks were striking thirteen.",
        "He went home by the old road.", "“Yes,” he said to them.", "Nobody came to the door.",
    ]  # fmt: skip
    assert {one["verdict"] for one in told} == {"pass"}
    assert told[0]["slate"].startswith("c001.")
    assert told[0]["end"] < told[1]["start"]


def test_a_line_that_was_cut_out_is_missed_and_moves_no_other(
    made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = made
    capsys.readouterr()
    main(["check", str(file), "--production", str(path), "--json"])
    whole = answers(capsys)
    samples, rate = sf.read(file, dtype="float32")
    gone = slice(*(round(rate * float(whole[2][name].partition(":")[2])) for name in ("start", "end")))
    sf.write(tmp_path / "cut.flac", np.delete(samples, gone), rate)
    assert main(["check", str(tmp_path / "cut.flac"), "--production", str(path), "--json"]) == DeliveryError.exit_code
    told = answers(capsys)[: len(whole)]
    (note,) = told[2]["notes"]
    assert (note["code"], note["should"]) == ("h-001", "The clocks were striking thirteen.")
    assert "start" not in told[2]
    assert [one["heard"] for i, one in enumerate(told) if i != 2] == [
        one["heard"] for i, one in enumerate(whole) if i != 2
    ]


def test_what_is_no_sound_is_refused(made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = made
    assert main(["check", str(path), "--production", str(path)]) == RefusedError.exit_code
    assert "cannot be read as sound" in capsys.readouterr().err
