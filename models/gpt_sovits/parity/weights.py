"""The weights behind a parity fixture, drawn again from tensor names, shapes and a seed.

Fixtures store no weights. One CPU generator runs over the keys in sorted order; each kind of tensor is scaled so that
every part of a network matters (a freshly initialised one would hide mistakes: flows that do nothing, norms that are
the identity, an empty codebook). `scaled` names row ranges that are multiplied last.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

ShapesByKey = Mapping[str, tuple[Sequence[int], str]]  # key -> shape, dtype name
ScaledRows = Sequence[tuple[str, int, int, float]]  # key, first row, last row + 1, factor

_PLAIN = ("_codebook.embed", "_codebook.embed_avg", "text_embedding.weight", "word_embeddings.weight")
_SMALL = ("ref_enc.fc.fc.weight", "attn_norm.linear.weight", "norm_out.linear.weight")


def rebuild(shapes: ShapesByKey, seed: int, gain: float = 1.0, scaled: ScaledRows = ()) -> dict[str, Tensor]:
    """Key -> tensor, float32 (counters int64), in sorted order of keys."""
    generator = torch.Generator().manual_seed(seed)
    state: dict[str, Tensor] = {}
    for key in sorted(shapes):
        shape, dtype = shapes[key]
        if dtype == "int64":  # counters of batch norms take nothing from the generator
            state[key] = torch.zeros(tuple(shape), dtype=torch.int64)
        else:
            state[key] = _value(key, torch.randn(tuple(shape), generator=generator), gain, generator)
    for key, start, stop, factor in scaled:
        state[key][start:stop] *= factor
    return state


def _value(key: str, draw: Tensor, gain: float, generator: torch.Generator) -> Tensor:
    """`draw` (standard normal) as this kind of tensor; only gains of weight norm draw once more."""
    flat = draw.ndim <= 1
    fan_in = max(math.prod(draw.shape[1:]), 1)
    if key.endswith("_codebook.inited"):
        return torch.ones_like(draw)
    if key.endswith("cluster_size"):
        return draw.abs() * 10 + 3
    if key.endswith("running_var"):
        return 0.5 + draw.abs()
    if key.endswith("weight_g"):
        return (0.6 + 0.4 * torch.rand(draw.shape, generator=generator)) * gain
    is_norm = draw.ndim == 1 and "norm" in key and key.endswith((".weight", ".gamma"))
    if is_norm or (".bn" in key and key.endswith("weight")) or key.endswith("alpha"):
        return 1 + 0.1 * draw
    if key.endswith(_PLAIN):
        return draw
    if key.endswith(_SMALL):
        return 0.2 * draw / math.sqrt(draw.shape[1])
    return 0.05 * draw if flat else draw / math.sqrt(fan_in) * gain


def checksum(state: Mapping[str, Tensor]) -> str:
    """Sixteen hexadecimal digits over keys and values."""
    digest = hashlib.sha256()
    for key in sorted(state):
        digest.update(key.encode())
        digest.update(state[key].contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
