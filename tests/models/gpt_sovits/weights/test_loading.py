"""Which file is what: official forms and headers, key tables, versions, pairs."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("safetensors", reason="importing voices needs safetensors: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.random_voice import (  # noqa: E402
    TAGS,
    gpt_settings,
    random_gpt,
    random_sovits,
    sovits_settings,
)
from models.gpt_sovits.configs import GptConfig, SovitsConfig  # noqa: E402
from models.gpt_sovits.sovits.model import Sovits  # noqa: E402
from models.gpt_sovits.sovits.speaker import SpeakerNet  # noqa: E402
from models.gpt_sovits.t2s.model import TextToSemantic  # noqa: E402
from models.gpt_sovits.weights.checkpoint import HParams, read, save_safetensors  # noqa: E402
from models.gpt_sovits.weights.loading import (  # noqa: E402
    build_gpt,
    build_sovits,
    check_pair,
    file_keys,
    fold,
    load_gpt,
    load_sovits,
)
from pipeline.errors import VoiceError  # noqa: E402
from tests.models.gpt_sovits.small import checkpoint  # noqa: E402

# sha256 over sorted [key, shape] of the original's files, full size, posterior encoder included.
KEY_TABLES = {
    "gpt v1": (295, "efc601a8b5be204f"), "gpt v2": (295, "b2fb2f04488f1740"),
    "v1": (776, "bf6b1945c3eb17ab"), "v2": (776, "b2018e1e988b5ca6"), "v2Pro": (781, "ab1a488a6f6859bb"), "v2ProPlus": (781, "1cd9af883aca4fe8"),
    "speaker": (1001, "b06740fdaebc16ad"),
}  # fmt: skip


def table(keys: dict[str, tuple[int, ...]]) -> tuple[int, str]:
    rows = json.dumps(sorted([key, list(shape)] for key, shape in keys.items()))
    return len(keys), hashlib.sha256(rows.encode()).hexdigest()[:16]


@pytest.mark.parametrize("version", ["v1", "v2", "v2Pro", "v2ProPlus"])
def test_sovits_has_the_keys_and_shapes_of_the_original_at_full_size(version: str) -> None:
    config = SovitsConfig.read(
        sovits_settings(version, 768 if version == "v2ProPlus" else 512),
        version,
        322 if version == "v1" else 732,
        1025 if version == "v1" else 704,
        "test",
    )
    with torch.device("meta"):
        assert table(file_keys(Sovits(config, posterior=True))) == KEY_TABLES[version]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_gpt_has_the_keys_and_shapes_of_the_original_at_full_size(version: str) -> None:
    with torch.device("meta"):
        model = TextToSemantic(GptConfig.read(gpt_settings(version, 512, 24), "test"))
    assert table(file_keys(model)) == KEY_TABLES[f"gpt {version}"]


def test_the_speaker_network_has_the_keys_and_shapes_of_the_original() -> None:
    with torch.device("meta"):
        assert table(file_keys(SpeakerNet())) == KEY_TABLES["speaker"]


@pytest.mark.parametrize("version", ["v1", "v2", "v2Pro", "v2ProPlus"])
@pytest.mark.parametrize("tagged", [True, False])
def test_the_version_is_found_in_the_file_and_not_in_its_name(version: str, tagged: bool, tmp_path: Path) -> None:
    settings = sovits_settings(version)
    path = tmp_path / "s2Gv3.pth"
    torch.save(
        {
            "weight": {k: v.half() for k, v in random_sovits(settings, version, 1).items()},
            "config": settings,
            "info": "8epoch_200iteration",
        },
        path,
    )
    if tagged:
        path.write_bytes(TAGS[version] + path.read_bytes()[2:])
    assert load_sovits(path).config.version == version


def test_the_config_class_of_official_savers_is_read_without_their_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = type("HParams", (), {})
    module: Any = ModuleType("utils")
    module.HParams, theirs.__module__, theirs.__qualname__ = theirs, "utils", "HParams"
    monkeypatch.setitem(sys.modules, "utils", module)

    def nested(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        made = theirs()
        made.__dict__.update({k: nested(v) for k, v in value.items()})
        return made

    settings = sovits_settings("v2")
    torch.save({"weight": random_sovits(settings, "v2", 1), "config": nested(settings), "info": ""}, tmp_path / "a.pth")
    monkeypatch.delitem(sys.modules, "utils")
    assert read(tmp_path / "a.pth").config == settings
    assert load_sovits(tmp_path / "a.pth").config.version == "v2"
    assert "utils" not in sys.modules
    assert HParams().plain() == {}


def test_base_files_keep_a_posterior_encoder_and_only_training_loads_it() -> None:
    settings = sovits_settings("v2")
    config = SovitsConfig.read(settings, "v2", 732, 704, "test")
    with torch.device("meta"):
        keys = file_keys(Sovits(config, posterior=True))
    state = {key: torch.randn(shape) * 0.1 for key, shape in keys.items()}
    assert not hasattr(build_sovits(checkpoint(state, settings)), "enc_q")
    assert hasattr(build_sovits(checkpoint(state, settings), posterior=True), "enc_q")
    del state["enc_q.pre.bias"]
    with pytest.raises(VoiceError, match=r"small.pth: key enc_q.pre.bias \[48\] is missing"):
        build_sovits(checkpoint(state, settings))
    fine_tuned = {key: value for key, value in state.items() if not key.startswith("enc_q")}
    with pytest.raises(VoiceError, match="training starts from a base file"):
        build_sovits(checkpoint(fine_tuned, settings), posterior=True)


def test_gpt_keys_are_read_with_and_without_their_prefix(tmp_path: Path) -> None:
    settings = gpt_settings("v2", 32, 1)
    state = random_gpt(settings, 2)
    torch.save(
        {"weight": {f"model.{k}": v for k, v in state.items()}, "config": settings, "info": ""}, tmp_path / "a.ckpt"
    )
    torch.save({"weight": state, "config": settings, "info": ""}, tmp_path / "b.ckpt")
    one, two = load_gpt(tmp_path / "a.ckpt"), load_gpt(tmp_path / "b.ckpt")
    assert all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), two.state_dict().values(), strict=True))


def test_safetensors_carry_weights_config_and_version(tmp_path: Path) -> None:
    settings = sovits_settings("v2Pro")
    torch.save(
        {"weight": random_sovits(settings, "v2Pro", 1), "config": settings, "info": "8epoch"}, tmp_path / "a.pth"
    )
    (tmp_path / "a.pth").write_bytes(b"05" + (tmp_path / "a.pth").read_bytes()[2:])
    save_safetensors(read(tmp_path / "a.pth"), tmp_path / "a.safetensors")
    again = read(tmp_path / "a.safetensors")
    assert (again.config, again.info, again.tag) == (settings, "8epoch", "v2Pro")
    one, two = load_sovits(tmp_path / "a.pth"), load_sovits(tmp_path / "a.safetensors")
    assert all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), two.state_dict().values(), strict=True))


def test_weight_norm_is_folded_as_torch_would() -> None:
    plain = torch.nn.ConvTranspose1d(6, 4, 5)
    normed = torch.nn.utils.parametrizations.weight_norm(plain, dim=0)
    g = normed.parametrizations.weight.original0.detach() * 1.7
    v = normed.parametrizations.weight.original1.detach()
    normed.parametrizations.weight.original0.data.copy_(g)
    assert torch.allclose(fold({"a.weight_g": g, "a.weight_v": v})["a.weight"], normed.weight, atol=1e-6)


def test_pairs_speak_the_same_symbols() -> None:
    gpts = {v: build_gpt(checkpoint(random_gpt(s := gpt_settings(v, 32, 1), 1), s)).config for v in ("v1", "v2")}
    for version in ("v1", "v2", "v2Pro"):
        sovits = SovitsConfig.read(sovits_settings(version), version, 322 if version == "v1" else 732, 704, "x")
        right, wrong = ("v1", "v2") if version == "v1" else ("v2", "v1")
        check_pair(gpts[right], sovits, Path("a.ckpt"), Path("b.pth"))
        with pytest.raises(VoiceError, match=r"a.ckpt and b.pth do not belong together: .* rows, a .* voice needs"):
            check_pair(gpts[wrong], sovits, Path("a.ckpt"), Path("b.pth"))
