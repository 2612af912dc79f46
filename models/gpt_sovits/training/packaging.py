"""Checkpoints of a training as files: in the form of official savers, which the original reads, and as safetensors.

The official form (SPEC 1.3): tensors in half precision; GPT keys below `model.`; SoVITS without its posterior encoder,
its config pickled as the original's class utils.HParams, its version in place of the zip's first two bytes.
"""

from __future__ import annotations

import io
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from models.gpt_sovits.training.weight_norm import file_tensors
from models.gpt_sovits.weights.checkpoint import Checkpoint, HParams, read, save_safetensors
from models.gpt_sovits.weights.headers import TAGS
from models.gpt_sovits.weights.loading import build_gpt, build_sovits
from pipeline.errors import VoiceError
from pipeline.store import write_atomically

LARGEST_HALF = torch.finfo(torch.float16).max
_TAG = {version: tag for tag, version in TAGS.items()}
# What official savers write beside the sections that decide sizes.
_REST = {"s2_ckpt_dir": "logs/s2/big2k1", "content_module": "cnhubert", "save_weight_dir": "SoVITS_weights"}
_BORROWING = threading.Lock()


def gpt_bytes(model: nn.Module, base: Checkpoint, epochs: int) -> bytes:
    """A GPT in official form, its keys in the order of the base's."""
    halves = _halves(model.state_dict())
    weight = OrderedDict((f"model.{key}", halves[key]) for key in base.tensors if key in halves)
    config = base.config or {}
    return _saved({"weight": weight, "config": _plain(config), "info": f"GPT-e{epochs}"})


def sovits_bytes(model: nn.Module, base: Checkpoint, version: str, name: str, epochs: int, updates: int) -> bytes:
    """SoVITS in official form, its version in the header and its keys in the order of the base's."""
    own = file_tensors(model)
    kept = {key: own[key] for key in base.tensors if key in own and not key.startswith("enc_q.")}
    sections = {**_REST, **_plain(base.config or {})}
    sections.update(name=name, version=version, model={**sections["model"], "version": version})
    content = {"weight": _halves(kept), "config": _hparams(sections), "info": f"{epochs}epoch_{updates}iteration"}
    with _named_as_the_original():
        data = _saved(content)
    return _TAG[version] + data[2:]


def write_checkpoint(path: Path, data: bytes) -> None:
    """Writes a file of a network and, beside it, the same as safetensors; both are read again before they count.

    Raises:
        VoiceError: what was written cannot be read as this network.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
    written = read(path)
    (build_sovits if path.suffix == ".pth" else build_gpt)(written)
    save_safetensors(written, path.with_suffix(".safetensors"))


def _halves(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    halves = {}
    for key, tensor in tensors.items():
        tensor = tensor.detach().cpu()
        if not tensor.isfinite().all() or tensor.abs().max() > LARGEST_HALF:
            raise VoiceError(f"{key} holds values that half precision has no numbers for; the training went wrong")
        halves[key] = tensor.half().contiguous()
    return halves


def _saved(content: Mapping[str, Any]) -> bytes:
    buffer = io.BytesIO()
    torch.save(dict(content), buffer)
    return buffer.getvalue()


def _plain(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) if isinstance(value, Mapping) else value for name, value in config.items()}


def _hparams(config: Mapping[str, Any]) -> HParams:
    made = HParams()
    for name, value in config.items():
        setattr(made, name, _hparams(value) if isinstance(value, Mapping) else value)
    return made


@contextmanager
def _named_as_the_original() -> Iterator[None]:
    """Lets HParams be pickled under the original's name.

    pickle looks a class up by its module's name, and the original's is `utils`: for the time of writing there is a
    module of that name with this one class.
    """
    with _BORROWING:
        there, own = sys.modules.get("utils"), (HParams.__module__, HParams.__qualname__)
        module = ModuleType("utils")
        module.HParams = HParams  # type: ignore[attr-defined]
        sys.modules["utils"] = module
        HParams.__module__, HParams.__qualname__ = "utils", "HParams"
        try:
            yield
        finally:
            HParams.__module__, HParams.__qualname__ = own
            if there is None:
                del sys.modules["utils"]
            else:
                sys.modules["utils"] = there
