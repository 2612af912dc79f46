"""What `voice import` and `voice check` say before, and without, PyTorch; what a refused import leaves behind."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from flows.cli import main
from models.gpt_sovits.conditioning.sound_files import samples_of
from models.gpt_sovits.serving.check import check_by_loading
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights import importing, voice_folder
from pipeline.errors import MissingExtraError, VoiceError

Voice = dict[str, Any]


@pytest.fixture
def no_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in [
        name
        for name in sys.modules
        if name.startswith("models.gpt_sovits.")
        and name.rpartition(".")[2] in ("reference", "loading", "checkpoint", "voice")
    ]:
        monkeypatch.delitem(sys.modules, name)


def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "manifests" / "voices").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(folder: Path, *more: str) -> list[str]:
    files = [str(folder / name) for name in ("a.ckpt", "a.pth", "a.wav")]
    return [
        "voice",
        "import",
        "ann",
        "--gpt",
        files[0],
        "--sovits",
        files[1],
        "--reference",
        files[2],
        "--pretrained",
        str(folder / "pretrained"),
        "--text",
        "Yes.",
        "--language",
        "en",
        *more,
    ]


@pytest.mark.usefixtures("no_pytorch")
def test_import_without_its_extra_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = repo(tmp_path, monkeypatch)
    assert main(asked(folder)) == MissingExtraError.exit_code
    assert "GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'" in capsys.readouterr().err
    assert not (folder / "voices").exists()


@pytest.mark.usefixtures("no_pytorch")
def test_check_load_without_the_extra_is_a_sentence(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "gpt_path": tmp_path / "a",
            "sovits_path": tmp_path / "b",
            "reference_path": tmp_path / "c",
            "pretrained_folder": tmp_path,
        }
    )
    with pytest.raises(MissingExtraError, match="needs PyTorch"):
        check_by_loading(settings)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("zh, en , ja", ("zh", "en", "ja")),
        ("en", ("en",)),
        ("English,jp", ("en", "ja")),
        ("en,,", ("en",)),
        ("zh,ZH", ("zh",)),
        ("en_US", ("en-US",)),
        (" yue ", ("yue",)),
    ],
)
def test_languages_are_read_as_people_write_them(said: str, found: tuple[str, ...]) -> None:
    assert importing.languages_of(said) == found


@pytest.mark.parametrize("said", ["", " , ", "klingonese,en"])
def test_what_names_no_language_is_refused(said: str) -> None:
    with pytest.raises(VoiceError, match="languages: "):
        importing.languages_of(said)


@pytest.mark.parametrize(
    "more",
    [
        ["--languages", "en, de"],
        ["--languages", "xx"],
        ["--languages", ""],
        ["--language", "de"],
        ["--language", "zh,en"],
    ],
)
def test_languages_that_it_cannot_speak_are_refused_before_anything(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repo(tmp_path, monkeypatch)
    assert main(asked(folder, *more)) in (15, VoiceError.exit_code)
    assert not (folder / "voices").exists()


def test_check_holds_the_manifests_languages_against_its_settings(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "gpt_path": tmp_path / "a",
            "sovits_path": tmp_path / "b",
            "reference_path": tmp_path / "c",
            "pretrained_folder": tmp_path,
            "languages": ["en"],
        }
    )
    assert voice_folder.check_languages(("en-GB",), settings, tmp_path) == []
    (wrong,) = voice_folder.check_languages(("en", "ja"), settings, tmp_path)
    assert (wrong.role, wrong.state) == ("languages", "wrong")
    assert "names ja, and the voice's settings speak en" in wrong.remark


def pro(path: Path, kind: str) -> Path:
    """The beginning of a file of weights that take a speaker's embedding."""
    header = json.dumps({"sv_emb.weight": {}}).encode()
    if kind == "safetensors":
        path = path.with_suffix(".safetensors")
        path.write_bytes(len(header).to_bytes(8, "little") + header)
    elif kind == "tagged":
        path.write_bytes(b"05" + b"\0" * 20)
    else:
        with zipfile.ZipFile(path, "w") as out:
            out.writestr("archive/data.pkl", b"..sv_emb.weight..")
    return path


@pytest.mark.parametrize("kind", ["safetensors", "tagged", "zip"])
def test_check_names_the_speaker_network_that_a_pro_voice_lacks(kind: str, tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "gpt_path": tmp_path / "a",
            "sovits_path": pro(tmp_path / "b.pth", kind),
            "reference_path": tmp_path / "c",
            "pretrained_folder": tmp_path,
            "languages": ["en"],
        }
    )
    found = {one.role: one for one in voice_folder.check(settings)}
    assert found["speaker_net"].state == "missing"
    assert "voice fetch" in found["speaker_net"].remark


