"""A randomly initialised voice of full architecture and small width.

    python -m models.gpt_sovits.bench.random_voice FOLDER

It speaks noise, but every path runs with it: official file forms, prompt tokens, BERT, batches, stops. Its GPT has
learnt to stop, and nothing else: the EOS row is fitted (least squares) so that a line ends after some 30 tokens,
whatever its text. A random network never stops, and each of its lines would fail.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.gpt_sovits.bench.flow.random_flow import save_flow_voice
from models.gpt_sovits.conditioning.pretrained import transformers
from models.gpt_sovits.configs import BERT_DIM, PHONEME_ROWS, SSL_DIM, SYMBOLS, GptConfig, SovitsConfig
from models.gpt_sovits.parity.weights import rebuild
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.requests import Request
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.speaker import SpeakerNet
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import SamplingParams
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import SkipInit, build_gpt, file_keys

TAGS = {"v1": b"00", "v2": b"01", "v2Pro": b"05", "v2ProPlus": b"06"}
FLOW = ("v3", "v4", "v3 LoRA", "v4 LoRA")
END = 40  # tokens after which EOS is as likely as the rest; it is drawn from about 30 on


def make(folder: Path, version: str = "v2", seed: int = 1, reference_language: str = "en") -> dict[str, Any]:
    """Writes weights, helper networks and a reference clip below `folder`; -> the voice's `settings:`."""
    folder.mkdir(parents=True, exist_ok=True)
    pretrained = folder / "pretrained"
    _save_gpt(folder / "random-e15.ckpt", version, seed)
    if version in FLOW:
        save_flow_voice(folder / "random_e8_s200.pth", pretrained, version, seed)
    else:
        _save_sovits(folder / "random_e8_s200.pth", version, seed)
    _save_bert(pretrained / official.BERT, seed)
    _save_hubert(pretrained / official.HUBERT, seed)
    if version in ("v2Pro", "v2ProPlus"):
        _save_speaker_net(pretrained / official.SPEAKER_NET, seed)
    _save_reference(folder / "reference.wav", seed)
    texts = {"en": "This voice was never recorded.", "zh": "这个声音从来没有录过。", "ja": "録音されていません。"}
    return {"gpt_path": str(folder / "random-e15.ckpt"), "sovits_path": str(folder / "random_e8_s200.pth"),
            "reference_path": str(folder / "reference.wav"), "reference_text": texts[reference_language],
            "reference_language": reference_language, "pretrained_folder": str(pretrained),
            "languages": ["en"] if reference_language == "en" else ["zh", "en", "ja"]}  # fmt: skip


def sovits_settings(version: str, width: int = 32) -> dict[str, Any]:
    """The `config` of a SoVITS file; width 512 (768 for v2ProPlus) is full size."""
    pro = version in ("v2Pro", "v2ProPlus")
    full = width >= 512
    kernels = [20, 16, 8, 2, 2] if version == "v2ProPlus" else [16, 16, 8, 2, 2]
    return {
        "train": {"segment_size": 20480},
        "data": {"sampling_rate": 32000, "filter_length": 2048, "hop_length": 640, "win_length": 2048,
                 "n_mel_channels": 128, "mel_fmin": 0.0, "mel_fmax": None, "n_speakers": 300},
        "model": {"inter_channels": 192 if full else 16, "hidden_channels": 192 if full else 48,
                  "filter_channels": 768 if full else 48, "n_heads": 2, "n_layers": 6 if full else 2, "kernel_size": 3,
                  "p_dropout": 0.0, "resblock": "1", "resblock_kernel_sizes": [3, 7, 11],
                  "resblock_dilation_sizes": [[1, 3, 5]] * 3, "upsample_rates": [10, 8, 2, 2, 2],
                  "upsample_initial_channel": width, "upsample_kernel_sizes": kernels,
                  "gin_channels": (1024 if full else 64) if pro else 512, "semantic_frame_rate": "25hz",
                  "version": version}}  # fmt: skip


def gpt_settings(version: str, width: int = 64, layers: int = 2) -> dict[str, Any]:
    """The `config` of a GPT file; width 512 with 24 layers is full size."""
    rows = PHONEME_ROWS["v1" if version == "v1" else "v2"]
    return {"model": {"vocab_size": 1025, "phoneme_vocab_size": rows, "embedding_dim": width, "hidden_dim": width,
                      "head": 16 if width >= 512 else 4, "linear_units": 4 * width, "n_layer": layers, "dropout": 0,
                      "EOS": 1024}, "inference": {"top_k": 15}}  # fmt: skip


def random_gpt(settings: dict[str, Any], seed: int) -> dict[str, Tensor]:
    """Weights of a GPT whose tokens depend on their position and on the tokens before (parity/weights.py)."""
    config = GptConfig.read(settings, "random")
    with torch.device("meta"), SkipInit():
        shapes = file_keys(TextToSemantic(config))
    width = config.hidden_dim
    scaled = [
        row
        for i in range(config.layers)
        for row in (
            (f"h.layers.{i}.self_attn.in_proj_weight", 0, 2 * width, 2.0),
            (f"h.layers.{i}.self_attn.out_proj.weight", 0, width, 0.7),
            (f"h.layers.{i}.linear2.weight", 0, width, 0.5),
        )
    ]
    return rebuild({key: (shape, "float32") for key, shape in shapes.items()}, seed, 1.0, scaled)


