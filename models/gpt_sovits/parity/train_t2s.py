"""Parity of the GPT's training: loss, gradients, DPO and optimiser steps, with the original's padding (SPEC 6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.gpt_sovits.parity.stages import Stage, compared
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.training.scaled_adam import ScaledAdam
from models.gpt_sovits.training.t2s_loss import T2SBatch, t2s_loss
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_gpt

BOUND = 1e-4
# The three lines alone of the recorded batch: of the published fixture only, which states them in its README.
ALONE = {436.985107421875: (148.978, 113.233, 82.253)}


def check_training_gpt(path: Path, fixture: Mapping[str, Any]) -> Iterator[Stage]:
    model = _model(path, fixture)
    inputs = fixture["inputs"]
    batch = T2SBatch(
        inputs["phoneme_ids"],
        inputs["phoneme_ids_len"],
        inputs["bert_feature"],
        inputs["semantic_ids"],
        inputs["semantic_ids_len"],
    )
    loss = t2s_loss(model, batch, compat=True)
    loss.total.backward()
    yield figure("loss, compat", loss.total.item(), fixture["loss"])
    yield Stage("top-3 accuracy, compat", abs(loss.top3 - fixture.get("acc_top3", loss.top3)), 0.0, BOUND, False)
    recorded = {key.removeprefix("model."): grad for key, grad in fixture["grads"].items()}
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None
        yield compared(f"gradient {name}", parameter.grad, recorded[name], BOUND)
    yield from _alone(model, batch, fixture)
    if "dpo" in fixture:
        rejected = batch.speaking(fixture["dpo"]["reject"], fixture["dpo"]["reject_len"])
        yield figure("DPO loss, compat", t2s_loss(model, batch, rejected, compat=True).total.item(),
                     fixture["dpo"]["loss"])  # fmt: skip
    yield from _steps(model, batch, fixture["adam"])


def _alone(model: TextToSemantic, batch: T2SBatch, fixture: Mapping[str, Any]) -> Iterator[Stage]:
    """Without compat a line's loss is the same in the batch as alone, padding or none."""
    alone = []
    for row, (phones, tokens) in enumerate(zip(batch.phone_counts.tolist(), batch.token_counts.tolist(), strict=True)):
        line = T2SBatch.of([(batch.phones[row, :phones], batch.bert[row, :, :phones], batch.tokens[row, :tokens])])
        alone.append(t2s_loss(model, line).total.item())
        yield figure(f"line {row} alone: its own masks, the original's", alone[-1],
                     t2s_loss(model, line, compat=True).total.item())  # fmt: skip
    for expected, ours in zip(ALONE.get(fixture["loss"], ()), alone, strict=False):
        yield figure(f"line alone, as recorded {expected:.3f}", ours, expected)
    yield figure("loss of the batch, its own masks: the sum", t2s_loss(model, batch).total.item(), sum(alone))


def _steps(model: TextToSemantic, batch: T2SBatch, recorded: Mapping[str, Any]) -> Iterator[Stage]:
    optimiser = ScaledAdam(model.parameters(), recorded["lr"])
    for step, expected in enumerate(recorded["losses"]):
        optimiser.zero_grad()
        loss = t2s_loss(model, batch, compat=True).total
        loss.backward()
        optimiser.step()
        yield figure(f"loss of optimiser step {step}", loss.item(), expected)
    weights = {key.removeprefix("model."): tensor for key, tensor in recorded["weight"].items()}
    for name, parameter in model.named_parameters():
        ours, theirs, remark = parameter.detach(), weights[name], ""
        if name.endswith("in_proj_bias"):
            # A bias of all keys shifts all of a query's scores alike: its gradient is 0, and what is recorded of it is
            # rounding, which Adam blows up to whole steps. No two processors agree on it.
            width = len(ours) // 3
            ours, theirs = (torch.cat([one[:width], one[2 * width :]]) for one in (ours, theirs))
            remark = "without the keys' bias, whose gradient is rounding alone"
        yield compared(f"weight after {len(recorded['losses'])} steps: {name}", ours, theirs, BOUND, remark=remark)


def figure(name: str, ours: float, theirs: float, bound: float = BOUND) -> Stage:
    absolute = abs(ours - theirs)
    return Stage(name, absolute, absolute / abs(theirs) if theirs else absolute, bound, True, f"{ours:.6g}")


def _model(path: Path, fixture: Mapping[str, Any]) -> TextToSemantic:
    weights: dict[str, Tensor] = {key.removeprefix("model."): one.clone() for key, one in fixture["weight"].items()}
    model = build_gpt(Checkpoint(path, "", weights, fixture["config"], "", None))
    model.requires_grad_(True)
    return model
