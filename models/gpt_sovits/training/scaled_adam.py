"""ScaledAdam: Adam whose steps are relative to a tensor's size, which is learnt as well (icefall; SPEC 6.2).

A tensor p is seen as r u with a root mean square r: u moves by Adam's step times r, and r by a step of its own, once
in SIZE_PERIOD steps, from the gradients <p, grad> of log r. Tensors of one element move by Adam alone. Gradients are
clipped at `clipping_scale` times the median of the model's gradient norms over the last CLIPPING_PERIOD steps, and not
at all before so many were seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

SIZE_PERIOD = 4
CLIPPING_PERIOD = 1000
LEAST_RMS, MOST_RMS = 1e-5, 3.0  # within which a size is learnt
MOST_SCALAR = 10.0
SLOWER = 0.1  # sizes and scalars learn at this share of the rate
EPS = 1e-8
WARMED = 0.99  # a bias correction above it is left out


class ScaledAdam(torch.optim.Optimizer):
    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.95),
        clipping_scale: float = 2.0,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "betas": betas, "clipping_scale": clipping_scale})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:
        assert closure is None
        for group in self.param_groups:
            moved = [p for p in group["params"] if p.grad is not None]
            if not moved:
                continue
            clip = self._clip(group, moved)
            for p in moved:
                self._move(p, p.grad if clip == 1.0 else p.grad * clip, group)

    def _clip(self, group: dict[str, Any], moved: list[Tensor]) -> float:
        """The factor of all gradients, 1.0 until a period has passed."""
        first = self.state[moved[0]]
        step = first.get("step", 0)
        if step == 0:
            return 1.0
        parts = [(p.grad if p.numel() == 1 else p.grad * self.state[p]["rms"]).pow(2).sum() for p in moved
                 if p.grad is not None and (p.numel() == 1 or "rms" in self.state[p])]  # fmt: skip
        norm = torch.stack(parts).sum().sqrt()
        norms = first.setdefault("norms", norm.new_zeros(CLIPPING_PERIOD))
        norms[step % CLIPPING_PERIOD] = norm
        if step % CLIPPING_PERIOD == 0:
            first["threshold"] = group["clipping_scale"] * norms.sort().values[CLIPPING_PERIOD // 2]
        if "threshold" not in first:
            return 1.0
        return min(1.0, float(first["threshold"] / (norm + 1e-20)))

    def _move(self, p: Tensor, grad: Tensor, group: dict[str, Any]) -> None:
        state = self.state[p]
        if not state:
            state.update(step=0, delta=torch.zeros_like(p), square=torch.zeros_like(p))
            if p.numel() > 1:
                state.update(rms=_rms(p), size_square=p.new_zeros(()), size_grads=p.new_zeros(SIZE_PERIOD))
        momentum, decay = group["betas"]
        state["delta"].mul_(momentum)
        if p.numel() > 1:
            state["size_grads"][state["step"] % SIZE_PERIOD] = (p * grad).sum()
            if state["step"] % SIZE_PERIOD == SIZE_PERIOD - 1:
                state["rms"].copy_(_rms(p))
                self._resize(p, state, group)
        square = state["square"].mul_(decay).addcmul_(grad, grad, value=1 - decay)
        correction = 1 - decay ** (state["step"] + 1)
        if correction < WARMED or p.numel() == 1:
            square = square / correction
        direction = grad / square.sqrt().add_(EPS)
        size = SLOWER if p.numel() == 1 else state["rms"].clamp(min=LEAST_RMS)
        state["delta"].add_(direction * (size * (-group["lr"] * (1 - momentum))))
        if p.numel() == 1:
            p.clamp_(-MOST_SCALAR, MOST_SCALAR)
        p.add_(state["delta"])
        state["step"] += 1

    @staticmethod
    def _resize(p: Tensor, state: dict[str, Any], group: dict[str, Any]) -> None:
        """A step of the tensor's size; a size beyond its bounds only comes back."""
        momentum, decay = group["betas"]
        rate, faster = group["lr"] * SLOWER, decay**SIZE_PERIOD
        grads = state["size_grads"]
        square = state["size_square"].mul_(faster).add_(grads.pow(2).mean(), alpha=1 - faster)
        correction = 1 - faster ** ((state["step"] + 1) // SIZE_PERIOD)
        step = -rate * correction**0.5 * grads.sum() / (square.sqrt() + EPS)
        step = torch.where(state["rms"] < LEAST_RMS, torch.zeros_like(step), step)
        step = torch.where(state["rms"] > MOST_RMS, torch.full_like(step, -rate * SIZE_PERIOD), step)
        state["delta"].add_(p * step, alpha=1 - momentum)


def _rms(p: Tensor) -> Tensor:
    return p.pow(2).mean().sqrt()
