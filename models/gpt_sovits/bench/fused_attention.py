"""Experiment: attention of a decode step and the KV cache's write in one Triton kernel, for a CUDA device.

Torch's own attention reads every slot up to the span that all slots share and needs a mask for it; two more kernels
write the new position into the cache. This kernel reads each slot's own positions and nothing else: at 128 slots that
is two thirds of the bytes. steppings.py says what decides whether the product takes it.
"""

# mypy: disable-error-code="no-untyped-def"
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from models.gpt_sovits.t2s.model import Layer

try:
    import triton
    import triton.language as tl
except ImportError:  # a CPU's PyTorch comes without
    triton = None

BLOCK = 64  # positions at once: 4 KB of keys in half precision

if triton is not None:

    @triton.jit
    def _attend(
        q,
        k,
        v,
        keys,
        values,
        lengths,
        out,
        stride_in,
        stride_row,
        stride_head,
        scale,
        HEADS: tl.constexpr,
        WIDTH: tl.constexpr,
        BLOCK: tl.constexpr,
    ):
        """One program per slot and head. The sum over positions is kept as it goes (running maximum, as in flash
        attention), beginning with the new position, which is not in the cache yet."""
        row, head = tl.program_id(0), tl.program_id(1)
        there = tl.load(lengths + row)
        d = tl.arange(0, WIDTH)
        first = row * stride_in + head * WIDTH + d
        query = tl.load(q + first).to(tl.float32) * scale
        key, value = tl.load(k + first), tl.load(v + first)
        base = row.to(tl.int64) * stride_row + head * stride_head
        tl.store(keys + base + there * WIDTH + d, key)
        tl.store(values + base + there * WIDTH + d, value)
        highest = tl.sum(query * key.to(tl.float32))
        total = highest * 0.0 + 1.0
        mixed = value.to(tl.float32)
        for start in range(0, there, BLOCK):
            place = start + tl.arange(0, BLOCK)
            inside = place < there
            where = base + place[:, None] * WIDTH + d[None, :]
            score = tl.sum(tl.load(keys + where, mask=inside[:, None], other=0.0).to(tl.float32) * query[None, :], 1)
            score = tl.where(inside, score, float("-inf"))
            top = tl.maximum(highest, tl.max(score))
            share, before = tl.exp(score - top), tl.exp(highest - top)
            seen = tl.load(values + where, mask=inside[:, None], other=0.0).to(tl.float32)
            mixed = mixed * before + tl.sum(share[:, None] * seen, 0)
            total = total * before + tl.sum(share)
            highest = top
        tl.store(out + (row * HEADS + head) * WIDTH + d, (mixed / total).to(out.dtype.element_ty))


def fused_layer_step(
    layer: Layer, x: Tensor, keys: Tensor, values: Tensor, _slot_ids: Tensor, lengths: Tensor, _bias: Tensor
) -> Tensor:
    """As t2s.model.layer_step, with attention and the cache's write in one kernel; a head's width is a power of 2."""
    batch, heads, width = len(x), layer.heads, keys.shape[-1]
    both = torch.nn.functional.linear(x, layer.self_attn.in_proj_weight, layer.self_attn.in_proj_bias)
    q, k, v = both.view(batch, 3, heads, width).unbind(1)
    out = torch.empty(batch, heads, 1, width, device=x.device, dtype=x.dtype)
    kernel: Any = _attend
    kernel[batch, heads](
        q,
        k,
        v,
        keys,
        values,
        lengths,
        out,
        both.stride(0),
        keys.stride(0),
        keys.stride(1),
        width**-0.5,
        HEADS=heads,
        WIDTH=width,
        BLOCK=BLOCK,
    )
    return layer.after(x, out)
