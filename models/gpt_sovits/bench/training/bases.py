"""Random base files of small width that a training can begin from: as random_voice.py, with a posterior encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from models.gpt_sovits.bench.random_voice import TAGS, make, random_sovits, sovits_settings
from models.gpt_sovits.configs import SYMBOLS, SovitsConfig
from models.gpt_sovits.parity.weights import rebuild
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.training.running import Bases
from models.gpt_sovits.weights.loading import SkipInit, file_keys


def make_bases(folder: Path, version: str = "v2", seed: int = 1) -> tuple[Bases, dict[str, Any]]:
    """Writes a random voice whose SoVITS can be trained. -> its base files, and the voice's `settings:`."""
    settings = make(folder, version, seed)
    path = folder / "s2G.pth"
    config = sovits_settings(version)
    table = "v1" if version == "v1" else "v2"
    sizes = SovitsConfig.read(config, version, SYMBOLS[table], 1025 if version == "v1" else 704, "random")
    with torch.device("meta"), SkipInit():
        shapes = file_keys(Sovits(sizes, posterior=True))
    posterior = {key: (shape, "float32") for key, shape in shapes.items() if key.startswith("enc_q.")}
    state = {**random_sovits(config, version, seed), **rebuild(posterior, seed + 1)}
    torch.save({"weight": {k: t.half() for k, t in state.items()}, "config": config, "info": "base"}, path)
    path.write_bytes(TAGS[version] + path.read_bytes()[2:])
    return Bases(Path(settings["gpt_path"]), path, Path(settings["pretrained_folder"])), settings
