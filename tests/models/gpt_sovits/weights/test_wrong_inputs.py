"""What people do give us: each wrong input with its sentence, which names the file and the cure."""

from __future__ import annotations

import io
import re
import sys
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")

import soundfile  # noqa: E402

from models.gpt_sovits.bench.random_voice import gpt_settings, make, random_gpt  # noqa: E402
from models.gpt_sovits.engine import GptSovits  # noqa: E402
from models.gpt_sovits.serving.voice import LoadedVoice  # noqa: E402
from models.gpt_sovits.settings import Settings  # noqa: E402
from models.gpt_sovits.weights import checkpoint as checkpoint_file  # noqa: E402
from models.gpt_sovits.weights.fetching import fetch  # noqa: E402
from pipeline.engine import Prompt  # noqa: E402
from pipeline.errors import VoiceError  # noqa: E402

Voice = dict[str, Any]
Break = Callable[[Voice, Path], Voice | None]


def content_of(path: str) -> dict[str, Any]:
    data = b"PK" + Path(path).read_bytes()[2:]
    loaded: dict[str, Any] = torch.load(io.BytesIO(data), weights_only=True)
    return loaded


def rewritten(change: Callable[[dict[str, Any]], object], which: str = "sovits_path") -> Break:
    """Loads a weights file, lets `change` at its content, and saves it again."""

    def break_it(voice: Voice, _: Path) -> None:
        content = content_of(voice[which])
        changed = change(content)
        torch.save(content if changed is None else changed, voice[which])

    return break_it


def replaced(data: bytes | Callable[[bytes], bytes], which: str = "sovits_path") -> Break:
    def break_it(voice: Voice, _: Path) -> None:
        path = Path(voice[which])
        path.write_bytes(data(path.read_bytes()) if callable(data) else data)

    return break_it


def setting(**changes: object) -> Break:
    return lambda voice, _: {**voice, **changes}


def sound(seconds: float, rate: int = 32000, channels: int = 1, level: float = 0.1) -> Break:
    def break_it(voice: Voice, _: Path) -> None:
        noise = np.random.default_rng(1).standard_normal((int(seconds * rate), channels)) * level
        soundfile.write(voice["reference_path"], noise, rate)

    return break_it


