"""Counter-based noise: each value is a hash of a line's seed and the place where it is used, without a state.

So a line's noise is the same on every device and in every batch, and is computed on the device: there is no loop on the
host, no transfer, and no generator state that a CUDA graph would have to carry.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

_MASK = 0xFFFFFFFF
_GOLDEN = 0x9E3779B1  # odd, and its multiples spread over 32 bits
_LATENT = 0x5A11AD  # keeps latent noise apart from the noise that tokens are drawn with


def exponential_noise(seeds: Tensor, steps: Tensor, width: int) -> Tensor:
    """seeds, steps (B) int64 -> (B, width), float32, exponentially distributed with mean 1."""
    key = _hash(_key(seeds) ^ steps)[:, None]
    ids = torch.arange(width, device=seeds.device)
    return -_uniform(_hash((ids * _GOLDEN & _MASK) ^ key)).log()


def normal_noise(seeds: Tensor, channels: int, frames: int) -> Tensor:
    """seeds (B) int64 -> (B, channels, frames), float32, standard normal (Box and Muller, half of each pair)."""
    key = _hash(_key(seeds) ^ _LATENT)[:, None, None]
    channel = _hash(key ^ (torch.arange(channels, device=seeds.device) * _GOLDEN & _MASK)[:, None])
    bits = _hash(channel ^ torch.arange(frames, device=seeds.device))
    angle = _uniform(_hash(bits ^ _GOLDEN)) * (2 * math.pi)
    return (-2 * _uniform(bits).log()).sqrt_() * angle.cos_()


def _key(seeds: Tensor) -> Tensor:
    return _hash(_hash(seeds & _MASK) ^ ((seeds >> 32) & _MASK))


def _uniform(bits: Tensor) -> Tensor:
    """32 bits -> (0, 1), without either end.

    23 bits are used: with 24 and the half, the highest value would round to 1, whose logarithm is 0, and dividing by it
    gives NaN. One line in a hundred had such a token.
    """
    return ((bits >> 9).float() + 0.5) * 2.0**-23


def _hash(x: Tensor) -> Tensor:
    """A bijection of 32 bits that leaves no visible pattern (triple32, public domain), in int64 that wraps."""
    x = x ^ (x >> 17)
    x = x * 0xED5AD4BB & _MASK
    x = x ^ (x >> 11)
    x = x * 0xAC4C1B51 & _MASK
    x = x ^ (x >> 15)
    x = x * 0x31848BAB & _MASK
    return x ^ (x >> 14)
