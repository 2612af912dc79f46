"""Parity with the original: holds our networks against its recorded runs, stage by stage.

    python -m models.gpt_sovits.parity FIXTURE.pt...

A fixture carries configuration, inputs, the noise that was drawn and the outputs of every stage; its weights are
redrawn (weights.py). Printed per stage: greatest absolute error, the same relative to the stage's peak,
the bound, pass or fail. Exit status 1 if any stage fails.

Fixtures of training (kinds `train_s1`, `train_s2`) hold losses, gradients and optimiser steps.

Bounds (fp32, CPU): tokens equal in greedy decode; GPT logits 1e-4 absolute (2e-3 at full size: the original's own
rounding); SoVITS stages 1e-5 relative; waveforms 1e-4 of full scale; sampler probabilities 1e-6;
of v3 and v4 (kind `s2cfm`) features and mel bands 1e-5 relative, what the sampler makes 1e-4.
In training 1e-4 relative, norms of gradients of the GAN 1e-3.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.gpt_sovits.parity.cfm import check_flow
from models.gpt_sovits.parity.sovits import check_sovits
from models.gpt_sovits.parity.stages import Stage, compared
from models.gpt_sovits.parity.t2s import check_gpt
from models.gpt_sovits.parity.train_sovits import check_training_sovits
from models.gpt_sovits.parity.train_t2s import check_training_gpt
from models.gpt_sovits.parity.weights import checksum, rebuild
from models.gpt_sovits.sovits.spectrum import speaker_features
from models.gpt_sovits.weights.loading import fill_speaker_net
from pipeline.errors import VoicepressError


def check(path: Path) -> Iterator[Stage]:
    """The stages of a fixture. Raises VoicepressError: it cannot be read, or is of a kind or version not known here."""
    fixture = _opened(path)
    try:
        yield from TRAINING[fixture["kind"]](path, fixture) if fixture["kind"] in TRAINING else _speaking(path, fixture)
    except KeyError as missing:
        raise VoicepressError(f"{path}: is an incomplete fixture: it lacks {missing}") from missing


@torch.inference_mode()
def _speaking(path: Path, fixture: dict[str, Any]) -> Iterator[Stage]:
    if fixture["kind"] in FLOW:
        yield from FLOW[fixture["kind"]](path, fixture)
        return
    state = rebuild(fixture["tensors"], fixture["seed"], fixture.get("gain", 1.0), fixture.get("scaled", ()))
    right = checksum(state) == fixture["checksum"]
    yield Stage("weights", 0.0 if right else 1.0, 0.0, 0.0, False, f"{len(state)} tensors, {checksum(state)}")
    yield from CHECKS[fixture["kind"]](path, fixture, state)


def _opened(path: Path) -> dict[str, Any]:
    try:
        fixture = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise VoicepressError(f"{path}: cannot be read as a fixture ({str(error).splitlines()[0][:160]})") from None
    kind = fixture.get("kind") if isinstance(fixture, dict) else None
    needed = TRAINING_FIELDS if kind in TRAINING else FLOW_FIELDS if kind in FLOW else FIELDS
    if not isinstance(fixture, dict) or (lacks := sorted(needed - set(fixture))):
        what = f"lacks {', '.join(lacks)}" if isinstance(fixture, dict) else f"holds a {type(fixture).__name__}"
        raise VoicepressError(f"{path}: is no fixture: it {what}")
    if fixture["kind"] not in (known := sorted({*CHECKS, *FLOW, *TRAINING})):
        raise VoicepressError(f"{path}: fixtures of kind {fixture['kind']!r} are not known; {known} are")
    return fixture


def check_speaker(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    model = fill_speaker_net(state, str(path))
    features = speaker_features(fixture["inputs"]["wav16k"])
    yield compared("filterbank", features[0], fixture["outputs"]["fbank"], 1e-5)
    yield compared("embedding", model(features), fixture["outputs"]["emb"], 1e-5)


CHECKS = {"s1": check_gpt, "s2": check_sovits, "sv": check_speaker}
TRAINING = {"train_s1": check_training_gpt, "train_s2": check_training_sovits}
FLOW = {"s2cfm": check_flow}  # draws the weights of several networks itself
FLOW_FIELDS = {"kind", "version", "config", "mel_args", "model", "inputs", "outputs"}
TRAINING_FIELDS = {"kind", "config", "inputs"}
FIELDS = {"kind", "tensors", "seed", "checksum", "inputs", "outputs"}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.parity",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("fixtures", nargs="+", type=Path)
    failed = total = 0
    for path in parser.parse_args().fixtures:
        print(path)
        try:
            for stage in check(path):
                print(f"  {stage}", flush=True)
                total += 1
                failed += not stage.passed
        except VoicepressError as error:  # a version that is not supported: the other fixtures are still checked
            print(f"  FAIL  {error}", flush=True)
            total, failed = total + 1, failed + 1
    print(f"{total - failed} of {total} stages pass")
    return 1 if failed else 0
