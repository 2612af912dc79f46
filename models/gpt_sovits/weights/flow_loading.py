"""Builds v3 and v4 from checkpoints, whole ones or LoRA files laid over their base, as strictly as loading.py.

A LoRA file holds two thin matrices for each projection of the DiT's attention, whose product is added to the base
(alpha equals the rank), and other parts whole, which replace the base's (SPEC 1.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor

from models.gpt_sovits.cfm.config import FlowConfig
from models.gpt_sovits.cfm.model import FlowSovits
from models.gpt_sovits.cfm.versions import FLOW_VERSIONS
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import SkipInit, check_keys, filled, sovits_version
from pipeline.errors import VoiceError

WRAPPED = "cfm.base_model.model."  # what LoRA training puts before the DiT's keys
_LORA = re.compile(r"(?P<key>cfm\.estimator\..+)\.lora_(?P<side>[AB])(\.default)?\.weight")
_TARGET = re.compile(r"cfm\.estimator\.transformer_blocks\.\d+\.attn\.(to_q|to_k|to_v|to_out\.0)\.weight")
# Parts that LoRA training leaves unfrozen, and buffers that are saved with them: each replaces the base's as a whole.
REPLACED = ("ref_enc.", "bridge.", "wns1.", "linear_mel.", "quantizer.", "ssl_proj.", "cfm.estimator.rotary_embed.")


def is_lora(tensors: Mapping[str, Tensor]) -> bool:
    return any(".lora_" in key for key in tensors)


def build_flow(checkpoint: Checkpoint, base: Checkpoint | None = None) -> FlowSovits:
    """Builds v3 or v4. `base`: the file that a LoRA file belongs over.

    Raises VoiceError: it is no v3 or v4 file, keys, shapes or config do not fit, or its base is missing or another's.
    """
    where = str(checkpoint.path)
    version = sovits_version(checkpoint)
    if version not in FLOW_VERSIONS:
        raise VoiceError(f"{where}: is a {version} file, no v3 or v4")
    if is_lora(checkpoint.tensors):
        if base is None:
            raise VoiceError(f"{where}: is a {version} LoRA file, which sounds only over its base; name the base, too")
        _check_base(base, version, where)
        tensors = merged(checkpoint, base)
    elif checkpoint.tag and checkpoint.tag.endswith("LoRA"):
        raise VoiceError(
            f"{where}: its header says {checkpoint.tag}, and it has no lora_ keys; the file was put together from two"
        )
    else:
        tensors = dict(checkpoint.tensors)
    config = checkpoint.config or (base.config if base else None)
    if config is None:
        raise VoiceError(f"{where}: has no config, so it is no official SoVITS file")
    sizes = FlowConfig.read(config, version, tensors, where)
    with torch.device("meta"), SkipInit():
        module = FlowSovits(sizes)
    return filled(module, tensors, where)


def _check_base(base: Checkpoint, version: str, where: str) -> None:
    if (found := sovits_version(base)) != version:
        raise VoiceError(f"{base.path}: is a {found} file, and {where} a {version} LoRA: take the base of {version}")
    if is_lora(base.tensors):
        raise VoiceError(f"{base.path}: is a LoRA file itself; the base of {where} is the official {version} file")


def merged(lora: Checkpoint, base: Checkpoint) -> dict[str, Tensor]:
    """The base's tensors with the LoRA laid over them, W + B A, in float32.

    Raises VoiceError: a pair is incomplete, of another shape or rank, or a key belongs to nothing in the base.
    """
    where = str(lora.path)
    tensors, pairs, whole = dict(base.tensors), dict[str, dict[str, Tensor]](), dict[str, Tensor]()
    for name, tensor in lora.tensors.items():
        key = name.replace(WRAPPED, "cfm.", 1)
        if found := _LORA.fullmatch(key):
            pairs.setdefault(found["key"] + ".weight", {})[found["side"]] = tensor
        else:
            whole[key] = tensor
    wanted = [key for key in tensors if _TARGET.fullmatch(key)]
    if missing := [key for key in wanted if set(pairs.get(key, ())) != {"A", "B"}]:
        raise VoiceError(f"{where}: lora_A or lora_B of {missing[0]} is missing; {len(missing)} of {len(wanted)} are")
    if foreign := [key for key in pairs if key not in wanted]:
        raise VoiceError(f"{where}: its LoRA of {foreign[0]} belongs to nothing in {base.path}")
    for key in wanted:
        tensors[key] = _sum(tensors[key], pairs[key]["A"], pairs[key]["B"], key, lora)
    _check_replaced(whole, base, where)
    return {**tensors, **whole}


def _sum(weight: Tensor, a: Tensor, b: Tensor, key: str, lora: Checkpoint) -> Tensor:
    rank = a.shape[0] if a.ndim == 2 else 0
    if not rank or tuple(a.shape) != (rank, weight.shape[1]) or tuple(b.shape) != (weight.shape[0], rank):
        raise VoiceError(
            f"{lora.path}: the LoRA of {key} has shapes {list(b.shape)} and {list(a.shape)}, whose product is not "
            f"{list(weight.shape)}"
        )
    if lora.lora_rank not in (None, rank):
        raise VoiceError(f"{lora.path}: says rank {lora.lora_rank}, and the LoRA of {key} has rank {rank}")
    return weight.float() + b.float() @ a.float()


def _check_replaced(whole: Mapping[str, Tensor], base: Checkpoint, where: str) -> None:
    """Holds each part that a LoRA file brings whole against the base's keys and shapes."""
    if foreign := [key for key in whole if not key.startswith(REPLACED)]:
        raise VoiceError(f"{where}: key {foreign[0]} belongs to no part that LoRA training changes")
    for part in REPLACED:
        if brought := {key: tensor for key, tensor in whole.items() if key.startswith(part)}:
            shapes = {key: tuple(tensor.shape) for key, tensor in base.tensors.items() if key.startswith(part)}
            check_keys(shapes, brought, where)
