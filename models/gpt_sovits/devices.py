"""Devices and precisions that a voice's settings name, and transfers to a device."""

from __future__ import annotations

import torch
from torch import Tensor

from pipeline.errors import VoiceError


def device_of(name: str) -> torch.device:
    """Raises VoiceError: a CUDA device is asked for that is not there."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise VoiceError(
            f"device: {name} is asked for, but torch sees no CUDA device here; `device: auto` takes the CPU"
        )
    device = torch.device("cuda", torch.cuda.current_device()) if name == "cuda" else torch.device(name)
    if device.type == "cuda" and device.index >= torch.cuda.device_count():
        raise VoiceError(
            f"device: {name} is asked for, but torch sees {torch.cuda.device_count()} CUDA devices here, "
            f"cuda:0 to cuda:{torch.cuda.device_count() - 1}"
        )
    return device


def dtype_of(precision: str, device: torch.device) -> torch.dtype:
    if precision == "auto":
        # fp16 is what the voices were trained and are commonly run in; bf16 rounds eight times as coarsely
        return torch.float32 if device.type == "cpu" else torch.float16
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]


def to_device(tensor: Tensor, device: torch.device) -> Tensor:
    """Copies a host tensor to the device without waiting, by pinned memory. What is on a device already may stay."""
    if device.type == "cuda" and tensor.device.type == "cpu":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)
