"""Experiment: six ways to run a decode step. The product runs two, eager on a CPU and CUDA graphs on a GPU.

`make gpu` decides. Its table "tokens" times eager, graphed and fused steps beside the roofline, its section "compiled
layers" the compiled ones, its section "equality" and the GPU tests hold their tokens against the plain path. A way that
is 10 % faster than "graphed" at 128 slots, speaks the same tokens and captures in less than a minute becomes what
serving/stepper.py does; the others are then deleted, with this file. No GPU has been at hand yet: by count of bytes
"fused graphs" reads two thirds of what "graphed" reads at 128 slots.
"""

from __future__ import annotations

import torch

from models.gpt_sovits.bench import fused_attention
from models.gpt_sovits.serving.cuda_graphs import Capture
from models.gpt_sovits.serving.stepper import Stepper
from models.gpt_sovits.t2s.model import LayerStep, layer_step
from models.gpt_sovits.t2s.sampler import SamplingParams

# "fused": attention and the cache's write in a Triton kernel (fused_attention.py).
STEPPINGS = ("eager", "compiled", "fused", "graphed", "compiled graphs", "fused graphs")
COMPILED_SHAPES = 64  # (slots, span) that may be compiled; torch's own limit is 8


def stepper_named(
    stepping: str, params: SamplingParams, capture: Capture | None = None, backend: str = "inductor"
) -> Stepper:
    """`backend`: the compiler's. Raises ValueError: `stepping` is none of STEPPINGS."""
    if stepping not in STEPPINGS:
        raise ValueError(f"a step runs {', '.join(STEPPINGS)}, not {stepping!r}")
    step: LayerStep = layer_step
    if stepping.startswith("compiled"):
        step = compiled_layer_step(backend)
    elif stepping.startswith("fused"):
        step = fused_attention.fused_layer_step
    return Stepper(params, stepping.endswith(("graphed", "graphs")), capture, step)


def compiled_layer_step(backend: str = "inductor") -> LayerStep:
    """layer_step compiled once per shape, for all layers. A graph break raises."""
    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, COMPILED_SHAPES)
    compiled: LayerStep = torch.compile(layer_step, fullgraph=True, dynamic=False, backend=backend)
    return compiled
