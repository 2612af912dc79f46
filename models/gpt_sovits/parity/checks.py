"""Holds our networks against recorded runs of the original: `python -m models.gpt_sovits.parity FIXTURE.pt...`

A fixture carries configuration, inputs, the noise that was drawn and the outputs of every stage; its weights are
drawn again (parity_weights.py). One line a stage: greatest absolute error, the same relative to the stage's peak,
the bound, pass or fail. Exit status 1 if any stage fails.

Bounds (fp32, CPU): tokens equal in greedy decode; GPT logits 1e-4 absolute (2e-3 at full size: the original's own
rounding); SoVITS stages 1e-5 relative; waveforms 1e-4 of full scale; sampler probabilities 1e-6.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.gpt_sovits.parity.weights import checksum, rebuild
from models.gpt_sovits.serving.batching import Answer, BatchedDecoder, Request
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import log_mel, speaker_features, spectrogram
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.t2s.sampler import Sampling, penalised, probabilities
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_gpt, build_sovits, fill_speaker_net
from pipeline.errors import VoicepressError

GREEDY = Sampling(top_k=1, top_p=1.0, temperature=1.0, repetition_penalty=1.35)


@dataclass(frozen=True, slots=True)
class Stage:
    """One comparison; `bound` on the absolute error, or on the relative one."""

    name: str
    absolute: float
    relative: float
    bound: float
    bound_is_relative: bool
    remark: str = ""

    @property
    def passed(self) -> bool:
        return (self.relative if self.bound_is_relative else self.absolute) <= self.bound  # false for NaN

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
    """Tokens: the error is the number of places that differ."""
    if ours.shape != theirs.shape:
        return Stage(name, float("inf"), float("inf"), 0.0, False, f"{len(ours)} tokens, not {len(theirs)}")
    differ = int((ours.long() != theirs.long()).sum())
    return Stage(name, differ, differ / max(len(theirs), 1), 0.0, False, f"{len(theirs)} tokens")


@torch.inference_mode()
def check(path: Path) -> Iterator[Stage]:
    """The stages of a fixture. Raises VoicepressError: it cannot be read, or is of a kind or version not known here."""
    fixture = _opened(path)
    state = rebuild(fixture["tensors"], fixture["seed"], fixture.get("gain", 1.0), fixture.get("scaled", ()))
    right = checksum(state) == fixture["checksum"]
    yield Stage("weights", 0.0 if right else 1.0, 0.0, 0.0, False, f"{len(state)} tensors, {checksum(state)}")
    try:
        yield from CHECKS[fixture["kind"]](path, fixture, state)
    except KeyError as missing:
        raise VoicepressError(f"{path}: is an incomplete fixture: it lacks {missing}") from missing


def _opened(path: Path) -> dict[str, Any]:
    try:
        fixture = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise VoicepressError(f"{path}: cannot be read as a fixture ({str(error).splitlines()[0][:160]})") from None
    if not isinstance(fixture, dict) or (lacks := sorted(FIELDS - set(fixture))):
        what = f"lacks {', '.join(lacks)}" if isinstance(fixture, dict) else f"holds a {type(fixture).__name__}"
        raise VoicepressError(f"{path}: is no fixture: it {what}")
    if fixture["kind"] not in CHECKS:
        raise VoicepressError(f"{path}: fixtures of kind {fixture['kind']!r} are not known; {sorted(CHECKS)} are")
    return fixture


# ---------------------------------------------------------------- text to semantic


def _gpt(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    def model() -> TextToSemantic:
        return build_gpt(Checkpoint(path, "", state, fixture["config"], "", None))

    inputs, outputs = fixture["inputs"], fixture["outputs"]
    limit = inputs["n_gen"] + 1  # the original stops one token after its counter
    bound = 1e-4 if fixture.get("size", "small") == "small" else 2e-3
    prompt = inputs["prompt"][0]
    lines = [Request(x, bert, prompt, limit=limit) for x, bert in zip(inputs["x"], inputs["bert"], strict=True)]

    plain = model()
    alone = [_run(plain, [line], 1)[0] for line in lines]
    for i, expected in enumerate(outputs["naive"]):
        yield from _line(f"line {i} alone", alone[i], expected, len(prompt), bound)
    together = _run(plain, lines, len(lines))
    yield from _together("batched", together, outputs["batched"], len(prompt), bound)
    refilled = _run(plain, lines, 2)
    for i, (one, two) in enumerate(zip(alone, refilled, strict=True)):
        yield equal(f"line {i} in two rows: tokens", two.answer.tokens, one.answer.tokens)
    if "noprompt" in outputs:
        empty = Request(inputs["x"][0], inputs["bert"][0], prompt[:0], limit=limit)
        yield from _line("no prompt", _run(plain, [empty], 1)[0], outputs["noprompt"], 0, bound)
    if "eos" in outputs:
        state["ar_predict_layer.weight" if "ar_predict_layer.weight" in state else "model.ar_predict_layer.weight"][
            fixture["config"]["model"]["EOS"]
        ] = outputs["eos_row"]
        ending = model()
        yield from _line("EOS alone", _run(ending, lines[:1], 1)[0], outputs["eos"], len(prompt), bound)
        yield from _together("EOS batched", _run(ending, lines, len(lines)), outputs["eos_batched"], len(prompt), bound)
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
class _Ran:
    answer: Answer
    logits: list[Tensor]
    hidden: list[Tensor]


def _run(model: TextToSemantic, lines: list[Request], rows: int) -> list[_Ran]:
    seen: list[tuple[list[Tensor], list[Tensor]]] = [([], []) for _ in lines]

    def trace(index: int, logits: Tensor, hidden: Tensor) -> None:
        seen[index][0].append(logits)
        seen[index][1].append(hidden)

    answers = BatchedDecoder(model, GREEDY, rows).run(lines, trace)
    return [_Ran(answer, *kept) for answer, kept in zip(answers, seen, strict=True)]


def _line(name: str, ran: _Ran, expected: Mapping[str, Any], prompt: int, bound: float) -> Iterator[Stage]:
    yield equal(f"{name}: tokens", ran.answer.tokens, expected["y"].flatten()[prompt:])
    yield compared(f"{name}: logits", torch.stack(ran.logits), expected["logits"], bound, relative=False)
    yield compared(f"{name}: hidden", torch.stack(ran.hidden), expected["hidden"], bound, relative=False)


def _together(name: str, ran: list[_Ran], expected: Mapping[str, Any], prompt: int, bound: float) -> Iterator[Stage]:
    for i, (one, y) in enumerate(zip(ran, expected["y"], strict=True)):
        theirs = y.flatten()[prompt:]
        # at the limit the original's batch drops the token that its single path keeps
        ours = one.answer.tokens if one.answer.stopped == "eos" else one.answer.tokens[:-1]
        yield equal(f"{name}, line {i}: tokens", ours, theirs)
    if "logits" in expected and all(len(step) == len(ran) for step in expected["logits"]):
        for i, one in enumerate(ran):
            theirs = torch.stack([step[i] for step in expected["logits"]])
            yield compared(f"{name}, line {i}: logits", torch.stack(one.logits), theirs, bound, relative=False)


def _sampled(case: Mapping[str, Any]) -> Tensor:
    seen = torch.zeros_like(case["logits"], dtype=torch.bool).scatter_(1, case["previous"], True)
    sampling = Sampling(case["top_k"] or 0, case["top_p"], case["temperature"], case["repetition_penalty"])
    return probabilities(penalised(case["logits"], seen, sampling.repetition_penalty), sampling)


# ---------------------------------------------------------------- SoVITS


def _sovits(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    model = build_sovits(Checkpoint(path, "", state, fixture["config"], "", None))
    right = model.config.version == fixture["version"]
    yield Stage("version", 0.0 if right else 1.0, 0.0, 0.0, False, f"found {model.config.version}")
    inputs, outputs = fixture["inputs"], fixture["outputs"]
    for i, (wav, spec) in enumerate(zip(inputs["wavs"], inputs["specs"], strict=True)):
        yield compared(f"spectrogram {i}", spectrogram(wav), spec, 1e-5)
    for i, case in enumerate(outputs["cases"]):
        title = f"case {i} (noise {case['noise_scale']}, speed {case['speed']}, {case['n_refs']} ref)"
        yield from _case(title, model, inputs, case)
    codes = model.tokens_of(inputs["ssl"])
    yield equal("tokens of HuBERT features", codes.flatten(), outputs["extract_latent"].flatten())
    yield compared("quantizer decode", model.quantizer.decode(inputs["codes"][0]), outputs["quantizer_decode"], 1e-5)
    yield compared("mel, 128 bands", log_mel(inputs["specs"][0]), outputs["mel128"], 1e-5)


def captured(
    model: Sovits, inputs: Mapping[str, Any], case: Mapping[str, Any]
) -> tuple[dict[str, list[Tensor]], Tensor]:
    """Runs a case -> what every stage put out, and the waveform (1, 1, n)."""
    parts: dict[str, nn.Module] = {
        "ref_enc": model.ref_enc, "ssl_proj_192": model.enc_p.ssl_proj, "encoder_ssl": model.enc_p.encoder_ssl,
        "text_embedding": model.enc_p.text_embedding, "encoder_text": model.enc_p.encoder_text,
        "mrte": model.enc_p.mrte, "encoder2": model.enc_p.encoder2, "proj": model.enc_p.proj, "flow": model.flow,
        "dec_conv_pre": model.dec.conv_pre, "dec": model.dec,
        **{f"dec_up{i}": up for i, up in enumerate(model.dec.ups)}}  # fmt: skip
    seen: dict[str, list[Tensor]] = {name: [] for name in parts}
    hooks = [
        part.register_forward_hook(lambda _m, _i, out, kept=seen[name]: kept.append(out.clone()))
        for name, part in parts.items()
    ]
    refs = slice(case["n_refs"])
    style = model.style(inputs["specs"][refs], (inputs["sv_emb"] or [])[refs])
    prior = model.prior(inputs["codes"][0], None, inputs["text"], None, style, case["speed"])
    wave = model.sound(prior, case["noise"], style, case["noise_scale"])
    for hook in hooks:
        hook.remove()
    return seen, wave


def _case(title: str, model: Sovits, inputs: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[Stage]:
    seen, wave = captured(model, inputs, case)
    for name, expected in case.get("stages", {}).items():  # some runs were recorded by their waveform alone
        if name not in seen:
            yield Stage(f"{title} {name}", float("inf"), float("inf"), 0.0, True, "is no stage that is looked at here")
            continue
        if len(seen[name]) != len(expected):
            yield Stage(f"{title} {name}", float("inf"), float("inf"), 0.0, True, f"ran {len(seen[name])} times")
        for ours, theirs in zip(seen[name], expected, strict=False):
            yield compared(f"{title} {name}", ours, theirs, 1e-5)
    yield compared(f"{title} waveform", wave, case["wav"], 1e-4, relative=False)


# ---------------------------------------------------------------- speaker embedding


def _speaker(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    model = fill_speaker_net(state, str(path))
    features = speaker_features(fixture["inputs"]["wav16k"])
    yield compared("filterbank", features[0], fixture["outputs"]["fbank"], 1e-5)
    yield compared("embedding", model(features), fixture["outputs"]["emb"], 1e-5)


CHECKS = {"s1": _gpt, "s2": _sovits, "sv": _speaker}
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
        except VoicepressError as error:  # a version that is not spoken yet: the other fixtures are still held
            print(f"  FAIL  {error}", flush=True)
            total, failed = total + 1, failed + 1
    print(f"{total - failed} of {total} stages pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
