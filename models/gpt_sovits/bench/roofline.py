"""Roofline: bandwidth and matrix throughput measured on the device, bytes and FLOP of the networks counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from models.gpt_sovits.configs import GptConfig, SovitsConfig


def synchronised(device: torch.device) -> float:
    """The clock, read when the device has finished its queue."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()


def seconds(call: Callable[[], object], device: torch.device, rounds: int = 5, warm: int = 2) -> float:
    """Median seconds of some rounds, each alone on the device."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(rounds):
        start = synchronised(device)
        call()
        taken.append(synchronised(device) - start)
    return sorted(taken)[len(taken) // 2]


@dataclass(frozen=True, slots=True)
class Roofline:
    bytes_per_s: float  # a copy, read and written
    flops: float  # of a large matrix product in the networks' precision


@torch.inference_mode()
def measured(device: torch.device, dtype: torch.dtype, tiny: bool = False) -> Roofline:
    """Measures the device on random data: zeros would be faster than anything real."""
    count, side = (1 << 22, 256) if tiny else (1 << 30, 8192) if device.type == "cuda" else (1 << 26, 1024)
    return Roofline(_copied(count // 2, device, dtype), _multiplied(side, device, dtype))


def _copied(count: int, device: torch.device, dtype: torch.dtype) -> float:
    one = torch.randn(count, device=device, dtype=dtype)
    two = torch.empty_like(one)
    moved = 2 * count * int(torch.finfo(dtype).bits) // 8
    return moved / seconds(lambda: two.copy_(one), device)


def _multiplied(side: int, device: torch.device, dtype: torch.dtype) -> float:
    a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    return 2 * side**3 / seconds(lambda: a @ b, device)


def step_bytes(config: GptConfig, slots: int, positions: int, value_bytes: int) -> int:
    """The least that a decode step must read: the weights once, every slot's keys and values."""
    width = config.hidden_dim
    weights = config.layers * 12 * width * width + config.vocab_size * width
    return (weights + slots * positions * 2 * config.layers * width) * value_bytes


def step_flops(config: GptConfig, slots: int, positions: int) -> int:
    width = config.hidden_dim
    return slots * 2 * (config.layers * (12 * width * width + 2 * positions * width) + config.vocab_size * width)


def vocoder_flops(config: SovitsConfig) -> float:
    """FLOP of the vocoder per second of sound: two for every weight of every convolution at every place."""
    channels, rate, total = config.upsample_initial_channel, 50.0, 0.0
    total += 2 * 7 * config.inter_channels * channels * rate
    for factor, kernel in zip(config.upsample_rates, config.upsample_kernel_sizes, strict=True):
        total += 2 * kernel * channels * (channels // 2) * rate
        channels, rate = channels // 2, rate * factor
        for width, dilations in zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True):
            total += 2 * 2 * len(dilations) * width * channels * channels * rate
    return total + 2 * 7 * channels * rate


def vocoder_bytes(config: SovitsConfig, value_bytes: int, passes: float = 2.0) -> float:
    """Bytes that the vocoder's convolutions read and write per second of sound.

    `passes`: 2 where nothing between convolutions touches memory; 6 as it is, with activations, masks and sums in
    kernels of their own.
    """
    channels, rate, values = config.upsample_initial_channel, 50.0, 0.0
    for factor in config.upsample_rates:
        channels, rate = channels // 2, rate * factor
        values += sum(2 * len(d) for d in config.resblock_dilation_sizes) * channels * rate
    return passes * values * value_bytes
