"""The same on a GPU: what a CPU says in fp32, a CUDA device says too."""

from __future__ import annotations

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits import plain  # noqa: E402
from models.gpt_sovits.batching import BatchedDecoder  # noqa: E402
from models.gpt_sovits.rendering import render  # noqa: E402
from models.gpt_sovits.sampler import exponential_noise  # noqa: E402
from tests.models.gpt_sovits.small import gpt, sovits  # noqa: E402
from tests.models.gpt_sovits.test_batching import GREEDY, SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.test_rendering import spoken, style  # noqa: E402

pytestmark = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")]


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED], ids=["greedy", "sampled"])
def test_tokens_are_those_of_the_cpu(sampling: object) -> None:
    lines = [line(5 + 7 * i % 50, 3 * i % 25, i, limit=30) for i in range(20)]
    model = copy.deepcopy(gpt(ends=True)).cuda()
    answers = BatchedDecoder(model, sampling, rows=8).run(lines)  # type: ignore[arg-type]
    expected = [plain.speak(gpt(ends=True), request, sampling)[0] for request in lines]  # type: ignore[arg-type]
    assert [a.tokens.tolist() for a in answers] == [t.tolist() for t in expected]


def test_noise_is_that_of_the_cpu() -> None:
    seeds, steps = torch.arange(50) * 10**12, torch.arange(50)
    here, there = exponential_noise(seeds, steps, 1025), exponential_noise(seeds.cuda(), steps.cuda(), 1025).cpu()
    torch.testing.assert_close(here, there, rtol=1e-6, atol=1e-9)


def test_sound_is_that_of_the_cpu() -> None:
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    lines = [spoken(n, 8, n) for n in (3, 9, 20)]
    here = render(lines, sovits(), style())
    there = render(lines, copy.deepcopy(sovits()).cuda(), style().cuda())
    for one, two in zip(here, there, strict=True):
        assert np.abs(one - two).max() < 1e-4
