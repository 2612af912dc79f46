"""voicepress listeners: what hears takes, and whether it is ready."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.repo import Repo
from models import LISTENERS
from pipeline.errors import ManifestError, RefusedError
from tests.factories import write_production


def test_every_listener_is_listed_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path))
    assert main(["listeners", "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)["listeners"]}
    assert list(listed) == list(LISTENERS)
    assert "voicepress listeners fetch large-v3" in listed["large-v3"]["missing"] or "voicepress[qa]" in str(listed)
    assert listed["signal"]["missing"] == ""
    assert listed["base"]["licence"] == "MIT"
    assert main(["listeners"]) == 0
    assert "naturalness" in capsys.readouterr().out


def test_weights_that_are_unknown_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["listeners", "fetch", "huge"]) == RefusedError.exit_code
    assert "there are no weights of 'huge'" in capsys.readouterr().err


def test_a_repo_names_its_listeners(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", "It was late.")
    (tmp_path / "configs").mkdir()
    house = tmp_path / "configs" / "house.yaml"
    house.write_text("listeners: {second: nobody}\n")
    with pytest.raises(RefusedError, match="there is no listener 'nobody' for second"):
        Repo.at(path).listener_of("second", "en")
    house.write_text("listeners: {third: base}\n")
    with pytest.raises(ManifestError, match="third"):
        Repo.at(path)
