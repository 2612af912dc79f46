"""Parity of SoVITS's training: latents, losses, every gradient's norm, with the original's padding (SPEC 6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.gpt_sovits.parity.stages import Stage, compared
from models.gpt_sovits.parity.train_t2s import figure
from models.gpt_sovits.parity.weights import rebuild
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.training import sovits_loss as losses
from models.gpt_sovits.training.discriminators import Discriminators, periods_of
from models.gpt_sovits.training.weight_norm import file_name, learning_sovits, load_tensors
from models.gpt_sovits.weights.checkpoint import Checkpoint

BOUND, NORM_BOUND = 1e-4, 1e-3


def check_training_sovits(path: Path, fixture: Mapping[str, Any]) -> Iterator[Stage]:
    model = learning_sovits(Checkpoint(path, "", _weights(fixture["generator"]), fixture["config"], "", None))
    discriminators = Discriminators(periods_of(model.config.version))
    load_tensors(discriminators, _weights(fixture["discriminator"]), path)
    batch, drawn = _batch(model, fixture["inputs"])
    made = losses.remake(model, batch, drawn, fixture["segment"] // model.config.hop, compat=True)
    outputs = fixture["outputs"]
    for name, ours in (
        ("z", made.z), ("z_p", made.z_prior), ("m_p", made.mean_prior), ("logs_p", made.log_scale_prior),
        ("m_q", made.mean), ("logs_q", made.log_scale), ("wav_slice", made.sound), ("mel", made.mel),
        ("y_mel", made.mel_real), ("yhat_mel", made.mel_made),
    ):  # fmt: skip
        if name == "wav_slice" and name in outputs:  # which of the two slices was recorded, its distance tells
            real, sound = (compared(name, one, outputs[name], BOUND) for one in (made.real, made.sound))
            yield min(real, sound, key=lambda stage: stage.relative)
        elif name in outputs:
            yield compared(name, ours.detach(), outputs[name], BOUND)
    yield from _losses(model, discriminators, made, outputs)


def _losses(
    model: Sovits, discriminators: Discriminators, made: losses.Made, outputs: Mapping[str, Any]
) -> Iterator[Stage]:
    recorded, norms = outputs["losses"], outputs["grad_norms"]
    disc = losses.discriminator_loss(discriminators(made.real), discriminators(made.sound.detach()))
    yield figure("loss disc", disc.item(), recorded["disc"])
    disc.backward()
    yield from _gradients(discriminators, norms)
    real, fake = discriminators(made.real), discriminators(made.sound)
    parts = {
        "mel": losses.mel_loss(made),
        "kl": losses.kl_loss(made),
        "fm": losses.feature_loss(real, fake),
        "gen": losses.generator_loss(fake),
    }
    for name, loss in parts.items():
        yield figure(f"loss {name}", loss.item(), recorded[name])
    yield figure("loss commit: the quantiser is frozen", 0.0, recorded.get("commit", 0.0))
    torch.stack(list(parts.values())).sum().backward()
    yield from _gradients(model, norms)


def _gradients(module: nn.Module, norms: Mapping[str, Any]) -> Iterator[Stage]:
    for key, parameter in module.named_parameters():
        name = file_name(key)
        if name not in norms:
            continue
        if parameter.grad is None:
            yield Stage(f"gradient {name}", float("inf"), float("inf"), NORM_BOUND, True, "there is none")
            continue
        ours, theirs = float(parameter.grad.norm()), float(norms[name])
        if name.endswith(KEY_BIASES):
            # A bias of all keys shifts a query's scores alike: its gradient is 0, and both figures are rounding.
            noise = max(ours, theirs) / float(norms[name.replace(".bias", ".weight")])
            yield Stage(f"gradient {name}", noise, noise, NORM_BOUND, True, "is 0 but for rounding, in both")
        else:
            yield figure(f"gradient {name}", ours, theirs, NORM_BOUND)


KEY_BIASES = ("conv_k.bias", "w_ks.bias")


def _weights(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**rebuild(kept["tensors"], kept["seed"], kept.get("gain", 1.0), kept.get("scaled", ())), **kept["kept"]}


def _batch(model: Sovits, inputs: Mapping[str, Any]) -> tuple[losses.SovitsBatch, losses.Drawn]:
    speaker = inputs.get("sv_emb")
    if isinstance(speaker, list | tuple):
        speaker = torch.cat([one.view(1, -1) for one in speaker])
    batch = losses.SovitsBatch(
        model.tokens_of(inputs["ssl"]), inputs["spec"], inputs["spec_lengths"], inputs["wav"], inputs["text"],
        inputs["text_lengths"], speaker,
    )  # fmt: skip
    return batch, losses.Drawn(inputs["noise"], inputs["ids_slice"])
