"""`voicepress languages` says what each language has and lacks."""

import json

import pytest

from flows.cli import main
from pipeline.languages import known


def test_every_language_with_a_record_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--json"]) == 0
    described = {one["tag"]: one for one in json.loads(capsys.readouterr().out)["languages"]}
    assert list(described) == list(known())
    assert described["de"]["lacks"] == []
    assert described["de"]["codes"] == ["deu", "ger"]
    assert {"date", "money", "time"} <= set(described["de"]["spoken_forms"])
    assert "spoken forms" in described["sv"]["lacks"]


def test_a_language_without_a_record_has_its_codes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "eu"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "eu   eu (eus, baq)"
    assert lines[1].endswith("has: nothing beside its codes")
