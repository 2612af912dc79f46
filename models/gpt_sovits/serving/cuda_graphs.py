"""How a step of a batch runs: eagerly, with its layers compiled, or captured as a CUDA graph and replayed.

The step is the same function each time (batching.Rows.step): it touches static buffers and never asks the device
anything, so it can be recorded once for each (rows, span) and replayed without Python. A step has some 400 small
kernels; launched one by one they cost a GPU several times what they compute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor

from models.gpt_sovits.t2s import fused_attention as attention
from models.gpt_sovits.t2s.model import layer_step
from models.gpt_sovits.t2s.sampler import Sampling

if TYPE_CHECKING:
    from models.gpt_sovits.serving.batching import Rows

# "fused": attention in a kernel of ours (attention.py), where there is Triton
STEPPINGS = ("eager", "compiled", "fused", "graphed", "compiled graphs", "fused graphs")
SHAPES = 64  # (rows, span) that may be compiled; the compiler's own patience ends at 8
WARM_UPS = 2  # before a capture: libraries make their handles and choose their kernels


class Recording(Protocol):
    def replay(self) -> None: ...


Recorder = Callable[[Callable[[], Any]], Recording]


class Stepper:
    """`record`: what captures a call; a CUDA graph, unless a test brings another."""

    def __init__(
        self, sampling: Sampling, stepping: str = "eager", record: Recorder | None = None, backend: str = "inductor"
    ) -> None:
        if stepping not in STEPPINGS:
            raise ValueError(f"a step runs {', '.join(STEPPINGS)}, not {stepping!r}")
        self.sampling = sampling
        self.captures = stepping.endswith(("graphed", "graphs"))
        self._record = record
        self._block = (
            compiled_layer(backend)
            if stepping.startswith("compiled")
            else attention.fused_layer_step
            if stepping.startswith("fused")
            else None
        )
        self._recordings: dict[tuple[int, int], Recording] = {}

    def __call__(self, rows: Rows, span: int, count: int) -> None:
        """`count` steps of all `rows`."""
        if not self.captures:
            for _ in range(count):
                rows.step(self.sampling, span, self._block)
            return
        key = len(rows.active), span
        if key not in self._recordings:
            self._recordings[key] = self._recorded(rows, span)
        for _ in range(count):
            self._recordings[key].replay()

    def forget(self) -> None:
        """Buffers have moved: what was captured over the old ones is worth nothing."""
        self._recordings.clear()

    @property
    def recorded(self) -> Sequence[tuple[int, int]]:
        """(rows, span) of every capture."""
        return tuple(self._recordings)

    def _recorded(self, rows: Rows, span: int) -> Recording:
        """Captures a step and leaves the rows as they were: warming up says tokens that nobody has asked for yet.

        What it writes into the cache lies behind every row's end, where the first real step writes the same.
        """
        kept = {name: value.clone() for name, value in rows.state.items()}
        if self._record is None:
            self._record = CudaRecorder(rows.hidden.device)
        recording = self._record(lambda: rows.step(self.sampling, span, self._block))
        for name, value in rows.state.items():
            value.copy_(kept[name])
        return recording


class CudaRecorder:
    """Captures calls as CUDA graphs that share one pool of memory: they are replayed one after the other."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, call: Callable[[], Any]) -> Recording:
        here = torch.cuda.current_stream(self._device)
        side = torch.cuda.Stream(self._device)
        side.wait_stream(here)
        with torch.cuda.stream(side):
            for _ in range(WARM_UPS):
                call()
        here.wait_stream(side)
        graph: Any = torch.cuda.CUDAGraph()
        # other threads may copy finished sound meanwhile
        with torch.cuda.graph(graph, pool=self._pool, capture_error_mode="thread_local"):
            call()
        recording: Recording = graph
        return recording


def compiled_layer(backend: str = "inductor") -> Callable[..., Tensor]:
    """layer_step compiled: once a shape, for all layers. Without graph breaks, or it raises."""
    torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, SHAPES)
    compiled: Callable[..., Tensor] = torch.compile(layer_step, fullgraph=True, dynamic=False, backend=backend)
    return compiled
