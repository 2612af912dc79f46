"""A run of measurements on one device: sections that each say why they failed, while the others go on."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import torch

from models.gpt_sovits.bench.throughput import Plan
from pipeline.errors import MissingExtraError

T = TypeVar("T")


@dataclass
class Device:
    """What is measured on, and how long it may take."""

    device: torch.device
    dtype: torch.dtype
    tiny: bool
    budget_s: float
    started: float = field(default_factory=time.perf_counter)
    left_out: list[str] = field(default_factory=list)  # for time
    failed: list[str] = field(default_factory=list)
    stepping: str = ""  # of whole passes; as a voice would choose it

    @property
    def plan(self) -> Plan:
        return Plan(self.device, self.dtype, 40, (), not self.tiny)

    @property
    def value_bytes(self) -> int:
        return int(torch.finfo(self.dtype).bits) // 8

    @property
    def left_s(self) -> float:
        return self.budget_s - (time.perf_counter() - self.started)

    def section(self, name: str, needed_s: float, call: Callable[[], T]) -> T | None:
        """None where the section was left out or failed: what stands before and after it is worth the run."""
        if not self.tiny and self.left_s < needed_s:
            self.left_out.append(name)
            return None
        print(f"\n{name}", flush=True)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (a CUDA device is not had every day)
            print(f"  {reason(error)}", flush=True)
        # the error is gone by now, and with its frames the tensors that they held
        self.failed.append(name)
        if self.device.type == "cuda" and torch.cuda.is_initialized():
            with contextlib.suppress(RuntimeError):  # a device that has died says so in the next section
                torch.cuda.empty_cache()
        return None


def reason(error: Exception) -> str:
    """In one line: what is missing, or what went wrong and where."""
    if isinstance(error, MissingExtraError):
        return f"left out: {error}"
    where = traceback.extract_tb(error.__traceback__)[-1]
    said = (str(error).splitlines() or [""])[0][:200]
    return f"failed: {type(error).__name__}: {said} ({Path(where.filename).name}:{where.lineno})"


def device_named(name: str) -> torch.device:
    return torch.device("cuda", torch.cuda.current_device()) if name == "cuda" else torch.device(name)


def tried(name: str, call: Callable[[], float]) -> float:
    """A way that fails is a finding, not the end of the table."""
    try:
        return call()
    except Exception as error:
        if name == "eager":
            raise
        print(f"  {name}: {type(error).__name__}: {str(error).splitlines()[0][:150]}")
        return float("inf")
