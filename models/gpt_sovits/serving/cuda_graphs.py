"""CUDA graphs: calls that touch static buffers alone are captured once and replayed without Python.

A decode step has some 400 small kernels; launched one by one they cost a GPU several times what they compute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

WARM_UPS = 2  # calls before a capture: libraries make their handles and choose their kernels
MOST_GRAPHS = 64  # shapes that a GraphedFunction captures


class Graph(Protocol):
    def replay(self) -> None: ...


Capture = Callable[[Callable[[], Any]], Graph]


class CudaGraphCapture:
    """Captures calls as CUDA graphs that share one memory pool: they are replayed one after the other."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, call: Callable[[], Any]) -> Graph:
        here = torch.cuda.current_stream(self._device)
        side = torch.cuda.Stream(self._device)
        side.wait_stream(here)
        with torch.cuda.stream(side):
            for _ in range(WARM_UPS):
                call()
        here.wait_stream(side)
        cuda_graph: Any = torch.cuda.CUDAGraph()
        # Other threads may copy finished sound meanwhile.
        with torch.cuda.graph(cuda_graph, pool=self._pool, capture_error_mode="thread_local"):
            call()
        graph: Graph = cuda_graph
        return graph


class GraphedFunction:
    """A function of tensors, captured when a shape comes for the second time and replayed from then on.

    `capture` None: the function is always called as it is. A shape seen once may never come again, and at most `most`
    graphs are kept.
    """

    def __init__(self, function: Callable[..., Tensor], capture: Capture | None, most: int = MOST_GRAPHS) -> None:
        self._function = function
        self._capture = capture
        self._most = most
        self._seen: set[tuple[Any, ...]] = set()
        self._graphs: dict[tuple[Any, ...], tuple[Graph, Sequence[Tensor], list[Tensor]]] = {}

    def __call__(self, *inputs: Tensor) -> Tensor:
        """The result lies in memory that the next call of the same shape overwrites: fetch it first."""
        if self._capture is None:
            return self._function(*inputs)
        shapes = tuple((tuple(x.shape), x.dtype) for x in inputs)
        if shapes not in self._graphs:
            if shapes not in self._seen or len(self._graphs) >= self._most:
                self._seen.add(shapes)
                return self._function(*inputs)
            static = [x.clone() for x in inputs]
            out: list[Tensor] = []

            def call() -> None:
                out[:] = [self._function(*static)]

            self._graphs[shapes] = self._capture(call), static, out
        graph, static_inputs, result = self._graphs[shapes]
        for buffer, value in zip(static_inputs, inputs, strict=True):
            buffer.copy_(value)
        graph.replay()
        return result[0]

    @property
    def graphs(self) -> int:
        return len(self._graphs)
