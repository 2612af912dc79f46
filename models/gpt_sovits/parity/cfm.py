"""Parity of v3 and v4: style, mel bands, features, the DiT, and what the sampler makes; of v4 its vocoder, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.cfm.hifigan import fill_mel_vocoder
from models.gpt_sovits.cfm.model import FlowSovits, denormalised, mel_of, normalised
from models.gpt_sovits.cfm.sampler import sampled
from models.gpt_sovits.parity.stages import Stage, compared
from models.gpt_sovits.parity.weights import checksum, rebuild
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.flow_loading import build_flow

FEATURES, MEL, FLOW, WAVE = 1e-5, 1e-5, 1e-4, 1e-4  # relative; the waveform of full scale
# One call of the DiT is recorded without its arguments: these, or the nearest of them that a recorder would choose.
TIMES, STEPS = (0.25, 0.0, 0.5, 0.125), (0.125, 0.25, 0.5, 1 / 32)


def check_flow(path: Path, fixture: Mapping[str, Any]) -> Iterator[Stage]:
    weights = fixture["model"]
    state = drawn(weights)
    yield told(weights, state)
    version = fixture["version"]
    net = build_flow(Checkpoint(path, "", state, _with_version(fixture["config"], version), "", None))
    yield Stage("version", 0.0 if net.config.version == version else 1.0, 0.0, 0.0, False, net.config.version)
    inputs, outputs = fixture["inputs"], fixture["outputs"]
    style = net.style([inputs["spec"]])
    yield compared("style", style, outputs["ge"], FEATURES)
    yield from _mel(fixture)
    yield from _features(net, inputs, outputs)
    yield from _flow(net, inputs, outputs)
    if fixture.get("vocoder"):
        yield from _vocoder(path, fixture)


def drawn(weights: Mapping[str, Any]) -> dict[str, Tensor]:
    """The weights of one network: drawn again, and those that are kept as they were."""
    state = rebuild(weights["tensors"], weights["seed"], weights.get("gain", 1.0), weights.get("scaled", ()))
    kept: Mapping[str, Tensor] = weights.get("kept", {})
    return {**state, **kept}


def told(weights: Mapping[str, Any], state: Mapping[str, Tensor]) -> Stage:
    here, recorded = checksum(state), weights.get("checksum")
    wrong = recorded is not None and here != recorded
    return Stage("weights", float(wrong), 0.0, 0.0, False, f"{len(state)} tensors, {here}")


def _with_version(config: Mapping[str, Any], version: str) -> dict[str, Any]:
    """A config as fine-tuned files have it: base files of some versions name none."""
    return {**config, "model": {**config["model"], "version": version}}


def _mel(fixture: Mapping[str, Any]) -> Iterator[Stage]:
    form, inputs, outputs = fixture["mel_args"], fixture["inputs"], fixture["outputs"]
    mel = mel_of(inputs["mel_wave"], form["n_fft"], form["hop_size"], form["sampling_rate"])
    yield compared("mel", mel, outputs["mel"], MEL)
    frames = outputs["mel_norm"].shape[-1]
    yield compared("mel_norm", normalised(mel[..., :frames]), outputs["mel_norm"], MEL)


def _features(net: FlowSovits, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> Iterator[Stage]:
    style = outputs["ge"]
    frames = outputs["mel_norm"].shape[-1]
    reference = net.features(inputs["codes0"][0], None, inputs["text0"], None, style).values
    yield compared("fea_ref", reference[..., :frames], outputs["fea_ref"], FEATURES)
    yield compared("fea", net.features(inputs["codes1"][0], None, inputs["text1"], None, style).values,
                   outputs["fea"], FEATURES)  # fmt: skip
    for name in sorted(name for name in outputs if re.fullmatch(r"fea_speed\d+", name)):
        speed = int(name.removeprefix("fea_speed")) / 10
        ours = net.features(inputs["codes1"][0], None, inputs["text1"], None, style, speed).values
        yield compared(name, ours, outputs[name], FEATURES)


def _flow(net: FlowSovits, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> Iterator[Stage]:
    features = torch.cat([outputs["fea_ref"], outputs["fea"]], 2).mT
    noise = inputs["noise"].mT
    prompt = F.pad(outputs["mel_norm"].mT, (0, 0, 0, noise.shape[1] - outputs["mel_norm"].shape[-1]))
    yield _once(net, noise, prompt, features, outputs["estimator_once"])
    for name, expected in outputs["cfm"].items():
        steps, guidance = (float(part) for part in re.findall(r"[\d.]+", str(name)))
        ours = sampled(net.dit, features, prompt, noise, int(steps), guidance).mT
        yield compared(f"flow, {int(steps)} steps, guidance {guidance:g}", ours, expected, FLOW)


def _once(net: FlowSovits, noise: Tensor, prompt: Tensor, features: Tensor, expected: Tensor) -> Stage:
    text = net.dit.text_embed(features, None)
    nearest: Stage | None = None
    for at in TIMES:
        for step in STEPS:
            moment = net.dit.moment(torch.tensor([at]), torch.tensor([step]))
            for has, given in (("no prompt", torch.zeros_like(prompt)), ("prompt", prompt)):
                remark = f"time {at:g}, step {step:g}, {has}"
                stage = compared(
                    "estimator_once", net.dit(noise, given, text, moment), expected, FEATURES, True, remark
                )
                if stage.passed:
                    return stage
                nearest = stage if nearest is None or stage.relative < nearest.relative else nearest
    assert nearest is not None
    return nearest


def _vocoder(path: Path, fixture: Mapping[str, Any]) -> Iterator[Stage]:
    """The waveform, of the mel bands that it was recorded of: they stand beside it, or are a result of the flow."""
    weights, outputs = fixture["vocoder"], fixture["outputs"]
    state = drawn(weights)
    yield replace(told(weights, state), name="weights of the vocoder")
    vocoder = fill_mel_vocoder(state, str(path))
    rate = vocoder.hop
    mels: dict[str, Tensor] = {}
    for place in (fixture["inputs"], outputs, weights, outputs["cfm"]):
        for name, value in place.items():
            if isinstance(value, Tensor) and value.ndim == 3 and value.shape[1] == outputs["mel"].shape[1]:
                mels |= {str(name): value, f"{name}, denormalised": denormalised(value)}
    frames = outputs["mel_norm"].shape[-1]
    mels |= {f"{name}, target": mel[..., frames:] for name, mel in mels.items()}
    waves = {
        name: value.reshape(1, 1, -1)
        for place in (outputs, weights)
        for name, value in place.items()
        if isinstance(value, Tensor) and value.is_floating_point() and value.ndim <= 3 and _is_wave(value)
    }
    for name, wave in waves.items():
        tried = [
            compared(f"vocoder, {name}", vocoder(mel), wave, WAVE, False, f"of {source}")
            for source, mel in mels.items()
            if mel.shape[-1] * rate == wave.shape[-1]
        ]
        yield (
            min(tried, key=lambda stage: stage.absolute)
            if tried
            else Stage(
                f"vocoder, {name}", float("inf"), float("inf"), WAVE, False, "no recorded mel bands have its length"
            )
        )


def _is_wave(value: Tensor) -> bool:
    """One row of thousands of samples."""
    return bool(value.numel() == value.shape[-1] > 2000)
