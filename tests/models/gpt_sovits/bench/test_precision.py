"""Half precision by teacher forcing and log mel: what is chosen is held to a bound, and the measure can fail."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import precision  # noqa: E402
from models.gpt_sovits.bench.precision import agreement, distance, drawn, forced  # noqa: E402
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.t2s.sampler import SamplingParams  # noqa: E402
from tests.models.gpt_sovits.serving.test_continuous_batching import line  # noqa: E402
from tests.models.gpt_sovits.serving.test_rendering import semantic, style  # noqa: E402
from tests.models.gpt_sovits.small import gpt, sovits  # noqa: E402

GOLDENS = Path(__file__).parents[1] / "parity/goldens"


def test_forced_logits_are_those_of_the_steps() -> None:
    request = line(20, 9, 3, limit=25, bert=True)
    seen = []
    (answer,) = ContinuousBatcher(gpt(), SamplingParams(), 1).run([request], lambda _, logits, __: seen.append(logits))
    torch.testing.assert_close(forced(gpt(), request, answer.tokens), torch.stack(seen), atol=1e-4, rtol=0)


def test_fp16_says_what_fp32_says_and_bf16_rounds_coarser() -> None:
    requests, tokens = drawn(gpt(), 8, 90)
    found = {
        name: agreement(gpt(), copy.deepcopy(gpt()).to(precision.DTYPES[name]), requests, tokens)
        for name in ("fp32", "fp16", "bf16")
    }
    assert found["fp32"].share == 1
    assert found["fp32"].furthest == 0
    assert found["fp16"].share >= 0.995
    assert found["fp16"].clear == found["fp16"].clear_same > 0
    assert found["bf16"].deviation > 4 * found["fp16"].deviation


@pytest.mark.parametrize("version", ["v2", "v2Pro", "v2ProPlus"])
def test_the_sound_of_fp16_is_near(version: str) -> None:
    lines = [semantic(9, 12, 1), semantic(14, 20, 2)]
    model = sovits(version)
    half = distance(model, copy.deepcopy(model).half(), style(version), lines)
    assert half.mean < 0.005
    assert half.audible < 0.005
    assert half.peak < 0.01
    assert distance(model, model, style(version), lines).mean == 0
    changed = copy.deepcopy(model)
    changed.dec.conv_pre.weight *= 1.05
    assert distance(model, changed, style(version), lines).mean > 0.005


def test_the_command_says_it_of_fixtures(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["precision", *map(str, sorted(GOLDENS.glob("*.pt")))])
    assert precision.main() == 0
    printed = capsys.readouterr().out
    assert "gpt, fp16" in printed
    assert "sovits_v1, bf16: log mel differs by" in printed
