"""The two networks as they learn: an optimiser step each, rates, held-out losses, and what a state holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.sovits.blocks import FeedForward, RelativeAttention
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.training import sovits_loss as gan
from models.gpt_sovits.training.data.batches import Batch, Order, sovits_batch, t2s_batch
from models.gpt_sovits.training.data.features import Features
from models.gpt_sovits.training.discriminators import Discriminators
from models.gpt_sovits.training.loop.loop import Measured, numbers
from models.gpt_sovits.training.scaled_adam import ScaledAdam
from models.gpt_sovits.training.settings import SovitsTraining, T2STraining
from models.gpt_sovits.training.t2s_loss import reject, t2s_loss

FIRST_RATE = 0.01  # of the original's first optimiser step, before its scheduler has spoken (SPEC 6.2)
HELD_OUT_SEED = 99
BETAS, EPS = (0.8, 0.99), 1e-9  # of SoVITS's optimisers


@dataclass(frozen=True, slots=True)
class Precision:
    """fp32, or half with weights kept in fp32; fp16 scales its losses, since small gradients would be none."""

    device: torch.device
    dtype: torch.dtype

    def computing(self) -> AbstractContextManager[Any]:
        half: AbstractContextManager[Any] = torch.autocast(
            self.device.type, self.dtype, enabled=self.dtype != torch.float32
        )
        return half

    def scaler(self) -> torch.amp.GradScaler:
        return torch.amp.GradScaler(self.device.type, enabled=self.dtype == torch.float16)


def precision_of(named: str, device: torch.device) -> Precision:
    if named == "auto":
        named = "fp32" if device.type == "cpu" else "bf16"
    return Precision(device, {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[named])


class T2SLearner:
    name = "t2s"

    def __init__(
        self,
        model: TextToSemantic,
        learnt: Sequence[Features],
        held: Sequence[Features],
        settings: T2STraining,
        order: Order,
        precision: Precision,
    ) -> None:
        self.model = model.to(precision.device).requires_grad_(True)
        self.learnt, self.held, self.settings, self.order, self.precision = learnt, held, settings, order, precision
        self.optimiser = ScaledAdam(self.model.parameters(), settings.learning_rate)
        self.scaler = precision.scaler()

    def rate(self, epoch: int, update: int) -> float:  # noqa: ARG002
        if self.settings.compat and update == 0:
            return FIRST_RATE
        warm = self.settings.warm_up_updates
        return self.settings.learning_rate * (min(1.0, (update + 1) / warm) if warm else 1.0)

    def update(self, group: Sequence[Batch], generator: torch.Generator, rate: float) -> Measured:
        _set_rate(self.optimiser, rate)
        self.optimiser.zero_grad(set_to_none=True)
        total = positions = hits = 0.0
        for lines in group:
            batch = t2s_batch([self.learnt[at] for at in lines])
            rejected = reject(batch, generator).to(self.precision.device) if self.settings.dpo else None
            with self.precision.computing():
                loss = t2s_loss(
                    self.model, batch.to(self.precision.device), rejected, self.settings.compat, self.settings.dropout
                )
            self.scaler.scale(loss.total).backward()
            total, positions = total + float(loss.total.detach()), positions + loss.positions
            hits += loss.top3 * loss.positions
        losses = {"loss": total / positions, "top3": hits / positions}
        moved = numbers(losses) and _finite(self.model, self.scaler)
        _step(self.optimiser, self.scaler, moved)
        return Measured(losses, moved)

    @torch.no_grad()
    def held_out(self) -> dict[str, float]:
        return accuracy(self.model, self.held, self.order.batch, self.precision)

    def state(self) -> dict[str, Any]:
        return {"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(),
                "scaler": self.scaler.state_dict()}  # fmt: skip

    def load(self, state: Mapping[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.scaler.load_state_dict(state["scaler"])


def accuracy(model: TextToSemantic, lines: Sequence[Features], batch: int, precision: Precision) -> dict[str, float]:
    """Loss of a position, and how often its token is among the three likeliest; empty without lines."""
    total = positions = hits = 0.0
    for start in range(0, len(lines), batch):
        with precision.computing():
            loss = t2s_loss(model, t2s_batch(lines[start : start + batch]).to(precision.device))
        total, positions = total + float(loss.total.detach()), positions + loss.positions
        hits += loss.top3 * loss.positions
    return {"loss": total / positions, "top3": hits / positions} if positions else {}


class SovitsLearner:
    name = "sovits"

    def __init__(
        self,
        model: Sovits,
        discriminators: Discriminators,
        learnt: Sequence[Features],
        held: Sequence[Features],
        settings: SovitsTraining,
        order: Order,
        precision: Precision,
    ) -> None:
        self.model, self.discriminators = model.to(precision.device), discriminators.to(precision.device)
        self.learnt, self.held, self.settings, self.order, self.precision = learnt, held, settings, order, precision
        slower: list[nn.Parameter] = []
        rest: list[nn.Parameter] = []
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                (slower if name.startswith(SLOWER) else rest).append(parameter)
        groups = [{"params": rest, "share": 1.0}, {"params": slower, "share": settings.text_rate}]
        self.generator_step = torch.optim.AdamW(groups, settings.learning_rate, BETAS, EPS)
        self.discriminator_step = torch.optim.AdamW(
            discriminators.parameters(), settings.learning_rate, BETAS, EPS)  # fmt: skip
        self.scaler = precision.scaler()
        self.dropout = 0.0 if model.config.speaker else settings.dropout
        self._hooks = _add_dropout(model, lambda: self.dropout if torch.is_grad_enabled() else 0.0)

    def rate(self, epoch: int, update: int) -> float:  # noqa: ARG002
        return self.settings.learning_rate * self.settings.decay**epoch

    def update(self, group: Sequence[Batch], generator: torch.Generator, rate: float) -> Measured:
        """The discriminators judge first; the generator is judged by what they have just learnt, as in the original."""
        for optimiser in (self.generator_step, self.discriminator_step):
            _set_rate(optimiser, rate)
            optimiser.zero_grad(set_to_none=True)
        batches = [sovits_batch([self.learnt[at] for at in lines]).to(self.precision.device) for lines in group]
        frames = self.settings.slice_frames
        drawn = [gan.Drawn.by(generator, one, self.model.config.inter_channels, frames) for one in batches]
        share = 1 / len(batches)
        made: gan.Made | None = None
        losses: dict[str, float] = {}
        for batch, draw in zip(batches, drawn, strict=True):
            with self.precision.computing(), torch.set_grad_enabled(len(batches) == 1):
                made = gan.remake(self.model, batch, draw, frames)
            with self.precision.computing():
                disc = gan.discriminator_loss(self.discriminators(made.real), self.discriminators(made.sound.detach()))
            self.scaler.scale(disc * share).backward()
            _add(losses, {"disc": float(disc.detach()) * share})
        judged = numbers(losses) and _finite(self.discriminators, self.scaler)
        _step(self.discriminator_step, self.scaler, judged, last=False)
        for batch, draw in zip(batches, drawn, strict=True):
            if len(batches) > 1 or made is None:  # of one batch the first pass has its gradients
                with self.precision.computing():
                    made = gan.remake(self.model, batch, draw, frames)
            _add(losses, self._generator(made, share))
        moved = judged and numbers(losses) and _finite(self.model, self.scaler)
        _step(self.generator_step, self.scaler, moved)
        return Measured(losses, moved)

    def _generator(self, made: gan.Made, share: float) -> dict[str, float]:
        """Gradients of the generator; the discriminators take none."""
        self.discriminators.requires_grad_(False)
        try:
            with self.precision.computing():
                real, fake = self.discriminators(made.real), self.discriminators(made.sound)
                parts = {
                    "mel": gan.mel_loss(made),
                    "kl": gan.kl_loss(made),
                    "features": gan.feature_loss(real, fake),
                    "generator": gan.generator_loss(fake),
                }
                total = torch.stack(list(parts.values())).sum() * share
            self.scaler.scale(total).backward()
        finally:
            self.discriminators.requires_grad_(True)
        return {name: float(part.detach()) * share for name, part in parts.items()}

    @torch.no_grad()
    def held_out(self) -> dict[str, float]:
        losses: dict[str, float] = {}
        generator = torch.Generator().manual_seed(HELD_OUT_SEED)
        for one in self.held:
            batch = sovits_batch([one]).to(self.precision.device)
            frames = min(self.settings.slice_frames, one.frames)
            draw = gan.Drawn.by(generator, batch, self.model.config.inter_channels, frames)
            with self.precision.computing():
                made = gan.remake(self.model, batch, draw, frames)
            share = 1 / len(self.held)
            _add(losses, {"mel": float(gan.mel_loss(made)) * share, "kl": float(gan.kl_loss(made)) * share})
        return losses

    def state(self) -> dict[str, Any]:
        return {"model": self.model.state_dict(), "discriminators": self.discriminators.state_dict(),
                "generator_step": self.generator_step.state_dict(),
                "discriminator_step": self.discriminator_step.state_dict(),
                "scaler": self.scaler.state_dict()}  # fmt: skip

    def load(self, state: Mapping[str, Any]) -> None:
        for name in ("model", "discriminators", "generator_step", "discriminator_step", "scaler"):
            getattr(self, name).load_state_dict(state[name])


# What learns slower: it was learnt on thousands of hours, and a voice's minutes have little to say of it (SPEC 6.3).
SLOWER = ("enc_p.text_embedding", "enc_p.encoder_text", "enc_p.mrte")


def _add_dropout(model: Sovits, share: Callable[[], float]) -> list[Any]:
    """Dropout on what the encoders' layers give, while gradients are taken; speaking has none."""

    def drop(_module: nn.Module, _inputs: Any, out: Tensor) -> Tensor:
        return F.dropout(out, share()) if share() else out

    parts = [part for part in model.enc_p.modules() if isinstance(part, RelativeAttention | FeedForward)]
    return [part.register_forward_hook(drop) for part in parts]


def _set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate * group.get("share", 1.0)


def _finite(model: nn.Module, scaler: torch.amp.GradScaler) -> bool:
    """Whether all gradients are numbers; of scaled ones the scaler itself finds that out, and takes a smaller scale."""
    if scaler.is_enabled():
        return True
    norms = [p.grad.abs().max() for p in model.parameters() if p.grad is not None and p.grad.numel()]
    return not norms or bool(torch.stack(norms).isfinite().all())


def _step(optimiser: torch.optim.Optimizer, scaler: torch.amp.GradScaler, moved: bool, last: bool = True) -> None:
    """`last`: of the scaler's steps in this update. A step that is not `moved` leaves weights and moments alone."""
    if moved:
        scaler.step(optimiser)
    if last and scaler.is_enabled() and moved:
        scaler.update()


def _add(losses: dict[str, float], more: Mapping[str, float]) -> None:
    for name, value in more.items():
        losses[name] = losses.get(name, 0.0) + value
