"""Small networks with weights by the parity recipe: every part matters in them, and they fit in a second."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import torch

from models.gpt_sovits.bench.random_voice import gpt_settings, random_gpt, random_sovits, sovits_settings
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_gpt, build_sovits

torch.set_num_threads(1)


def checkpoint(
    state: dict[str, Any], config: dict[str, Any] | None, path: str = "small.pth", tag: str | None = None
) -> Checkpoint:
    return Checkpoint(Path(path), "", state, config, "", tag)


@functools.cache
def gpt(seed: int = 5, width: int = 32, layers: int = 3, ends: bool = False) -> TextToSemantic:
    """`ends`: with an EOS row so strong that lines stop of themselves, early and late."""
    settings = gpt_settings("v2", width, layers)
    state = random_gpt(settings, seed)
    state["ar_predict_layer.weight"][-1] *= 3.0 if ends else 0.0
    return build_gpt(checkpoint(state, settings, "small.ckpt"))


@functools.cache
def sovits(version: str = "v2", seed: int = 6, width: int = 32) -> Sovits:
    settings = sovits_settings(version, width)
    return build_sovits(checkpoint(random_sovits(settings, version, seed), settings))
