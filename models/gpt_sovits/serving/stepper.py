"""Runs decode steps of a batch: eagerly, or captured as a CUDA graph per (slots, span) and replayed.

The step is the same function each time (BatchState.decode_step): it touches static buffers and never asks the device
anything. Other ways to run it, and the experiment that would choose one, are in bench/steppings.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.gpt_sovits.serving.batch_state import BatchState
from models.gpt_sovits.serving.cuda_graphs import Capture, CudaGraphCapture, Graph
from models.gpt_sovits.t2s.model import LayerStep, layer_step
from models.gpt_sovits.t2s.sampler import SamplingParams


class Stepper:
    """Runs steps of one sampler's batches.

    Args:
        graphs: capture and replay; else steps run eagerly.
        capture: what captures a call; a CUDA graph, unless a test brings another.
        layer_step: in place of the model's own, which it equals.
    """

    def __init__(
        self,
        params: SamplingParams,
        graphs: bool = False,
        capture: Capture | None = None,
        layer_step: LayerStep = layer_step,
    ) -> None:
        self.params = params
        self.graphs = graphs
        self._capture = capture
        self._layer_step = layer_step
        self._captured: dict[tuple[int, int], Graph] = {}

    def __call__(self, batch: BatchState, span: int, count: int) -> None:
        """Runs `count` decode steps of the whole batch."""
        if not self.graphs:
            for _ in range(count):
                batch.decode_step(self.params, span, self._layer_step)
            return
        shape = batch.slots, span
        if shape not in self._captured:
            self._captured[shape] = self._captured_step(batch, span)
        for _ in range(count):
            self._captured[shape].replay()

    def forget(self) -> None:
        """Drops all graphs: the buffers under them have moved."""
        self._captured.clear()

    @property
    def captured(self) -> Sequence[tuple[int, int]]:
        """(slots, span) of every graph."""
        return tuple(self._captured)

    def _captured_step(self, batch: BatchState, span: int) -> Graph:
        """Captures one decode step. Warm-up generates real tokens: the batch state is saved before and restored after.

        What warm-up writes into the KV cache lies behind every slot's end, where the first real step writes the same.
        """
        saved = {name: value.clone() for name, value in batch.tensors.items()}
        if self._capture is None:
            self._capture = CudaGraphCapture(batch.hidden.device)
        graph = self._capture(lambda: batch.decode_step(self.params, span, self._layer_step))
        for name, value in batch.tensors.items():
            value.copy_(saved[name])
        return graph