def random_sovits(settings: dict[str, Any], version: str, seed: int) -> dict[str, Tensor]:
    table = "v1" if version == "v1" else "v2"
    config = SovitsConfig.read(settings, version, SYMBOLS[table], 1025 if version == "v1" else 704, "random")
    with torch.device("meta"), SkipInit():
        shapes = file_keys(Sovits(config))
    return rebuild({key: (shape, "float32") for key, shape in shapes.items()}, seed)


def _save_gpt(path: Path, version: str, seed: int) -> None:
    settings = gpt_settings(version)
    state = random_gpt(settings, seed)
    # Position embeddings are amplified, so that the fitted row can tell how long a line is already.
    state["ar_audio_position.alpha"].fill_(8.0)
    state = {key: tensor.half() for key, tensor in state.items()}
    state["ar_predict_layer.weight"][-1] = _ending_row(path, settings, state, seed).half()
    weight = {f"model.{key}": tensor for key, tensor in state.items()}
    torch.save({"weight": weight, "config": settings, "info": "GPT-e15"}, path)


def _ending_row(path: Path, settings: dict[str, Any], state: dict[str, Tensor], seed: int) -> Tensor:
    """The fitted EOS row (width): its product with a hidden state rises as a line nears END tokens."""
    quiet = {key: tensor.clone() for key, tensor in state.items()}
    quiet["ar_predict_layer.weight"][-1] = 0.0
    model = build_gpt(Checkpoint(path, "", quiet, settings, "", None))
    generator = torch.Generator().manual_seed(seed)
    requests = []
    for count, prompt in zip((10, 25, 40, 60, 90, 130, 180, 220), (0, 60, 90, 110, 120, 150, 200, 240), strict=True):
        phones = torch.randint(SYMBOLS["v1"], (count,), generator=generator)
        tokens = torch.randint(1024, (prompt,), generator=generator)
        requests += [Request(phones, None, tokens, seed + i, 3 * END) for i in range(3)]
    rows: list[Tensor] = []
    wanted: list[float] = []
    steps = [0] * len(requests)

    def watch(index: int, _: Tensor, hidden: Tensor) -> None:
        steps[index] += 1
        rows.append(hidden)
        wanted.append(float(np.clip((steps[index] - END) / 3, -8, 8)) + 4)  # 4 is about the highest other logit

    ContinuousBatcher(model, SamplingParams(top_k=15), len(requests)).run(requests, watch)
    features, target = torch.stack(rows).double(), torch.tensor(wanted).double()
    gram = features.T @ features + 0.1 * torch.eye(features.shape[1], dtype=torch.float64)
    return torch.linalg.solve(gram, features.T @ target).float()


def _save_sovits(path: Path, version: str, seed: int) -> None:
    settings = sovits_settings(version)
    state = {key: tensor.half() for key, tensor in random_sovits(settings, version, seed).items()}
    torch.save({"weight": state, "config": settings, "info": "8epoch_200iteration"}, path)
    data = path.read_bytes()
    path.write_bytes(TAGS[version] + data[2:])  # as newer savers mark their files


def _save_bert(folder: Path, seed: int) -> None:
    library = transformers()
    folder.mkdir(parents=True, exist_ok=True)
    characters = "，。！？…,.!?-" + "".join(chr(c) for c in range(0x4E00, 0x4E00 + 400))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer"}), "utf-8")
    torch.manual_seed(seed)
    config = library.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=BERT_DIM,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=64,
    )
    _save_model(library.BertModel(config), folder)


def _save_hubert(folder: Path, seed: int) -> None:
    library = transformers()
    torch.manual_seed(seed)
    config = library.HubertConfig(
        hidden_size=SSL_DIM,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=64,
        conv_dim=(32,) * 7,
        num_conv_pos_embeddings=16,
    )
    _save_model(library.HubertModel(config), folder)


def _save_model(model: Any, folder: Path) -> None:
    model.half().save_pretrained(folder)


def _save_speaker_net(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net: nn.Module = SpeakerNet()
    torch.save(
        {key: tensor.half() if tensor.is_floating_point() else tensor for key, tensor in net.state_dict().items()}, path
    )


def _save_reference(path: Path, seed: int) -> None:
    """Writes four seconds at 32 kHz: a buzz whose pitch and loudness wander as a voice's would."""
    import soundfile

    rng = np.random.default_rng(seed)
    time = np.arange(4 * 32000) / 32000
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / 32000
    wave = sum(np.sin(k * phase) / k for k in range(1, 12)) * (0.6 + 0.4 * np.sin(2 * np.pi * 2.3 * time))
    soundfile.write(path, (0.1 * wave + 0.003 * rng.standard_normal(len(time))).astype(np.float32), 32000, "PCM_16")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.random_voice",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", choices=sorted([*TAGS, *FLOW]), default="v2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reference-language", choices=("en", "zh", "ja"), default="en")
    options = parser.parse_args()
    settings = make(options.folder, options.version, options.seed, options.reference_language)
    print(json.dumps(settings, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
