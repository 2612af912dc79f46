"""Import, check and fetch: what `voicepress voice ...` does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("safetensors", reason="importing voices needs safetensors: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.engine import GptSovits
from models.gpt_sovits.serving.check import check_by_loading
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights import fetching, importing, official, voice_folder
from pipeline.engine import Prompt
from pipeline.errors import VoiceError
from pipeline.manifests import Voice as Manifest

Voice = dict[str, Any]


@pytest.fixture
def imported(random_voice: Voice, tmp_path: Path) -> Voice:
    return importing.import_voice(
        Path(random_voice["gpt_path"]),
        Path(random_voice["sovits_path"]),
        Path(random_voice["reference_path"]),
        tmp_path / "voice",
        reference_text=random_voice["reference_text"],
        reference_language="en",
        pretrained=Path(random_voice["pretrained_folder"]),
        languages=("en",),
    )


def test_an_imported_voice_sounds_as_before_and_records_every_digest(imported: Voice, random_voice: Voice) -> None:
    assert sorted(p.name for p in Path(imported["gpt_path"]).parent.iterdir()) == [
        "gpt.safetensors",
        "reference.wav",
        "sovits.safetensors",
    ]
    assert set(imported["digests"]) == {"gpt", "sovits", "reference", "hubert"}
    prompt = [Prompt("It is a truth universally acknowledged.", "en", 5)]
    before = GptSovits({**random_voice, "languages": ["en"]}).perform(prompt)[0].clip
    after = GptSovits(imported).perform(prompt)[0].clip
    assert before is not None
    assert after is not None
    assert (before.samples == after.samples).all()


def test_an_import_of_what_does_not_belong_together_writes_nothing(random_voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="is a SoVITS file; the GPT goes here"):
        importing.import_voice(
            Path(random_voice["sovits_path"]),
            Path(random_voice["sovits_path"]),
            Path(random_voice["reference_path"]),
            tmp_path / "voice",
            reference_text="x",
            reference_language="en",
            pretrained=tmp_path,
        )
    assert not (tmp_path / "voice").exists()


def test_check_says_what_is_whole_changed_and_missing(imported: Voice) -> None:
    Path(imported["gpt_path"]).write_bytes(b"changed")
    Path(imported["reference_path"]).unlink()
    found = {f.role: f.state for f in voice_folder.check(Settings.read(imported))}
    assert found == {"gpt": "changed", "sovits": "whole", "reference": "missing", "hubert": "whole"}


def test_a_folder_that_an_ended_fetch_left_empty_is_missing(imported: Voice, tmp_path: Path) -> None:
    (tmp_path / "pretrained" / "chinese-hubert-base").mkdir(parents=True)
    voice: Any = {**imported, "pretrained_folder": str(tmp_path / "pretrained")}
    found = {one.role: one.state for one in voice_folder.check(Settings.read(voice))}
    assert found["hubert"] == "missing"


def test_the_manifest_of_an_imported_voice_is_read_back_and_moves_with_its_house(imported: Voice) -> None:
    repo = Path(imported["gpt_path"]).parent.parent
    voice = Manifest.model_validate(yaml.safe_load(importing.manifest_of(imported, repo)))
    assert voice.settings["gpt_path"] == "voice/gpt.safetensors"
    assert voice.consent is None  # its owner's to write
    assert voice.cloned
    whole = {
        key: str(repo / value) if key.endswith(("_path", "_folder")) else value for key, value in voice.settings.items()
    }
    assert GptSovits(whole).fingerprint() == GptSovits(imported).fingerprint()


def test_check_loads_the_voice_when_asked(imported: Voice) -> None:
    found = check_by_loading(Settings.read(imported))
    assert found[0] == "v2 on cpu"
    assert "tokens" in found[1]


def test_planning_believes_recorded_digests_and_loading_holds_files_to_them(imported: Voice) -> None:
    fingerprint = GptSovits(imported).fingerprint()
    Path(imported["sovits_path"]).write_bytes(Path(imported["sovits_path"]).read_bytes() + b" ")
    engine = GptSovits(imported)
    assert engine.fingerprint() == fingerprint
    with pytest.raises(VoiceError, match="the file was changed"):
        engine.perform([Prompt("Yes.", "en", 1)])


# ---------------------------------------------------------------- fetch


class Hub:
    """Serves files of the names that are asked for; each download is noted."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.asked = files, list[str]()

    def __call__(self, name: str, folder: Path) -> Path:
        self.asked.append(name)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.files[name])
        return path


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    files = {"a/config.json": b"{}", "a/weights.bin": b"w" * 10000, "first-use.ckpt": b"f" * 100}
    monkeypatch.setitem(
        official.FILES,
        "v2",
        (
            official.Official("a/config.json", hashlib.sha256(files["a/config.json"]).hexdigest()),
            official.Official(
                "a/weights.bin",
                hashlib.sha256(files["a/weights.bin"]).hexdigest(),
                hashlib.md5(files["a/weights.bin"][:8192]).hexdigest(),
            ),
            official.Official("first-use.ckpt"),
        ),
    )
    return Hub(files)


def quiet(_: str) -> None: ...


def test_what_is_whole_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    fetching.fetch("v2", tmp_path, download=hub, tell=quiet)
    assert hub.asked == ["a/config.json", "a/weights.bin", "first-use.ckpt"]
    (tmp_path / "a/weights.bin").write_bytes(b"cut off")
    fetching.fetch("v2", tmp_path, download=hub, tell=quiet)
    assert hub.asked[3:] == ["a/weights.bin"]


def test_a_file_without_a_known_digest_is_held_to_its_first(hub: Hub, tmp_path: Path) -> None:
    fetching.fetch("v2", tmp_path, download=hub, tell=quiet)
    assert set(json.loads((tmp_path / "fetched.json").read_text())) == set(hub.files)
    (tmp_path / "first-use.ckpt").unlink()
    hub.files["first-use.ckpt"] = b"another"
    with pytest.raises(VoiceError, match=r"first-use.ckpt: what came has sha256"):
        fetching.fetch("v2", tmp_path, download=hub, tell=quiet)
    assert (tmp_path / "first-use.ckpt.wrong").exists()


def test_the_hub_is_asked_for_the_pinned_revision_at_the_mirror(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = pytest.importorskip("huggingface_hub", reason="fetching needs it: pip install 'voicepress[gpt-sovits]'")
    asked: list[tuple[Any, ...]] = []

    def download(repository: str, name: str, *, revision: str, local_dir: Path, endpoint: str | None) -> str:
        asked.append((repository, name, revision, endpoint))
        (local_dir / name).write_bytes(b"x")
        return str(local_dir / name)

    monkeypatch.setattr(hub, "hf_hub_download", download)
    monkeypatch.setitem(official.FILES, "v2", (official.Official("x.bin", hashlib.sha256(b"x").hexdigest()),))
    fetching.fetch("v2", tmp_path, mirror="https://mirror.example", tell=quiet)
    assert asked == [(official.REPOSITORY, "x.bin", official.REVISION, "https://mirror.example")]


def test_every_official_file_is_named_once_and_digests_are_whole() -> None:
    for files in official.FILES.values():
        assert len({file.path for file in files}) == len(files)
        assert all(len(file.sha256) in (0, 64) and len(file.head_md5) in (0, 32) for file in files)
    assert len(official.REVISION) == 40
