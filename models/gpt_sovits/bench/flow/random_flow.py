"""Random weights of v3 and v4, their vocoders and LoRA files: of full architecture, at any width."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.gpt_sovits.cfm.bigvgan import BigVgan, BigVganSizes, low_pass
from models.gpt_sovits.cfm.config import DiTConfig, FlowConfig
from models.gpt_sovits.cfm.hifigan import BLOCK_KERNELS, DILATIONS, MelVocoder
from models.gpt_sovits.cfm.model import FlowSovits
from models.gpt_sovits.cfm.versions import MEL_BANDS
from models.gpt_sovits.configs import SYMBOLS
from models.gpt_sovits.parity.weights import rebuild
from models.gpt_sovits.sovits.vocoder import VocoderSizes
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.flow_loading import WRAPPED
from models.gpt_sovits.weights.loading import SkipInit, file_keys

FULL_DIT = DiTConfig(1024, 22, 2048, 512, 4, 1024, 256, 16, 31, 64)
SMALL_DIT = DiTConfig(128, 2, 96, 64, 2, 96, 32, 16, 31, 64)
PROJECTIONS = ("to_q", "to_k", "to_v", "to_out.0")
# BigVGAN v2 24 kHz, 100 bands, 256 samples a frame: what its public config says.
BIGVGAN_CONFIG: dict[str, Any] = {
    "resblock": "1", "upsample_rates": [4, 4, 2, 2, 2, 2], "upsample_kernel_sizes": [8, 8, 4, 4, 4, 4],
    "upsample_initial_channel": 1536, "resblock_kernel_sizes": [3, 7, 11],
    "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "use_tanh_at_final": False,
    "use_bias_at_final": False, "activation": "snakebeta", "snake_logscale": True, "num_mels": MEL_BANDS,
    "n_fft": 1024, "hop_size": 256, "win_size": 1024, "sampling_rate": 24000, "fmin": 0, "fmax": None,
}  # fmt: skip


def flow_settings(version: str, full: bool = False) -> dict[str, Any]:
    """The `config` of a v3 or v4 file."""
    return {
        "train": {"segment_size": 20480},
        "data": {"sampling_rate": 32000, "filter_length": 2048, "hop_length": 640, "win_length": 2048,
                 "n_mel_channels": 128, "mel_fmin": 0.0, "mel_fmax": None, "n_speakers": 300},
        "model": {"inter_channels": 192 if full else 16, "hidden_channels": 192 if full else 48,
                  "filter_channels": 768 if full else 48, "n_heads": 2, "n_layers": 6 if full else 2, "kernel_size": 3,
                  "p_dropout": 0.0, "resblock": "1", "resblock_kernel_sizes": [3, 7, 11],
                  "resblock_dilation_sizes": [[1, 3, 5]] * 3, "upsample_rates": [10, 8, 2, 2, 2],
                  "upsample_initial_channel": 512, "upsample_kernel_sizes": [16, 16, 8, 2, 2],
                  "gin_channels": 512, "semantic_frame_rate": "25hz", "version": version}}  # fmt: skip


def flow_config(version: str, full: bool = False) -> FlowConfig:
    model = flow_settings(version, full)["model"]
    dit = FULL_DIT if full else SMALL_DIT
    return FlowConfig(
        version, SYMBOLS["v2"], 704, model["inter_channels"], model["hidden_channels"], model["filter_channels"],
        model["n_heads"], model["n_layers"], model["kernel_size"], model["gin_channels"], 2048,
        dit.text_width, 8 if full else 2, dit,
    )  # fmt: skip


def random_flow(version: str, seed: int, full: bool = False) -> dict[str, Tensor]:
    with torch.device("meta"), SkipInit():
        net = FlowSovits(flow_config(version, full))
    state = _drawn(net, seed)
    columns = 2 * len(state["cfm.estimator.rotary_embed.inv_freq"])
    state["cfm.estimator.rotary_embed.inv_freq"] = 10000.0 ** (-torch.arange(0, columns, 2).float() / columns)
    return state


def random_lora(base: dict[str, Tensor], seed: int, rank: int = 4) -> dict[str, Tensor]:
    """The tensors of a LoRA file over `base`, in the form that official training writes."""
    generator = torch.Generator().manual_seed(seed)
    replaced = ("ref_enc.", "bridge.", "wns1.", "linear_mel.", "quantizer.")
    state = {key: tensor.clone() for key, tensor in base.items() if key.startswith(replaced)}
    state["bridge.0.bias"] = state["bridge.0.bias"] + 0.1
    wrapped = WRAPPED + "estimator."
    state[wrapped + "rotary_embed.inv_freq"] = base["cfm.estimator.rotary_embed.inv_freq"].clone()
    for key, weight in base.items():
        name = key.removeprefix("cfm.estimator.").removesuffix(".weight")
        if key.endswith(tuple(f".attn.{one}.weight" for one in PROJECTIONS)):
            out, into = weight.shape
            state[f"{wrapped}{name}.lora_A.default.weight"] = torch.randn(rank, into, generator=generator) * 0.05
            state[f"{wrapped}{name}.lora_B.default.weight"] = torch.randn(out, rank, generator=generator) * 0.05
    return state


def mel_vocoder_sizes(full: bool = False) -> VocoderSizes:
    return VocoderSizes(
        MEL_BANDS, 512 if full else 32, (10, 6, 2, 2, 2), (20, 12, 4, 4, 4), BLOCK_KERNELS,
        (DILATIONS,) * len(BLOCK_KERNELS), last_bias=True,
    )  # fmt: skip


def random_mel_vocoder(seed: int, full: bool = False) -> dict[str, Tensor]:
    with torch.device("meta"), SkipInit():
        net = MelVocoder(mel_vocoder_sizes(full))
    return _drawn(net, seed, folded=True)


def bigvgan_config(full: bool = False) -> dict[str, Any]:
    return {**BIGVGAN_CONFIG, "upsample_initial_channel": 1536 if full else 64}


def random_bigvgan(seed: int, full: bool = False) -> dict[str, Tensor]:
    sizes = BigVganSizes.read(bigvgan_config(full), "random")
    with torch.device("meta"), SkipInit():
        net = BigVgan(sizes)
    state = _drawn(net, seed)
    for key in state:
        if key.endswith("filter"):
            state[key] = low_pass()
        elif key.endswith((".alpha", ".beta")):
            state[key] = state[key] - state[key].mean()  # logarithms: about zero
    state["conv_post.weight_g"] *= 0.02  # nothing here is a tanh: random sound would be cut off
    return state


def save_flow_voice(path: Path, pretrained: Path, version: str, seed: int) -> None:
    """Writes a file of v3, v4 or of a LoRA ("v4 LoRA") and, below `pretrained`, its base and its vocoder."""
    name = version.removesuffix(" LoRA")
    config, state = flow_settings(name), random_flow(name, seed)
    if version == name:
        _save({"weight": _halved(state), "config": config, "info": "8epoch_200iteration"}, path)
    else:
        lora = random_lora(state, seed + 1)
        _save({"weight": _halved(lora), "config": config, "info": "2epoch_40iteration", "lora_rank": 4}, path)
        path.write_bytes((b"03" if name == "v3" else b"04") + path.read_bytes()[2:])  # as its savers mark it
        _save({"weight": _halved(state), "config": config, "info": ""}, pretrained / official.FLOW_PATHS[name])
    vocoder = pretrained / official.VOCODERS[name]
    if name == "v4":
        _save(random_mel_vocoder(seed), vocoder)
    else:
        _save({"generator": random_bigvgan(seed)}, vocoder / official.BIGVGAN_WEIGHTS)
        (vocoder / "config.json").write_text(json.dumps(bigvgan_config()), "utf-8")


def _save(content: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(content, path)


def _halved(state: dict[str, Tensor]) -> dict[str, Tensor]:
    return {key: tensor.half() for key, tensor in state.items()}


def with_depth(config: FlowConfig, blocks: int) -> FlowConfig:
    """The same network of another number of blocks: benches measure few and count up."""
    return replace(config, dit=replace(config.dit, blocks=blocks))


def _drawn(net: nn.Module, seed: int, *, folded: bool = False) -> dict[str, Tensor]:
    return rebuild({key: (shape, "float32") for key, shape in file_keys(net, folded=folded).items()}, seed)
