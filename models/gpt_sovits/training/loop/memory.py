"""Memory of a training, planned before its first step: what a pass keeps for its gradients, measured on one line."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from models.gpt_sovits.training.data.batches import Order
from pipeline.errors import MachineError

GIB = 1 << 30
SPARE = 0.15  # of what is free, for what is not counted: workspaces of convolutions, the allocator's gaps
OPTIMISER = 3  # copies of the weights beside themselves: gradients, and two moments


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    order: Order
    fixed: int  # bytes: weights, gradients, moments
    each: int  # bytes of the longest line of a batch
    budget: int
    note: str  # what was made smaller, and why; empty where nothing was

    @property
    def peak(self) -> int:
        return self.fixed + self.each * self.order.batch


def planned(order: Order, networks: list[nn.Module], each: int, budget: int) -> MemoryPlan:
    """The largest batch that fits; what an optimiser step sees stays the same, in more passes.

    Raises:
        MachineError: not even one line fits.
    """
    weights = sum(p.numel() * p.element_size() for net in networks for p in net.parameters())
    fixed = weights * (1 + OPTIMISER)
    wanted = order.batch
    while fixed + each * order.batch > budget and order.batch > 1:
        half = (order.batch + 1) // 2
        order = replace(order, batch=half, accumulate=order.accumulate * 2)
    plan = MemoryPlan(order, fixed, each, budget, "")
    if plan.peak > budget:
        raise MachineError(
            f"training needs {plan.peak / GIB:.1f} GiB for batches of one line, {budget / GIB:.1f} GiB are free; "
            "stop what else runs, or train elsewhere"
        )
    if order.batch == wanted:
        return plan
    return replace(
        plan,
        note=f"batches of {order.batch} lines instead of {wanted}, {order.accumulate} to a step: {wanted} need "
        f"{(fixed + each * wanted) / GIB:.1f} GiB, {budget / GIB:.1f} GiB are free",
    )


def kept_by(step: Callable[[], Tensor]) -> int:
    """Bytes that a forward pass keeps for its gradients."""
    seen: dict[int, int] = {}

    def pack(tensor: Tensor) -> Tensor:
        seen[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        step()
    return sum(seen.values())


def budget_of(device: torch.device, memory_gib: float) -> int:
    """Bytes that a training may use."""
    if memory_gib:
        return int(memory_gib * GIB)
    free = torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else _available()
    return int(free * (1 - SPARE))


def _available() -> int:
    """Of the machine, or of the container where it has less."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for line in _lines(Path("/proc/meminfo")):
        if line.startswith("MemAvailable:"):
            free = int(line.split()[1]) << 10
    limit, used = (_lines(Path(f"/sys/fs/cgroup/memory.{name}")) for name in ("max", "current"))
    if limit and used and limit[0].isdigit() and used[0].isdigit():
        free = min(free, int(limit[0]) - int(used[0]))
    return free


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
