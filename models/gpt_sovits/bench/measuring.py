"""Measurement runs on one device, in sections: one that fails prints why, and the others still run."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import torch

from models.gpt_sovits.bench.throughput import BenchSetup
from pipeline.errors import MissingExtraError

T = TypeVar("T")


@dataclass
class BenchDevice:
    """The device that is measured, how long the run may take, and what came of its sections so far."""

    device: torch.device
    dtype: torch.dtype
    tiny: bool
    budget_s: float
    started: float = field(default_factory=time.perf_counter)
    left_out: list[str] = field(default_factory=list)  # for time
    failed: list[str] = field(default_factory=list)
    stepping: str = ""  # of whole passes; "": the product's own

    @property
    def setup(self) -> BenchSetup:
        return BenchSetup(self.device, self.dtype, 40, (), not self.tiny)

    @property
    def value_bytes(self) -> int:
        return int(torch.finfo(self.dtype).bits) // 8

    @property
    def left_s(self) -> float:
        return self.budget_s - (time.perf_counter() - self.started)

    def section(self, name: str, needed_s: float, call: Callable[[], T]) -> T | None:
        """Runs a section. -> its result; None where it was left out for time or failed."""
        if not self.tiny and self.left_s < needed_s:
            self.left_out.append(name)
            return None
        print(f"\n{name}", flush=True)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (GPU time is rare: the other sections are still worth it)
            print(f"  {reason(error)}", flush=True)
        # The error is freed by now, and with its frames the tensors that they held.
        self.failed.append(name)
        if self.device.type == "cuda" and torch.cuda.is_initialized():
            with contextlib.suppress(RuntimeError):  # after a device error the next section fails with its own message
                torch.cuda.empty_cache()
        return None


def reason(error: Exception) -> str:
    """One line: which package is missing, or what went wrong and where."""
    if isinstance(error, MissingExtraError):
        return f"left out: {error}"
    where = traceback.extract_tb(error.__traceback__)[-1]
    message = (str(error).splitlines() or [""])[0][:200]
    return f"failed: {type(error).__name__}: {message} ({Path(where.filename).name}:{where.lineno})"


def device_named(name: str) -> torch.device:
    return torch.device("cuda", torch.cuda.current_device()) if name == "cuda" else torch.device(name)


def tried(name: str, call: Callable[[], float]) -> float:
    """Times one variant; one that fails is printed and counts as infinitely slow. Eager must not fail."""
    try:
        return call()
    except Exception as error:
        if name == "eager":
            raise
        print(f"  {name}: {type(error).__name__}: {str(error).splitlines()[0][:150]}")
        return float("inf")
