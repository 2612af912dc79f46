"""From an enrolled voice to its next version: a command, a Prefect flow, refusals before a step, manifests that stay."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")

from flows.cli import main  # noqa: E402
from flows.training.voice import changed  # noqa: E402
from models.gpt_sovits.bench.training.bases import make_bases  # noqa: E402
from pipeline.registry.house import house_of  # noqa: E402
from tests.models.gpt_sovits.training.speech import data_folder  # noqa: E402

CONFIG = {
    "save_every_updates": 50,
    "auditions": {"sentences": 0},
    "t2s": {"epochs": 1, "batch": 4, "least_lines": 1},
    "sovits": {"epochs": 1, "batch": 4, "least_lines": 1, "slice_frames": 4, "narrower": 64},
}


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repo with the voice ann, random base files and a folder of lines; the working directory."""
    torch.set_num_threads(1)
    repo = tmp_path / "repo"
    data_folder(repo / "data", 4)
    _, settings = make_bases(repo / "pretrained-random")
    inside: dict[str, Any] = {
        key: os.path.relpath(value, repo) if key.endswith(("_path", "_folder")) else value
        for key, value in settings.items()
    }
    inside["sovits_path"] = "pretrained-random/s2G.pth"
    manifest = repo / "manifests" / "voices" / "ann.yaml"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(
        "# Ann's voice.\n"
        + yaml.safe_dump(
            {
                "engine": "gpt-sovits",
                "version": 1,
                "languages": ["en"],
                "seed": 11,
                "consent": {"kind": "own-voice", "of": "Ann", "uses": ["audiobook", "training"]},
                "settings": {**inside, "languages": ["en"]},
            },
            sort_keys=False,
        )
    )
    (repo / "small.yaml").write_text(yaml.safe_dump(CONFIG))
    monkeypatch.chdir(repo)
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("os.nice", lambda _by: 0)
    return repo


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["voice", "train", "ann", "--config", "small.yaml", "--json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_folder_of_lines_becomes_the_next_version(studio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    estimated = answer(capsys, "--data", "data", "--estimate")
    assert [one["network"] for one in estimated["networks"]] == ["t2s", "sovits"]
    assert all(one["seconds"] >= 0 and one["peak_bytes"] > 1_000_000 for one in estimated["networks"])
    assert not (studio / "training").exists()

    found = answer(capsys, "--data", "data", "--by", "tests")
    assert (found["voice"], found["version"], found["chosen"]) == ("ann", 2, {"gpt": 1, "sovits": 1})
    folder = studio / "voices" / "ann" / "2"
    assert sorted(path.name for path in folder.iterdir()) == [
        "gpt.ckpt", "gpt.safetensors", "losses.png", "losses.svg", "sovits.pth", "sovits.safetensors", "training.json",
    ]  # fmt: skip
    assert (folder / "losses.png").read_bytes()[:4] == b"\x89PNG"
    manifest = (studio / "manifests" / "voices" / "ann.yaml").read_text()
    assert manifest.startswith("# Ann's voice.\n")
    assert "version: 2" in manifest
    version = house_of(studio).registry.voice("ann").versions[2]
    assert version.made_from.startswith("trained on ")
    assert set(version.data) == {"data", "training.json"}
    assert json.loads((folder / "training.json").read_text())["chosen"]["gpt"] == 1
    # What is trained already is no base, and random ones have no official name.
    assert main(["voice", "train", "ann", "--config", "small.yaml", "--data", "data"]) == 8
    assert "was trained already and cannot be trained on" in capsys.readouterr().err


def test_nothing_is_trained_of_wrong_data_or_without_consent(studio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (studio / "data" / "ann.list").write_text("00.wav|ann|EN|Go.\n")
    assert main(["voice", "train", "ann", "--data", "data"]) == 3
    assert "line 1" in capsys.readouterr().err
    assert main(["voice", "train", "ann"]) == 3
    assert "dataset.tsv is not there" in capsys.readouterr().err
    assert main(["voice", "train", "ann", "--config", "sloppy", "--data", "data"]) == 3
    assert "there is no training config 'sloppy'" in capsys.readouterr().err
    shutil.rmtree(studio / "data")
    data_folder(studio / "data", 4)
    manifest = studio / "manifests" / "voices" / "ann.yaml"
    manifest.write_text(manifest.read_text().replace("  - training\n", ""))
    assert main(["voice", "train", "ann", "--data", "data"]) == 6
    assert "training" in capsys.readouterr().err
    assert not (studio / "training").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_flow_trains_in_a_process_of_its_own(studio: Path) -> None:
    from prefect.testing.utilities import prefect_test_harness

    from flows.training.flow import train_voice

    with prefect_test_harness(server_startup_timeout=120):
        state = train_voice("ann", "small.yaml", "data", str(studio), return_state=True)
        assert state.is_completed(), state.message
        assert "ann@2" in state.message
        refused = train_voice("nobody", "small.yaml", "data", str(studio), return_state=True)
        assert refused.is_failed()
    assert 2 in house_of(studio).registry.voice("ann").versions


def test_a_manifest_keeps_what_it_says_otherwise() -> None:
    text = "# mine\nversion: 3  # the third\nengine: gpt-sovits\nsettings:\n  gpt_path: a.ckpt\n  sovits_path: b.pth\n"
    wanted = text.replace("version: 3  # the third", "version: 4").replace("a.ckpt", "x").replace("b.pth", "y")
    assert changed(text, 4, {"gpt_path": "x", "sovits_path": "y"}) == wanted
    inline = "version: 1\nsettings: {gpt_path: a, sovits_path: b, digests: {gpt: 12}, seed: 1}\n"
    assert yaml.safe_load(changed(inline, 2, {"gpt_path": "x", "sovits_path": "y"})) == {
        "version": 2, "settings": {"gpt_path": "x", "sovits_path": "y", "seed": 1}}  # fmt: skip
