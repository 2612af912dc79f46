"""Work beside work: a lane is a queue of a device's own, a CUDA stream; on a CPU it is the caller itself.

What runs in a lane sees everything that the caller had asked for before; what comes out of it is fetched into memory
that the device writes by itself, and waited for when somebody reads it. Same code on both; on a CPU nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


class Lane:
    def __init__(self, device: torch.device) -> None:
        self._stream: Any = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._entered: Any = None

    def __enter__(self) -> Lane:
        if self._stream is not None:
            self._stream.wait_stream(torch.cuda.current_stream(self._stream.device))
            self._entered = torch.cuda.stream(self._stream)
            self._entered.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._entered is not None:
            self._entered.__exit__(kind, error, trace)
            self._entered = None

    def fetch(self, tensor: Tensor) -> Fetched:
        """Starts bringing a tensor that this lane makes to the host."""
        if self._stream is None:
            return Fetched(tensor, None)
        host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
        host.copy_(tensor, non_blocking=True)
        return Fetched(host, self._stream.record_event())


@dataclass(frozen=True, slots=True)
class Fetched:
    _host: Tensor
    _arrived: Any  # a CUDA event, or None where there is nothing to wait for

    def numpy(self) -> NDArray[np.float32]:
        if self._arrived is not None:
            self._arrived.synchronize()
        samples: NDArray[np.float32] = self._host.numpy()
        return samples


def to_device(tensor: Tensor, device: torch.device) -> Tensor:
    """From the host without waiting: over memory that the device reads by itself. What is on a device may stay."""
    if device.type == "cuda" and tensor.device.type == "cpu":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)


class Replays:
    """A function of tensors alone, recorded once a shape it has met before, replayed from then on.

    `record` as in steps.py; None: called as it is. A shape met once may never come again; at most `most` are kept.
    """

    def __init__(
        self, function: Callable[..., Tensor], record: Callable[[Callable[[], Any]], Any] | None, most: int = 64
    ) -> None:
        self._function = function
        self._record = record
        self._most = most
        self._met: set[tuple[Any, ...]] = set()
        self._kept: dict[tuple[Any, ...], tuple[Any, Sequence[Tensor], list[Tensor]]] = {}

    def __call__(self, *inputs: Tensor) -> Tensor:
        """The result lies in memory that the next call of the same shape writes again: fetch it first."""
        if self._record is None:
            return self._function(*inputs)
        key = tuple((tuple(x.shape), x.dtype) for x in inputs)
        if key not in self._kept:
            if key not in self._met or len(self._kept) >= self._most:
                self._met.add(key)
                return self._function(*inputs)
            static = [x.clone() for x in inputs]
            out: list[Tensor] = []

            def call() -> None:
                out[:] = [self._function(*static)]

            self._kept[key] = self._record(call), static, out
        recording, static_inputs, result = self._kept[key]
        for place, value in zip(static_inputs, inputs, strict=True):
            place.copy_(value)
        recording.replay()
        return result[0]

    @property
    def kept(self) -> int:
        return len(self._kept)
