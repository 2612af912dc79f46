"""Voices in MLflow's registry; skips where MLflow is not installed (make stores does)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import main

pytest.importorskip("mlflow", reason="pip install 'voicepress[mlflow]'")


def test_versions_and_aliases_are_published_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mlflow import MlflowClient

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")  # MLflow wants a database of its full package elsewhere
    uri = (tmp_path / "mlruns").as_uri()
    (tmp_path / "manifests" / "voices").mkdir(parents=True)
    for version in (1, 3):
        (tmp_path / "manifests" / "voices" / "ann.yaml").write_text(
            f"engine: tone\nversion: {version}\nlanguages: [en]\n"
        )
        assert main(["voice", "register", "ann"]) == 0
    assert main(["voice", "promote", "ann@3", "stable"]) == 0
    assert main(["voice", "promote", "ann@1", "canary"]) == 0
    for _ in range(2):
        capsys.readouterr()
        assert main(["voice", "publish", "ann", "--mlflow", uri, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"model": "ann", "versions": {"1": 1, "3": 2}}
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    stable = client.get_model_version_by_alias("ann", "stable")
    assert stable.tags["voicepress.version"] == "3"
    assert stable.tags["voicepress.engine"].startswith("tone")
    assert client.get_model_version_by_alias("ann", "canary").tags["voicepress.version"] == "1"
    assert main(["voice", "promote", "ann@3", "canary"]) == 0
    assert main(["voice", "retire", "ann@1", "--reason", "old"]) == 0
    assert main(["voice", "publish", "ann", "--mlflow", uri]) == 0
    assert client.get_model_version_by_alias("ann", "canary").tags["voicepress.version"] == "3"
    assert client.get_model_version("ann", "1").tags["voicepress.retired"] == "old"
    assert main(["voice", "publish", "ann", "--mlflow", "nosuch://x"]) == 22
    assert "MLflow at nosuch://x does not take it" in capsys.readouterr().err
