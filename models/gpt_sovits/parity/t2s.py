"""Parity of the GPT: greedy decoding alone, batched and with refilled slots, and the sampler's probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.gpt_sovits.parity.stages import Stage, compared, equal
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.requests import Request, RequestOutput
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import SamplingParams, logits_to_probs, penalise_repetition
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_gpt

GREEDY = SamplingParams(top_k=1, top_p=1.0, temperature=1.0, repetition_penalty=1.35)


def check_gpt(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    def model() -> TextToSemantic:
        return build_gpt(Checkpoint(path, "", state, fixture["config"], "", None))

    inputs, outputs = fixture["inputs"], fixture["outputs"]
    limit = inputs["n_gen"] + 1  # the original stops one token after its counter says so
    bound = 1e-4 if fixture.get("size", "small") == "small" else 2e-3
    prompt = inputs["prompt"][0]
    lines = [Request(x, bert, prompt, max_tokens=limit) for x, bert in zip(inputs["x"], inputs["bert"], strict=True)]

    plain = model()
    alone = [traced_run(plain, [line], 1)[0] for line in lines]
    for i, expected in enumerate(outputs["naive"]):
        yield from _line(f"line {i} alone", alone[i], expected, len(prompt), bound)
    together = traced_run(plain, lines, len(lines))
    yield from _together("batched", together, outputs["batched"], len(prompt), bound)
    refilled = traced_run(plain, lines, 2)
    for i, (one, two) in enumerate(zip(alone, refilled, strict=True)):
        yield equal(f"line {i} in two rows: tokens", two.output.tokens, one.output.tokens)
    if "noprompt" in outputs:
        empty = Request(inputs["x"][0], inputs["bert"][0], prompt[:0], max_tokens=limit)
        yield from _line("no prompt", traced_run(plain, [empty], 1)[0], outputs["noprompt"], 0, bound)
    if "eos" in outputs:
        state["ar_predict_layer.weight" if "ar_predict_layer.weight" in state else "model.ar_predict_layer.weight"][
            fixture["config"]["model"]["EOS"]
        ] = outputs["eos_row"]
        ending = model()
        yield from _line("EOS alone", traced_run(ending, lines[:1], 1)[0], outputs["eos"], len(prompt), bound)
        yield from _together(
            "EOS batched", traced_run(ending, lines, len(lines)), outputs["eos_batched"], len(prompt), bound
        )
    for i, case in enumerate(outputs["sampler"]):
        yield compared(
            f"sampler {i}",
            _sampled(case),
            case["probs"],
            1e-6,
            relative=False,
            remark=(
                f"top_k {case['top_k']} top_p {case['top_p']} temperature {case['temperature']} "
                f"penalty {case['repetition_penalty']}"
            ),
        )


@dataclass(frozen=True, slots=True)
class Traced:
    output: RequestOutput
    logits: list[Tensor]
    hidden: list[Tensor]


def traced_run(model: TextToSemantic, lines: list[Request], rows: int) -> list[Traced]:
    seen: list[tuple[list[Tensor], list[Tensor]]] = [([], []) for _ in lines]

    def trace(index: int, logits: Tensor, hidden: Tensor) -> None:
        seen[index][0].append(logits)
        seen[index][1].append(hidden)

    outputs = ContinuousBatcher(model, GREEDY, rows).run(lines, trace)
    return [Traced(output, *kept) for output, kept in zip(outputs, seen, strict=True)]


def _line(name: str, ours: Traced, expected: Mapping[str, Any], prompt: int, bound: float) -> Iterator[Stage]:
    yield equal(f"{name}: tokens", ours.output.tokens, expected["y"].flatten()[prompt:])
    yield compared(f"{name}: logits", torch.stack(ours.logits), expected["logits"], bound, relative=False)
    yield compared(f"{name}: hidden", torch.stack(ours.hidden), expected["hidden"], bound, relative=False)


def _together(name: str, ran: list[Traced], expected: Mapping[str, Any], prompt: int, bound: float) -> Iterator[Stage]:
    for i, (one, y) in enumerate(zip(ran, expected["y"], strict=True)):
        theirs = y.flatten()[prompt:]
        # At the limit the original's batched path drops the token that its single path keeps.
        ours = one.output.tokens if one.output.stopped == "eos" else one.output.tokens[:-1]
        yield equal(f"{name}, line {i}: tokens", ours, theirs)
    if "logits" in expected and all(len(step) == len(ran) for step in expected["logits"]):
        for i, one in enumerate(ran):
            theirs = torch.stack([step[i] for step in expected["logits"]])
            yield compared(f"{name}, line {i}: logits", torch.stack(one.logits), theirs, bound, relative=False)


def _sampled(case: Mapping[str, Any]) -> Tensor:
    seen = torch.zeros_like(case["logits"], dtype=torch.bool).scatter_(1, case["previous"], True)
    sampling = SamplingParams(case["top_k"] or 0, case["top_p"], case["temperature"], case["repetition_penalty"])
    return logits_to_probs(penalise_repetition(case["logits"], seen, sampling.repetition_penalty), sampling)
