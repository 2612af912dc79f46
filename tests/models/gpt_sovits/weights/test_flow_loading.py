"""v3 and v4 files: which is which, LoRA files over their base, vocoders, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("safetensors", reason="importing voices needs safetensors: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.flow.random_flow import (  # noqa: E402
    bigvgan_config,
    flow_settings,
    random_bigvgan,
    random_flow,
    random_lora,
    random_mel_vocoder,
)
from models.gpt_sovits.cfm.bigvgan import load_bigvgan  # noqa: E402
from models.gpt_sovits.cfm.hifigan import fill_mel_vocoder, load_mel_vocoder  # noqa: E402
from models.gpt_sovits.weights.checkpoint import read, save_safetensors  # noqa: E402
from models.gpt_sovits.weights.flow_loading import build_flow, merged  # noqa: E402
from models.gpt_sovits.weights.loading import build_sovits, sovits_version  # noqa: E402
from pipeline.errors import VoiceError  # noqa: E402
from tests.models.gpt_sovits.small import checkpoint  # noqa: E402

TO_Q = "cfm.estimator.transformer_blocks.1.attn.to_q.weight"
LORA_Q = "cfm.base_model.model.estimator.transformer_blocks.1.attn.to_q.lora_"


def saved(path: Path, weight: dict[str, Any], config: dict[str, Any], tag: bytes = b"", **more: Any) -> Path:
    torch.save({"weight": {k: v.half() for k, v in weight.items()}, "config": config, "info": "2epoch", **more}, path)
    path.write_bytes(tag + path.read_bytes()[len(tag) :])
    return path


@pytest.mark.parametrize("form", ["tagged", "configured", "safetensors"])
def test_a_file_is_known_by_its_tag_or_its_config(form: str, tmp_path: Path) -> None:
    config = flow_settings("v3")
    if form == "tagged":
        del config["model"]["version"]
    path = saved(tmp_path / "a.pth", random_flow("v3", 1), config, b"02" if form == "tagged" else b"")
    if form == "safetensors":
        save_safetensors(read(path), tmp_path / "a.safetensors")
        path = tmp_path / "a.safetensors"
    net = build_flow(read(path))
    assert net.config.version == "v3"
    assert net.config.dit.width == 128


def test_a_base_file_is_known_by_its_first_bytes() -> None:
    known = checkpoint(random_flow("v4", 1), {"model": {}, "data": {}})
    object.__setattr__(known, "head_md5", "4f26b9476d0c5033e04162c486074374")
    assert sovits_version(known) == "v4"


def test_what_could_be_either_is_refused() -> None:
    config = flow_settings("v3")
    del config["model"]["version"]
    with pytest.raises(VoiceError, match=r"a v3 or v4 file by its tensors, .* does not say which in its header or"):
        build_flow(checkpoint(random_flow("v3", 1), config))
    with pytest.raises(VoiceError, match="claims to be v2 in its header or config"):
        build_flow(checkpoint(random_flow("v3", 1), flow_settings("v2")))
    with pytest.raises(VoiceError, match=r"is a v4 file, which has no decoder"):
        build_sovits(checkpoint(random_flow("v4", 1), flow_settings("v4")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.pop(TO_Q), r"key cfm\S+1\.attn\.to_q\.weight \[128, 128\] is missing"),
        (lambda s: s.update({"dec.conv_pre.weight": torch.zeros(1)}), r"dec.conv_pre.weight \[1\] belongs to nothing"),
        (lambda s: s.update({TO_Q: torch.zeros(128, 64)}), r"to_q.weight has shape \[128, 64\], not \[128, 128\]"),
        (lambda s: s[TO_Q].fill_(float("nan")), "holds values that are not numbers"),
        (lambda s: s.pop("cfm.estimator.proj_out.weight"), "proj_out.weight is missing; this is no whole v3 or v4"),
        (lambda s: s.update({"cfm.estimator.proj_out.weight": torch.zeros(80, 128)}), r"\[80, 128\]; a DiT of GPT"),
        (lambda s: s.pop("bridge.0.weight"), "bridge.0.weight is missing"),
        (lambda s: s.update({"bridge.0.weight": torch.zeros(3)}), r"bridge.0.weight has shape \[3\], not 3 dimensions"),
    ],
)
def test_damaged_files_are_refused_by_key(change: Any, said: str) -> None:
    state = random_flow("v4", 1)
    change(state)
    with pytest.raises(VoiceError, match=said):
        build_flow(checkpoint(state, flow_settings("v4")))


# ---------------------------------------------------------------- LoRA


def test_a_lora_is_added_to_its_base_and_brings_its_other_parts(tmp_path: Path) -> None:
    base, config = random_flow("v4", 1), flow_settings("v4")
    lora = random_lora(base, 2)
    path = saved(tmp_path / "lora.pth", lora, config, b"04", lora_rank=4)
    save_safetensors(read(path), tmp_path / "lora.safetensors")
    over = read(saved(tmp_path / "base.pth", base, config))
    for file in (path, tmp_path / "lora.safetensors"):
        found = read(file)
        assert (found.lora_rank, found.tag) == (4, "v4 LoRA")
        net = build_flow(found, over)
        wanted = base[TO_Q].half().float() + (
            lora[LORA_Q + "B.default.weight"].half().float() @ lora[LORA_Q + "A.default.weight"].half().float()
        )
        state = net.state_dict()
        assert torch.allclose(state[TO_Q], wanted, atol=1e-6)
        assert torch.allclose(state["bridge.0.bias"], lora["bridge.0.bias"].half().float())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.pop(LORA_Q + "A.default.weight"), r"lora_A or lora_B of \S*1.attn.to_q.weight is missing; 1 of 8"),
        (lambda s: s.update({LORA_Q + "B.default.weight": torch.zeros(64, 4)}), r"shapes \[64, 4\] and \[4, 128\]"),
        (lambda s: s.update({LORA_Q.replace("blocks.1", "blocks.7") + "A.default.weight": torch.zeros(4, 128)}),
         "transformer_blocks.7.attn.to_q.weight belongs to nothing"),
        (lambda s: s.update({"enc_p.proj.bias": torch.zeros(1)}), "enc_p.proj.bias belongs to no part"),
        (lambda s: s.pop("bridge.0.bias"), r"bridge.0.bias \[64\] is missing"),
        (lambda s: s.update({"linear_mel.bias": torch.zeros(7)}), r"linear_mel.bias has shape \[7\]"),
    ],
)  # fmt: skip
def test_damaged_loras_are_refused_by_key(change: Any, said: str) -> None:
    base = random_flow("v4", 1)
    lora = random_lora(base, 2)
    change(lora)
    with pytest.raises(VoiceError, match=said):
        merged(checkpoint(lora, None, "lora.pth"), checkpoint(base, None, "base.pth"))


def test_a_lora_needs_the_base_of_its_own_version() -> None:
    base = random_flow("v4", 1)
    lora = checkpoint(random_lora(base, 2), flow_settings("v4"), "lora.pth", "v4 LoRA")
    with pytest.raises(VoiceError, match="lora.pth: is a v4 LoRA file, which sounds only over its base"):
        build_flow(lora)
    with pytest.raises(VoiceError, match="base.pth: is a v3 file, and lora.pth a v4 LoRA"):
        build_flow(lora, checkpoint(random_flow("v3", 1), flow_settings("v3"), "base.pth"))
    with pytest.raises(VoiceError, match="base.pth: is a LoRA file itself"):
        build_flow(lora, checkpoint(dict(lora.tensors), flow_settings("v4"), "base.pth"))
    with pytest.raises(VoiceError, match="header says v4 LoRA, and it has no lora_ keys"):
        build_flow(checkpoint(base, flow_settings("v4"), tag="v4 LoRA"))
    wrong = checkpoint(dict(lora.tensors), flow_settings("v4"), "lora.pth", "v4 LoRA")
    object.__setattr__(wrong, "lora_rank", 8)
    with pytest.raises(VoiceError, match="says rank 8, and the LoRA of .* has rank 4"):
        build_flow(wrong, checkpoint(base, flow_settings("v4"), "base.pth"))


# ---------------------------------------------------------------- vocoders


def test_vocoders_are_read_in_their_official_forms(tmp_path: Path) -> None:
    torch.save(random_mel_vocoder(1), tmp_path / "vocoder.pth")
    assert load_mel_vocoder(tmp_path / "vocoder.pth").hop == 480
    torch.save({"generator": random_bigvgan(1)}, tmp_path / "bigvgan_generator.pt")
    with pytest.raises(VoiceError, match=r"config.json: cannot be read .*`voicepress voice fetch v3` brings it"):
        load_bigvgan(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps(bigvgan_config()))
    assert load_bigvgan(tmp_path).hop == 256


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[1]", "holds a list, not a config"),
        ("{", "is no JSON"),
        (json.dumps({**bigvgan_config(), "activation": "snake"}), "names activation 'snake'"),
        (json.dumps({**bigvgan_config(), "num_mels": 80}), "num_mels is 80; v3 makes 100"),
        (json.dumps({**bigvgan_config(), "upsample_rates": [4, 4]}), "do not fit each other"),
        (json.dumps({**bigvgan_config(), "upsample_initial_channel": 65536}), "asks for a width of 65,536"),
        (json.dumps({**bigvgan_config(), "upsample_initial_channel": 128}), "has shape"),
    ],
)
def test_a_wrong_config_of_bigvgan_is_one_sentence(written: str, said: str, tmp_path: Path) -> None:
    torch.save({"generator": random_bigvgan(1)}, tmp_path / "bigvgan_generator.pt")
    (tmp_path / "config.json").write_text(written)
    with pytest.raises(VoiceError, match=said):
        load_bigvgan(tmp_path)


def test_another_vocoder_is_refused_by_name() -> None:
    state = random_mel_vocoder(1)
    with pytest.raises(VoiceError, match=r"is no vocoder of v4 \(conv_pre.weight is missing, 0 stages\)"):
        fill_mel_vocoder({}, "x.pth")
    with pytest.raises(VoiceError, match=r"conv_pre.weight has shape \[32, 80, 7\]"):
        fill_mel_vocoder({**state, "conv_pre.weight": torch.zeros(32, 80, 7)}, "x.pth")
    del state["conv_post.bias"]
    with pytest.raises(VoiceError, match=r"x.pth: key conv_post.bias \[1\] is missing"):
        fill_mel_vocoder(state, "x.pth")
