"""What a SoVITS file says of itself in its first bytes and its index, without PyTorch: planning asks for it."""

from __future__ import annotations

import functools
import hashlib
import json
import pickletools
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.gpt_sovits.cfm.versions import FLOW_VERSIONS, FlowVersion
from models.gpt_sovits.weights.official import FLOW_BASES

METADATA_KEY = "voicepress.gpt-sovits"  # of safetensors that `voicepress voice import` wrote
HEAD_BYTES = 8192  # whose MD5 names the base files
MOST_HEADER = 64 << 20  # bytes
TAGS = {b"00": "v1", b"01": "v2", b"02": "v3", b"03": "v3 LoRA", b"04": "v4 LoRA", b"05": "v2Pro", b"06": "v2ProPlus"}
SPEAKER_KEY = "sv_emb.weight"  # of weights that take a speaker's embedding: v2Pro and v2ProPlus
FLOW_KEY, LORA_KEY = "cfm.", ".lora_"  # of v3 and v4, and of LoRA files


@dataclass(frozen=True, slots=True)
class Header:
    speaker: bool = False  # takes a speaker's embedding
    flow: str = ""  # "v3" or "v4"; "" of others, and where it cannot be told
    lora: bool = False  # sounds only over its base

    @property
    def facts(self) -> FlowVersion | None:
        return FLOW_VERSIONS.get(self.flow)


def header_of(sovits: Path) -> Header:
    """What the file is; an empty header where it cannot be read: loading reports what is wrong with it."""
    try:
        status = sovits.stat()
        return _header(sovits, status.st_size, status.st_mtime_ns)
    except (OSError, ValueError, zipfile.BadZipFile, RecursionError, NotImplementedError):
        return Header()


@functools.lru_cache(maxsize=64)
def _header(path: Path, size: int, changed_ns: int) -> Header:  # noqa: ARG001  (they are the cache's key)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if path.suffix == ".safetensors":
            length = int.from_bytes(head[:8], "little")
            if length >= min(size, MOST_HEADER):
                return Header()
            file.seek(8)
            return _of_safetensors(json.loads(file.read(length)))
        if tag := TAGS.get(head[:2]):
            version = tag.removesuffix(" LoRA")
            return Header(tag in ("v2Pro", "v2ProPlus"), version if version in FLOW_VERSIONS else "", tag != version)
        if head[:2] != b"PK":
            return Header()
        with zipfile.ZipFile(file) as archive:
            indices = [one for one in archive.infolist() if one.filename.endswith("data.pkl")]
            data = b"".join(archive.read(one) for one in indices if one.file_size < MOST_HEADER)
    flow = ""
    if FLOW_KEY.encode() in data:
        flow = FLOW_BASES.get(hashlib.md5(head, usedforsecurity=False).hexdigest()) or _written_version(data)
    return Header(SPEAKER_KEY.encode() in data, flow, bool(flow) and LORA_KEY.encode() in data)


def _of_safetensors(header: Any) -> Header:
    keys = header if isinstance(header, dict) else {}
    metadata = json.loads(keys.get("__metadata__", {}).get(METADATA_KEY, "{}"))
    flow = ""
    if any(key.startswith(FLOW_KEY) for key in keys) and isinstance(metadata, dict):
        tag = str(metadata.get("tag") or "").removesuffix(" LoRA")
        config = metadata.get("config")
        model = config.get("model") if isinstance(config, dict) else None
        named = model.get("version") if isinstance(model, dict) else None
        flow = next(
            (one for one in (tag, FLOW_BASES.get(str(metadata.get("head_md5")), ""), named) if one in FLOW_VERSIONS), ""
        )
    return Header(SPEAKER_KEY in keys, flow, bool(flow) and any(LORA_KEY in key for key in keys))


def _written_version(pickled: bytes) -> str:
    """The value beside "version" in a pickled config; read as a list of strings, nothing is run."""
    before = ""
    found = ""
    for operation, argument, _ in pickletools.genops(pickled):
        if isinstance(argument, str) and "UNICODE" in operation.name:
            if before == "version" and argument in FLOW_VERSIONS:
                found = argument
            before = argument
    return found
