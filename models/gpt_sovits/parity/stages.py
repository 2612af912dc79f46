"""Stages of a parity check: one comparison each, of a tensor of ours with a recorded one."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Stage:
    """One comparison. `bound` is on the absolute error or on the relative one."""

    name: str
    absolute: float
    relative: float
    bound: float
    bound_is_relative: bool
    remark: str = ""

    @property
    def passed(self) -> bool:
        return (self.relative if self.bound_is_relative else self.absolute) <= self.bound  # False for NaN

    def __str__(self) -> str:
        kind = "rel" if self.bound_is_relative else "abs"
        return (
            f"{'pass' if self.passed else 'FAIL'}  {self.name:<44} abs {self.absolute:.2e}  rel {self.relative:.2e}"
            f"  bound {kind} {self.bound:.0e}  {self.remark}"
        ).rstrip()


def compared(name: str, ours: Tensor, theirs: Tensor, bound: float, relative: bool = True, remark: str = "") -> Stage:
    if ours.shape != theirs.shape:
        return Stage(
            name, float("inf"), float("inf"), bound, relative, f"shape {list(ours.shape)}, not {list(theirs.shape)}"
        )
    worst = (ours.double() - theirs.double()).abs().max().item() if ours.numel() else 0.0
    peak = theirs.double().abs().max().item() if theirs.numel() else 0.0
    return Stage(name, worst, worst / peak if peak else worst, bound, relative, remark)


def equal(name: str, ours: Tensor, theirs: Tensor) -> Stage:
    """Compares tokens: the error is the number of places that differ."""
    if ours.shape != theirs.shape:
        return Stage(name, float("inf"), float("inf"), 0.0, False, f"{len(ours)} tokens, not {len(theirs)}")
    differ = int((ours.long() != theirs.long()).sum())
    return Stage(name, differ, differ / max(len(theirs), 1), 0.0, False, f"{len(theirs)} tokens")
