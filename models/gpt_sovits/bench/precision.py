"""What half precision changes, by teacher forcing and as a distance in log mel.

    python -m models.gpt_sovits.bench.precision GPT.ckpt SOVITS.pth      or FIXTURE.pt...

Free-running tokens are no measure: after one close call everything that follows is another sentence. So both models
are fed the tokens of full precision, and the tokens that each would choose next are compared (teacher forcing). The
sound is compared for the same tokens, noise and style, in log mel bands (natural logarithms, 128 bands).
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.configs import BERT_DIM, SAMPLE_RATE_HZ, SYMBOLS
from models.gpt_sovits.parity.weights import rebuild
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher
from models.gpt_sovits.serving.rendering import SemanticLine, render
from models.gpt_sovits.serving.requests import Request
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram
from models.gpt_sovits.t2s.model import TextToSemantic, prefix_mask
from models.gpt_sovits.t2s.sampler import SamplingParams
from models.gpt_sovits.weights.checkpoint import Checkpoint, read
from models.gpt_sovits.weights.loading import build_gpt, build_sovits
from pipeline.errors import VoicepressError

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
AUDIBLE = 4.6  # natural logarithms below a line's loudest band: -40 dB; quieter bands are masked by it


@torch.inference_mode()
def forced(model: TextToSemantic, request: Request, tokens: Tensor) -> Tensor:
    """Teacher forcing: logits (n, V), float32, before each of `tokens` (n), given all tokens before it."""
    device = model.ar_predict_layer.weight.device
    given = torch.cat([request.prompt, tokens[:-1]]).to(device)
    phones = request.phones.to(device)
    x = model.embed_line(phones, None if request.bert is None else request.bert.to(device), given)[None]
    count = torch.tensor([x.shape[1]], device=device)
    allowed = prefix_mask(count, torch.tensor([len(phones)], device=device), x.shape[1], padded=False)
    for layer in model.layers:
        q, k, v = layer.qkv(x)
        x = layer.after(x, F.scaled_dot_product_attention(q, k, v, allowed))
    return model.logits(x[0, -len(tokens) :])


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two models agree that are fed the same tokens."""

    positions: int
    same: int  # the likeliest token is the same
    clear: int  # positions where the likeliest leads by more than the greatest difference of any logit
    clear_same: int
    furthest: float  # greatest difference of a logit
    deviation: float  # root mean square difference, as a share of the logits' own deviation

    @property
    def share(self) -> float:
        return self.same / max(self.positions, 1)


def agreement(
    one: TextToSemantic, two: TextToSemantic, requests: Sequence[Request], tokens: Sequence[Tensor]
) -> Agreement:
    pairs = [(forced(one, r, t).cpu(), forced(two, r, t).cpu()) for r, t in zip(requests, tokens, strict=True)]
    first, second = (torch.cat(side) for side in zip(*pairs, strict=True))
    same = first.argmax(-1) == second.argmax(-1)
    furthest = float((first - second).abs().max())
    best = first.topk(2).values
    clear = best[:, 0] - best[:, 1] > 2 * furthest
    return Agreement(
        len(same),
        int(same.sum()),
        int(clear.sum()),
        int((same & clear).sum()),
        furthest,
        float((first - second).pow(2).mean().sqrt() / first.std()),
    )


@dataclass(frozen=True, slots=True)
class Distance:
    mean: float  # of all log mel bands
    audible: float  # of those within AUDIBLE of the line's loudest
    peak: float  # greatest difference of a sample, as a share of the line's peak


def distance(one: Sovits, two: Sovits, style: Tensor, lines: Sequence[SemanticLine]) -> Distance:
    """`style` is of the first model's precision; each model runs in its own precision and on its own device."""

    def bands(wave: Tensor) -> Tensor:
        return log_mel(spectrogram(F.pad(wave, (0, -len(wave) % 640))[None]), 128, SAMPLE_RATE_HZ)[0]

    means, audibles, peaks = [], [], []
    weight = two.enc_p.proj.weight
    for here, there in zip(render(lines, one, style), render(lines, two, style.to(weight)), strict=True):
        a, b = torch.from_numpy(here), torch.from_numpy(there)
        first, second = bands(a), bands(b)
        away = (first - second).abs()
        means.append(float(away.mean()))
        audibles.append(float(away[first > first.max() - AUDIBLE].mean()))
        peaks.append(float((a - b).abs().max() / a.abs().max().clamp(min=1e-9)))
    return Distance(sum(means) / len(means), sum(audibles) / len(audibles), max(peaks))


