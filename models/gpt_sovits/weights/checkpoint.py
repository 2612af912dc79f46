"""Reads weights files: their kind is decided by their contents, and no code in them is run.

A file is a torch zip, in official form `{"weight": ..., "config": ..., "info": ...}`, perhaps with the zip's first
two bytes replaced by a version tag (SPEC 1.3); or a safetensors file that `voicepress voice import` wrote, with the
same config in its metadata; or a plain dict of tensors (the speaker network). Unpickling is restricted to tensors,
plain containers and the config class of official savers (`weights_only=True`).
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.gpt_sovits.weights.headers import HEAD_BYTES, METADATA_KEY, TAGS
from models.gpt_sovits.weights.official import FLOW_BASES
from pipeline.errors import VoiceError

# Official files of full size have 90 to 800 MB; one far beyond that was not made to be loaded.
MOST_BYTES = 4 << 30


@dataclass(frozen=True, slots=True)
class Checkpoint:
    path: Path
    sha256: str
    tensors: Mapping[str, Tensor] = field(repr=False)  # key as in the file, GPT keys without "model."
    config: Mapping[str, Any] | None
    info: str
    tag: str | None  # the version that the header names, if it names one
    head_md5: str = ""  # of the first bytes, by which the original knows its base files (SPEC 1.3)
    lora_rank: int | None = None  # as the file says it; the tensors of a LoRA file show it, too


class HParams:
    """Replaces the config class that official savers pickle as utils.HParams: attributes only."""

    def plain(self) -> dict[str, Any]:
        return {name: value.plain() if isinstance(value, HParams) else value for name, value in vars(self).items()}


def read(path: Path) -> Checkpoint:
    """Reads a weights file of any kind.

    Raises:
        VoiceError: it is missing, truncated, no weights file, wants to run code, or would not stay in its size.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise VoiceError(f"{path}: has {size:,} bytes; no GPT-SoVITS file is larger than {MOST_BYTES:,}")
        data = path.read_bytes()
    except OSError as error:
        raise VoiceError(f"{path}: cannot be read ({error.strerror}); name a weights file that is there") from None
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix == ".safetensors":
        return _read_safetensors(path, data, digest)
    head = hashlib.md5(data[:HEAD_BYTES], usedforsecurity=False).hexdigest()
    tag = TAGS.get(data[:2])
    if tag:
        data = b"PK" + data[2:]
    if data[:2] == b"PK":
        _check_zip(path, data)
    elif data[:1] != b"\x80":  # pickles of old savers start with it
        raise VoiceError(
            f"{path}: starts with {data[:2]!r}, which is neither a torch file nor a known version tag "
            f"({', '.join(t.decode() for t in TAGS)})"
        )
    content = _unpickled(path, data)
    if not isinstance(content, Mapping):
        raise VoiceError(f"{path}: holds a {type(content).__name__}, not a dict of weights")
    weight = content.get("weight", content.get("generator", content))  # "generator": BigVGAN's
    config = content.get("config")
    if isinstance(config, HParams):
        try:
            config = config.plain()
        except RecursionError:
            raise VoiceError(
                f"{path}: its config contains itself; no saver writes that, and it was not built"
            ) from None
    if "weight" in content and not isinstance(config, Mapping):
        raise VoiceError(f"{path}: has weights but no config (found {type(config).__name__}); it cannot be built")
    return Checkpoint(
        path, digest, _tensors(path, weight), config, str(content.get("info", "")), tag, head, _rank(content)
    )


def _check_zip(path: Path, data: bytes) -> None:
    """Refuses zip bombs: torch stores entries uncompressed, and together they are no larger than the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise VoiceError(f"{path}: is truncated or damaged ({error}); fetch or copy it again") from None
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED and entry.file_size > entry.compress_size:
            raise VoiceError(
                f"{path}: entry {entry.filename} unpacks {entry.compress_size:,} to {entry.file_size:,} "
                "bytes; torch never compresses, so the file is not what it seems and was not opened"
            )
    if (total := sum(entry.file_size for entry in entries)) > len(data):
        raise VoiceError(f"{path}: claims {total:,} bytes of content in a file of {len(data):,}; it was not opened")


def _unpickled(path: Path, data: bytes) -> Any:
    try:
        with torch.serialization.safe_globals([(HParams, "utils.HParams")]):
            return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        reason = str(error).split("WeightsUnpickler error: ")[-1].split("\n")[0].strip() or type(error).__name__
        raise VoiceError(
            f"{path}: wants more than tensors and settings ({reason[:160]}); nothing in it was run. "
            "Ask its maker for a safetensors file"
        ) from None
    except (RuntimeError, EOFError, ValueError, KeyError, IndexError, AttributeError, TypeError, OSError) as error:
        raise VoiceError(
            f"{path}: is truncated or damaged ({str(error).splitlines()[0][:160] if str(error) else error!r}"
            "); fetch or copy it again"
        ) from None


def _read_safetensors(path: Path, data: bytes, digest: str) -> Checkpoint:
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        tensors = load(data)
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        metadata = json.loads(header.get("__metadata__", {}).get(METADATA_KEY, "{}"))
    except (SafetensorError, ValueError, RecursionError) as error:
        raise VoiceError(f"{path}: is no safetensors file or is truncated ({error})") from None
    if not isinstance(metadata, dict):
        raise VoiceError(
            f"{path}: its metadata is a {type(metadata).__name__}, not what `voicepress voice import` "
            "writes; import the original file again"
        )
    return Checkpoint(
        path,
        digest,
        _tensors(path, tensors),
        metadata.get("config"),
        metadata.get("info", ""),
        metadata.get("tag"),
        str(metadata.get("head_md5", "")),
        _rank(metadata),
    )


def _rank(content: Mapping[str, Any]) -> int | None:
    rank = content.get("lora_rank")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) else None


def save_safetensors(checkpoint: Checkpoint, path: Path) -> None:
    """Writes the same weights as safetensors, with config, info and tag in the metadata."""
    from safetensors.torch import save

    metadata = {
        "config": checkpoint.config,
        "info": checkpoint.info,
        "tag": checkpoint.tag,
        "source_sha256": checkpoint.sha256,
        **({"head_md5": checkpoint.head_md5} if checkpoint.head_md5 in FLOW_BASES else {}),
        **({} if checkpoint.lora_rank is None else {"lora_rank": checkpoint.lora_rank}),
    }
    data = save(
        {key: tensor.contiguous() for key, tensor in checkpoint.tensors.items()},
        {METADATA_KEY: json.dumps(metadata, sort_keys=True)},
    )
    sibling = path.with_name(path.name + ".part")
    sibling.write_bytes(data)
    sibling.replace(path)


def _tensors(path: Path, weight: Any) -> dict[str, Tensor]:
    if not isinstance(weight, Mapping) or not weight:
        raise VoiceError(f"{path}: its weights are {type(weight).__name__}, not a dict of tensors")
    for key, value in weight.items():
        if not isinstance(key, str) or not isinstance(value, Tensor):
            raise VoiceError(f"{path}: key {key!r} holds a {type(value).__name__}, not a tensor")
    if all(key.startswith("model.") for key in weight):  # the GPT's prefix in official files
        return {key.removeprefix("model."): value for key, value in weight.items()}
    return dict(weight)
