"""Runs work on a side CUDA stream; on a CPU it runs inline.

Work on the side stream sees everything that the caller had queued before. Its results are copied to pinned host memory
and waited for only when they are read. The same code serves both kinds of device; on a CPU nothing overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


class SideStream:
    """A context: what is called within runs on the stream."""

    def __init__(self, device: torch.device) -> None:
        self._stream: Any = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._entered: Any = None

    def __enter__(self) -> SideStream:
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

    def fetch(self, tensor: Tensor) -> HostCopy:
        """Starts copying a tensor that this stream makes to the host."""
        if self._stream is None:
            return HostCopy(tensor, None)
        host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
        host.copy_(tensor, non_blocking=True)
        return HostCopy(host, self._stream.record_event())


@dataclass(frozen=True, slots=True)
class HostCopy:
    """A tensor on its way to the host."""

    _host: Tensor
    _arrived: Any  # a CUDA event, or None where there is nothing to wait for

    def numpy(self) -> NDArray[np.float32]:
        """Waits for the copy."""
        if self._arrived is not None:
            self._arrived.synchronize()
        samples: NDArray[np.float32] = self._host.numpy()
        return samples