def print_gpt(name: str, model: TextToSemantic, requests: Sequence[Request], tokens: Sequence[Tensor]) -> None:
    for dtype in ("fp16", "bf16"):
        half = agreement(model, copy.deepcopy(model).to(DTYPES[dtype]), requests, tokens)
        print(
            f"  {name}, {dtype}: {half.same} of {half.positions} likeliest tokens are the same "
            f"({half.share:.2%}), {half.clear_same} of {half.clear} where it leads clearly; logits differ by "
            f"{half.furthest:.3g} at most, {half.deviation:.2%} of their deviation",
            flush=True,
        )


def print_sovits(name: str, model: Sovits, style: Tensor, lines: Sequence[SemanticLine]) -> None:
    for dtype in ("fp16", "bf16"):
        away = distance(model, copy.deepcopy(model).to(DTYPES[dtype]), style, lines)
        print(
            f"  {name}, {dtype}: log mel differs by {away.mean:.4f} ({away.audible:.4f} in bands within 40 dB of the "
            f"loudest), samples by {away.peak:.4f} of the peak",
            flush=True,
        )


def fixture(path: Path) -> None:
    """Measures the weights, inputs and tokens of a parity fixture."""
    recorded = torch.load(path, weights_only=True)
    if recorded["kind"] not in ("s1", "s2"):
        print(f"  {path.stem}: kind {recorded['kind']} runs in full precision always")
        return
    state = rebuild(recorded["tensors"], recorded["seed"], recorded.get("gain", 1.0), recorded.get("scaled", ()))
    checkpoint = Checkpoint(path, "", state, recorded["config"], "", None)
    if recorded["kind"] == "s1":
        model = build_gpt(checkpoint)
        print_gpt(path.stem, model, *drawn(model))
        return
    inputs = recorded["inputs"]
    model = build_sovits(checkpoint)
    with torch.inference_mode():
        style = model.style(inputs["specs"], inputs["sv_emb"] or [])
    print_sovits(path.stem, model, style, [SemanticLine(inputs["codes"].flatten(), inputs["text"].flatten(), 1)])


def drawn(model: TextToSemantic, lines: int = 8, tokens: int = 90) -> tuple[list[Request], list[Tensor]]:
    """Lines of random phones with features, and the tokens that the model generates for them."""
    chance = torch.Generator().manual_seed(1)
    phones = min(SYMBOLS["v1"], model.config.phoneme_vocab_size)
    requests = [
        Request(
            torch.randint(phones, (n,), generator=chance),
            torch.randn(BERT_DIM, n, generator=chance) / 2,
            torch.randint(model.config.eos, (30,), generator=chance),
            n,
            tokens,
        )
        for n in range(10, 10 + 5 * lines, 5)
    ]
    return requests, [a.tokens for a in ContinuousBatcher(model, SamplingParams(), lines).run(requests)]


def pair(gpt_path: Path, sovits_path: Path) -> None:
    """Measures the two weights files of a voice."""
    gpt, sovits = build_gpt(read(gpt_path)), build_sovits(read(sovits_path))
    requests, tokens = drawn(gpt)
    print_gpt(gpt_path.name, gpt, requests, tokens)
    style = 0.3 * torch.randn(1, sovits.config.gin_channels, 1, generator=torch.Generator().manual_seed(1))
    lines = [SemanticLine(t, r.phones, r.seed) for t, r in zip(tokens[:3], requests, strict=False)]
    print_sovits(sovits_path.name, sovits, style, lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.precision",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    fixtures = all(path.suffix == ".pt" for path in options.files)
    if not fixtures and len(options.files) != 2:
        parser.error("give the GPT's and the SoVITS weights of one voice, or parity fixtures (.pt)")
    print("half precision against full, by teacher forcing and log mel")
    try:
        if fixtures:
            for path in options.files:
                fixture(path)
        else:
            pair(*options.files)
    except (VoicepressError, OSError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