@pytest.mark.parametrize("data", [b"", b"PK", b"PK" + b"x" * 90, b"\xff" * 40, b"{}"])
@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_damaged_weights_are_no_pro_voice_and_no_traceback(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"b{suffix}"
    path.write_bytes(data)
    assert not voice_folder.takes_speaker(path)


def sound(path: Path, kind: str, codec: str, seconds: float = 4) -> Path:
    import av

    with av.open(str(path), "w", format=kind) as out:
        stream = out.add_stream(codec, rate=48_000, layout="stereo")
        wave = (0.3 * np.sin(np.arange(int(48_000 * seconds)) / 20)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
        frame.sample_rate = 48_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return path


@pytest.mark.parametrize(
    ("name", "kind", "codec"),
    [("a.m4a", "ipod", "aac"), ("a.mp4", "mp4", "aac"), ("a.mka", "matroska", "aac"), ("no-suffix", "ipod", "aac")],
)
def test_references_of_phones_are_read(name: str, kind: str, codec: str, tmp_path: Path) -> None:
    samples, rate = samples_of(sound(tmp_path / name, kind, codec))
    assert rate == 48_000
    assert len(samples) / rate == pytest.approx(4, abs=0.1)
    assert np.abs(samples).max() == pytest.approx(0.3, abs=0.05)


def test_what_is_no_sound_is_refused_with_one_sentence(tmp_path: Path) -> None:
    for name, data in (("a.m4a", b"ftypM4A nothing"), ("b.wav", b""), ("c.txt", b"words" * 50)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(VoiceError, match="cannot be read as sound") as refused:
            samples_of(tmp_path / name)
        assert "\n" not in str(refused.value)
    with pytest.raises(VoiceError, match="cannot be read"):
        samples_of(tmp_path / "none.wav")
    with pytest.raises(VoiceError, match="lasts longer than 120 s"):
        samples_of(sound(tmp_path / "long.m4a", "ipod", "aac", seconds=130))


def test_wav_is_read_as_it_was(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full((100, 2), 0.25, np.float32), 22_050, subtype="FLOAT")
    samples, rate = samples_of(tmp_path / "a.wav")
    assert (samples.shape, rate) == ((100, 2), 22_050)


# ---------------------------------------------------------------- with PyTorch


def tried(voice: Voice, folder: Path, **changed: Any) -> Voice:
    arguments: Voice = {
        "gpt": Path(voice["gpt_path"]),
        "sovits": Path(voice["sovits_path"]),
        "folder": folder,
        "reference": Path(voice["reference_path"]),
        "reference_text": voice["reference_text"],
        "reference_language": "en",
        "pretrained": Path(voice["pretrained_folder"]),
        "languages": ("en",),
    }
    return importing.import_voice(**arguments | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"pretrained": Path("/nowhere")},
        {"reference": Path("/nowhere.wav")},
        {"reference_text": "word " * 300},
        {"sovits": Path("/nowhere.pth")},
        {"languages": ("de",)},
        {"gpt": Path("/")},
    ],
)
def test_a_refused_import_leaves_nothing_behind(random_voice: Voice, tmp_path: Path, changed: Voice) -> None:
    with pytest.raises(VoiceError):
        tried(random_voice, tmp_path / "voices" / "ann", **changed)
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_is_broken_off_leaves_nothing_behind(
    random_voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> dict[str, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "digests", full)
    with pytest.raises(OSError, match="No space"):
        tried(random_voice, tmp_path / "voices" / "ann")
    assert list(tmp_path.iterdir()) == []


def test_files_of_another_voice_are_not_written_over(random_voice: Voice, tmp_path: Path) -> None:
    (tmp_path / "gpt.safetensors").write_bytes(b"another's")
    with pytest.raises(VoiceError, match="is there already"):
        tried(random_voice, tmp_path)
    assert (tmp_path / "gpt.safetensors").read_bytes() == b"another's"


def test_a_phones_recording_is_imported(random_voice: Voice, tmp_path: Path) -> None:
    made = tried(random_voice, tmp_path / "ann", reference=sound(tmp_path / "a.M4A", "ipod", "aac"), reference_text="")
    assert Path(made["reference_path"]).name == "reference.m4a"