class Runs:
    """Would run code when unpickled by a careless loader."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('/tmp/voicepress-was-here').touch()",)


def bomb(voice: Voice, _: Path) -> None:
    with zipfile.ZipFile(voice["sovits_path"], "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"\0" * 50_000_000)


def swapped(voice: Voice, _: Path) -> Voice:
    return {**voice, "gpt_path": voice["sovits_path"], "sovits_path": voice["gpt_path"]}


def of_another_family(voice: Voice, _: Path) -> None:
    settings = gpt_settings("v1")
    torch.save({"weight": random_gpt(settings, 1), "config": settings, "info": ""}, voice["gpt_path"])


def first_version(**changes: object) -> Break:
    return lambda _, folder: {**make(folder / "v1", "v1"), **changes}


def empty_styles(voice: Voice, folder: Path) -> Voice:
    (folder / "styles").mkdir()
    return {**voice, "styles_folder": str(folder / "styles")}


def other_metadata(voice: Voice, folder: Path) -> Voice:
    from safetensors.torch import save_file

    save_file({"x": torch.zeros(1)}, folder / "a.safetensors", {checkpoint_file.METADATA_KEY: "[1]"})
    return {**voice, "gpt_path": str(folder / "a.safetensors")}


def without_helpers(voice: Voice, folder: Path) -> Voice:
    return {**voice, "pretrained_folder": str(folder / "nothing")}


def key(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["weight"].update({name: value})


def without(name: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        del content["weight"][name]

    return change


def config(section: str, **values: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["config"][section].update(values)


WRONG: dict[str, tuple[Break, str]] = {
    # weights files
    "missing file": (setting(gpt_path="/nowhere/a.ckpt"), r"/nowhere/a.ckpt: cannot be read \(No such file"),
    "truncated file": (replaced(lambda data: data[:len(data) // 2]), r"_s200.pth: is truncated or damaged .* again"),
    "empty file": (replaced(b""), r"_s200.pth: starts with b'', which is neither a torch file"),
    "not a weights file": (replaced(b"<!DOCTYPE html>"), r"starts with b'<!', which is neither .* known version tag"),
    "zip bomb": (bomb, r"entry archive/data.pkl unpacks \S+ to 50,000,000 bytes; .* was not opened"),
    "pickle with code": (rewritten(lambda c: {**c, "info": Runs()}), r"wants more than tensors .*exec.*nothing in it was run"),
    "a list": (rewritten(lambda _: [1, 2]), r"holds a list, not a dict of weights"),
    "no config": (rewritten(lambda c: {"weight": c["weight"]}), r"has weights but no config \(found NoneType\)"),
    "no tensors": (rewritten(key("dec.cond.bias", "hello")), r"key 'dec.cond.bias' holds a str, not a tensor"),
    "missing key": (rewritten(without("dec.cond.bias")), r"_s200.pth: key dec.cond.bias \[32\] is missing$"),
    "surplus key": (rewritten(key("dec.extra", torch.zeros(3))), r"_s200.pth: key dec.extra \[3\] belongs to nothing$"),
    "wrong shape": (rewritten(key("dec.cond.bias", torch.zeros(33))), r"key dec.cond.bias has shape \[33\], not \[32\]$"),
    "not a number": (rewritten(key("dec.cond.bias", torch.full((32,), float("nan")))), r"key dec.cond.bias holds values that "
                     "are not numbers"),
    "wrong version in the header": (replaced(lambda data: b"05" + data[2:]), r"header says v2Pro, its tensors .* of v2"),
    "v3": (rewritten(key("cfm.estimator.x", torch.zeros(1))), r"is a v3 or v4 file by its tensors, which are alike in both, and claims to be v2 in its header"),
    "v4 LoRA": (replaced(lambda data: b"04" + data[2:]), r"header says v4 LoRA, its tensors are those of v2"),
    "unknown symbols": (rewritten(key("enc_p.text_embedding.weight", torch.zeros(500, 48))), r"has 500 rows; v1 has 322"),
    "GPT and SoVITS swapped": (swapped, r"is a SoVITS file; the GPT goes here|is a GPT file; the SoVITS goes here"),
    "wrong pair": (of_another_family, r"do not belong together: .* has 512 rows, a v2 voice needs 732"),
    "config without a field": (rewritten(lambda c: c["config"]["model"].pop("gin_channels")  and None),
                               r"config field 'gin_channels' is None, not a positive whole number"),
    "another sampling rate": (rewritten(config("data", sampling_rate=24000)), r"sampling_rate is 24000; v2 speaks at 32000"),
    "rates that do not multiply": (rewritten(config("model", upsample_rates=[10, 8, 4, 2, 2])), r"multiply to 1280 samples"),
    "stages that do not fit": (rewritten(config("model", upsample_kernel_sizes=[16, 16, 8])), r"upsample_kernel_sizes \[16, 16, 8\] do not fit"),
    "text in a list of sizes": (rewritten(config("model", upsample_rates=["ten", 8, 2, 2, 2])), r"'upsample_rates' is 'ten', not a positive"),
    "kernels without dilations": (rewritten(config("model", resblock_dilation_sizes=[[1, 3, 5]])), r"3 resblock_kernel_sizes and 1 resblock_dil"),
    "a million layers": (rewritten(config("model", n_layer=1_000_000), "gpt_path"), r"'n_layer' is 1,000,000; no .* more than 200"),
    "a GPT of a width that no machine has": (rewritten(config("model", hidden_dim=99_200), "gpt_path"), r"asks for a network of [\d,]{13,} "
                                             r"numbers or more, the file holds [\d,]+; it was not built"),
    "a GPT of a vocabulary and layers": (rewritten(config("model", n_layer=200, hidden_dim=4096), "gpt_path"), r"it was not built"),
    "channels that no machine has": (rewritten(config("model", hidden_channels=99_000, n_heads=2)), r"it was not built"),
    "filters that no machine has": (rewritten(config("model", filter_channels=99_000, kernel_size=99_001)), r"it was not built"),
    "a first stage that no machine has": (rewritten(config("model", upsample_initial_channel=98_304, gin_channels=99_000)), r"it was not built"),
    "a thousand stages": (rewritten(config("model", upsample_rates=[1] * 1000, upsample_kernel_sizes=[1] * 1000)), r"lists 1,000 values"),
    "a thousand kernels": (rewritten(config("model", resblock_kernel_sizes=[3] * 1000)), r"'resblock_kernel_sizes' lists 1,000 values"),
    "GPT of another width": (rewritten(config("model", hidden_dim=128), "gpt_path"), r"e15.ckpt: key \S+ has shape"),
    "GPT without EOS": (rewritten(config("model", EOS=7), "gpt_path"), r"EOS is 7, not the last of 1025 ids"),
    "changed since recorded": (setting(digests={"gpt": "0" * 64}), r"manifest's digests say 000000000000… for gpt; the file "
                               "was changed"),
    # references
    "2 s reference": (sound(2), r"reference.wav: the reference lasts 2.00 s; .* 3 to 10 s .* record a longer one"),
    "12 s reference": (sound(12), r"reference.wav: the reference lasts 12.00 s; .* cut it at a pause"),
    "stereo 8 kHz reference": (sound(4, 8000, 2), r"reference.wav: is sampled at 8000 Hz; a reference needs 16000 Hz"),
    "silent reference": (sound(4, level=0), r"reference.wav: is silent or empty"),
    "text as reference": (replaced(b"hello", "reference_path"), r"reference.wav: cannot be read as sound"),
    "no reference": (setting(reference_path="/nowhere.wav"), r"/nowhere.wav: cannot be read \(No such file"),
    "text that is not the clip's": (setting(reference_text="It is a truth universally acknowledged, that. " * 9),
                                    r"has 288 phones for 4.0 s of sound, .* speech has 2 to 30. Write down exactly"),
    "text of which nothing is said": (setting(reference_text="..."), r"has \d phones for 4.0 s of sound"),
    # settings
    "unknown setting": (setting(topk=3), r"has no setting 'topk'; there are: device, digests, front_end_helpers, gpt_path"),
    "setting out of range": (setting(top_p=1.5), r"top_p: Input should be less than or equal to 1, not 1.5"),
    "unsupported language": (setting(languages=["fr"]), r"languages: GPT-SoVITS speaks en, ja, ko, yue, zh here, not 'fr'"),
    "Korean of a v1 voice": (first_version(languages=["en", "ko"]), r"_s200.pth is a v1 file, .* no sounds for ko: v1 speaks"),
    "Cantonese prompt of a v1 voice": (first_version(reference_language="yue"), r"is a v1 file, .* no sounds for yue: v1"),
    "unsupported language of the reference": (setting(reference_language="fr"), r"^reference_language: GPT-SoVITS speaks .*'fr'"),
    "no language": (setting(languages=[]), r"languages: .* at least 1 item"),
    "unknown device": (setting(device="gpu"), r"device: 'gpu' is none; there are: auto, cpu, cuda, cuda:0"),
    "folder of styles that is not there": (setting(styles_folder="/nowhere"), r"styles_folder: /nowhere is no folder with clips"),
    "folder without styles": (empty_styles, r"styles_folder: \S+ has no clips \(.wav, .flac, .ogg, .mp3, .m4a\); put some there"),
    "safetensors with other metadata": (other_metadata, r"its metadata is a list, not what `voicepress voice import` writes"),
    "unknown role": (setting(digests={"gtp": "0"}), r"digests: no file has the role 'gtp'; there are: gpt, sovits"),
    "no helpers": (without_helpers, r"chinese-roberta-wwm-ext-large is not there .*voice fetch"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_has_its_sentence(name: str, copied_voice: Voice, tmp_path: Path) -> None:
    break_it, sentence = WRONG[name]
    voice = break_it(copied_voice, tmp_path) or copied_voice
    with pytest.raises(VoiceError, match=sentence) as caught:
        LoadedVoice(Settings.read(voice))
    assert "\n" not in str(caught.value)
    assert not Path("/tmp/voicepress-was-here").exists()


def test_a_missing_setting_says_what_belongs_there(copied_voice: Voice) -> None:
    del copied_voice["reference_path"]
    with pytest.raises(VoiceError, match="lack 'reference_path': 3 to 10 s of the voice, as WAV or FLAC"):
        GptSovits(copied_voice)


def test_a_file_that_is_far_too_large(copied_voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint_file, "MOST_BYTES", 1000)
    with pytest.raises(VoiceError, match=r"has [\d,]+ bytes; no GPT-SoVITS file is larger than 1,000"):
        LoadedVoice(Settings.read(copied_voice))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_device_that_is_not_there(copied_voice: Voice) -> None:
    with pytest.raises(VoiceError, match="cuda is asked for, but torch sees no CUDA device here"):
        LoadedVoice(Settings.read({**copied_voice, "device": "cuda"}))


def test_a_config_that_contains_itself(copied_voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "utils", types.ModuleType("utils"))
    monkeypatch.setattr(sys.modules["utils"], "HParams", checkpoint_file.HParams, raising=False)
    monkeypatch.setattr(checkpoint_file.HParams, "__module__", "utils")
    config = checkpoint_file.HParams()
    config.model = config  # type: ignore[attr-defined]
    rewritten(lambda content: {**content, "config": config})(copied_voice, Path())
    with pytest.raises(VoiceError, match=r"_s200.pth: its config contains itself; no saver writes that"):
        LoadedVoice(Settings.read(copied_voice))


def test_a_zip_that_claims_more_than_it_holds(copied_voice: Voice) -> None:
    path = Path(copied_voice["sovits_path"])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", b"x" * 100)
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 20 : directory + 28] = (1 << 30).to_bytes(4, "little") * 2
    path.write_bytes(data)
    with pytest.raises(VoiceError, match=r"claims 1,073,741,824 bytes of content in a file of \d+; it was not opened"):
        LoadedVoice(Settings.read(copied_voice))


def test_damaged_safetensors(copied_voice: Voice, tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"\xff" * 64)
    with pytest.raises(VoiceError, match=r"a.safetensors: is no safetensors file or is truncated"):
        LoadedVoice(Settings.read({**copied_voice, "gpt_path": str(tmp_path / "a.safetensors")}))


# ---------------------------------------------------------------- lines: the others of a batch are performed

LINES = {
    "unsupported language": (Prompt("Bonjour à tous.", "fr", 1), r"this voice speaks en, ja, zh, not fr"),
    "nothing that can be said": (Prompt("Привет", "en", 1), r"nothing of 'Привет' can be spoken in en"),
    "far too long": (Prompt("word " * 300, "en", 1), r"\d+ phones: a line takes 540 at most; split it"),
}


def test_a_wrong_line_fails_alone(random_voice: Voice) -> None:
    good = Prompt("It is a truth universally acknowledged.", "en", 3)
    performances = GptSovits(random_voice).perform([*(prompt for prompt, _ in LINES.values()), good])
    for performance, (_, sentence) in zip(performances, LINES.values(), strict=False):
        assert performance.clip is None
        assert re.search(sentence, performance.failure)
    assert performances[-1].clip is not None


@pytest.mark.parametrize("text", ["", " ", "“…”", "—", "。。。"])
def test_nothing_to_say_is_an_empty_clip(text: str, random_voice: Voice) -> None:
    (performance,) = GptSovits(random_voice).perform([Prompt(text, "zh", 1)])
    assert performance.clip is not None
    assert len(performance.clip.samples) == 0


def test_a_line_that_never_stops_is_a_failure_and_no_take(copied_voice: Voice) -> None:
    content = content_of(copied_voice["gpt_path"])
    content["weight"]["model.ar_predict_layer.weight"][-1] = 0
    torch.save(content, copied_voice["gpt_path"])
    (performance,) = GptSovits(copied_voice).perform([Prompt("Yes.", "en", 1)])
    assert performance.clip is None
    assert performance.failure.startswith("the voice did not stop after 90 tokens (4 s) for 5 phones")
    assert performance.facts["stopped"] == "limit"


# ---------------------------------------------------------------- fetching


def test_fetching_an_unknown_version(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="no official files of 'v5'; there are: v1, v2, v2Pro, v2ProPlus, v3, v4"):
        fetch("v5", tmp_path, download=lambda name, folder: folder / name)


def test_what_came_is_not_the_official_file(tmp_path: Path) -> None:
    def download(name: str, folder: Path) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"something else")
        return path

    with pytest.raises(
        VoiceError,
        match=r"config.json: what came has sha256 \w+…, the official file c3e5060a1277…; it was set "
        r"aside as config.json.wrong",
    ):
        fetch("v2", tmp_path, download=download, tell=lambda _: None)
    assert not (tmp_path / "chinese-hubert-base/config.json").exists()
